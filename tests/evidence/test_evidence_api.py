"""Evidence and inspection areas over the API. The content of a file is never given."""

from datetime import UTC, date, datetime

import pytest

from councils.models import Organisation
from councils.tenancy import council_context
from deliverables.models import Deliverable
from evidence.actions import LinkedTo, add_area, add_evidence, map_area
from evidence.models import Evidence, InspectionArea
from tests.api_client import address, key_client, query_count, results
from tests.factories import (
    BoardFactory,
    DeliverableFactory,
    IndicatorFactory,
    OrganisationFactory,
    StrandFactory,
    StrategyFactory,
)

TODAY, NOW = date(2016, 7, 8), datetime(2016, 7, 8, 12, tzinfo=UTC)


@pytest.fixture
def found(cast):
    """An area with two partners, a board and what answers it, an address as its evidence, and a file."""
    with council_context(cast.council.pk):
        strand = StrandFactory(strategy=StrategyFactory(slug="plan"), code="A")
        plan, by = strand.strategy, cast.actor()
        deliverables = [
            DeliverableFactory(strand=strand),
            DeliverableFactory(strand=strand, dropped_on=date(2016, 5, 1)),
        ]
        indicator = IndicatorFactory(strategy=plan)
        area = add_area(
            strategy=plan,
            text="Children wait",
            kind="priority",
            number="1",
            source="Report",
            source_on=date(2016, 1, 1),
            lead=OrganisationFactory(name="Health Board"),
            partners=[OrganisationFactory(name="Council")],
            boards=[BoardFactory(slug="send-board")],
            by=by,
        )
        items = LinkedTo(strands=[strand], deliverables=deliverables, indicators=[indicator])
        map_area(area=area, items=items, by=by)
        said = {"strategy": plan, "by": by, "today": TODAY, "now": NOW}
        linked = LinkedTo(deliverables=deliverables, indicators=[indicator], areas=[area])
        page = add_evidence(
            title="Survey",
            shows="That they are heard",
            of_on=date(2016, 6, 1),
            address="https://www.example.org/",
            linked=linked,
            **said,
        )
        file = add_evidence(title="Minutes", file_name="minutes.txt", content=b"The secret content.", **said)
        kept = Deliverable.objects.get()
    return {
        "plan": plan,
        "area": area,
        "page": page,
        "file": file,
        "deliverable": kept,
        "indicator": indicator,
    }


def ids(found, *names):
    return [str(found[name].public_id) for name in names]


def test_evidence_has_every_field(cast, found):
    client = key_client(cast.council)
    page, file = results(client, cast.council, "evidence")
    assert page == {
        "id": str(found["page"].public_id),
        "strategy": str(found["plan"].public_id),
        "title": "Survey",
        "shows": "That they are heard",
        "of_on": "2016-06-01",
        "address": "https://www.example.org/",
        "file_name": None,
        "file_kind": None,
        "added_on": "2016-07-08",
        "deliverables": ids(found, "deliverable"),
        "indicators": ids(found, "indicator"),
        "areas": ids(found, "area"),
        "sample": False,
    }
    assert (file["file_name"], file["file_kind"], file["address"]) == ("minutes.txt", "txt", None)
    answer = client.get(address(cast.council, f"evidence/{found['file'].public_id}"))
    assert answer.json() == file
    assert b"secret" not in answer.content and found["file"].file_sha256.encode() not in answer.content


def test_an_area_has_every_field(cast, found):
    client = key_client(cast.council)
    [area] = results(client, cast.council, "areas")
    assert area == {
        "id": str(found["area"].public_id),
        "strategy": str(found["plan"].public_id),
        "kind": "priority",
        "number": "1",
        "text": "Children wait",
        "source": "Report",
        "source_on": "2016-01-01",
        "partners": [{"name": "Health Board", "is_lead": True}, {"name": "Council", "is_lead": False}],
        "boards": ["send-board"],
        "strands": ["A"],
        "deliverables": ids(found, "deliverable"),
        "indicators": ids(found, "indicator"),
    }
    assert client.get(address(cast.council, f"areas/{found['area'].public_id}")).json() == area


def test_filters(cast, found):
    client = key_client(cast.council)
    for query, titles in (
        ("strategy=plan", ["Survey", "Minutes"]),
        ("strategy=another", []),
        *((f"{name}={found[name].public_id}", ["Survey"]) for name in ("deliverable", "indicator", "area")),
    ):
        assert [each["title"] for each in results(client, cast.council, f"evidence?{query}")] == titles
    assert len(results(client, cast.council, "areas?strategy=plan&kind=priority")) == 1
    assert results(client, cast.council, "areas?kind=other") == []


def test_pages_are_followed_and_an_unchanged_list_is_304(cast, found):
    client = key_client(cast.council)
    page = client.get(address(cast.council, "evidence?limit=1"))
    assert [each["title"] for each in client.get(page.json()["next"]).json()["results"]] == ["Minutes"]
    again = client.get(address(cast.council, "evidence?limit=1"), headers={"If-None-Match": page["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(("path", "name"), [("evidence", "page"), ("areas", "area")])
def test_outsider_is_404(cast, found, path, name):
    assert results(key_client(cast.other), cast.other, path) == []
    one = f"{path}/{found[name].public_id}"
    assert key_client(cast.other).get(address(cast.other, one)).status_code == 404
    assert key_client(cast.other).get(address(cast.council, one)).status_code == 404
    assert key_client(cast.council, "write").get(address(cast.council, one)).status_code == 403


@pytest.mark.parametrize("path", ["evidence", "areas"])
def test_queries_do_not_grow_with_the_rows(cast, found, path):
    client = key_client(cast.council)
    few = query_count(client, cast.council, path)
    with council_context(cast.council.pk):
        plan, by = found["plan"], cast.actor()
        linked = LinkedTo(deliverables=[found["deliverable"]], indicators=[found["indicator"]])
        for number in range(12):
            area = add_area(strategy=plan, text=f"More {number}", by=by, partners=Organisation.objects.all())
            map_area(area=area, items=linked, by=by)
            add_evidence(
                strategy=plan,
                title=f"More {number}",
                address="https://www.example.org/",
                by=by,
                today=TODAY,
                now=NOW,
                linked=linked,
            )
        assert (InspectionArea.objects.count(), Evidence.objects.count()) == (13, 14)
    assert query_count(client, cast.council, path) == few
