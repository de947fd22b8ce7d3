"""The inspection view, its areas, and the evidence bundle."""

import csv
import hashlib
import re
import zipfile
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councils.files import evidence_path
from councils.models import Organisation
from councils.permissions import ROLE_PERMISSIONS, Permission, Role
from councils.tenancy import council_context
from deliverables.actions import drop
from evidence.actions import LinkedTo, add_area, add_evidence, link_evidence, map_area
from evidence.models import AreaPartner, InspectionArea
from tests.boards.forms import fields_of
from tests.evidence.conftest import TODAY
from tests.evidence.files import PDF
from tests.factories import DeliverableFactory, IndicatorFactory, OrganisationFactory, ReadingFactory
from tests.pages import FRAME, main_text_of, text_of

VIEW, BUNDLE = "/northport/strategies/plan/inspection/", "/northport/strategies/plan/inspection/bundle.zip"
WRITERS = {Role.OFFICER, Role.ADMINISTRATOR}


def address(area, page):
    return f"/northport/inspection/{area.public_id}/{page}/"


@pytest.mark.parametrize("role", list(Role))
def test_every_member_reads_the_view_and_officers_change_it(cast, area, role):
    client = cast.client(role)
    page = client.get(VIEW)
    assert page.status_code == 200
    assert ("Tick what answers it" in text_of(page)) is (role in WRITERS)
    for name in ("change", "items", "remove"):
        assert client.get(address(area, name)).status_code == (200 if role in WRITERS else 403)


@pytest.mark.parametrize("name", ["change", "items", "remove"])
def test_for_an_outsider_there_is_no_area(cast, area, name):
    for page in (VIEW, BUNDLE, address(area, name)):
        assert cast.outsider_client().get(page).status_code == 404
        assert cast.outsider_client().get(page.replace("northport", "southshire")).status_code == 404


def test_the_view_says_who_what_and_how_it_goes(cast, area, evidence):
    text = main_text_of(cast.client().get(VIEW))
    assert "Area for priority action 2 Children wait too long for an assessment." in text
    assert "Northport ICB (lead) Northport Council" in text and "SEND Board" in text
    assert "Area SEND inspection, 1 March 2016" in text
    assert "Section A: Inclusion 1 red and 1 not rated of 2" in text
    assert "A1 Train schools Stated: Red" in text and "Schedule: Not rated" in text
    assert "3 Plans in 20 weeks – – 50%, " in text and "Indicator: Not rated" in text
    assert "1 piece, newest of 1 June 2016." in text
    assert "Minutes of the board , PDF, 1 kB, 1 June 2016, from section A and milestone A1" in text
    assert "1 area, none with anything missing." in text


def test_evidence_of_an_area_says_what_it_is_from_and_many_are_folded(cast, area, evidence):
    with council_context(cast.council.id):
        link_evidence(
            evidence=evidence,
            linked=LinkedTo(deliverables=[each.deliverable for each in evidence.links.all()], areas=[area]),
            by=cast.actor(),
        )
        for number in range(5):
            add_evidence(
                strategy=evidence.strategy,
                title=f"Survey {number}",
                address="https://www.example.org/",
                linked=LinkedTo(areas=[area]),
                by=cast.actor(),
                today=TODAY,
                now="2016-07-08T10:00:00Z",
            )
    page = cast.client().get(VIEW)
    text = main_text_of(page)
    assert "All 6 pieces of evidence for 2 Children wait" in text
    assert "1 June 2016, also from section A and milestone A1 Survey 4 , Web page, No date Survey 3" in text
    assert f'href="/northport/evidence/{evidence.public_id}/"' in page.content.decode()


def test_the_view_says_plainly_what_is_missing(cast, plan):
    with council_context(cast.council.id):
        add_area(strategy=plan, text="Nobody answers this.", by=cast.actor())
    text = main_text_of(cast.client().get(VIEW))
    assert "1 area, 1 with something missing" in text
    assert "Missing: No accountable partner. Nothing in the plan answers it. No evidence." in text


