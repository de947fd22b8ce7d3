"""Derived rows: formulas set on pages, values that follow what they are worked out from, and their workings."""

import threading
from decimal import Decimal

import pytest
from django.db import connection
from django.urls import reverse

from core.periods import Period, Quarter
from core.refusals import ChangeRefused
from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from indicators.actions import RowSaid, remove_reading, save_reading, save_values, set_formula
from indicators.actions.values import Said
from indicators.models import FormulaPart, Indicator, Reading
from indicators.pages.quarter_rows import Show, quarter_rows
from strategies.actions import copy_strategy
from tests.api_client import key_client, results
from tests.cast import TODAY, make_cast
from tests.factories import IndicatorFactory, ReadingFactory, StrategyFactory, TargetFactory
from tests.pages import text_of

YEARS = ("FY2013-14", "FY2014-15", "FY2015-16")
FULL_YEAR = "Financial year 2015–16 (April 2015 to March 2016)"


@pytest.fixture
def rows(cast):
    """Rows by name: two percentages, two numbers, words, and three derived rows."""
    with council_context(cast.council.id):
        strategy = StrategyFactory(title="SEND plan")
        kinds = {
            "SEN": {"unit": "percent", "polarity": "high"},
            "No SEN": {"unit": "percent"},
            "Plans": {"unit": "number"},
            "Pupils": {"unit": "number"},
            "Survey": {"unit": "text", "kind": "qualitative"},
            **{name: {"unit": "percent", "kind": "derived"} for name in ("Gap", "Second", "Third", "Fourth")},
        }
        return {
            name: IndicatorFactory(strategy=strategy, label=f"{at}.", title=name, position=at, **more)
            for at, (name, more) in enumerate(kinds.items(), 1)
        }


def url(name, cast, row, **more):
    return reverse(
        f"indicators:{name}", kwargs={"council": cast.council.slug, "indicator": row.public_id, **more}
    )


def formula(cast, row, kind, *operands, client=None, **sent):
    keys = [str(each.public_id) for each in operands]
    typed = {"rows_of": keys} if kind == "pooled" else dict(zip(("first", "second"), keys, strict=True))
    return (client or cast.client()).post(url("formula", cast, row, kind=kind), typed | sent, follow=True)


def record(cast, row, period="FY2015-16", value=None, **said):
    known = {"period": Period.parse(period), "by": cast.actor(), "today": TODAY}
    with council_context(cast.council.id):
        value = Decimal(str(value)) if value is not None else None
        return save_reading(indicator=row, said=Said(value=value, **said), **known)


def values(cast, row):
    with council_context(cast.council.id):
        found = Reading.objects.filter(indicator=row).order_by("ends_on")
        return {each.period: each.value for each in found}


def verbs(cast):
    with council_context(cast.council.id):
        return [verb for verb in Change.objects.order_by("seq").values_list("verb", flat=True) if verb]


def page_of(cast, row, role=Role.OFFICER):
    return text_of(cast.client(role).get(url("indicator", cast, row)))


def test_a_gap_is_set_worked_out_for_all_periods_and_shown_with_its_workings(cast, rows):
    for period, one, other in zip(YEARS, ("80", "81.25", "82.5"), ("70", "70", "71"), strict=True):
        record(cast, rows["SEN"], period, one)
        record(cast, rows["No SEN"], period, other)
    page = text_of(formula(cast, rows["Gap"], "difference", rows["SEN"], rows["No SEN"]))
    assert "6. Gap is worked out from now on, and for all periods so far." in page
    assert f"{FULL_YEAR} 11.50 percentage points 82.5% − 71.0% = 11.5 percentage points" in page
    assert values(cast, rows["Gap"]) == dict(zip(YEARS, map(Decimal, ("10", "11.25", "11.5")), strict=True))
    with council_context(cast.council.id):
        assert Indicator.objects.get(pk=rows["Gap"].pk).unit == "percentage_points"
        assert set(Reading.objects.filter(indicator=rows["Gap"]).values_list("derived", flat=True)) == {True}
    reader = page_of(cast, rows["Gap"], Role.READER)
    assert "82.5% − 71.0% = 11.5 percentage points" in reader and "Change the formula" not in reader


