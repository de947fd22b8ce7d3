"""Pages of evidence: who may do what, files, links, removal with Undo, and the number of queries."""

import re
import time
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.refusals import ChangeRefused
from councils import files as council_files
from councils.files import evidence_path, store_evidence
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.models import Deliverable
from evidence.actions import LinkedTo, add_evidence
from evidence.jobs import forget_removed_files_of
from evidence.models import Evidence, EvidenceLink
from tests.boards.forms import fields_of
from tests.evidence.conftest import TODAY
from tests.evidence.files import PDF
from tests.factories import DeliverableFactory
from tests.pages import FRAME, main_text_of, text_of

LIST, ADD = "/northport/strategies/plan/evidence/", "/northport/strategies/plan/evidence/add/"
SAID = {
    "title": "Survey",
    "shows": "Parents say so.",
    "of_on_day": "1",
    "of_on_month": "5",
    "of_on_year": "2016",
}
WRITERS = {Role.OFFICER, Role.ADMINISTRATOR}


def address(evidence, page=""):
    return f"/northport/evidence/{evidence.public_id}/{page}"


def stored(cast):
    with council_context(cast.council.id):
        return list(Evidence.objects.order_by("id"))


def upload(name="survey.pdf", body=PDF):
    return SimpleUploadedFile(name, body)


@pytest.mark.parametrize("role", list(Role))
def test_every_member_reads_evidence_and_officers_add_it(cast, evidence, role):
    client = cast.client(role)
    page = client.get(LIST)
    assert "Minutes of the board" in text_of(page) and "Train schools" in text_of(page)
    assert ("Add evidence" in main_text_of(page)) is (role in WRITERS)
    assert client.get(address(evidence)).status_code == 200
    assert client.get(address(evidence, "file")).status_code == 200
    assert client.get(ADD).status_code == (200 if role in WRITERS else 403)
    panel = text_of(client.get(f"/northport/deliverables/{_a1(cast).public_id}/"))
    assert "Minutes of the board" in panel and "1 June 2016. PDF" in panel


def _a1(cast):
    with council_context(cast.council.id):
        return Deliverable.objects.get(number="1")


@pytest.mark.parametrize("page", ["", "file", "change/", "links/", "remove/"])
def test_for_an_outsider_there_is_no_evidence(cast, evidence, page):
    assert cast.outsider_client().get(address(evidence, page)).status_code == 404
    own = address(evidence, page).replace("northport", "southshire")
    assert cast.outsider_client().get(own).status_code == 404
    assert cast.outsider_client().get(LIST).status_code == 404


