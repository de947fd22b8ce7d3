"""Usual variation on an indicator's page, and re-bases."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from core.periods import Period, Quarter
from councils.models import Change
from councils.permissions import Role
from councils.tenancy import council_context
from indicators.models import Indicator, Predecessor, Reading, Rebase, SeriesBreak
from indicators.rules import ReadingFacts
from indicators.series_breaks import BreakLine
from indicators.spc_series import spc_series
from tests.factories import IndicatorFactory, ReadingFactory, TargetFactory
from tests.pages import FRAME, text_of
from tests.truth_tables import read_aloud, truth_table

FIRST = Quarter.parse("2012-13-Q1")
STEADY = [11, 9] * 6


def quarters(count):
    quarter, found = FIRST, []
    while len(found) < count:
        found.append(quarter.label)
        quarter = quarter.next
    return found


def measured(values, *, periods=None, **about):
    """An indicator with these figures by quarter, None for no reading. Use it in the council's context."""
    row = IndicatorFactory(
        **{"label": "1.", "title": "Attendance", "polarity": "high", "unit": "number", **about}
    )
    periods = periods or quarters(len(values))
    Reading.objects.bulk_create(
        Reading(indicator=row, period=period, ends_on=Period.parse(period).ends_on, value=value)
        for period, value in zip(periods, values, strict=True)
        if value is not None
    )
    return row


def url(name, cast, indicator, **more):
    known = {"council": cast.council.slug, "indicator": indicator.public_id}
    return reverse(f"indicators:{name}", kwargs=known | more)


def page(cast, indicator, role=Role.OFFICER):
    return cast.client(role).get(url("indicator", cast, indicator))


def said(cast, indicator, role=Role.OFFICER):
    return text_of(page(cast, indicator, role))


def made(cast, values, **about):
    with council_context(cast.council.id):
        return measured(values, **about)


def rebase(cast, indicator, period="2013-14-Q1", reason="A new way of counting", client=None):
    client = client or cast.client()
    return client.post(url("add_rebase", cast, indicator), {"period": period, "reason": reason}, follow=True)


def standing(cast):
    with council_context(cast.council.id):
        return list(Rebase.objects.standing())


def verbs(cast):
    with council_context(cast.council.id):
        return [verb for verb in Change.objects.order_by("seq").values_list("verb", flat=True) if verb]


