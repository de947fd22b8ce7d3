"""The council's own words for strand and deliverable: kept with the council, and read everywhere."""

from uuid import uuid4

import pytest
from django.utils import timezone

from councils.log.undo import undo
from councils.models import Council
from councils.permissions import Role
from councils.tenancy import council_context, own_noun
from deliverables.actions.placing import move_to_strand
from strategies.actions.plans import change_strategy, cover_of
from strategies.models import Strategy
from tests.factories import (
    DeliverableFactory,
    IndicatorFactory,
    PeriodFactory,
    PersonFactory,
    StrandFactory,
    StrategyFactory,
)
from tests.pages import text_of


def words(council):
    council = Council.objects.get(pk=council.pk)
    return council.strand_noun, council.deliverable_noun, council.strand_word, council.deliverable_word


NONE = ("", "", "Strand", "Deliverable")
OWN = ("Section", "Milestone", "Section", "Milestone")


def plan(**more):
    return StrategyFactory(**{"strand_noun": "Section", "deliverable_noun": "Milestone", **more})


class TestKept:
    def test_they_follow_the_plans(self, cast):
        assert words(cast.council) == NONE
        with council_context(cast.council.id):
            first = plan()
            assert words(cast.council) == OWN
            plan(slug="second", strand_noun="section", deliverable_noun="Action")
            assert words(cast.council) == ("Section", "", "Section", "Deliverable"), "capitals do not matter"
            Strategy.objects.filter(slug="second").update(deliverable_noun="Milestone")
            assert words(cast.council) == OWN
            Strategy.objects.filter(slug="second").delete()
            first.deliverable_noun = "Action"
            first.save()
            assert words(cast.council)[1] == "Action"
            Strategy.objects.all().delete()
            assert words(cast.council) == NONE

    def test_a_plan_of_another_council_changes_nothing(self, cast):
        with council_context(cast.other.id):
            plan()
        assert (words(cast.council), words(cast.other)) == (NONE, OWN)

    def test_a_page_that_changes_them_is_followed_and_so_is_its_undo(self, cast):
        with council_context(cast.council.id, actor=cast.actor().reference, request_id="an-act"):
            strategy = plan()
        with council_context(cast.council.id, actor=cast.actor().reference, request_id="a-change"):
            cover = cover_of(strategy)
            cover = type(cover)(**{**vars(cover), "deliverable_noun": "Action"})
            assert change_strategy(strategy=strategy, cover=cover, by=cast.actor())
            assert words(cast.council)[3] == "Action"
        with council_context(cast.council.id, actor=cast.actor().reference, request_id="an-undo"):
            undo(act="a-change", by=cast.actor(), now=timezone.now())
        assert words(cast.council) == OWN


class TestRead:
    @pytest.fixture
    def milestones(self, cast):
        with council_context(cast.council.id):
            PeriodFactory(label="2016-17-Q1")
            strand = StrandFactory(strategy=plan(slug="send"), code="A", title="Inclusion")
            return DeliverableFactory(strand=strand, strategy=strand.strategy, title="Train staff")

    @pytest.mark.parametrize(
        ("address", "role", "said"),
        [
            ("", Role.READER, "Milestones"),
            ("deliverables/", Role.READER, "1 milestone"),
            ("deliverables/change/", Role.OFFICER, "Change several milestones"),
            ("my-work/", Role.READER, "The milestones that you lead appear here"),
            ("my-work/", Role.OFFICER, "To update a milestone for its lead, choose it from all milestones"),
            ("search/?q=train", Role.READER, "Milestones"),
            ("search/?q=inclusion", Role.READER, "Sections"),
            ("changes/", Role.READER, "Milestones"),
        ],
    )
    def test_every_page_has_them_and_no_other(self, cast, milestones, address, role, said):
        page = text_of(cast.client(role).get(f"/northport/{address}"))
        assert said in page
        assert "deliverable" not in page.lower()
        assert "strand" not in page.lower()

    def test_a_plan_without_anything_in_it_has_them_too(self, cast):
        with council_context(cast.council.id):
            plan()
        for address in "deliverables/", "my-work/":
            page = text_of(cast.client().get(f"/northport/{address}"))
            assert "Milestones appear here once the council’s first quarter has started." in page
        with council_context(cast.council.id):
            PeriodFactory(label="2016-17-Q1")
        page = text_of(cast.client().get("/northport/deliverables/"))
        assert "No milestones yet" in page
        assert "Add a milestone" in page
        assert "The plan has no sections yet. Add a section first." in text_of(
            cast.client().get("/northport/deliverables/new/")
        )

    def test_the_list_of_a_new_council_says_them_on_the_checklist(self, cast):
        with council_context(cast.council.id):
            plan()
        assert "1 plan, without milestones" in text_of(cast.client().get("/northport/"))

    def test_who_leads_nothing_is_told_in_them(self, cast, milestones):
        with council_context(cast.council.id):
            PersonFactory(user=cast.members[Role.READER].user)
        assert "You do not lead any milestones" in text_of(
            cast.client(Role.READER).get("/northport/my-work/")
        )

    def test_an_indicator_expects_them(self, cast, milestones):
        with council_context(cast.council.id):
            row = IndicatorFactory(strategy=milestones.strategy)
        client = cast.client()
        page = text_of(client.get(f"/northport/indicators/{row.public_id}/"))
        assert "Milestones expected to affect this indicator" in page
        assert "Add a milestone that should move this" in page
        form = text_of(client.get(f"/northport/indicators/{row.public_id}/effects/add/"))
        assert "Add a milestone that should move this" in form
        assert "deliverable" not in form.lower()

    def test_what_is_not_found_is_called_so(self, cast, milestones):
        missing = cast.client().get(f"/northport/deliverables/{uuid4()}/")
        assert missing.status_code == 404
        assert "Milestone not found." in text_of(missing)

    def test_the_log_uses_them(self, cast, milestones):
        with council_context(cast.council.id):
            move_to_strand(
                deliverable=milestones,
                strand=StrandFactory(strategy=milestones.strategy, code="B"),
                number="1",
                reason="It fits better there.",
                by=cast.actor(),
            )
        page = text_of(cast.client().get("/northport/changes/?view=log"))
        assert "to another section" in page
        assert "deliverable" not in page.lower()

    def test_outside_a_council_there_are_none(self, cast, milestones):
        assert (own_noun("Deliverable"), own_noun("strand")) == ("Deliverable", "strand")
        with council_context(cast.council.id) as context:
            context.nouns = Council.objects.get(pk=cast.council.pk).nouns
            assert (own_noun("Deliverable"), own_noun("strand"), own_noun("board")) == (
                "Milestone",
                "section",
                "board",
            )