def test_a_dropped_deliverable_does_not_answer_an_area(cast, plan, rows):
    with council_context(cast.council.id):
        area = add_area(strategy=plan, text="Waits.", by=cast.actor())
        map_area(area=area, items=LinkedTo(deliverables=[rows["A2"]]), by=cast.actor())
        drop(deliverable=rows["A2"], reason="Agreed.", today=TODAY, by=cast.actor())
    text = main_text_of(cast.client().get(VIEW))
    assert "A2 Open a base (dropped)" in text and "Nothing in the plan answers it." in text


def test_an_area_is_added_changed_mapped_and_removed_with_undo(cast, plan, rows):
    client = cast.client()
    with council_context(cast.council.id):
        lead, other = OrganisationFactory(name="ICB"), OrganisationFactory(name="Trust")
    lead_id, other_id = str(lead.public_id), str(other.public_id)
    sent = {
        "kind": "improvement",
        "number": "1",
        "text": "Waits.",
        "lead": lead_id,
        "partners": [lead_id, other_id],
    }
    response = client.post(f"{VIEW}add/", sent, follow=True)
    assert "1 Waits. added. Now tick what in the plan answers it." in text_of(response)
    with council_context(cast.council.id):
        area = InspectionArea.objects.get()
        assert _partners() == {"ICB": True, "Trust": False}
    page = address(area, "items")
    ticks = [str(rows["strand"].public_id), str(rows["indicator"].public_id)]
    response = client.post(page, fields_of(client.get(page)) | {"items": ticks}, follow=True)
    assert "What answers 1 Waits. saved." in text_of(response)
    page = address(area, "change")
    fields = fields_of(client.get(page)) | {"lead": other_id, "partners": [lead_id]}
    response = client.post(page, fields, follow=True)
    with council_context(cast.council.id):
        assert _partners() == {"ICB": False, "Trust": True}
    _undo(client, response)
    with council_context(cast.council.id):
        assert _partners() == {"ICB": True, "Trust": False}
    page = address(area, "remove")
    response = client.post(page, fields_of(client.get(page)), follow=True)
    assert "1 Waits. removed." in text_of(response)
    _undo(client, response)
    with council_context(cast.council.id):
        assert area.items.count() == 2 and area.partners.count() == 2
    log = text_of(client.get("/northport/changes/?view=log"))
    for words in ("added to the inspection view: 1 Waits.", "changed what answers 1 Waits.", "undid this"):
        assert words in log


def _partners():
    return dict(AreaPartner.objects.values_list("organisation__name", "is_lead"))


def _undo(client, response):
    act = re.search(r'name="act" value="([^"]+)"', response.content.decode())[1]
    assert "Undone" in text_of(client.post("/northport/undo/", {"act": act, "next": VIEW}, follow=True))


def test_an_accountable_organisation_cannot_be_removed_unseen(cast, area):
    with council_context(cast.council.id):
        lead = Organisation.objects.get(name="Northport ICB")
    page = f"/northport/people/organisations/{lead.public_id}/remove/"
    cast.client().post(page, fields_of(cast.client().get(page)))
    with council_context(cast.council.id):
        assert Organisation.objects.filter(pk=lead.pk).exists()


def test_the_view_asks_as_many_queries_for_many_as_for_one(cast, area, plan, rows):
    client = cast.client()

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(VIEW).status_code == 200
        return len(queries) - FRAME

    before = count()
    with council_context(cast.council.id):
        for _ in range(4):
            more = add_area(
                strategy=plan,
                text="More.",
                lead=OrganisationFactory(),
                partners=[OrganisationFactory()],
                by=cast.actor(),
            )
            indicator = IndicatorFactory(strategy=plan)
            ReadingFactory(indicator=indicator)
            items = LinkedTo([rows["strand"]], [DeliverableFactory(strand=rows["strand"])], [indicator])
            map_area(area=more, items=items, by=cast.actor())
    assert count() == before <= 12


def bundle_of(cast, query="", role=Role.OFFICER):
    response = cast.client(role).get(BUNDLE + query)
    assert response.status_code == 200
    return response, zipfile.ZipFile(BytesIO(b"".join(response)))


@pytest.fixture
def address_too(cast, plan, area):
    with council_context(cast.council.id):
        return add_evidence(
            strategy=plan,
            title='=Survey/../"x"',
            address="https://www.example.org/?a=1&b=2",
            linked=LinkedTo(areas=[area]),
            by=cast.actor(),
            today=TODAY,
            now="2016-07-08T10:00:00Z",
        )