def test_a_file_is_stored_by_its_hash_and_only_given_out_as_a_download(cast, plan, rows):
    deliverable = f"{ADD}?deliverable={rows['A1'].public_id}"
    assert "It will be evidence for: A1 Train schools" in text_of(cast.client().get(deliverable))
    response = cast.client().post(deliverable, SAID | {"file": upload()}, follow=True)
    assert "Evidence added: Survey" in text_of(response)
    [found] = stored(cast)
    assert (found.file_kind, found.file_name, found.file_size) == ("pdf", "survey.pdf", len(PDF))
    assert found.added_by == cast.members[Role.OFFICER].user and found.of_on == date(2016, 5, 1)
    assert evidence_path(cast.council, found.file_sha256).read_bytes() == PDF
    assert evidence_path(cast.other, found.file_sha256) is None
    with council_context(cast.council.id):
        assert [each.deliverable for each in found.links.all()] == [rows["A1"]]
    answer = cast.client(Role.READER).get(address(found, "file"))
    assert answer.content == PDF
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="survey.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Choose a file, or enter the address of a page"),
        ({"address": "http://example.org/"}, "Enter an address that begins with https://"),
        (
            {"address": "https://example.org/", "file": "both"},
            "Choose a file or enter an address, and not both",
        ),
        ({"file": "text"}, "ends in .pdf, but it is not a PDF or is damaged"),
        ({"address": "https://example.org/", "of_on_year": "2030"}, "Enter a date that is not after today"),
        ({"address": "https://example.org/", "of_on_day": ""}, "day"),
        ({"address": "https://example.org/", "title": ""}, "Enter the title"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(cast, plan, sent, words):
    kinds = {"both": upload, "text": lambda: upload(body=b"Only text")}
    sent = {name: kinds[value]() if name == "file" else value for name, value in sent.items()}
    response = cast.client().post(ADD, SAID | sent)
    assert response.status_code == 422 and words in text_of(response)
    assert "Parents say so." in response.content.decode()
    assert stored(cast) == []


def test_nothing_of_another_plan_or_council_can_be_linked(cast, plan):
    with council_context(cast.council.id):
        other = DeliverableFactory()
        with pytest.raises(ChangeRefused, match="belongs to another plan"):
            add_evidence(
                strategy=plan,
                title="Survey",
                address="https://example.org/",
                linked=LinkedTo(deliverables=[other]),
                by=cast.actor(),
                today=TODAY,
                now="2016-07-08T10:00:00Z",
            )
    assert cast.client().get(f"{ADD}?deliverable={other.public_id}").status_code == 404
    assert cast.client().get(f"{ADD}?area=nonsense").status_code == 404


def test_the_words_change_and_the_file_stays(cast, evidence):
    page = cast.client().get(address(evidence, "change/"))
    fields = fields_of(page)
    assert "address" not in fields
    response = cast.client().post(
        address(evidence, "change/"), fields | {"title": "Minutes, June"}, follow=True
    )
    assert "Evidence saved." in text_of(response)
    [found] = stored(cast)
    assert (found.title, found.file_sha256) == ("Minutes, June", evidence.file_sha256)


def test_links_are_ticked_with_a_filter_that_keeps_hidden_ticks(cast, evidence, rows, area):
    page = address(evidence, "links/")
    shown = cast.client().get(page)
    assert "4 items, 1 ticked" in text_of(shown)
    ticks = [str(rows[name].public_id) for name in ("A1", "indicator")]
    filtered = cast.client().post(page, {"items": ticks, "step": "show", "words": "train"})
    assert filtered.status_code == 200
    assert "1 of 4 items shown, 2 ticked. 1 of the ticked is not shown and stays ticked." in text_of(filtered)
    sent = fields_of(shown) | {"items": [*ticks, str(area.public_id)]}
    response = cast.client().post(page, sent, follow=True)
    assert "Links of Minutes of the board saved." in text_of(response)
    text = main_text_of(response)
    assert "Indicator: 3 Plans in 20 weeks" in text and "Area for priority action: 2 Children wait" in text
    act = re.search(r'name="act" value="([^"]+)"', response.content.decode())[1]
    cast.client().post("/northport/undo/", {"act": act, "next": page}, follow=True)
    with council_context(cast.council.id):
        assert [each.deliverable for each in EvidenceLink.objects.all()] == [rows["A1"]]


def test_removed_evidence_stays_in_the_log_and_can_be_undone(
    cast, evidence, django_capture_on_commit_callbacks
):
    client = cast.client()
    page = client.get(address(evidence, "remove/"))
    assert "deleted after a day" in text_of(page)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(address(evidence, "remove/"), fields_of(page), follow=True)
    assert "Evidence removed: Minutes of the board" in text_of(response) and stored(cast) == []
    assert evidence_path(cast.council, evidence.file_sha256)
    log = text_of(client.get("/northport/changes/?view=log"))
    assert "removed the evidence Minutes of the board" in log
    act = re.search(r'name="act" value="([^"]+)"', response.content.decode())[1]
    undone = client.post("/northport/undo/", {"act": act, "next": LIST}, follow=True)
    assert "Undone: Minutes of the board" in text_of(undone)
    [found] = stored(cast)
    with council_context(cast.council.id):
        assert found.links.count() == 1
    assert client.get(address(found, "file")).status_code == 200


def test_files_go_a_day_after_nothing_names_them_any_more(cast, evidence, monkeypatch):
    sha256 = evidence.file_sha256
    council_files.delete_unused_evidence(cast.council, [])
    assert evidence_path(cast.council, sha256)
    now = time.time()
    monkeypatch.setattr(council_files.time, "time", lambda: now + 25 * 3600)
    council_files.delete_unused_evidence(cast.council, [sha256])
    assert evidence_path(cast.council, sha256)
    monkeypatch.setattr(council_files.time, "time", lambda: now + 60 * 3600)
    council_files.delete_unused_evidence(cast.council, [])
    assert evidence_path(cast.council, sha256) is None


def test_the_clock_deletes_removed_files_of_each_council(
    cast, evidence, monkeypatch, django_capture_on_commit_callbacks
):
    sha256 = evidence.file_sha256
    store_evidence(cast.other, PDF, sha256)
    now = time.time()
    monkeypatch.setattr(council_files.time, "time", lambda: now + 25 * 3600)
    with django_capture_on_commit_callbacks(execute=True):
        for council in (cast.council, cast.other):
            forget_removed_files_of(council_id=council.id)
    assert evidence_path(cast.council, sha256) and evidence_path(cast.other, sha256) is None


def test_a_missing_file_is_a_sentence(cast, evidence):
    evidence_path(cast.council, evidence.file_sha256).unlink()
    response = cast.client().get(address(evidence, "file"))
    assert response.status_code == 404 and "missing from the file store" in text_of(response)


def test_the_list_is_filtered(cast, evidence):
    with council_context(cast.council.id):
        add_evidence(
            strategy=evidence.strategy,
            title="Page",
            address="https://www.example.org/",
            by=cast.actor(),
            today=TODAY,
            now="2016-07-08T10:00:00Z",
        )

    def titles(query):
        return re.findall("Minutes of the board|Page(?= Web)", main_text_of(cast.client().get(LIST + query)))

    assert titles("") == ["Minutes of the board", "Page"]
    assert titles("?linked=nothing") == ["Page"]
    assert titles("?linked=deliverable") == ["Minutes of the board"]
    assert titles("?q=AGREED+training") == ["Minutes of the board"]
    assert titles("?q=zebra") == []


def test_the_pages_ask_as_many_queries_for_many_as_for_one(cast, evidence, rows, area):
    client = cast.client()
    pages = [LIST, address(evidence), address(evidence, "links/"), f"{ADD}?area={area.public_id}"]

    def count():
        found = []
        for page in pages:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(page).status_code == 200
            found.append(len(queries) - FRAME)
        return found

    before = count()
    with council_context(cast.council.id):
        for number in range(5):
            add_evidence(
                strategy=evidence.strategy,
                title=f"Page {number}",
                address="https://www.example.org/",
                linked=LinkedTo(
                    deliverables=[rows["A1"], rows["A2"]], indicators=[rows["indicator"]], areas=[area]
                ),
                by=cast.actor(),
                today=TODAY,
                now="2016-07-08T10:00:00Z",
            )
    assert count() == before
    assert before == [4, 3, 5, 2]
