"""Links between deliverables: which are refused (docs/rules/deliverable-links.md), both pages, and Undo."""

import re

import pytest

from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.actions import ChangeRefused, add_link, change_link_note, drop
from deliverables.models import DeliverableLink
from deliverables.rules.links import LinkFacts, LinkKind, link_problem
from tests.boards.forms import fields_of
from tests.cast import TODAY
from tests.factories import DeliverableFactory, PeriodFactory, StrandFactory, StrategyFactory
from tests.pages import main_text_of, text_of
from tests.truth_tables import parts, read_aloud, truth_table


def link(text):
    start, kind, end = re.fullmatch(r"([A-C]) (.+) ([A-C])", text).groups()
    return LinkFacts(ord(start), LinkKind(kind.replace(" ", "_")), ord(end)), (start, end)


@pytest.mark.parametrize("row", truth_table("deliverable-links", "Which links are refused"), ids=read_aloud)
def test_which_links_are_refused(row):
    so_far = (
        [] if row["Links so far"] == "none" else [link(each)[0] for each in parts(row["Links so far"], ";")]
    )
    new, names = link(row["New link"])
    assert (link_problem(new, so_far, names) or "not refused") == row["Refused because"]


@pytest.fixture
def two(cast):
    """A1 and, in another plan, B1."""
    with council_context(cast.council.id):
        PeriodFactory()
        rows = []
        for code in "AB":
            plan = StrategyFactory(title=f"Plan {code}", deliverable_noun="Milestone")
            strand = StrandFactory(strategy=plan, code=code)
            rows.append(DeliverableFactory(strand=strand, number="1", title=f"Do {code}1"))
        return rows


def page(row, more=""):
    return f"/northport/deliverables/{row.public_id}/{more}"


def test_a_link_is_on_both_pages_and_can_be_undone(cast, two):
    client, (one, other) = cast.client(), two
    add = page(one, "links/add/")
    assert '<optgroup label="Plan B">' in client.get(add).content.decode()
    sent = fields_of(client.get(add)) | {
        "kind": "depends_on",
        "other": str(other.public_id),
        "note": "Rooms first",
    }
    response = client.post(add, sent, follow=True)
    assert "Link added: A1 depends on B1" in text_of(response)
    assert "Depends on B1 Do B1 Plan B Rooms first" in main_text_of(response)
    assert "Needed by A1 Do A1 Plan A Rooms first" in main_text_of(cast.client(Role.READER).get(page(other)))
    assert "linked A1 Do A1 to another milestone" in text_of(client.get("/northport/changes/?view=log"))
    act = re.search(r'name="act" value="([^"]+)"', response.content.decode())[1]
    assert "Undone" in text_of(client.post("/northport/undo/", {"act": act, "next": page(one)}, follow=True))
    with council_context(cast.council.id):
        assert not DeliverableLink.objects.exists()


def test_the_note_of_a_link_changes_and_a_long_one_is_refused(cast, two):
    one, other = two
    with council_context(cast.council.id):
        by = cast.actor()
        found = add_link(deliverable=one, other=other, kind=LinkKind.SEE_ALSO, by=by)
        change_link_note(link=found, note=" Rooms first ", by=by)
        assert DeliverableLink.objects.get().note == "Rooms first"
        with pytest.raises(ChangeRefused, match="300 characters or fewer"):
            change_link_note(link=found, note="x" * 301, by=by)
    log = text_of(cast.client().get("/northport/changes/?view=log"))
    assert "changed the note of a link of A1 Do A1 to another milestone" in log


def test_a_circle_is_refused_at_its_field(cast, two):
    one, other = two
    with council_context(cast.council.id):
        add_link(deliverable=one, other=other, kind=LinkKind.DEPENDS_ON, by=cast.actor())
    response = cast.client().post(
        page(other, "links/add/"), {"kind": "depends_on", "other": str(one.public_id), "note": "Kept"}
    )
    assert response.status_code == 422
    assert "This would go in a circle: B1 is needed by A1 already" in text_of(response)
    assert "Kept" in response.content.decode()


@pytest.mark.parametrize("side", [0, 1])
def test_a_link_is_removed_from_either_page(cast, two, side):
    client = cast.client()
    with council_context(cast.council.id):
        row = add_link(deliverable=two[0], other=two[1], kind=LinkKind.SEE_ALSO, by=cast.actor())
        drop(deliverable=two[1 - side], reason="Agreed.", today=TODAY, by=cast.actor())
    assert "(dropped)" in main_text_of(client.get(page(two[side])))
    remove = page(two[side], f"links/{row.public_id}/remove/")
    response = client.post(remove, fields_of(client.get(remove)), follow=True)
    assert "Link removed." in text_of(response)
    with council_context(cast.council.id):
        assert not DeliverableLink.objects.exists()


def test_who_may_not_change_the_plan_may_not_link(cast, two):
    with council_context(cast.council.id):
        row = add_link(deliverable=two[0], other=two[1], kind=LinkKind.UNDER, by=cast.actor())
    for more in ("links/add/", f"links/{row.public_id}/remove/"):
        for method in ("get", "post"):
            assert getattr(cast.client(Role.READER), method)(page(two[0], more)).status_code == 403
            assert getattr(cast.outsider_client(), method)(page(two[0], more)).status_code == 404
    assert "Remove" not in main_text_of(cast.client(Role.READER).get(page(two[0])))