def test_the_bundle_has_an_index_the_files_and_a_manifest(cast, area, evidence, address_too):
    response, bundle = bundle_of(cast)
    assert response["Content-Disposition"].startswith('attachment; filename="northport-plan-evidence-')
    path = "files/01-2-children-wait-too-long-for-an-assessme/001-minutes-of-the-board.pdf"
    assert bundle.namelist() == ["index.html", "manifest.csv", path]
    assert bundle.read(path) == PDF and bundle.testzip() is None
    index = bundle.read("index.html")
    html = index.decode()
    assert f'href="{path}"' in html and 'href="https://www.example.org/?a=1&amp;b=2"' in html
    assert "<script" not in html and "src=" not in html and 'lang="en-GB"' in html
    text = " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.S).split())
    for words in (
        "Northport. Made on",
        "by Officer",
        "Position as at 8 July 2016",
        "A1 Train schools",
        "Northport ICB (lead)",
        "The whole area",
    ):
        assert words in text
    rows = list(csv.DictReader(StringIO(bundle.read("manifest.csv").decode("utf-8-sig"))))
    assert [row["Path"] for row in rows] == ["index.html", "", path]
    assert rows[0]["SHA-256"] == hashlib.sha256(index).hexdigest()
    assert rows[2]["SHA-256"] == hashlib.sha256(PDF).hexdigest()
    assert rows[1]["Title"].startswith("'=Survey") and rows[1]["Address"].endswith("a=1&b=2")


def test_the_bundle_of_one_area_has_only_its_evidence(cast, plan, area, evidence):
    with council_context(cast.council.id):
        other = add_area(strategy=plan, text="Another.", by=cast.actor())
    _, bundle = bundle_of(cast, f"?area={other.public_id}")
    assert bundle.namelist() == ["index.html", "manifest.csv"]
    assert "Children wait" not in bundle.read("index.html").decode()
    for query in ("?area=nonsense", f"?area={evidence.public_id}"):
        assert cast.client().get(BUNDLE + query).status_code == 404


def test_a_file_for_several_areas_is_in_the_bundle_once(cast, plan, area, evidence):
    with council_context(cast.council.id):
        second = add_area(strategy=plan, text="Another.", by=cast.actor())
        link_evidence(evidence=evidence, linked=LinkedTo(areas=[area, second]), by=cast.actor())
    _, bundle = bundle_of(cast)
    assert len(bundle.namelist()) == 3
    assert bundle.read("index.html").decode().count("001-minutes-of-the-board.pdf") == 2


def test_who_may_not_see_names_gets_a_bundle_without_any(cast, area, evidence, monkeypatch):
    monkeypatch.setitem(
        ROLE_PERMISSIONS, Role.READER, ROLE_PERMISSIONS[Role.READER] - {Permission.PEOPLE_NAMES}
    )
    _, bundle = bundle_of(cast, role=Role.READER)
    assert not re.search(r"by (Officer|Reader)", bundle.read("index.html").decode())


def test_small_numbers_are_hidden_in_the_bundle_and_not_on_the_page(cast, area, rows):
    with council_context(cast.council.id):
        row = rows["indicator"]
        row.readings.update(value=50, numerator=2, denominator=4)
    assert "50%" in main_text_of(cast.client().get(VIEW))
    _, bundle = bundle_of(cast)
    page = bundle.read("index.html").decode()
    assert "50%" not in page
    assert not re.search(r"<td(?! role=\"cell\" data-label=)", page), (
        "cells are named where the table is stacked"
    )


def test_a_damaged_file_stops_the_bundle_with_a_sentence(cast, area, evidence):
    evidence_path(cast.council, evidence.file_sha256).write_bytes(b"Something else")
    response = cast.client().get(BUNDLE, follow=True)
    assert "The file of “Minutes of the board” is missing from the file store or is damaged." in text_of(
        response
    )


def test_too_many_megabytes_are_refused(cast, area, evidence, monkeypatch):
    monkeypatch.setattr("evidence.bundle.archive.MAX_BUNDLE_MB", 0)
    response = cast.client().get(BUNDLE, follow=True)
    assert "Make the bundle of one area at a time." in text_of(response)