def test_values_follow_what_is_recorded_corrected_and_removed(cast, rows):
    formula(cast, rows["Gap"], "difference", rows["SEN"], rows["No SEN"])
    record(cast, rows["SEN"], value="82.5")
    assert values(cast, rows["Gap"]) == {}
    assert f"No value for {FULL_YEAR}: 2. No SEN has none." in page_of(cast, rows["Gap"])
    other = record(cast, rows["No SEN"], value="71", provisional=True)
    assert values(cast, rows["Gap"]) == {"FY2015-16": Decimal("11.5")}
    assert "11.5 percentage points (provisional)" in page_of(cast, rows["Gap"])
    record(cast, rows["No SEN"], value="72")
    assert values(cast, rows["Gap"]) == {"FY2015-16": Decimal("10.5")}
    assert "Worked out again from 11.5 percentage points on" in page_of(cast, rows["Gap"])
    log = text_of(cast.client().get(f"/{cast.council.slug}/changes/?view=log"))
    assert "worked out 6. Gap, " in log and "FY2015-16" not in log
    record(cast, rows["No SEN"], missing_code="c")
    assert values(cast, rows["Gap"]) == {}
    assert "2. No SEN is marked “Suppressed" in page_of(cast, rows["Gap"])
    record(cast, rows["No SEN"], value="70")
    with council_context(cast.council.id):
        remove_reading(reading=Reading.objects.get(pk=other.pk), by=cast.actor())
    assert values(cast, rows["Gap"]) == {}
    assert verbs(cast).count("reading.derived") == 5


def test_periods_must_match(cast, rows):
    formula(cast, rows["Gap"], "difference", rows["SEN"], rows["No SEN"])
    record(cast, rows["SEN"], "2015-16-Q4", "82.5")
    record(cast, rows["No SEN"], "FY2015-16", "71")
    assert values(cast, rows["Gap"]) == {}
    page = page_of(cast, rows["Gap"])
    assert f"No value for {FULL_YEAR}: 1. SEN has none." in page
    assert "No value for Quarter 4 2015–16 (January to March 2016): 2. No SEN has none." in page


def test_ratios_shares_and_pooled_percentages(cast, rows):
    record(cast, rows["Plans"], value=30)
    record(cast, rows["Pupils"], value=120)
    formula(cast, rows["Gap"], "share", rows["Plans"], rows["Pupils"])
    formula(cast, rows["Second"], "ratio", rows["Pupils"], rows["Plans"])
    assert values(cast, rows["Gap"]) == {"FY2015-16": 25} and values(cast, rows["Second"]) == {"FY2015-16": 4}
    record(cast, rows["SEN"], numerator=Decimal(33), denominator=Decimal(40))
    record(cast, rows["No SEN"], value="50")
    formula(cast, rows["Third"], "pooled", rows["SEN"], rows["No SEN"], rows["Gap"])
    assert values(cast, rows["Third"]) == {}
    assert "2. No SEN has no numerator and denominator, and percentages are not averaged." in page_of(
        cast, rows["Third"]
    )
    record(cast, rows["No SEN"], numerator=Decimal(20), denominator=Decimal(40))
    assert values(cast, rows["Third"]) == {"FY2015-16": Decimal("41.5")}
    page = page_of(cast, rows["Third"])
    assert "(33 + 20 + 30) ÷ (40 + 40 + 120) = 83 of 200 = 41.5%" in page


