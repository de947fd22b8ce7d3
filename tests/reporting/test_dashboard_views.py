"""Dashboards: who sees them, in how many queries, what they say, and that each number links to what it counts."""

import re
from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.urls import reverse

from boards.models import Meeting
from councils.models import Person, Post
from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.models import ProgressUpdate
from indicators.models import ConfidenceRating
from packs.models import Pack
from strategies.models import Oversight
from tests.factories import (
    AssignmentFactory,
    BoardFactory,
    DeliverableFactory,
    DuePointFactory,
    IndicatorFactory,
    PeriodFactory,
    PersonFactory,
    ProgressUpdateFactory,
    StrandFactory,
    StrategyFactory,
    TargetFactory,
)
from tests.packs.paper import CLOSED, make_paper, without_drawing
from tests.pages import FRAME

QUARTERS = ["2015-16-Q3", "2015-16-Q4", "2016-17-Q1"]
TILE = re.compile(
    r'<a class="figure__link" href="([^"]+)"><span class="figure__number">(\d+)</span> ([^<]+)</a>'
)
NUMBER = re.compile(r'<a class="govuk-link"\s+href="([^"]+/deliverables/\?[^"]+)">(?:All )?(\d+)\b')


@pytest.fixture
def paper(cast):
    with council_context(cast.council.id):
        return make_paper(cast.council)


@pytest.fixture
def board(cast):
    """A board that oversees one of two strands, with at least one case of everything that a dashboard counts."""
    with council_context(cast.council.id):
        _, before = (PeriodFactory(label=label, closed_at=CLOSED) for label in QUARTERS[:2])
        now = PeriodFactory(label=QUARTERS[2])
        strategy = StrategyFactory(slug="send", deliverable_noun="Milestone", strand_noun="Section")
        watched = StrandFactory(strategy=strategy, code="1", title="Inclusion")
        other = StrandFactory(strategy=strategy, code="2", title="Somebody else's")
        board = BoardFactory(slug="group", name="Inclusion Group")
        Oversight.objects.create(board=board, strategy=strategy, strand=watched)
        person = PersonFactory(initials="JK", name="Julia Katherine", state=Person.State.IDENTIFIED)
        post = Post.objects.create(title="Head of Inclusion")
        for strand in (watched, other):
            for number, (was, rag) in enumerate(
                [("green", "red"), ("red", "amber"), ("amber", "green"), ("", "green"), ("green", "")]
            ):
                point = DuePointFactory(deliverable__strand=strand, due_on=date(2016, 5 + number, 28))
                _said(point.deliverable, before, was, datetime(2016, 4, 5, 9, tzinfo=UTC))
                _said(point.deliverable, now, rag, datetime(2016, 7, 1, 9, tzinfo=UTC))
                AssignmentFactory(deliverable=point.deliverable, person=person)
                AssignmentFactory(deliverable=point.deliverable, post=post, role="joint", position=2)
            slipped = DuePointFactory(
                deliverable__strand=strand, original_due_on=date(2016, 5, 31), due_on=date(2016, 9, 30)
            )
            _said(slipped.deliverable, now, "green", datetime(2016, 7, 1, 9, tzinfo=UTC))
            AssignmentFactory(deliverable=slipped.deliverable, state="to_confirm")
            DuePointFactory(deliverable=slipped.deliverable, due_on=date(2016, 6, 30), position=2)
        return board


def _said(deliverable, period, rag, at):
    if rag:
        ProgressUpdateFactory(deliverable=deliverable, period=period, rag=rag, recorded_at=at)


def url(name, **kwargs):
    return reverse(f"reporting:{name}", kwargs={"council": "northport", **kwargs})


def words(response):
    return " ".join(response.content.decode().split())


def found(client, address):
    """Number of deliverables in the list at an address."""
    page = client.get(unescape(address))
    assert page.status_code == 200
    assert not page.context["form"].errors
    return page.context["page"].paginator.count


