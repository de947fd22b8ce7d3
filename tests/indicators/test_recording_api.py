"""Figures recorded over the API, and the same figures put in by every way there is."""

import pytest
from django.utils import timezone

from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from indicators.models import Indicator, NotExpected, Predecessor, Reading
from strategies.models import ReportingPeriod
from tests.api_client import address, errors, key_client, results
from tests.cast import TODAY
from tests.factories import IndicatorFactory, PeriodFactory, ReadingFactory, StrategyFactory
from tests.indicators.test_editing_values import record
from tests.indicators.test_figure_import import imported
from tests.indicators.test_quarter_grid import send

QUARTER = "2016-17-Q1"
TITLES = ("Attendance", "Timeliness", "Plans", "Views")


@pytest.fixture
def rows(cast):
    with council_context(cast.council.id):
        PeriodFactory()
        strategy = StrategyFactory()
        kinds = {"Views": {"unit": "text", "kind": "qualitative"}, "Plans": {"unit": "number"}}
        made = [
            IndicatorFactory(
                **{
                    "strategy": strategy,
                    "label": f"{at}.",
                    "title": title,
                    "basis": "quarter",
                    "position": at,
                }
                | {"unit": "percent", "kind": "quantitative"}
                | kinds.get(title, {})
            )
            for at, title in enumerate(TITLES, 1)
        ]
    return {row.title: row for row in made}


def writer(cast):
    return key_client(cast.council, "read", "readings:write", "small-numbers:read")


def post(cast, row, client=None, **said):
    body = {"indicator": str(row.public_id), "period": QUARTER} | said
    return (client or writer(cast)).post(
        address(cast.council, "readings"), body, content_type="application/json"
    )


def stored(cast):
    """Every column that a person can say, by title."""
    with council_context(cast.council.id):
        columns = (
            "value",
            "numerator",
            "denominator",
            "missing_code",
            "text",
            "provisional",
            "note",
            "sample",
        )
        found = Reading.objects.filter(period=QUARTER).order_by("indicator__position")
        return {title: said for title, *said in found.values_list("indicator__title", "ends_on", *columns)}


def verbs(cast):
    with council_context(cast.council.id):
        return sorted(
            verb
            for verb in Change.objects.values_list("verb", flat=True)
            if verb and verb.startswith("reading.")
        )


def by_page(cast, rows):
    record(cast, rows["Attendance"], numerator="33", denominator="40", provisional="on")
    record(cast, rows["Timeliness"], missing_code="c")
    record(cast, rows["Plans"], value="1250")
    record(cast, rows["Views"], text="Parents feel heard")


def by_grid(cast, rows):
    cells = {"Attendance": "33/40 [p]", "Timeliness": "[c]", "Plans": "1,250", "Views": "Parents feel heard"}
    send(cast, rows, {(title, "figure"): typed for title, typed in cells.items()})


def by_import(cast, rows):
    imported(
        cast,
        'Title,Q1 2016-17\nAttendance,33/40 [p]\nTimeliness,[c]\nPlans,"1,250"\nViews,Parents feel heard',
    )


def by_api(cast, rows):
    for title, said in {
        "Attendance": {"numerator": 33, "denominator": 40, "provisional": True},
        "Timeliness": {"missing_code": "c"},
        "Plans": {"value": 1250},
        "Views": {"value": "Parents feel heard"},
    }.items():
        assert post(cast, rows[title], **said).status_code == 201


WAYS = {"page": by_page, "grid": by_grid, "import": by_import, "API": by_api}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_ends_in_the_same_rows_through_the_same_actions(cast, rows, way):
    WAYS[way](cast, rows)
    found = {title: [str(part) for part in said[1:]] for title, said in stored(cast).items()}
    assert found == {
        "Attendance": ["82.5000", "33.00", "40.00", "", "", "True", "", "False"],
        "Timeliness": ["None", "None", "None", "c", "", "False", "", "False"],
        "Plans": ["1250.0000", "None", "None", "", "", "False", "", "False"],
        "Views": ["None", "None", "None", "", "Parents feel heard", "False", "", "False"],
    }
    assert verbs(cast) == ["reading.recorded"] * 4