class TestThePage:
    def test_with_thirteen_figures_it_has_icons_with_words_and_what_they_mean(self, cast):
        row = made(cast, [*STEADY, 23])
        with council_context(cast.council.id):
            TargetFactory(indicator=row, period="2016-03-31", value=3)
        response = page(cast, row)
        words = text_of(response)
        assert "Variation: Improvement, high" in words
        assert "Assurance: Consistently passes" in words
        assert (
            "The last figure, for Q1 2015–16, is higher than usual variation explains, which is an improvement."
            in words
        )
        assert "If nothing changes, figures will keep meeting the target of 3 for 31 March 2016." in words
        assert "Limits from 13 quarters. Mean 11, limits 3 to 19." in words
        html = response.content.decode()
        assert html.count('<div class="spc__wide"><svg') == html.count('<div class="spc__narrow"><svg') == 1
        assert '<title id="spc-wide-title">1. Attendance: 13 quarters, Q1 2012–13 to Q1 2015–16.' in html
        assert "Improvement: outside the limits" in words, "in the table next to the chart"

    def test_lower_is_an_improvement_where_lower_is_better(self, cast):
        row = made(cast, [*STEADY[::-1], -3], polarity="low")
        assert (
            "The last figure, for Q1 2015–16, is lower than usual variation explains, which is an improvement."
            in said(cast, row)
        )

    def test_without_a_target_or_a_direction_it_says_why_there_is_no_assurance(self, cast):
        assert "No assurance icon, because no target is set." in said(cast, made(cast, [*STEADY, 10]))
        words = said(cast, made(cast, [*STEADY, 23], polarity=None, label="2."))
        assert "Variation: Unusual, high" in words
        assert "No assurance icon, because the direction is not set." in words

    def test_trial_limits_have_no_icons_and_say_what_is_missing(self, cast):
        words = said(cast, made(cast, [10, 12, 11, 13, 14]))
        assert "Trial limits, from 5 quarters. The icons need 8 more. Mean 12, limits 8 to 16." in words
        assert "Variation:" not in words and "Assurance:" not in words
        assert "The last figure, for Q1 2013–14, is within usual variation." in words
        far_out = said(cast, made(cast, [*STEADY[:11], 40], label="2."))
        assert (
            "The last figure, for Q4 2014–15, is higher than usual variation explains, which is an improvement."
            in far_out
        )

    def test_too_few_figures_are_a_plain_line_that_says_how_many_are_missing(self, cast):
        response = page(cast, made(cast, [10, 12, 11]))
        words = text_of(response)
        assert "Limits need figures for 5 quarters. There are 3, so 2 more are needed." in words
        assert "Whether the last figure, for Q3 2012–13, is usual variation cannot be said yet." in words
        assert "within usual variation" not in words
        assert "Mean" not in words and "spc__wide" in response.content.decode()
        alone = page(cast, made(cast, [10], label="2."))
        assert "There is 1, so 4 more are needed." in text_of(alone)
        assert "<svg" not in alone.content.decode().partition("<main")[2]

    def test_a_series_by_year_never_has_limits(self, cast):
        years = [f"FY{year}-{year - 1999:02}" for year in range(2000, 2016)]
        row = made(cast, [*STEADY, 23, 9, 11, 9], periods=years)
        words = said(cast, row)
        assert "Figures by year have no limits. Limits are worked out for quarters and months." in words
        assert "Variation:" not in words and "Re-base" not in words

    def test_without_figures_it_says_when_a_chart_will_be_there(self, cast):
        row = made(cast, [])
        words = said(cast, row)
        assert "From 5 quarters or months on, a chart shows their usual variation." in words
        assert "Re-base" not in words

    def test_rows_in_words_have_none(self, cast):
        with council_context(cast.council.id):
            row = IndicatorFactory(kind="qualitative", unit="text")
            ReadingFactory(indicator=row, value=None, text="Better than before")
        assert "Usual variation" not in said(cast, row)

    def test_a_period_that_has_not_ended_does_not_count_yet(self, cast):
        row = made(cast, [10, 12, 11, 13, 14])
        with council_context(cast.council.id):
            ReadingFactory(indicator=row, period="2016-17-Q2", value=90)
        assert "Trial limits, from 5 quarters. The icons need 8 more. Mean 12" in said(cast, row)

    def test_percentages_are_said_and_drawn_within_0_and_100(self, cast):
        words = said(cast, made(cast, [100, 90] * 7, unit="percent"))
        assert "Mean 95%, limits 68.4% to 100%." in words
        assert "121" not in words

    def test_figures_with_limits_cost_one_query_more(self, cast, django_assert_num_queries):
        row = made(cast, [*STEADY, 23])
        rebase(cast, row)
        client = cast.client()
        with django_assert_num_queries(FRAME + 18):
            client.get(url("indicator", cast, row))


@pytest.mark.parametrize("case", truth_table("spc", "Breaks"), ids=read_aloud)
def test_breaks(cast, case):
    with council_context(cast.council.id):
        values = [10, 12, 11, 13, 14, 10, 40, 42, 41, 43, 44, 40]
        rebases, breaks = [], []
        if token := case["Re-base from"]:
            rebases.append(Rebase(period=token, starts_on=Period.parse(token).starts_on, reason="New"))
        if token := case["Break from"]:
            breaks.append(BreakLine(Period.parse(token).starts_on, "Broken", SeriesBreak(period=token)))
        if day := case["Predecessor's last day"]:
            breaks.append(BreakLine(date.fromisoformat(day) + timedelta(days=1), "Ended"))
        periods = [Period.parse(token) for token in quarters(12)]
        facts = [
            ReadingFacts(each.token, each.ends_on, value) for each, value in zip(periods, values, strict=True)
        ]
        series = spc_series(
            Indicator(kind="quantitative"), facts, [], rebases, breaks, today=date(2016, 7, 8)
        )
    starts = [periods[each.start].token for each in series.analysis.segments[1:]]
    assert " ".join(starts) == case["New segments"]
    assert ", ".join(each.cut.word for each in series.beginnings.values()) == case["Marked as"]
    assert list(series.beginnings) == [each.start for each in series.analysis.segments[1:]]