def test_chains_follow_in_one_act_and_are_at_most_three_long(cast, rows):
    formula(cast, rows["Gap"], "difference", rows["SEN"], rows["No SEN"])
    formula(cast, rows["Second"], "difference", rows["Gap"], rows["Gap"])
    assert verbs(cast) == ["indicator.formula_set"] * 3, "one row, an update and two parts; not the second"
    with council_context(cast.council.id):
        for name in ("Extra 1", "Extra 2"):
            rows[name] = IndicatorFactory(
                strategy=rows["Gap"].strategy,
                unit="percentage_points",
                title=name,
                label="",
                position=20 + len(name + str(len(rows))),
            )
            ReadingFactory(indicator=rows[name], period="FY2015-16", value=1)
    formula(cast, rows["Second"], "difference", rows["Gap"], rows["Extra 1"])
    formula(cast, rows["Third"], "difference", rows["Second"], rows["Extra 1"])
    refused = formula(cast, rows["Fourth"], "difference", rows["Third"], rows["Extra 1"])
    assert refused.status_code == 422 and "more than 3 derived rows" in text_of(refused)
    circle = formula(cast, rows["Gap"], "difference", rows["Third"], rows["Extra 2"])
    assert circle.status_code == 422 and "6. Gap would be worked out from itself." in text_of(circle)
    record(cast, rows["SEN"], value=80)
    record(cast, rows["No SEN"], value=70)
    assert [values(cast, rows[name])["FY2015-16"] for name in ("Gap", "Second", "Third")] == [10, 9, 8]


@pytest.mark.parametrize(
    ("kind", "operands", "sentence"),
    [
        ("difference", ("SEN", "Plans"), "Choose two rows in the same unit."),
        ("difference", ("SEN", "SEN"), "Choose each row once."),
        ("share", ("SEN", "No SEN"), "A percentage of a percentage misleads."),
        ("pooled", ("SEN",), "Choose from 2 to 20 rows."),
        ("pooled", ("SEN", "Plans"), "Select a valid choice"),
        ("difference", ("SEN", "Survey"), "Select a valid choice"),
        ("difference", ("SEN", "Gap"), "Select a valid choice"),
    ],
)
def test_rows_that_do_not_fit_are_refused_and_stay_chosen(cast, rows, kind, operands, sentence):
    response = formula(cast, rows["Gap"], kind, *(rows[name] for name in operands))
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert f'value="{rows["SEN"].public_id}"' in response.content.decode()
    with council_context(cast.council.id):
        assert not FormulaPart.objects.exists()


def test_nobody_types_a_value_into_a_derived_row(cast, rows):
    page = page_of(cast, rows["Gap"])
    assert "Record a figure" not in page and "No formula is set, so no value is worked out." in page
    client = cast.client()
    response = client.post(url("value", cast, rows["Gap"]), {"period": "FY2015-16", "value": "5"})
    assert response.status_code == 422
    assert "6. Gap is a derived row, so nobody types its values. Set its formula first." in text_of(response)
    formula(cast, rows["Gap"], "difference", rows["SEN"], rows["No SEN"])
    record(cast, rows["SEN"], value=80)
    record(cast, rows["No SEN"], value=70)
    with council_context(cast.council.id):
        [derived] = Reading.objects.filter(derived=True)
    response = client.post(url("remove_value", cast, rows["Gap"], reading=derived.public_id))
    assert "This figure is worked out." in text_of(response)
    assert values(cast, rows["Gap"]) == {"FY2015-16": 10}


def test_a_row_with_typed_figures_or_targets_in_another_unit_gets_no_formula(cast, rows):
    with council_context(cast.council.id):
        TargetFactory(indicator=rows["Gap"], value=5)
        ReadingFactory(indicator=rows["Second"], period="FY2015-16", value=5)
    refused = formula(cast, rows["Gap"], "difference", rows["SEN"], rows["No SEN"])
    assert "Remove its targets first: they are in the old unit." in text_of(refused)
    refused = formula(cast, rows["Second"], "difference", rows["SEN"], rows["No SEN"])
    assert "has figures that were typed. Remove them first" in text_of(refused)


