"""Trajectories on an indicator's page, and the pages that add, change, close and remove them."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from indicators.models import ExpectedEffect, Target, Trajectory, TrajectoryPoint
from tests.boards.forms import fields_of
from tests.factories import (
    DeliverableFactory,
    ExpectedEffectFactory,
    IndicatorFactory,
    ProgressUpdateFactory,
    ReadingFactory,
    StrandFactory,
    TrajectoryFactory,
    TrajectoryPointFactory,
)
from tests.pages import FRAME, main_text_of, text_of

WORDS = {
    "name": "Plan 2016 to 2019",
    "baseline_value": "50",
    "baseline_on_day": "31",
    "baseline_on_month": "3",
    "baseline_on_year": "2016",
    "baseline_method": "School census of January 2016",
    "period_kind": "quarter",
    "tolerance": "1",
    "assumptions": "Numbers of plans stay the same",
}
POINT = {
    "new-0-seen": "",
    "new-0-expected_on": "31 March 2017",
    "new-0-do_nothing": "48",
    "new-0-with_plan": "60",
    "new-0-label": "Half of the schools",
}


@pytest.fixture
def indicator(cast):
    with council_context(cast.council.id):
        return IndicatorFactory(label="1.", title="Attendance", polarity="high")


@pytest.fixture
def planned(cast, indicator):
    """Main trajectory from 50% to 48% or 60% on 31 March 2017, and B3 with an effect of 5 points by 30 June 2016."""
    with council_context(cast.council.id):
        course = TrajectoryFactory(indicator=indicator)
        TrajectoryPointFactory(trajectory=course, do_nothing=48, with_plan=60, label="Half of the schools")
        deliverable = DeliverableFactory(strand=StrandFactory(code="B"), number="3", title="Train schools")
        ExpectedEffectFactory(
            deliverable=deliverable, indicator=indicator, confidence="medium", evidence="a pilot"
        )
    return course


def page(name, cast, row):
    key = "trajectory" if isinstance(row, Trajectory) else "indicator"
    return reverse(f"indicators:{name}", kwargs={"council": cast.council.slug, key: row.public_id})


def shown(cast, indicator, role=Role.OFFICER):
    return main_text_of(cast.client(role).get(page("indicator", cast, indicator)))


def stored(cast):
    """Trajectories with their levels, the main one first."""
    with council_context(cast.council.id):
        return [
            (
                each.name,
                each.is_main,
                each.baseline_value,
                [
                    (point.expected_on, point.do_nothing, point.with_plan, point.label)
                    for point in each.points.all()
                ],
            )
            for each in Trajectory.objects.all()
        ]


def verbs(cast):
    with council_context(cast.council.id):
        return [verb for verb in Change.objects.order_by("seq").values_list("verb", flat=True) if verb]


def test_an_officer_adds_a_trajectory_and_undoes_it(cast, indicator):
    client = cast.client()
    form = client.get(page("add_trajectory", cast, indicator))
    assert "Baseline (percent)" in text_of(form) and "Add a trajectory" in text_of(form)
    after = client.post(page("add_trajectory", cast, indicator), WORDS | POINT, follow=True)
    assert after.status_code == 200
    level = (date(2017, 3, 31), Decimal(48), Decimal(60), "Half of the schools")
    assert stored(cast) == [("Plan 2016 to 2019", True, Decimal(50), [level])]
    said = main_text_of(after)
    assert "Trajectory saved." in said and "School census of January 2016" in said
    assert "31 March 2017 Half of the schools – 48% 48% 60% 12 percentage points more" in said
    assert "There is no figure to compare with these levels yet." in said
    assert verbs(cast)[-1] == "trajectory.added"
    log = text_of(client.get(f"/{cast.council.slug}/changes/?view=log"))
    assert "said what is expected of 1. Attendance, Plan 2016 to 2019" in log
    with council_context(cast.council.id):
        act = Change.objects.latest("seq").request_id
    client.post(f"/{cast.council.slug}/undo/", {"act": act}, follow=True)
    assert stored(cast) == []


def test_the_page_shows_workings_judgement_and_both_lines(cast, indicator, planned):
    with council_context(cast.council.id):
        deliverable = ExpectedEffect.objects.get().deliverable
        ProgressUpdateFactory(deliverable=deliverable, rag="green")
        ReadingFactory(indicator=indicator, period="2016-17-Q1", value=49)
        ReadingFactory(indicator=indicator, period="FY2015-16", value=40)
        ExpectedEffectFactory(
            deliverable=DeliverableFactory(
                strand=deliverable.strand, number="4", dropped_on=date(2016, 5, 1), dropped_reason="No money"
            ),
            indicator=indicator,
        )
    response = cast.client(Role.READER).get(page("indicator", cast, indicator))
    said = main_text_of(response)
    assert (
        "Do nothing: 48% on 31 March 2017 "
        "+ 5 percentage points from B3 Train schools by 30 June 2016 (medium confidence; evidence: a pilot) "
        "= 53% Stated with the plan: 60%. "
        "The plan states 7 percentage points more than the effects add up to." in said
    )
    assert "Not counted B4 Deliverable" in said and ": dropped." in said
    assert "Promised effect: none seen (delivery green, impact flat)." in said
    assert "49% for Q1 2016–17 is 1 percentage point below the baseline of 50%" in said
    assert "It is 0.5 percentage points below the 49.5% expected from doing nothing and" in said
    assert "Figures for financial years are left out: the levels are for quarters." in said
    html = response.content.decode()
    assert html.count('<title id="trajectory-') == 2 and ">Do nothing</text>" in html
    assert "Change" not in said.partition("Trajectory")[2].partition("expected to affect")[0]


def test_levels_are_changed_moved_and_removed_in_one_save(cast, indicator, planned):
    with council_context(cast.council.id):
        TrajectoryPointFactory(trajectory=planned, expected_on=date(2018, 3, 31), with_plan=70)
        TrajectoryPointFactory(trajectory=planned, expected_on=date(2019, 3, 31), with_plan=75)
        first, second, third = TrajectoryPoint.objects.values_list("public_id", flat=True)
    client = cast.client()
    sent = fields_of(client.get(page("trajectory", cast, planned)))
    assert sent[f"{first}-label"] == "Half of the schools" and sent["baseline_value"] == "50"
    sent |= {f"{first}-expected_on": "31 March 2018", f"{second}-expected_on": "31 March 2017"}
    sent |= {f"{third}-remove": "on", "new-0-expected_on": "30/9/2018", "new-0-with_plan": "72%"}
    after = client.post(page("trajectory", cast, planned), sent, follow=True)
    assert "Expected course saved." in text_of(after)
    assert [level[:3] for level in stored(cast)[0][3]] == [
        (date(2017, 3, 31), None, Decimal(70)),
        (date(2018, 3, 31), Decimal(48), Decimal(60)),
        (date(2018, 9, 30), None, Decimal(72)),
    ]
    assert verbs(cast)[-1] == "trajectory.changed"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"new-0-expected_on": "31 March 2016"}, "Enter a day after the baseline’s, 31 March 2016."),
        ({"new-0-expected_on": "someday"}, "New day 1:"),
        ({"new-0-do_nothing": "", "new-0-with_plan": ""}, "Enter a level for doing nothing"),
        ({"new-0-with_plan": "101"}, "New day 1: Enter a percentage from 0 to 100."),
        ({"baseline_value": ""}, "Enter the baseline"),
        ({"baseline_value": "-1"}, "Enter a percentage from 0 to 100."),
        ({"baseline_method": ""}, "This field is required"),
        ({"tolerance": "-1"}, "Enter 0 or more: the movement that still counts as none."),
        (
            {"new-1-seen": "", "new-1-expected_on": "31 March 2017", "new-1-with_plan": "61"},
            "31 March 2017 has levels already. Use one row for a day.",
        ),
    ],
)
def test_what_cannot_be_is_refused_and_kept_as_typed(cast, indicator, typed, sentence):
    response = cast.client().post(page("add_trajectory", cast, indicator), WORDS | POINT | typed)
    assert response.status_code == 422
    html = response.content.decode()
    assert sentence in text_of(response) or sentence == "This field is required"
    assert "Numbers of plans stay the same" in html and "Half of the schools" in html
    assert stored(cast) == []


def test_someone_elses_change_is_shown_before_it_is_overwritten(cast, indicator, planned):
    client = cast.client()
    sent = fields_of(client.get(page("trajectory", cast, planned)))
    with council_context(cast.council.id):
        Trajectory.objects.update(baseline_value=51)
        TrajectoryPoint.objects.update(with_plan=62)
        level = TrajectoryPoint.objects.get().public_id
    response = client.post(page("trajectory", cast, planned), sent | {f"{level}-with_plan": "65"})
    assert response.status_code == 409
    said = text_of(response)
    assert "51" in said and "62" in said and "31 March 2017: With the plan" in said
    assert stored(cast)[0][2] == 51
    again = fields_of(response)
    assert client.post(page("trajectory", cast, planned), again, follow=True).status_code == 200
    assert stored(cast)[0][2:] == (
        Decimal(50),
        [(date(2017, 3, 31), Decimal(48), Decimal(65), "Half of the schools")],
    )


def test_a_scenario_starts_a_year_later_and_may_become_the_main_one(cast, indicator, planned):
    client = cast.client()
    form = client.get(page("add_trajectory", cast, indicator))
    assert "Add a scenario" in text_of(form) and "B3" in text_of(form)
    sent = {"name": "A year later", "shift_months": "12", "assumptions": "No trainer before 2017"}
    said = main_text_of(client.post(page("add_trajectory", cast, indicator), sent, follow=True))
    assert "Scenario A year later saved." in said
    assert "All effects show 12 months later" in said and "No trainer before 2017" in said
    assert "Day Expected course A year later 31 March 2017 53% 48%" in said
    with council_context(cast.council.id):
        scenario = Trajectory.objects.get(is_main=False)
    changed = fields_of(client.get(page("trajectory", cast, scenario))) | {"becomes_main": "on"}
    refused = client.post(page("trajectory", cast, scenario), changed)
    assert refused.status_code == 422 and "Enter 0. The main trajectory" in text_of(refused)
    client.post(page("trajectory", cast, scenario), changed | {"shift_months": "0"})
    assert [(name, is_main) for name, is_main, *_ in stored(cast)] == [
        ("A year later", True),
        ("Expected course", False),
    ]


def test_one_effect_is_shifted_by_name(cast, indicator, planned):
    with council_context(cast.council.id):
        first = ExpectedEffect.objects.get()
        ExpectedEffectFactory(
            deliverable=DeliverableFactory(strand=first.deliverable.strand, number="4"),
            indicator=indicator,
            size=2,
        )
    client = cast.client()
    sent = {"name": "B3 late", "shift_months": "12", "shifted_effects": [str(first.public_id)]}
    said = main_text_of(client.post(page("add_trajectory", cast, indicator), sent, follow=True))
    assert "B3 shows 12 months later" in said
    assert "31 March 2017 55% 50%" in said


def test_the_outcome_at_close_stands_next_to_what_was_expected(cast, indicator, planned):
    with council_context(cast.council.id):
        ReadingFactory(indicator=indicator, period="2016-17-Q1", value=55)
    client = cast.client()
    sent = {"closed_on_day": "30", "closed_on_month": "6", "closed_on_year": "2016", "outcome": ""}
    refused = client.post(page("close_trajectory", cast, planned), sent)
    assert refused.status_code == 422 and "Enter what came of it" in text_of(refused)
    sent["outcome"] = "All schools were trained."
    said = main_text_of(client.post(page("close_trajectory", cast, planned), sent, follow=True))
    assert "Outcome at close, 30 June 2016 All schools were trained." in said
    assert (
        "Expected for 30 June 2016: 49.5% from doing nothing, 52.5% with the plan and 54.5% from adding up the "
        "effects. Actual: 55% for Quarter 1 2016–17" in said
    )
    assert verbs(cast)[-1] == "trajectory.closed"
    opened = {"closed_on_day": "", "closed_on_month": "", "closed_on_year": "", "outcome": ""}
    client.post(page("close_trajectory", cast, planned), opened)
    assert verbs(cast)[-1] == "trajectory.reopened"


def test_the_main_trajectory_goes_last_and_an_indicator_with_one_stays(cast, indicator, planned):
    with council_context(cast.council.id):
        scenario = TrajectoryFactory(indicator=indicator, name="Later", is_main=False)
    client = cast.client()
    refused = client.post(page("remove_trajectory", cast, planned), {})
    assert refused.status_code == 422 and "Make a scenario the main trajectory first" in text_of(refused)
    assert "has a trajectory. Remove that first." in text_of(client.post(page("remove", cast, indicator), {}))
    for each in (scenario, planned):
        client.post(page("remove_trajectory", cast, each), {"reason": "A slip"})
    assert stored(cast) == []
    assert verbs(cast)[-1] == "trajectory.removed"


@pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER])
def test_readers_see_the_trajectory_and_change_nothing(cast, indicator, planned, role):
    client = cast.client(role)
    said = shown(cast, indicator, role)
    assert "How the levels add up" in said and "Add a scenario" not in said
    before = stored(cast)
    for name in ("trajectory", "close_trajectory", "remove_trajectory"):
        assert client.get(page(name, cast, planned)).status_code == 403
        assert client.post(page(name, cast, planned), WORDS).status_code == 403
    assert client.post(page("add_trajectory", cast, indicator), WORDS | POINT).status_code == 403
    assert stored(cast) == before


def test_outsiders_and_what_is_gone_are_404(cast, indicator, planned):
    outsider, officer = cast.outsider_client(), cast.client()
    for name in ("trajectory", "close_trajectory", "remove_trajectory"):
        assert outsider.get(page(name, cast, planned)).status_code == 404
        gone = page(name, cast, planned).replace(str(planned.public_id), str(indicator.public_id))
        assert officer.get(gone).status_code == 404


def test_a_target_is_a_milestone_of_the_plan_and_says_where_it_was_borrowed(cast, indicator, planned):
    with council_context(cast.council.id):
        Target.objects.create(
            indicator=indicator,
            period="2018-03-31",
            ends_on=date(2018, 3, 31),
            label="Yr 4",
            value=65,
            borrowed_from="England 2015",
        )
    said = shown(cast, indicator)
    assert "31 March 2018 Target: Yr 4, borrowed from England 2015 – – – 65% –" in said


def test_a_row_without_figures_has_no_trajectory(cast):
    with council_context(cast.council.id):
        heading = IndicatorFactory(kind="heading")
    client = cast.client()
    assert "Trajectory" not in main_text_of(client.get(page("indicator", cast, heading)))
    refused = client.post(page("add_trajectory", cast, heading), WORDS | POINT)
    assert refused.status_code == 422 and "holds no figures" in text_of(refused)


@pytest.mark.parametrize("number", [1, 6])
def test_queries_do_not_grow(cast, indicator, planned, number, django_assert_num_queries):
    with council_context(cast.council.id):
        for at in range(number):
            TrajectoryPointFactory(trajectory=planned, expected_on=date(2018 + at, 3, 31), with_plan=60)
            each = TrajectoryFactory(indicator=indicator, name=f"Scenario {at}", is_main=False)
            TrajectoryPointFactory(trajectory=each, do_nothing=50)
            ExpectedEffectFactory(indicator=indicator)
            ReadingFactory(indicator=indicator, period=f"CY{2000 + at}")
    client = cast.client()
    with django_assert_num_queries(FRAME + 23):
        client.get(page("indicator", cast, indicator))
    with django_assert_num_queries(FRAME + 2):
        client.get(page("trajectory", cast, planned))


def test_an_effect_says_how_sure_people_are_and_on_what_evidence(cast, indicator, planned):
    with council_context(cast.council.id):
        effect = ExpectedEffect.objects.get()
    address = reverse("indicators:effect", kwargs={"council": cast.council.slug, "effect": effect.public_id})
    client = cast.client()
    sent = fields_of(client.get(address))
    assert sent["confidence"] == "medium" and sent["evidence"] == "a pilot"
    sent |= {"direction": "up", "confidence": "high", "evidence": "Two other councils"}
    said = main_text_of(client.post(address, sent, follow=True))
    assert "up by 5 percentage points by 30 June 2016, high confidence. Evidence: Two other councils" in said


def test_a_target_is_marked_as_borrowed_from_a_benchmark(cast, indicator):
    client = cast.client()
    sent = {
        "period": "",
        "day_day": "31",
        "day_month": "3",
        "day_year": "2018",
        "value": "70",
        "borrowed_from": "England 2016",
    }
    said = main_text_of(client.post(page("target", cast, indicator), sent, follow=True))
    assert "Borrowed from England 2016" in said
    with council_context(cast.council.id):
        assert Target.objects.get().borrowed_from == "England 2016"