class TestWhoMaySeeThem:
    @pytest.mark.parametrize("role", list(Role))
    @pytest.mark.parametrize("page", [("dashboard", {}), ("board", {"slug": "group"})])
    def test_every_member_sees_them(self, cast, board, role, page):
        name, arguments = page
        answer = cast.client(role).get(url(name, **arguments))
        assert answer.status_code == 200
        assert "Off track" in words(answer)

    @pytest.mark.parametrize("page", [("dashboard", {}), ("board", {"slug": "group"})])
    def test_outsiders_get_404(self, cast, board, page):
        name, arguments = page
        assert cast.outsider_client().get(url(name, **arguments)).status_code == 404

    def test_a_reader_is_not_asked_to_build_packs(self, cast, board):
        assert "Build the pack" not in words(cast.client(Role.READER).get(url("board", slug="group")))
        assert "Build the pack" in words(cast.client().get(url("board", slug="group")))


class TestNumbersLeadToLists:
    @pytest.mark.parametrize("quarter", QUARTERS)
    @pytest.mark.parametrize("page", [("dashboard", {}), ("board", {"slug": "group"})])
    def test_every_tile_counts_what_its_list_finds(self, cast, board, page, quarter):
        name, arguments = page
        client = cast.client(Role.READER)
        tiles = TILE.findall(words(client.get(f"{url(name, **arguments)}?quarter={quarter}")))
        assert len(tiles) == (6 if quarter == QUARTERS[0] else 8)
        for address, number, what in tiles:
            assert (found(client, address), what) == (int(number), what)

    def test_each_thing_is_counted_at_least_once(self, cast, board):
        tiles = TILE.findall(words(cast.client().get(url("board", slug="group"))))
        counted = {what: int(number) for _, number, what in tiles}
        assert counted == {
            "red or amber": 2,
            "overdue": 3,
            "rated better than dates suggest": 1,
            "without an update this quarter": 1,
            "with a date that has slipped": 1,
            "without a lead": 1,
            "worse than in Q4 2015–16": 1,
            "better than in Q4 2015–16": 2,
        }

    @pytest.mark.parametrize("page", [("dashboard", {}), ("board", {"slug": "group"})])
    def test_so_does_every_other_number(self, cast, board, page):
        """Counts of strands, months and leads link to what they count."""
        name, arguments = page
        client = cast.client()
        numbers = NUMBER.findall(words(client.get(url(name, **arguments))))
        asked = " ".join(address for address, _ in numbers)
        for parameter in ("strand=1", "rag=red", "due=2016-09", "lead=", "due=overdue"):
            assert parameter in asked
        for address, number in numbers:
            assert (found(client, address), address) == (int(number), address)