class TestBreaks:
    VALUES = (10, 12, 11, 13, 14, 10, 40, 42, 41, 43, 44, 40)
    HAMPSHIRE = "The limits begin anew with Q3 2013–14. Up to 30 September 2013: figures of Hampshire."

    def test_the_end_of_a_predecessor_begins_new_limits_with_a_mark_and_words(self, cast):
        row = made(cast, self.VALUES)
        assert "New area" not in page(cast, row).content.decode()
        with council_context(cast.council.id):
            Predecessor.objects.create(name="Hampshire", ended_on=date(2013, 9, 30))
        response = page(cast, row)
        words, html = text_of(response), response.content.decode()
        assert "Trial limits, from 6 quarters since Q3 2013–14." in words
        assert words.count(self.HAMPSHIRE) >= 1
        assert html.count(">New area</text>") == 2, "wide and narrow"
        assert "Re-based" not in html and "re-based from" not in html

    def test_a_break_in_the_series_does_so_too_for_its_own_indicator(self, cast):
        row, other = made(cast, self.VALUES), made(cast, self.VALUES, label="2.")
        with council_context(cast.council.id):
            SeriesBreak.objects.create(
                indicator=row,
                period="2013-14-Q3",
                starts_on=date(2013, 10, 1),
                note="Counted anew",
                recorded_on=date(2016, 7, 1),
                by_name="Officer",
            )
        response = page(cast, row)
        assert response.content.decode().count(">Break</text>") == 2
        assert (
            "Break in the series from Quarter 3 2013–14 (October to December 2013). Counted anew"
            in text_of(response)
        )
        assert "since Q3 2013–14" in text_of(response)
        assert "Break</text>" not in page(cast, other).content.decode()