def test_published_gaps_say_that_their_comparator_is_not_in_the_plan(cast, rows):
    with council_context(cast.council.id):
        Indicator.objects.filter(pk=rows["Second"].pk).update(comparator="Total cohort")
        Indicator.objects.filter(pk=rows["Gap"].pk).update(comparator="no sen")
    assert "It is compared with Total cohort, which is not a row of the plan." in page_of(
        cast, rows["Second"]
    )
    assert "is not a row of the plan" not in page_of(cast, rows["Gap"])


def test_what_others_are_worked_out_from_keeps_its_unit_and_stays(cast, rows):
    formula(cast, rows["Gap"], "difference", rows["SEN"], rows["No SEN"])
    client = cast.client()

    def change(row, **changes):
        form = client.get(url("change", cast, row)).context["form"]
        shown = {name: form[name].value() for name in form.fields if not name.endswith("_on")}
        sent = {name: value for name, value in shown.items() if value not in (None, False)}
        return text_of(client.post(url("change", cast, row), sent | changes))

    assert "6. Gap is worked out from 1. SEN. Change that formula first." in change(rows["SEN"], unit="days")
    assert "Its formula gives percentage points." in change(rows["Gap"], unit="percent")
    assert "is worked out by a formula. Remove the formula first." in change(rows["Gap"], kind="quantitative")
    removed = client.post(url("remove", cast, rows["No SEN"]), {})
    assert "6. Gap is worked out from 2. No SEN." in text_of(removed)


def test_a_formula_is_removed_with_its_values(cast, rows):
    formula(cast, rows["Gap"], "difference", rows["SEN"], rows["No SEN"])
    record(cast, rows["SEN"], value=80)
    record(cast, rows["No SEN"], value=70)
    page = cast.client().post(url("remove_formula", cast, rows["Gap"]), {}, follow=True)
    assert "Formula of 6. Gap removed." in text_of(page)
    assert values(cast, rows["Gap"]) == {}
    assert verbs(cast)[-1] == "reading.derived"
    again = cast.client().post(url("remove_formula", cast, rows["Gap"]), {})
    assert "6. Gap has no formula." in text_of(again)


def test_a_changed_formula_recomputes_all_periods_in_as_many_queries(
    cast, rows, django_assert_max_num_queries
):
    with council_context(cast.council.id):
        for at in range(30):
            for name, value in (("SEN", 80 + at), ("No SEN", 70)):
                ReadingFactory(indicator=rows[name], period=f"CY{1980 + at}", value=value)
        chosen = [rows["SEN"], rows["No SEN"]]
        by = cast.actor()
        with django_assert_max_num_queries(30):
            set_formula(indicator=rows["Gap"], formula="difference", rows=chosen, by=by)
        assert Reading.objects.filter(indicator=rows["Gap"]).count() == 30
        with django_assert_max_num_queries(30):
            set_formula(indicator=rows["Gap"], formula="difference", rows=chosen[::-1], by=by)
        assert set(Reading.objects.filter(indicator=rows["Gap"]).values_list("value", flat=True)) == {
            Decimal(-10 - at) for at in range(30)
        }


def test_saving_a_figure_nothing_depends_on_costs_three_queries_more(
    cast, rows, django_assert_max_num_queries
):
    formula(cast, rows["Gap"], "difference", rows["SEN"], rows["No SEN"])
    with django_assert_max_num_queries(17):
        record(cast, rows["Plans"], value=5)