class TestDashboard:
    def test_it_says_whether_we_are_on_track(self, cast, paper):
        text = words(cast.client().get(url("dashboard")))
        assert "Off track: 1 of 5 deliverables is red, 1 is amber and 1 is overdue." in text
        assert "1 red, 1 amber, 2 green and 1 not rated" in text

    def test_exceptions_come_with_reason_and_way_back_after_disagreements(self, cast, paper):
        text = words(cast.client().get(url("dashboard")))
        for expected in (
            "A venue fell through.",
            "Book another.",
            "Forecast: 30 September 2016.",
            "Stated RAG is green but schedule RAG",
            "Rated by Demo Officer on 1 July 2016.",
        ):
            assert expected in text
        assert text.index("Rated better than dates suggest (1)") < text.index("A venue fell through.")

    def test_of_many_exceptions_the_worst_are_shown_and_the_others_are_in_the_list(self, cast, paper):
        with council_context(cast.council.id):
            for _ in range(9):
                ProgressUpdateFactory(deliverable=DeliverableFactory(strand=paper.strand), rag="amber")
        text = words(cast.client().get(url("dashboard")))
        assert text.count("Path to green:") == 8
        assert "See all 11 that are red or amber" in text

    def test_samples_are_marked_next_to_real_updates_and_else_said_once(self, cast, paper):
        mark = '<span class="sample">Sample</span>'
        assert words(cast.client().get(url("dashboard"))).count(mark) == 1
        with council_context(cast.council.id):
            ProgressUpdate.objects.update(sample=True)
        text = words(cast.client().get(url("dashboard")))
        assert mark not in text
        assert text.count("made up for training") == 1

    def test_each_count_of_a_strand_is_said_once(self, cast, board):
        text = words(cast.client().get(url("board", slug="group")))
        strands = text.partition(">By section</h2>")[2].partition("</section>")[0]
        counts = re.findall(r">(\d+)<span class=\"govuk-visually-hidden\"> ([a-z ]+) in 1</span>", strands)
        assert counts == [("1", "red"), ("1", "amber"), ("4", "green"), ("6", "in all")]
        assert "<text" not in strands
        assert strands.count("<table") == 1

    def test_a_strand_says_how_many_of_its_parts_are_rated(self, cast, board):
        with council_context(cast.council.id):
            strand = board.oversights.get().strand
            DeliverableFactory(strand=strand)
        text = words(cast.client().get(url("board", slug="group")))
        strands = re.sub(r"<[^>]+>", "", text.partition(">By section</h2>")[2].partition("</section>")[0])
        assert "Overall: Red, 6 of 7 rated" in strands

    def test_a_red_item_is_printed_in_full_once(self, cast, paper):
        with council_context(cast.council.id):
            ProgressUpdate.objects.filter(rag="red").update(reason="The roof leaks.")
        assert words(cast.client().get(url("dashboard"))).count("The roof leaks.") == 1

    def test_the_plans_own_nouns_are_used(self, cast, board):
        text = words(cast.client().get(url("dashboard")))
        assert "12 milestones are red" in text
        assert ">By section</h2>" in text

    def test_direction_is_said_in_words(self, cast, board):
        text = words(cast.client().get(url("dashboard")))
        assert "Red, was green in Q4 2015–16" in text
        assert "as in Q4 2015–16" in text

    def test_in_the_first_quarter_there_is_nothing_to_compare_with(self, cast, board):
        text = words(cast.client().get(f"{url('dashboard')}?quarter=2015-16-Q3"))
        assert "This is the first quarter with updates" in text

    def test_the_next_meeting_of_any_board_is_named(self, cast, board):
        with council_context(cast.council.id):
            Meeting.objects.create(board=board, held_on=date(2016, 7, 20))
            Meeting.objects.create(board=BoardFactory(), held_on=date(2016, 9, 1))
        text = words(cast.client().get(url("dashboard")))
        assert "Next meeting: Inclusion Group, <strong>20 July 2016</strong> (in 12 days)" in text
        assert "Meets 20 July 2016" in text

    def test_what_is_missing_before_the_cut_off_is_counted(self, cast, board):
        text = words(cast.client().get(url("dashboard")))
        assert "Cut-off for updates: <strong>21 July 2016</strong> (in 13 days)" in text
        assert ">2 of 12 updates still to come</a>" in text

    def test_of_a_quarter_long_past_it_says_what_did_not_come(self, cast, board):
        text = words(cast.client().get(f"{url('dashboard')}?quarter=2015-16-Q3"))
        assert "Cut-off for updates: <strong>22 January 2016</strong> (5 months ago)" in text
        assert ">12 of 12 updates not received in time</a>" in text

    def test_months_are_drawn_and_told_in_a_table(self, cast, board):
        text = words(cast.client().get(url("board", slug="group")))
        assert "Dates by month: 3 overdue and 4 to come</title>" in text
        assert "Busiest month ahead: <strong>September 2016</strong>, with 2 of 4 due dates." in text
        assert '<th scope="row" class="govuk-table__header">September 2016</th>' in text

    def test_who_carries_most_is_named(self, cast, board):
        text = words(cast.client().get(url("board", slug="group")))
        assert text.index(">Head of Inclusion</a>") < text.index(">Julia Katherine (JK)</a>")
        assert "Joint leads are each counted." in text

    def test_of_many_leads_ten_are_shown(self, cast, board):
        with council_context(cast.council.id):
            for _ in range(12):
                AssignmentFactory(
                    deliverable=DeliverableFactory(strategy__slug="send"), person=PersonFactory()
                )
        assert "Showing the 10 of 14 leads with most still open." in words(
            cast.client().get(url("dashboard"))
        )

    def test_indicators_off_target_are_named(self, cast, board):
        with council_context(cast.council.id):
            top = IndicatorFactory(label="2.1", title="Plans")
            sub_row = IndicatorFactory(
                strategy=top.strategy, parent=top, depth=1, label="a.", title="On time"
            )
            target = TargetFactory(indicator=sub_row)
            ConfidenceRating.objects.create(
                target=target,
                rag="red",
                reason="Slow start.",
                recorded_on=date(2016, 7, 5),
                recorded_at=datetime(2016, 7, 5, 9, tzinfo=UTC),
                by_name="Demo Officer",
            )
            StrandFactory(strategy=target.indicator.strategy)
        text = words(cast.client().get(url("dashboard")))
        assert ">2.1 Plans, a. On time</a>" in text and "Slow start." in text

    def test_abbreviations_are_one_press_away(self, cast, board):
        with council_context(cast.council.id):
            DeliverableFactory(strategy__slug="send", title="More EHCPs in time")
        text = words(cast.client().get(url("dashboard")))
        assert "<dt>EHCP</dt><dd>Education, health and care plan</dd>" in text
        assert f'href="{url("glossary")}"' in text