class TestRebases:
    def test_it_begins_new_limits_and_says_who_and_why(self, cast):
        row = made(cast, [10, 12, 11, 13, 14, 40, 42, 41, 43, 44])
        client = cast.client()
        assert "Re-base only when something has changed for good" in text_of(
            client.get(url("add_rebase", cast, row))
        )
        offered = text_of(client.get(url("add_rebase", cast, row)))
        assert "Quarter 2 2013–14 (July to September 2013): 5 figures, trial limits" in offered
        assert "Quarter 3 2013–14 (October to December 2013): 4 figures, too few for limits" in offered
        words = text_of(rebase(cast, row, period="2013-14-Q2", client=client))
        assert "The limits begin anew with Quarter 2 2013–14 (July to September 2013)." in words
        assert "Trial limits, from 5 quarters since Q2 2013–14. The icons need 8 more. Mean 42" in words
        assert (
            "From Quarter 2 2013–14 (July to September 2013): A new way of counting (Officer, 8 July 2016)"
            in words
        )
        [saved] = standing(cast)
        assert (saved.period, saved.starts_on) == ("2013-14-Q2", date(2013, 7, 1))
        assert verbs(cast) == ["rebase.added"]
        with council_context(cast.council.id):
            assert Change.objects.get(verb="rebase.added").reason == "A new way of counting"

    def test_the_log_says_it_in_words_and_it_can_be_undone(self, cast):
        row = made(cast, [10, 12, 11, 13, 14])
        client = cast.client()
        response = rebase(cast, row, client=client)
        assert ">Undo<" in response.content.decode().replace("\n", "").replace("  ", "")
        log = text_of(client.get(f"/{cast.council.slug}/changes/?view=log"))
        assert "re-based 1. Attendance, Q1 2013–14" in log
        undo(cast, client)
        assert standing(cast) == []

    def test_it_is_removed_with_a_reason_and_that_is_undone(self, cast):
        row = made(cast, [10, 12, 11, 13, 14])
        client = cast.client()
        rebase(cast, row, client=client)
        address = url("remove_rebase", cast, row, rebase=standing(cast)[0].public_id)
        assert "A new way of counting" in text_of(client.get(address))
        words = text_of(client.post(address, {"reason": "Entered for the wrong row"}, follow=True))
        assert "Re-base from Quarter 1 2013–14 (April to June 2013) removed." in words
        assert standing(cast) == []
        assert client.get(address).status_code == 404
        with council_context(cast.council.id):
            assert Change.objects.get(verb="rebase.removed").reason == "Entered for the wrong row"
        undo(cast, client)
        [back] = standing(cast)
        assert back.by_name == "Officer"

    def test_a_removed_one_can_be_made_again(self, cast):
        row = made(cast, [10, 12, 11, 13, 14])
        rebase(cast, row)
        cast.client().post(url("remove_rebase", cast, row, rebase=standing(cast)[0].public_id), {})
        rebase(cast, row, reason="It did change after all")
        [again] = standing(cast)
        assert again.reason == "It did change after all"

    @pytest.mark.parametrize(
        ("typed", "field", "sentence"),
        [
            ({"period": ""}, "period", "Choose the first period of the new limits"),
            ({"period": "2012-13-Q1"}, "period", "Choose a period from the list."),
            ({"period": "2016-17-Q2"}, "period", "Choose a period from the list."),
            ({"period": "FY2013-14"}, "period", "Choose a period from the list."),
            ({"reason": " "}, "reason", "Enter what has changed"),
        ],
    )
    def test_what_cannot_be_is_refused_and_kept_as_typed(self, cast, typed, field, sentence):
        row = made(cast, [10, 12, 11, 13, 14])
        with council_context(cast.council.id):
            ReadingFactory(indicator=row, period="FY2013-14")
        response = rebase(cast, row, **typed)
        assert response.status_code == 422
        assert field in response.context["form"].errors
        assert sentence in text_of(response)
        assert typed.get("reason", "A new way of counting").strip() in response.content.decode()
        assert (standing(cast), verbs(cast)) == ([], [])

    def test_two_who_re_base_the_same_period_keep_the_first(self, cast):
        row = made(cast, [10, 12, 11, 13, 14])
        opened = cast.client()
        opened.get(url("add_rebase", cast, row))
        rebase(cast, row, client=cast.client(Role.ADMINISTRATOR), reason="First")
        response = rebase(cast, row, client=opened, reason="Second")
        assert response.status_code == 422
        assert "It may have been re-based already" in text_of(response) and "Second" in text_of(response)
        assert [each.reason for each in standing(cast)] == ["First"]

    def test_where_there_is_nothing_to_re_base_the_page_says_so(self, cast):
        words = text_of(cast.client().get(url("add_rebase", cast, made(cast, [10]))))
        assert "There is nothing to re-base yet." in words

    @pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER])
    def test_members_who_may_not_record_change_nothing(self, cast, role):
        row = made(cast, [10, 12, 11, 13, 14])
        rebase(cast, row)
        remove = url("remove_rebase", cast, row, rebase=standing(cast)[0].public_id)
        before = verbs(cast)
        for address in (url("add_rebase", cast, row), remove):
            body = {"period": "2012-13-Q2", "reason": "No"}
            assert cast.client(role).post(address, body).status_code == 403
            assert cast.outsider_client().post(address, body).status_code == 404
        assert (len(standing(cast)), verbs(cast)) == (1, before)
        words = said(cast, row, role)
        assert "A new way of counting" in words and "Re-base the limits" not in words

    def test_the_re_base_of_another_row_is_not_found(self, cast):
        row, other = made(cast, [10, 12, 11]), made(cast, [10, 12, 11], label="2.")
        rebase(cast, other, period="2012-13-Q3")
        address = url("remove_rebase", cast, row, rebase=standing(cast)[0].public_id)
        assert cast.client().post(address, {}).status_code == 404
        assert len(standing(cast)) == 1

    def test_the_database_refuses_one_without_a_reason_and_a_second_one(self, cast):
        row = made(cast, [10, 12, 11])
        rebase(cast, row, period="2012-13-Q2")
        with council_context(cast.council.id):
            [known] = Rebase.objects.all()
            for change in ({"reason": "", "period": "2012-13-Q3"}, {}):
                values = {
                    name: getattr(known, name)
                    for name in ("period", "starts_on", "reason", "by_name", "recorded_on", "recorded_at")
                }
                with pytest.raises(IntegrityError), transaction.atomic():
                    Rebase.objects.create(indicator=row, **(values | change))


def undo(cast, client):
    with council_context(cast.council.id):
        act = Change.objects.filter(verb__startswith="rebase.").latest("seq").request_id
    client.post(f"/{cast.council.slug}/undo/", {"act": act})


def test_removing_a_row_removes_its_re_bases(cast):
    row = made(cast, [10, 12, 11])
    rebase(cast, row, period="2012-13-Q2")
    with council_context(cast.council.id):
        Reading.objects.all().delete()
    cast.client().post(url("remove", cast, row), {"reason": ""})
    with council_context(cast.council.id):
        assert (Indicator.objects.count(), Rebase.objects.count()) == (0, 0)