@pytest.mark.parametrize("first", WAYS)
@pytest.mark.parametrize("second", ["import", "API"])
def test_importing_again_after_any_way_changes_nothing(cast, rows, first, second):
    WAYS[first](cast, rows)
    before, logged = stored(cast), len(verbs(cast))
    if second == "API":
        assert post(cast, rows["Plans"], value=1250).status_code == 200
        assert post(cast, rows["Attendance"], value=82.5, provisional=True).status_code == 200
    else:
        by_import(cast, rows)
    assert (stored(cast), len(verbs(cast))) == (before, logged)


def test_a_figure_is_corrected_and_keeps_its_note(cast, rows):
    post(cast, rows["Plans"], value=12, note="Register")
    answer = post(cast, rows["Plans"], value=13)
    assert answer.status_code == 200
    body = answer.json()
    assert (body["value"], body["note"]) == (13.0, "Register")
    assert answer["Location"].endswith(f"/readings/{body['id']}")
    assert verbs(cast) == ["reading.corrected", "reading.recorded"]


WRONG = [
    ("Plans", {"value": True}, "/value", "Give a number, or text for a qualitative indicator."),
    ("Plans", {"value": "many"}, "/value", "Give a number."),
    ("Views", {"value": 3}, "/value", "Give text, because the indicator is qualitative."),
    ("Plans", {}, "/value", "Enter the figure, or say why there is none."),
    ("Attendance", {"numerator": 41, "denominator": 40}, "/numerator", "Enter a number from 0 to 40."),
    ("Plans", {"value": 3, "missing_code": "c"}, "/missing_code", "not both"),
    ("Plans", {"value": 3, "period": "2016-17"}, "/period", "is not a period"),
    ("Plans", {"value": 3, "period": "2017-18-Q1"}, "/period", "has not started"),
    ("Plans", {"value": 3, "rag": "green"}, "/rag", "Unknown field"),
]


@pytest.mark.parametrize(("title", "said", "pointer", "why"), WRONG)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_saved(cast, rows, title, said, pointer, why):
    answer = post(cast, rows[title], **said)
    assert answer.status_code == 400
    [error] = errors(answer)
    assert error["pointer"] == pointer and why in error["detail"]
    assert stored(cast) == {}


def test_a_closed_quarter_takes_nothing(cast, rows):
    with council_context(cast.council.id):
        ReportingPeriod.objects.filter(label=QUARTER).update(closed_at=timezone.now())
    answer = post(cast, rows["Plans"], value=3)
    assert answer.status_code == 400 and "is closed" in errors(answer)[0]["detail"]


@pytest.mark.parametrize("scopes", [("read",), ("read", "progress:write")])
def test_a_key_needs_the_scope_for_figures(cast, rows, scopes):
    answer = post(cast, rows["Plans"], key_client(cast.council, *scopes), value=3)
    assert answer.status_code == 403
    assert "readings:write" in answer.json()["detail"]
    assert stored(cast) == {}


@pytest.mark.parametrize("role", [Role.READER, Role.APPROVER])
def test_a_member_who_may_not_record_is_refused(cast, rows, role):
    assert post(cast, rows["Plans"], cast.client(role), value=3).status_code == 403


def test_a_row_of_another_council_is_not_there(cast, rows):
    with council_context(cast.other.id):
        other = IndicatorFactory()
    answer = post(cast, other, value=3)
    assert answer.status_code == 400
    assert errors(answer)[0]["detail"] == "Northport has no indicator with this id."


def test_what_is_not_expected_and_the_predecessors_can_be_read(cast, rows):
    with council_context(cast.council.id):
        NotExpected.objects.create(indicator=rows["Plans"], period=QUARTER, note="Moves to Q2")
        NotExpected.objects.create(indicator=rows["Plans"], period="2015-16-Q4")
        ReadingFactory(indicator=rows["Plans"], period="2015-16-Q3")
        Predecessor.objects.create(name="Old Shire", ons_code="E10000099", dfe_code="999", ended_on=TODAY)
        plans = Indicator.objects.get(title="Plans")
    found = {row["id"]: row for row in results(key_client(cast.council), cast.council, "indicators")}
    assert found[str(plans.public_id)]["not_expected"] == [
        {"period": "2015-16-Q4", "note": None},
        {"period": QUARTER, "note": "Moves to Q2"},
    ]
    [area] = results(key_client(cast.council), cast.council, "predecessors")
    assert (area["name"], area["area_code"], area["area_number"]) == ("Old Shire", "E10000099", "999")
    assert (area["starts_on"], area["ended_on"], area["note"]) == (None, TODAY.isoformat(), None)