class TestQuarters:
    @pytest.mark.parametrize(
        ("quarter", "said"),
        [
            ("2016-17-Q1", "Quarter 1 2016–17 (April to June 2016), as at 8 July 2016"),
            ("2015-16-Q4", "Quarter 4 2015–16 (January to March 2016), as at 21 April 2016"),
            ("2015-16-Q3", "Quarter 3 2015–16 (October to December 2015), as at 22 January 2016"),
        ],
    )
    @pytest.mark.parametrize("page", [("dashboard", {}), ("board", {"slug": "group"})])
    def test_each_is_judged_as_at_its_cut_off(self, cast, board, page, quarter, said):
        name, arguments = page
        text = words(cast.client().get(f"{url(name, **arguments)}?quarter={quarter}"))
        assert said in text
        assert f'<option value="{quarter}" selected>' in text

    def test_the_picker_says_as_at_which_day_each_is_judged(self, cast, board):
        assert ">Q4 2015–16, as at 21 April 2016</option>" in words(cast.client().get(url("dashboard")))

    @pytest.mark.parametrize("page", [("dashboard", {}), ("board", {"slug": "group"})])
    def test_an_unknown_one_is_404_and_names_those_that_are_known(self, cast, board, page):
        name, arguments = page
        answer = cast.client().get(f"{url(name, **arguments)}?quarter=2016-17-Q9")
        assert answer.status_code == 404
        known = "Quarters so far: 2015-16-Q3, 2015-16-Q4, 2016-17-Q1."
        assert f"Quarter 2016-17-Q9 not found. {known}" in words(answer)