def test_the_grid_of_a_quarter_is_followed_once_and_has_no_derived_rows(cast, rows):
    quarter = Period.parse("2015-16-Q4")
    formula(cast, rows["Gap"], "difference", rows["SEN"], rows["No SEN"])
    with council_context(cast.council.id):
        said = [
            RowSaid(rows[name], Said(value=Decimal(value))) for name, value in (("SEN", 80), ("No SEN", 70))
        ]
        save_values(period=quarter, rows=said, by=cast.actor(), today=TODAY)
        assert Reading.objects.get(indicator=rows["Gap"]).value == 10
        Indicator.objects.update(basis="quarter")
        shown = quarter_rows(Quarter.parse("2015-16-Q4"), show=Show.ALL, person=None).indicators
        assert {row.title for row in shown} == {"SEN", "No SEN", "Plans", "Pupils", "Survey"}
        typed = RowSaid(rows["Gap"], Said(value=Decimal(5)))
        with pytest.raises(ChangeRefused, match="nobody types its values"):
            save_values(period=quarter, rows=[typed], by=cast.actor(), today=TODAY)
        gone = [RowSaid(rows["SEN"])]
        save_values(period=quarter, rows=gone, by=cast.actor(), today=TODAY)
        assert not Reading.objects.filter(indicator=rows["Gap"]).exists()
    assert verbs(cast)[-2:] == ["reading.removed", "reading.derived"]


def test_formulas_go_into_a_copy_of_the_plan_if_all_their_rows_do(cast, rows):
    formula(cast, rows["Gap"], "difference", rows["SEN"], rows["No SEN"])
    formula(cast, rows["Second"], "difference", rows["Plans"], rows["Pupils"])
    with council_context(cast.council.id):
        Indicator.objects.filter(pk=rows["Pupils"].pk).update(ended_on=TODAY)
        old = rows["Gap"].strategy
        new = copy_strategy(
            strategy=old,
            title="Next plan",
            starts_on=None,
            ends_on=None,
            strands=[],
            parts=["key-outcomes", "indicators"],
            by=cast.actor(),
        )
        copies = {row.title: row for row in Indicator.objects.filter(strategy=new)}
        assert {title: row.formula for title, row in copies.items() if row.kind == "derived"} == {
            "Gap": "difference",
            "Second": "",
            "Third": "",
            "Fourth": "",
        }
        parts = FormulaPart.objects.filter(indicator=copies["Gap"])
        assert [part.operand.pk for part in parts] == [copies["SEN"].pk, copies["No SEN"].pk]
        record_by = {"period": Period.parse("FY2015-16"), "by": cast.actor(), "today": TODAY}
        for name, value in (("SEN", 9), ("No SEN", 4)):
            save_reading(indicator=copies[name], said=Said(value=Decimal(value)), **record_by)
        assert Reading.objects.get(indicator=copies["Gap"]).value == 5
    assert values(cast, rows["Gap"]) == {}


def undo(client, page):
    [act] = [
        message.extra_tags.partition("undo:")[2].split()[0]
        for message in page.context["messages"]
        if "undo:" in (message.extra_tags or "")
    ]
    return act


def test_undo_works_the_values_out_again_whatever_came_after(cast, rows):
    client = cast.client()
    formula(cast, rows["Gap"], "difference", rows["SEN"], rows["No SEN"])
    first = client.post(url("value", cast, rows["SEN"]), {"period": "FY2015-16", "value": "80"}, follow=True)
    client.post(url("value", cast, rows["No SEN"]), {"period": "FY2015-16", "value": "70"}, follow=True)
    assert values(cast, rows["Gap"]) == {"FY2015-16": 10}
    done = client.post(
        reverse("deliverables:undo", kwargs={"council": cast.council.slug}),
        {"act": undo(client, first)},
        follow=True,
    )
    assert "Undone: figure of 1. SEN for" in text_of(done)
    assert values(cast, rows["SEN"]) == {} and values(cast, rows["Gap"]) == {}
    assert values(cast, rows["No SEN"]) == {"FY2015-16": 70}


