"""What an edition says, when it may be made, and that it never changes."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from core.refusals import ChangeRefused
from councils.models import Change, Organisation, Post
from councils.permissions import Role
from deliverables.models import Deliverable
from public_page import actions
from public_page.document import read_progress
from public_page.models import PublicEdition, PublicPage, PublicPlan
from strategies.models import ReportingPeriod
from tests.cast import TODAY
from tests.factories import (
    AssignmentFactory,
    IndicatorFactory,
    PersonFactory,
    ReadingFactory,
    StrategyFactory,
)
from tests.pages import text_of
from tests.public_page.conftest import CLOSED, NOW, SETTINGS

pytestmark = pytest.mark.django_db


def items_of(progress):
    return {
        item.title: item
        for part in progress.plans
        for strand in part.strands
        for outcome in strand.outcomes
        for item in outcome.items
    }


class TestWhatItSays:
    @pytest.fixture
    def progress(self, plan):
        plan.settings()
        return plan.draft().progress

    def test_counts_in_words(self, progress):
        assert progress.summary == "Of 3 milestones, 1 is done, 1 is late and 1 has no report yet."
        assert {each.word: each.count for each in progress.counts} == {
            "Done": 1,
            "On track": 0,
            "At risk": 0,
            "Late": 1,
            "No report yet": 1,
        }

    def test_changes_since_the_closed_quarter_before(self, progress):
        assert progress.since == "January to March 2016"
        assert progress.changes == "1 was done and 1 has got worse."

    def test_an_open_quarter_before_is_not_published_by_a_count(self, plan):
        plan.settings()
        with plan.within():
            ReportingPeriod.objects.filter(label="2015-16-Q4").update(closed_at=None)
        progress = plan.draft().progress
        assert (progress.since, progress.changes) == ("", "")

    def test_each_item_has_its_status_dates_and_lead_in_words(self, progress):
        found = items_of(progress)
        assert list(found) == ["Open a base", "Train staff", "Map the services"]
        done, late, none = found.values()
        assert (done.word, done.lead, done.note) == ("Done", "Head of SEND", "")
        assert [each.words for each in done.dates] == ["Jun 2016, done 20 June 2016"]
        assert (late.word, late.lead) == ("Late", "Northport NHS Trust")
        assert late.note == "A date in the plan has passed and is not marked as met."
        assert (none.word, none.lead, none.dates) == ("No report yet", "Not decided yet", ())

    def test_a_person_is_shown_by_the_post_that_they_hold(self, plan):
        plan.settings()
        with plan.within():
            lead = plan.items["late"].assignments.get().person
            Post.objects.create(title="Designated officer", holder=lead)
        assert items_of(plan.draft().progress)["Train staff"].lead == "Designated officer"

    def test_a_person_of_a_partner_is_shown_by_that_partner(self, plan):
        plan.settings()
        with plan.within():
            school = Organisation.objects.create(name="Northport School")
            PersonFactory(initials="YQ", organisation=school)
            lead = PersonFactory(initials="XQ", organisation=school)
            AssignmentFactory(deliverable=plan.items["none"], person=lead)
        assert items_of(plan.draft().progress)["Map the services"].lead == "Northport School"

    def test_a_partner_that_has_ended_has_its_successors_name(self, plan):
        plan.settings()
        with plan.within():
            icb = Organisation.objects.create(name="Wessex ICB")
            Organisation.objects.filter(name="Northport NHS Trust").update(
                valid_to=date(2016, 3, 31), successor=icb
            )
        lead = items_of(plan.draft().progress)["Train staff"].lead
        assert lead == "Wessex ICB (Northport NHS Trust)"

    def test_outcomes_stand_above_what_is_under_them_and_queries_are_left_out(self, progress):
        [strand] = progress.plans[0].strands
        assert strand.name == "Section A: Early help"
        assert [(part.outcome, len(part.items)) for part in strand.outcomes] == [
            ("Children get help sooner", 1),
            ("", 2),
        ]

    def test_headline_indicators_have_their_final_figure(self, progress):
        in_time, small = progress.plans[0].figures
        assert in_time.name.endswith("Plans in time")
        assert (in_time.value, in_time.period) == ("61%", "April to June 2016")
        assert in_time.direction == "Better: it was 54% in January to March 2016"
        assert (in_time.target, in_time.against_target) == ("60%", "Meets its target")
        assert small.value == "Suppressed, to protect people who could be recognised"
        assert (small.direction, small.against_target) == ("", "")

    def test_words_for_an_indicator_are_not_published(self, plan):
        plan.settings()
        with plan.within():
            said = IndicatorFactory(
                strategy=plan.strategy, title="What families say", kind="qualitative", is_headline=True
            )
            ReadingFactory(indicator=said, value=None, text="Robin Example helped us")
        assert "Robin" not in plan.draft().content

    def test_a_figure_of_a_later_quarter_is_left_out(self, plan):
        plan.settings()
        with plan.within():
            row = IndicatorFactory(strategy=plan.strategy, title="Later", is_headline=True)
            ReadingFactory(indicator=row, period="2016-17-Q2", value="77.3")
        assert "77.3" not in plan.draft().content

    def test_reading_it_takes_few_queries(self, plan, django_assert_max_num_queries):
        plan.settings()
        with plan.within(), django_assert_max_num_queries(22):
            plan.draft()


class TestWhenItMayBePublished:
    @pytest.fixture(autouse=True)
    def _chosen(self, plan):
        plan.settings()

    def test_an_open_quarter_may_not(self, plan):
        with pytest.raises(ChangeRefused, match="is not closed"):
            plan.publish("2016-17-Q2")

    def test_a_plan_that_has_not_begun_counts_for_nothing(self, plan):
        with plan.within():
            later = StrategyFactory(delivery_starts_on="2017-04-01")
        plan.settings(strategies=[later])
        with pytest.raises(ChangeRefused, match="Tick a plan that has begun"):
            plan.publish()

    def test_nothing_may_be_published_without_settings(self, plan):
        with plan.within():
            PublicPage.objects.all().delete()
        with pytest.raises(ChangeRefused, match="Fill in the settings"):
            plan.publish(seen="0" * 64)

    def test_what_has_changed_since_the_preview_is_not_published(self, plan):
        seen = plan.draft().sha256
        with plan.within():
            Deliverable.objects.filter(title="Open a base").update(title="Open two bases")
        with pytest.raises(ChangeRefused, match="have changed since you opened the preview"):
            plan.publish(seen=seen)
        with plan.within():
            assert not PublicEdition.objects.exists()

    def test_the_same_is_not_published_twice(self, plan):
        plan.publish()
        with pytest.raises(ChangeRefused, match="Nothing has changed since the last edition"):
            plan.publish()

    def test_a_correction_is_a_new_edition_and_the_old_one_stays(self, plan):
        plan.publish()
        with plan.within():
            Deliverable.objects.filter(title="Open a base").update(title="Open two bases")
        plan.publish()
        with plan.within():
            newest, first = PublicEdition.objects.order_by("-edition")
            assert "Open two bases" in newest.content and "Open a base" in first.content
            assert read_progress(newest.content).edition == 2

    @pytest.mark.parametrize(
        "title", ["Robin Example opens a base", "Ask ROBIN@example.org", "Ask Officer Two"]
    )
    def test_words_that_name_somebody_stop_it(self, plan, cast, title):
        member = cast.members[Role.OFFICER].user
        member.name = "Officer Two"
        member.save()
        with plan.within():
            Deliverable.objects.filter(title="Open a base").update(title=title)
        draft = plan.draft()
        assert [each.text for each in draft.names] == [title] and not draft.may_publish
        with pytest.raises(ChangeRefused, match="name a person"):
            plan.publish()

    def test_initials_are_pointed_out(self, plan):
        with plan.within():
            Deliverable.objects.filter(title="Open a base").update(title="RQX to open a base")
        draft = plan.draft()
        assert [each.found.points_out for each in draft.may_name] == [("RQX",)] and draft.may_publish


class TestEditionsStay:
    def test_the_database_refuses_to_change_one(self, plan):
        plan.settings()
        plan.publish()
        with plan.within():
            for write in (
                lambda: PublicEdition.objects.update(content="{}"),
                lambda: PublicEdition.objects.all().delete(),
            ):
                with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                    write()

    def test_the_same_facts_have_the_same_hash(self, plan):
        plan.settings()
        assert plan.draft().sha256 == plan.draft().sha256 == plan.publish().sha256

    def test_what_is_read_back_is_what_was_written(self, plan):
        plan.settings()
        draft = plan.draft()
        assert read_progress(draft.content) == draft.progress


class TestSettings:
    def test_the_contact_is_not_a_persons(self, plan):
        with pytest.raises(ChangeRefused) as refused:
            plan.settings(contact_email="robin@example.org")
        assert refused.value.problems == {
            "contact_email": "This is the address of a person. Enter one that a team reads"
        }

    def test_the_introduction_names_nobody(self, plan):
        with pytest.raises(ChangeRefused, match="This names Robin Example"):
            plan.settings(introduction="Robin Example leads our plan.")

    def test_a_test_is_not_in_the_future(self, plan):
        with pytest.raises(ChangeRefused, match="must not be in the future"):
            plan.settings(tested_on=TODAY.replace(year=2017))

    def test_saving_twice_keeps_one_row_and_the_plans_that_are_ticked(self, plan):
        plan.settings()
        plan.settings(strategies=[plan.other])
        with plan.within():
            assert PublicPage.objects.count() == 1
            assert [each.strategy for each in PublicPlan.objects.all()] == [plan.other]

    def test_saving_settings_does_not_turn_the_page_off(self, public):
        public.settings(introduction="Other words.")
        with public.within():
            assert PublicPage.objects.get().is_on


class TestOnAndOff:
    def test_nothing_is_turned_on_before_a_quarter_is_published(self, plan):
        plan.settings()
        with pytest.raises(ChangeRefused, match="Publish a quarter first"):
            plan.turn_on()

    def test_the_log_has_words_for_every_act(self, public):
        with public.within():
            assert actions.turn_off(by=public.by) and not actions.turn_off(by=public.by)
            verbs = set(Change.objects.filter(table__startswith="public_page").values_list("verb", flat=True))
        assert verbs == {f"public-page.{verb}" for verb in ("changed", "published", "on", "off")}

    def test_the_log_names_the_quarter_as_people_do(self, public, cast):
        text = text_of(cast.client(Role.READER).get("/northport/changes/?view=log"))
        assert "Approver made an edition for the public page: Q1 2016–17, edition 1" in text
        assert "Approver turned the public page on" in text

    def test_the_log_keeps_no_contact_no_author_and_no_content(self, public):
        with public.within():
            logged = str(list(Change.objects.values_list("before", "after")))
        assert "send@northport" not in logged and "01234" not in logged and "Open a base\\" not in logged
        assert "[personal]" in logged


@pytest.mark.parametrize("role", [Role.OFFICER, Role.READER, Role.BOARD_MEMBER])
def test_only_those_who_may_publish_do(plan, cast, role):
    plan.settings()
    by = cast.actor(role)
    with plan.within():
        period = ReportingPeriod.objects.get(label=CLOSED)
        for act in (
            lambda: actions.save_settings(settings=SETTINGS, strategies=[], by=by, today=TODAY),
            lambda: actions.publish(period=period, seen="", by=by, today=TODAY, now=NOW),
            lambda: actions.turn_on(by=by),
            lambda: actions.turn_off(by=by),
        ):
            with pytest.raises(PermissionDenied):
                act()


def test_a_known_person_without_a_full_name_is_pointed_out(plan):
    plan.settings(introduction="Grace and we do this together.")
    with plan.within():
        PersonFactory(name="Grace")
    assert plan.draft().may_name[0].found.points_out == ("Grace",)