class TestBoard:
    def test_it_shows_its_slice_and_the_way_to_its_pack(self, cast, board):
        text = words(cast.client().get(url("board", slug="group")))
        assert "1: Inclusion" in text and "Somebody else" not in text
        assert "packs/new/?board=group&amp;quarter=2016-17-Q1" in text
        assert 'href="/northport/packs/?board=group">See this board’s packs</a>' in text
        panel = text[text.index('id="recipients"') :]
        assert 'href="/northport/boards/group/recipients/">Who gets its packs</a>' in panel[:2000]
        reader = words(cast.client(Role.READER).get(url("board", slug="group")))
        assert "Who gets its packs" not in reader

    def test_one_that_watches_nothing_says_so(self, cast, paper):
        with council_context(cast.council.id):
            BoardFactory(slug="early-years-panel")
        text = words(cast.client().get(url("board", slug="early-years-panel")))
        assert "does not oversee any of the plan yet" in text

    def test_an_unknown_one_is_404(self, cast, paper):
        assert cast.client().get(url("board", slug="nobody")).status_code == 404

    def test_it_says_what_changed_since_the_last_pack(self, cast, paper, monkeypatch, settings, tmp_path):
        settings.FILES_ROOT = tmp_path
        without_drawing(monkeypatch)
        with council_context(cast.council.id):
            paper.render(paper.request(release=True))
            ProgressUpdateFactory(deliverable=DeliverableFactory(strand=paper.strand), period=paper.period)
        text = words(cast.client().get(url("board", slug="send-board")))
        with council_context(cast.council.id):
            pack = Pack.objects.get()
        link = f'<a class="govuk-link" href="/northport/packs/{pack.public_id}/">Q1 2016–17, edition 1</a>'
        assert f"Since the last pack ({link})" in text
        assert f"Latest: {link}" in text
        someone_else = words(cast.client(Role.BOARD_MEMBER).get(url("board", slug="send-board")))
        assert "Since the last pack (Q1 2016–17, edition 1)" in someone_else
        assert str(pack.public_id) not in someone_else
        assert "See this board’s packs" in someone_else
        assert "New in this pack." in text
        changes = reverse("history:changes", kwargs={"council": "northport"})
        assert f"{changes}?since=last-pack&amp;board=send-board" in text

    def test_without_a_pack_it_says_so(self, cast, board):
        assert "This is the board’s first pack" in words(cast.client().get(url("board", slug="group")))


class TestEmpty:
    def test_without_a_quarter_it_says_so(self, cast):
        assert cast.client().get(url("dashboard")).status_code == 200

    def test_without_a_plan_it_says_what_will_appear(self, cast):
        with council_context(cast.council.id):
            PeriodFactory()
        text = words(cast.client(Role.READER).get(url("dashboard")))
        assert "No plan yet" in text and "No boards yet" in text

    @pytest.mark.parametrize("name", ["dashboard", "board"])
    def test_a_plan_that_nobody_has_filled(self, cast, name):
        with council_context(cast.council.id):
            PeriodFactory()
            strand = StrandFactory()
            Oversight.objects.create(board=BoardFactory(slug="group"), strategy=strand.strategy)
        text = words(cast.client().get(url(name, **({"slug": "group"} if name == "board" else {}))))
        for expected in (
            "No deliverables yet.",
            "Nothing is rated red or amber.",
            "No deliverables have a date yet.",
            "No leads have anything open.",
            "No indicators are off target.",
        ):
            assert expected in text


class TestQueries:
    @pytest.mark.parametrize("number", [1, 25])
    @pytest.mark.parametrize("page", [("dashboard", {}), ("board", {"slug": "group"})])
    def test_they_do_not_grow(self, cast, board, page, number, django_assert_max_num_queries):
        name, arguments = page
        with council_context(cast.council.id):
            strand = board.oversights.get().strand
            for _ in range(number):
                BoardFactory()
                point = DuePointFactory(deliverable__strand=strand)
                AssignmentFactory(deliverable=point.deliverable, person=PersonFactory())
                ProgressUpdateFactory(deliverable=point.deliverable, rag="red")
                TargetFactory(indicator__strategy=strand.strategy)
        client = cast.client()
        # A board's page also asks whether the board has a cycle, for its last minutes and for what it said.
        with django_assert_max_num_queries(FRAME + (23 if name == "board" else 20)):
            client.get(url(name, **arguments))