def test_undo_of_a_formula_takes_its_values_away(cast, rows):
    client = cast.client()
    page = formula(cast, rows["Gap"], "difference", rows["SEN"], rows["No SEN"], client=client)
    record(cast, rows["SEN"], value=80)
    record(cast, rows["No SEN"], value=70)
    client.post(
        reverse("deliverables:undo", kwargs={"council": cast.council.slug}),
        {"act": undo(client, page)},
        follow=True,
    )
    with council_context(cast.council.id):
        found = Indicator.objects.get(pk=rows["Gap"].pk)
        assert (found.formula, found.unit, FormulaPart.objects.count()) == ("", "percent", 0)
    assert values(cast, rows["Gap"]) == {}


@pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER])
def test_who_may_not_change_the_plan_sets_no_formula(cast, rows, role):
    chosen = {"first": rows["SEN"].public_id, "second": rows["No SEN"].public_id}
    set_url = url("formula", cast, rows["Gap"], kind="difference")
    for client, status in ((cast.client(role), 403), (cast.outsider_client(), 404)):
        assert client.post(set_url, chosen).status_code == status
        assert client.post(url("remove_formula", cast, rows["Gap"])).status_code == status
    assert verbs(cast) == []
    assert cast.client().get(url("formula", cast, rows["Gap"], kind="average")).status_code == 404


def test_a_formula_that_someone_else_changed_asks_first(cast, rows):
    formula(cast, rows["Gap"], "difference", rows["SEN"], rows["No SEN"])
    client = cast.client()
    seen = client.get(url("formula", cast, rows["Gap"], kind="difference")).context["form"]["seen"].value()
    formula(cast, rows["Gap"], "difference", rows["No SEN"], rows["SEN"])
    with council_context(cast.council.id):
        third = IndicatorFactory(strategy=rows["SEN"].strategy, unit="percent", title="Other", position=99)
    stale = formula(cast, rows["Gap"], "difference", third, rows["SEN"], seen=seen)
    assert stale.status_code == 409


def test_formula_and_derived_readings_are_in_the_api(cast, rows):
    formula(cast, rows["Gap"], "difference", rows["SEN"], rows["No SEN"])
    record(cast, rows["SEN"], value=80)
    record(cast, rows["No SEN"], value=70)
    client = key_client(cast.council)
    [gap] = [row for row in results(client, cast.council, "indicators") if row["title"] == "Gap"]
    assert (gap["formula"], gap["unit"]) == ("difference", "percentage_points")
    assert gap["formula_rows"] == [str(rows[name].public_id) for name in ("SEN", "No SEN")]
    readings = results(client, cast.council, "readings")
    assert {(row["value"], row["derived"]) for row in readings} == {(80, False), (70, False), (10, True)}


def test_a_formula_is_only_for_derived_rows(cast, rows):
    with council_context(cast.council.id), pytest.raises(ChangeRefused, match="is not a derived row"):
        set_formula(
            indicator=rows["Plans"], formula="difference", rows=[rows["SEN"], rows["No SEN"]], by=cast.actor()
        )


@pytest.mark.django_db(transaction=True)
def test_two_who_record_the_two_figures_of_a_gap_at_once_do_not_leave_it_without_a_value():
    cast = make_cast()
    with council_context(cast.council.id):
        strategy = StrategyFactory()
        pair = [IndicatorFactory(strategy=strategy, unit="percent", position=at) for at in (1, 2)]
        gap = IndicatorFactory(strategy=strategy, unit="percent", kind="derived", position=3)
        set_formula(indicator=gap, formula="difference", rows=pair, by=cast.actor())
    periods = [Period.parse(f"CY{year}") for year in range(2000, 2008)]
    together, failures = threading.Barrier(2, timeout=30), []

    def write(row, value):
        try:
            for period in periods:
                together.wait()
                with council_context(cast.council.id):
                    said = Said(value=Decimal(value))
                    save_reading(indicator=row, period=period, said=said, by=cast.actor(), today=TODAY)
        except Exception as failure:
            failures.append(failure)
            together.abort()
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=each) for each in zip(pair, (9, 4), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    assert values(cast, gap) == {period.token: 5 for period in periods}
