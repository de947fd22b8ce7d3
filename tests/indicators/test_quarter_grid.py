"""The figures of a quarter on a grid: typed, pasted, refused, and saved at once."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.periods import Period
from core.ui.grid import seal
from councils.log.undo_offers import undoable_acts
from councils.models import Change, Council, Person, Post
from councils.permissions import Role
from councils.tenancy import council_context
from indicators.models import Indicator, NotExpected, Reading, TableColumn
from strategies.models import ReportingPeriod
from tests.factories import (
    AssignmentFactory,
    IndicatorFactory,
    PeriodFactory,
    ReadingFactory,
    StrategyFactory,
    TargetFactory,
)
from tests.pages import FRAME, text_of

QUARTER = "2016-17-Q1"


@pytest.fixture
def rows(cast):
    """Attendance and Timeliness as percentages, Plans as a number, and Views in words, all measured by quarter."""
    with council_context(cast.council.id):
        PeriodFactory()
        strategy = StrategyFactory()
        made = [
            IndicatorFactory(
                strategy=strategy,
                label=f"{at}.",
                title=title,
                unit=unit,
                kind=kind,
                basis="quarter",
                position=at,
            )
            for at, (title, unit, kind) in enumerate(
                [
                    ("Attendance", "percent", "quantitative"),
                    ("Timeliness", "percent", "quantitative"),
                    ("Plans", "number", "quantitative"),
                    ("Views", "text", "qualitative"),
                ],
                1,
            )
        ]
        IndicatorFactory(strategy=strategy, label="5.", title="By year", basis="academic", position=5)
    return {row.title: row for row in made}


def grid_url(cast, **query):
    url = reverse("indicators:quarter", kwargs={"council": cast.council.slug})
    return url + ("?" + "&".join(f"{name}={value}" for name, value in query.items()) if query else "")


def seen_on(page):
    return page.context["form"].seen


def send(cast, rows, cells, *, client=None, step="save", seen=None, follow=True, **more):
    """Send the grid with these cells typed: {("Attendance", "figure"): "80"}."""
    client = client or cast.client()
    shown = client.get(grid_url(cast)).context["form"]
    data = {"seen": seen or shown.seen, "step": step, **more}
    data |= {cell.name: cell.value for row in shown.rows for cell in row.cells.values()}
    data |= {f"{rows[title].public_id}-{column}": typed for (title, column), typed in cells.items()}
    return client.post(grid_url(cast), data, follow=follow)


def saved(cast):
    with council_context(cast.council.id):
        found = Reading.objects.filter(period=QUARTER).order_by("indicator__position")
        return {
            each.indicator.title: (each.value, each.numerator, each.denominator, each.missing_code, each.text)
            for each in found.select_related("indicator")
        }


def verbs(cast):
    with council_context(cast.council.id):
        return [verb for verb in Change.objects.order_by("seq").values_list("verb", flat=True) if verb]


def test_figures_parts_codes_words_and_not_expected_are_saved_at_once(cast, rows):
    with council_context(cast.council.id):
        TargetFactory(indicator=rows["Attendance"], value=90)
        Indicator.objects.filter(title="Attendance").update(polarity="high")
    page = send(
        cast,
        rows,
        {
            ("Attendance", "figure"): "33/40 [p]",
            ("Attendance", "note"): "School census",
            ("Timeliness", "figure"): "not expected",
            ("Timeliness", "note"): "Moves to the next quarter",
            ("Plans", "figure"): "1,250",
            ("Views", "figure"): "Parents feel heard.\nYoung people less so.",
        },
    )
    assert saved(cast) == {
        "Attendance": (Decimal("82.5"), 33, 40, "", ""),
        "Plans": (1250, None, None, "", ""),
        "Views": (None, None, None, "", "Parents feel heard.\nYoung people less so."),
    }
    with council_context(cast.council.id):
        [without] = NotExpected.objects.all()
        assert (without.indicator_id, without.period, without.note) == (
            rows["Timeliness"].pk,
            QUARTER,
            "Moves to the next quarter",
        )
        attendance = Reading.objects.get(indicator=rows["Attendance"])
        assert (attendance.provisional, attendance.note) == (True, "School census")
    words = text_of(page)
    assert "Q1 2016–17: 3 figures recorded, 1 row without an expected figure." in words
    assert "1 of these misses its target." in words
    assert verbs(cast) == ["reading.recorded"] * 3 + ["reading.not_expected"]
    shown = page.context["form"]
    cells = {row.indicator.title: row.cells["figure"].value for row in shown.rows}
    assert cells == {
        "Attendance": "82.5 [p]",
        "Timeliness": "not expected",
        "Plans": "1250",
        "Views": "Parents feel heard.\nYoung people less so.",
    }


def test_only_the_figures_just_saved_are_said_to_miss_their_targets(cast, rows):
    """Not earlier figures of the same rows, nor those without a target or that were removed."""
    with council_context(cast.council.id):
        Indicator.objects.filter(unit__in=["percent", "number"]).update(polarity="high")
        for title in ("Attendance", "Timeliness"):
            ReadingFactory(indicator=rows[title], period="2015-16-Q4", value=10)
            TargetFactory(indicator=rows[title], value=90)
    meeting = send(cast, rows, {("Attendance", "figure"): "95", ("Plans", "figure"): "1"})
    assert "target" not in text_of(meeting).split("2 figures recorded")[1].split("Undo")[0]
    page = send(cast, rows, {("Attendance", "figure"): "50", ("Timeliness", "figure"): "95"})
    assert "1 figure recorded, 1 figure corrected. 1 of these misses its target." in text_of(page)
    removed = send(cast, rows, {("Attendance", "figure"): "", ("Timeliness", "figure"): "[c]"})
    said = text_of(removed)
    assert "1 figure corrected, 1 figure removed." in said
    assert "misses its target" not in said and "miss their target" not in said


def test_a_figure_of_the_running_quarter_is_compared_with_its_target(cast, rows):
    """The pages still show the figure before it, because the quarter has not ended."""
    Council.objects.filter(pk=cast.council.pk).update(pinned_today=date(2016, 6, 8))
    with council_context(cast.council.id):
        Indicator.objects.filter(title="Attendance").update(polarity="high")
        TargetFactory(indicator=rows["Attendance"], value=90)
        ReadingFactory(indicator=rows["Attendance"], period="2015-16-Q4", value=95)
    page = send(cast, rows, {("Attendance", "figure"): "20"})
    assert "1 of these misses its target." in text_of(page)


def test_only_rows_of_the_quarter_are_there_each_with_its_last_figure(cast, rows):
    with council_context(cast.council.id):
        ReadingFactory(indicator=rows["Attendance"], period="2015-16-Q4", value=70)
        ReadingFactory(indicator=rows["Attendance"], period="2015-16-Q3", value=60)
    page = cast.client().get(grid_url(cast))
    assert [row.indicator.title for row in page.context["form"].rows] == [*rows]
    assert "70% Q4 2015–16" in text_of(page)
    assert "By year" not in text_of(page)


def test_a_figure_is_corrected_and_another_removed(cast, rows):
    send(cast, rows, {("Attendance", "figure"): "33/40", ("Plans", "figure"): "12"})
    page = send(cast, rows, {("Attendance", "numerator"): "36", ("Plans", "figure"): ""})
    assert saved(cast) == {"Attendance": (90, 36, 40, "", "")}
    assert "1 figure corrected, 1 figure removed." in text_of(page)
    assert verbs(cast)[-2:] == ["reading.removed", "reading.corrected"]


def test_a_code_takes_the_place_of_a_figure_and_its_parts(cast, rows):
    send(cast, rows, {("Attendance", "figure"): "33/40"})
    send(cast, rows, {("Attendance", "figure"): "[c]"})
    assert saved(cast) == {"Attendance": (None, None, None, "c", "")}


def test_a_figure_is_expected_after_all(cast, rows):
    send(cast, rows, {("Plans", "figure"): "not expected"})
    send(cast, rows, {("Plans", "figure"): "7"})
    assert saved(cast) == {"Plans": (7, None, None, "", "")}
    with council_context(cast.council.id):
        assert not NotExpected.objects.exists()
    assert "reading.expected" in verbs(cast)


WRONG = [
    ("figure", "many", "“many” is not a number such as 45.1"),
    ("figure", "50.12345", "Enter a number with at most 4 decimals"),
    ("numerator", "few", "Enter a number, such as 40"),
    ("numerator", "41", "Enter both numbers, or neither"),
    ("note", "From the census", "Enter the figure, or say why there is none"),
]


@pytest.mark.parametrize(("column", "typed", "why"), WRONG)
def test_one_wrong_cell_keeps_everything_that_was_typed_and_saves_nothing(cast, rows, column, typed, why):
    cells = {("Timeliness", column): typed, ("Plans", "figure"): "12", ("Views", "figure"): "Heard"}
    page = send(cast, rows, cells)
    assert page.status_code == 422
    assert saved(cast) == {} and verbs(cast) == []
    shown = {
        (row.indicator.title, name): cell
        for row in page.context["form"].rows
        for name, cell in row.cells.items()
    }
    assert {key: shown[key].value for key in cells} == cells
    assert why in text_of(page)
    assert page.content.decode().count("govuk-textarea--error") == 1


def test_an_impossible_figure_is_saved_only_when_the_person_says_that_it_is_right(cast, rows):
    cells = {("Attendance", "figure"): "144.6", ("Timeliness", "figure"): "50"}
    page = send(cast, rows, cells)
    assert page.status_code == 422 and saved(cast) == {}
    assert "Attendance, figure: 144.6% is more than 100%. Correct it, or say that it is right" in text_of(
        page
    )
    assert "This figure is right: save it" in text_of(page)
    sure = page.context["form"].sure
    changed = send(cast, rows, cells | {("Attendance", "figure"): "155"}, sure=sure)
    assert changed.status_code == 422 and saved(cast) == {}, "the box held for 144.6%"
    assert "is right: save it" not in text_of(send(cast, rows, cells, sure=sure))
    assert {title: value for title, (value, *_) in saved(cast).items()} == {
        "Attendance": Decimal("144.6"),
        "Timeliness": 50,
    }
    assert send(cast, rows, {("Attendance", "note"): "As the DfE says"}).status_code == 200
    with council_context(cast.council.id):
        assert Reading.objects.get(indicator=rows["Attendance"]).note == "As the DfE says"


def test_the_wrong_cell_is_named_by_its_row_and_led_to(cast, rows):
    page = send(cast, rows, {("Plans", "figure"): "many"})
    assert "2. Timeliness" not in page.context["form"].errors[0][1]
    assert page.context["form"].errors == [
        (
            f"{rows['Plans'].public_id}-figure",
            "3. Plans, figure: “many” is not a number such as 45.1, a code such as [x], or “not expected”",
        )
    ]


def test_another_persons_change_is_shown_beside_what_was_typed(cast, rows):
    opened = seen_on(cast.client().get(grid_url(cast)))
    send(cast, rows, {("Plans", "figure"): "11", ("Attendance", "figure"): "70"})
    data = {"seen": opened, "step": "save"}
    data |= {f"{row.public_id}-figure": "" for row in rows.values()}
    data[f"{rows['Plans'].public_id}-figure"] = "12"
    data[f"{rows['Timeliness'].public_id}-figure"] = "55"
    page = cast.client().post(grid_url(cast), data)
    assert page.status_code == 409
    [clash] = page.context["clashes"]
    assert (clash.label, clash.saved, clash.typed) == ("3. Plans, figure", "11", "12")
    assert saved(cast)["Plans"][0] == 11
    again = {"seen": seen_on(page), "step": "save"}
    again |= {cell.name: cell.value for row in page.context["form"].rows for cell in row.cells.values()}
    assert cast.client().post(grid_url(cast), again).status_code == 302
    assert {title: each[0] for title, each in saved(cast).items()} == {
        "Attendance": 70,
        "Timeliness": 55,
        "Plans": 12,
    }


def test_a_row_that_is_gone_is_left_out_and_the_rest_saved(cast, rows):
    opened = seen_on(cast.client().get(grid_url(cast)))
    with council_context(cast.council.id):
        rows["Views"].delete()
    data = {"seen": opened, "step": "save", f"{rows['Plans'].public_id}-figure": "12"}
    assert cast.client().post(grid_url(cast), data).status_code == 302
    assert saved(cast) == {"Plans": (12, None, None, "", "")}


def test_a_broken_seal_shows_no_rows_and_saves_nothing(cast, rows):
    data = {"seen": "forged", "step": "save", f"{rows['Plans'].public_id}-figure": "12"}
    cast.client().post(grid_url(cast), data)
    assert saved(cast) == {}


@pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER, Role.APPROVER])
def test_who_may_not_record_sees_and_saves_nothing(cast, rows, role):
    client = cast.client(role)
    assert client.get(grid_url(cast)).status_code == 403
    data = {"seen": seal({str(rows["Plans"].public_id): ["", "", "", ""]}), "step": "save"}
    data[f"{rows['Plans'].public_id}-figure"] = "12"
    assert client.post(grid_url(cast), data).status_code == 403
    assert saved(cast) == {}


def test_a_row_of_another_council_is_not_reached(cast, rows, other_row):
    data = {"seen": seal({str(other_row.public_id): ["", "", "", ""]}), "step": "save"}
    data[f"{other_row.public_id}-figure"] = "12"
    page = cast.client().post(grid_url(cast), data)
    assert other_row.title not in page.content.decode()
    with council_context(other_row.council_id):
        assert not Reading.objects.exists()


@pytest.fixture
def other_row(cast):
    with council_context(cast.other.id):
        return IndicatorFactory(title="Canary", basis="quarter")


def test_a_closed_quarter_takes_no_figures(cast, rows):
    with council_context(cast.council.id):
        ReportingPeriod.objects.filter(label=QUARTER).update(closed_at=timezone.now())
    page = send(cast, rows, {("Plans", "figure"): "12"}, seen=None)
    assert page.status_code == 422
    assert "Q1 2016–17 is closed" in text_of(page)
    assert saved(cast) == {}
    shown = cast.client().get(grid_url(cast, quarter=QUARTER)).content.decode()
    assert "readonly" in shown and 'value="save"' not in shown
    assert "An administrator or approver can reopen it." in shown
    shown = cast.client(Role.ADMINISTRATOR).get(grid_url(cast, quarter=QUARTER)).content.decode()
    assert f'href="/northport/quarters/{QUARTER}/reopen/"' in shown


def test_one_sees_what_is_missing_and_ones_own(cast, rows):
    user = cast.members[Role.OFFICER].user
    with council_context(cast.council.id):
        person = Person.objects.create(initials="JO", name="Jo Officer", state="identified", user=user)
        Indicator.objects.filter(title="Plans").update(owner_person=person)
    send(cast, rows, {("Attendance", "figure"): "80", ("Timeliness", "figure"): "not expected"})

    def titles(show):
        page = cast.client().get(grid_url(cast, show=show))
        return [row.indicator.title for row in page.context["form"].rows]

    assert titles("missing") == ["Plans", "Views"]
    assert titles("mine") == ["Plans"]
    assert titles("all") == [*rows]
    assert "Without a figure (2)" in text_of(cast.client().get(grid_url(cast)))


def test_a_pasted_column_goes_to_the_rows_in_order(cast, rows):
    page = send(cast, rows, {}, step="paste", paste="80\n33/40\n1,250\nHeard")
    assert [row.cells["figure"].value for row in page.context["form"].rows] == [
        "80",
        "33/40",
        "1,250",
        "Heard",
    ]
    assert saved(cast) == {}, "shown first, not saved"


def test_pasted_rows_with_names_may_be_in_any_order(cast, rows):
    page = send(cast, rows, {}, step="paste", paste="3. Plans\t12\t\t\tRegister\nattendance\t80")
    cells = {row.indicator.title: row.cells for row in page.context["form"].rows}
    assert cells["Plans"]["figure"].value == "12" and cells["Plans"]["note"].value == "Register"
    assert cells["Attendance"]["figure"].value == "80" and not cells["Timeliness"]["figure"].value


@pytest.mark.parametrize(
    ("paste", "why"),
    [
        ("80\n70", "You pasted 2 lines for 4 rows."),
        ("Plans\t12\nNobody\t3", "Line 2: “Nobody” is no row on this page"),
        ("Plans\t12\nPlans\t3", "Line 2: “Plans” is there twice"),
    ],
)
def test_a_paste_that_does_not_fit_says_why_and_stays_in_its_box(cast, rows, paste, why):
    page = send(cast, rows, {}, step="paste", paste=paste)
    assert why in text_of(page)
    assert page.context["form"].paste == paste


def test_saving_is_undone(cast, rows):
    send(cast, rows, {("Plans", "figure"): "12"})
    page = send(cast, rows, {("Plans", "figure"): "13", ("Attendance", "figure"): "not expected"})
    act = re.search(r'name="act" value="([^"]+)"', page.content.decode())
    undone = cast.client().post(
        f"/{cast.council.slug}/undo/", {"act": act[1], "next": grid_url(cast)}, follow=True
    )
    assert "Undone: figures of 2 indicators for Q1 2016–17." in text_of(undone)
    assert saved(cast) == {"Plans": (12, None, None, "", "")}
    with council_context(cast.council.id):
        assert not NotExpected.objects.exists()


def test_the_log_names_the_indicator_after_an_undo_and_says_what_was_undone(cast, rows):
    """The figure was not expected before: that it is expected again only follows from recording it."""
    log = reverse("history:changes", kwargs={"council": cast.council.slug}) + "?view=log"
    send(cast, rows, {("Plans", "figure"): "not expected"})
    page = send(cast, rows, {("Plans", "figure"): "12"})
    assert "recorded a figure for 3. Plans, Q1 2016–17" in text_of(cast.client().get(log))
    act = re.search(r'name="act" value="([^"]+)"', page.content.decode())
    undone = cast.client().post(f"/{cast.council.slug}/undo/", {"act": act[1], "next": log}, follow=True)
    words = text_of(undone)
    assert "Undone: figure of 3. Plans for Q1 2016–17." in words
    assert "undid this: recorded a figure for 3. Plans, Q1 2016–17" in words
    assert "Officer recorded a figure for 3. Plans, Q1 2016–17" in words
    assert "undid this: said that a figure is expected" not in words
    assert "a reading" not in words and "2016-17-Q1" not in words


def test_what_was_saved_for_a_quarter_is_not_undone_once_it_is_closed(cast, rows):
    """Recorded, corrected, removed, and said not to be expected: each is refused with the sentence of the forms."""
    first = {
        ("Plans", "figure"): "12",
        ("Timeliness", "figure"): "50",
        ("Attendance", "figure"): "not expected",
    }
    for cells in (first, {("Plans", "figure"): "13"}, {("Timeliness", "figure"): ""}):
        send(cast, rows, cells)
    log = reverse("history:changes", kwargs={"council": cast.council.slug}) + "?view=log"
    assert 'name="act"' in cast.client().get(log).content.decode()
    with council_context(cast.council.id):
        ReportingPeriod.objects.filter(label=QUARTER).update(closed_at=timezone.now())
        said = Change.objects.filter(verb__startswith="reading.").order_by("-seq")
        acts = list(dict.fromkeys(said.values_list("request_id", flat=True)))
    assert len(acts) == 3
    before = saved(cast)
    assert 'name="act"' not in cast.client().get(log).content.decode()
    for act in acts:
        page = cast.client().post(f"/{cast.council.slug}/undo/", {"act": act, "next": log}, follow=True)
        assert "Q1 2016–17 is closed, so its figures stay as they are." in text_of(page)
    assert saved(cast) == before
    with council_context(cast.council.id):
        assert NotExpected.objects.get().indicator.title == "Attendance"
        ReportingPeriod.objects.filter(label=QUARTER).update(closed_at=None)
    cast.client().post(f"/{cast.council.slug}/undo/", {"act": acts[0], "next": log})
    assert saved(cast)["Timeliness"][0] == 50, "the quarter is open again"


@pytest.mark.parametrize("acts", [1, 4])
def test_the_log_asks_once_which_quarters_are_closed(cast, rows, acts, django_assert_num_queries):
    for figure in range(acts):
        send(cast, rows, {("Plans", "figure"): str(figure), ("Views", "figure"): "not expected"})
    with council_context(cast.council.id), django_assert_num_queries(4):
        assert undoable_acts(by=cast.actor(), now=timezone.now())


def test_the_change_log_says_who_recorded_what(cast, rows):
    send(cast, rows, {("Plans", "figure"): "12", ("Views", "figure"): "not expected"})
    log = cast.client().get(reverse("history:changes", kwargs={"council": cast.council.slug}) + "?view=log")
    words = text_of(log)
    assert "recorded a figure for 3. Plans" in words
    assert "said that no figure is expected for 4. Views" in words


def many_rows(cast, number):
    """So many rows of a quarter, each below another row, with a figure before it. Made in a few statements."""
    with council_context(cast.council.id):
        PeriodFactory()
        strategy = StrategyFactory()
        top = IndicatorFactory(strategy=strategy, title="Above", kind="heading", basis="", position=1)
        like = {
            "strategy": strategy,
            "key_outcome": top.key_outcome,
            "set": top.set,
            "parent": top,
            "depth": 1,
        }
        made = Indicator.objects.bulk_create(
            Indicator(
                title=f"Row {at}", position=at, basis="quarter", kind="quantitative", unit="percent", **like
            )
            for at in range(2, number + 2)
        )
        period = Period.parse("2015-16-Q4")
        Reading.objects.bulk_create(
            Reading(indicator=row, period=period.token, ends_on=period.ends_on, value=50) for row in made
        )
    return made


def sent(page, cells):
    """What a browser sends of an open grid after these cells were typed in, by the name of the field."""
    shown = {cell.name: cell.value for row in page.context["form"].rows for cell in row.cells.values()}
    return urlencode({"seen": seen_on(page), "step": "save"} | shown | cells)


FORM = "application/x-www-form-urlencoded"
STATEMENTS = {"recorded": 24, "corrected": 24, "removed": 23, "said not to be expected": 20}
"""Statements of a save, beyond the frame. Four of each are those that tell the change log what is done, by whom."""


@pytest.mark.parametrize("number", [4, 300])
def test_the_number_of_statements_is_the_same_for_four_rows_and_for_three_hundred(
    cast, number, django_assert_num_queries
):
    made = many_rows(cast, number)
    client = cast.client()
    client.get(grid_url(cast))
    with django_assert_num_queries(FRAME + 10):
        client.get(grid_url(cast))
    for act, typed in zip(STATEMENTS, ("33/40", "17/40", "", "not expected"), strict=True):
        page = client.get(grid_url(cast))
        cells = {f"{row.public_id}-figure": typed for row in made}
        with CaptureQueriesContext(connection) as asked:
            assert client.post(grid_url(cast), sent(page, cells), content_type=FORM).status_code == 302
        assert len(asked) - FRAME == STATEMENTS[act], act
    with council_context(cast.council.id):
        logged = Counter(Change.objects.filter(verb__startswith="reading.").values_list("verb", flat=True))
    words = ("recorded", "corrected", "removed", "not_expected")
    assert logged == {f"reading.{word}": number for word in words}


def test_one_wrong_cell_among_three_hundred_rows_keeps_all_typing_and_is_marked(cast):
    made = many_rows(cast, 300)
    page = cast.client().get(grid_url(cast))
    typed = {f"{row.public_id}-figure": f"{at % 40}/40" for at, row in enumerate(made)}
    typed |= {f"{row.public_id}-note": f"Return {at}" for at, row in enumerate(made)}
    wrong = f"{made[233].public_id}-figure"
    typed[wrong] = "41/40"
    page = cast.client().post(grid_url(cast), sent(page, typed), content_type=FORM)
    assert page.status_code == 422
    assert saved(cast) == {} and verbs(cast) == []
    cells = {cell.name: cell for row in page.context["form"].rows for cell in row.cells.values()}
    assert {name: cells[name].value for name in typed} == typed
    assert [name for name, cell in cells.items() if cell.error] == [f"{made[233].public_id}-numerator"]
    assert page.content.decode().count("govuk-textarea--error") == 1


def test_what_a_person_owes_through_a_post_costs_one_query(cast, rows, django_assert_num_queries):
    user = cast.members[Role.OFFICER].user
    work = reverse("deliverables:my_work", kwargs={"council": cast.council.slug})
    with council_context(cast.council.id):
        person = Person.objects.create(initials="JO", name="Jo Officer", state="identified", user=user)
        post = Post.objects.create(title="Data lead", holder=person)
        other = Post.objects.create(title="Head of data")
        Indicator.objects.update(owner_person=person)
        Indicator.objects.filter(title="Plans").update(owner_person=None, owner_post=other)
        Indicator.objects.filter(title="Views").update(owner_person=None, owner_post=post)
        Indicator.objects.exclude(title__in=("Plans", "Views")).update(owner_person=None)
        AssignmentFactory(person=person)
    client = cast.client()
    with django_assert_num_queries(FRAME + 11):
        assert "1 figure of Q1 2016–17 to enter: 4. Views." in text_of(client.get(work))


def test_what_a_person_owes_stands_on_their_work_and_leads_to_their_rows(cast, rows):
    user = cast.members[Role.OFFICER].user
    with council_context(cast.council.id):
        person = Person.objects.create(initials="JO", name="Jo Officer", state="identified", user=user)
        Indicator.objects.filter(title__in=("Plans", "Views")).update(owner_person=person)
        Indicator.objects.filter(title="Timeliness").update(basis="academic")
    work = reverse("deliverables:my_work", kwargs={"council": cast.council.slug})
    page = cast.client().get(work)
    assert "2 figures of Q1 2016–17 to enter: 3. Plans; 4. Views." in text_of(page)
    assert grid_url(cast, quarter=QUARTER, show="mine").replace("&", "&amp;") in page.content.decode()
    send(cast, rows, {("Plans", "figure"): "12", ("Views", "figure"): "not expected"})
    assert "to enter" not in text_of(cast.client().get(work))


def test_a_figure_that_is_not_expected_is_said_quietly_in_the_table_and_on_its_page(cast, rows, column):
    with council_context(cast.council.id):
        ReadingFactory(indicator=rows["Attendance"], period="2015-16-Q4", value=70)
    send(cast, rows, {("Plans", "figure"): "12", ("Attendance", "figure"): "not expected"})
    address = reverse("indicators:list", kwargs={"council": cast.council.slug})
    table = cast.client().get(address, {"columns": "all"})
    assert table.content.decode().count("<td><small>not expected</small>") == 1
    page = cast.client().get(
        reverse(
            "indicators:indicator",
            kwargs={"council": cast.council.slug, "indicator": rows["Attendance"].public_id},
        )
    )
    assert "No figure is expected for Q1 2016–17." in text_of(page)


@pytest.fixture
def column(cast, rows):
    with council_context(cast.council.id):
        TableColumn.objects.create(
            strategy=rows["Plans"].strategy,
            set=rows["Plans"].set,
            label="Qtr 1",
            period=QUARTER,
            kind="quarter",
            position=1,
        )


def test_a_figure_recorded_on_its_own_page_is_expected_after_all(cast, rows):
    send(cast, rows, {("Plans", "figure"): "not expected"})
    url = reverse(
        "indicators:value", kwargs={"council": cast.council.slug, "indicator": rows["Plans"].public_id}
    )
    cast.client().post(url, {"period": QUARTER, "value": "7"})
    with council_context(cast.council.id):
        assert not NotExpected.objects.exists()
