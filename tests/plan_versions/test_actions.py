"""A version from its draft to publication, and every way back."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone

from core.refusals import ChangeRefused
from councils.models import Change
from councils.permissions import Role
from plan_versions import actions
from plan_versions.actions import StepRow
from plan_versions.models import ApprovalStep, FrozenPlan, PlanVersion, VersionEvent
from strategies.models import Approval, Version
from tests.cast import TODAY
from tests.plan_versions.made import Way

pytestmark = pytest.mark.django_db


def table(way):
    """The version table: label, approver and day of each row."""
    with way.inside():
        return list(
            Approval.objects.order_by("version__position", "position").values_list(
                "version__label", "approver", "approved_on"
            )
        )


def test_from_draft_to_publication(way):
    way.circulate().approve("DCS approval").approve("SEND Board").approve("CCG approval").publish()
    with way.inside():
        version = way.fresh()
        assert version.is_published and version.version.published_on == TODAY
        assert [event.kind for event in VersionEvent.objects.all()] == [
            *("circulated", "approved", "approved", "approved", "published")
        ]
        verbs = Change.objects.order_by("seq").values_list("verb", flat=True)
        assert list(dict.fromkeys(verbs))[-3:] == [
            "version.circulated",
            "version.approved",
            "version.published",
        ]
    assert table(way) == [
        ("Version 4", "DCS approval", TODAY),
        ("Version 4", "SEND Board", TODAY),
        ("Version 4", "CCG approval", TODAY),
    ]


def test_a_version_enters_the_table_with_its_first_approval(way):
    way.circulate()
    with way.inside():
        assert not Version.objects.exists() and way.fresh().label == "Version 4"
    way.approve("DCS approval")
    with way.inside():
        assert way.fresh().version.label == way.fresh().label == "Version 4"
        assert way.fresh().draft_label == ""


def test_a_stage_that_was_entered_before_stays_in_its_row(way):
    with way.inside():
        row = Version.objects.create(strategy=way.plan, label="Version 4", position=1)
        Approval.objects.create(
            version=row, kind="stage", approver="Early draft", approved_on=date(2016, 4, 4)
        )
    way.circulate().approve("DCS approval")
    assert [each[1] for each in table(way)] == ["Early draft", "DCS approval"]


def test_the_next_place_opens_only_when_all_before_have_approved(way):
    way.circulate()
    with pytest.raises(ChangeRefused, match=r"SEND Board is not next. First: DCS approval"):
        way.approve("SEND Board")
    way.approve("DCS approval").approve("CCG approval")
    with pytest.raises(ChangeRefused, match="DCS approval has approved this version already"):
        way.approve("DCS approval")
    with pytest.raises(ChangeRefused, match="Version 4 still waits for SEND Board"):
        way.publish()


def test_an_approval_is_not_before_circulation(way):
    with pytest.raises(ChangeRefused, match="on or after 8 July 2016, when this version was circulated"):
        way.circulate().approve("DCS approval", date(2016, 7, 7))


def test_who_returns_it_says_what_has_to_change(way):
    with pytest.raises(ChangeRefused, match="Enter what has to change"):
        way.circulate().send_back("DCS approval", " ")
    way.send_back("DCS approval")
    with way.inside():
        assert way.step("DCS approval").returned_on == TODAY
    way.approve("DCS approval")
    with way.inside():
        step = way.step("DCS approval")
        assert step.returned_on is None and step.comment == "" and step.approval.approved_on == TODAY


def test_an_approval_that_is_taken_back_leaves_the_table(way):
    way.circulate().approve("DCS approval").approve("SEND Board")
    with pytest.raises(ChangeRefused, match="a later place has approved"):
        way.take_back("DCS approval")
    way.take_back("SEND Board").take_back("DCS approval")
    assert table(way) == []
    with way.inside():
        assert not Version.objects.exists() and way.fresh().draft_label == "Version 4"


def test_a_draft_again_loses_its_approvals_and_keeps_its_history(way):
    way.circulate().approve("DCS approval")
    with way.inside():
        first = way.fresh().copy.sha256
    way.draft_again()
    assert table(way) == []
    with way.inside():
        assert way.fresh().is_draft
        way.plan.strands.filter(code="B").update(title="Health and care")
    way.circulate()
    with way.inside():
        second = way.fresh().copy.sha256
        told = VersionEvent.objects.values_list("kind", "sha256")
        assert list(told) == [
            ("circulated", first),
            ("approved", first),
            ("back_to_draft", first),
            ("circulated", second),
        ]
        assert first != second and FrozenPlan.objects.count() == 2


def test_a_draft_that_was_circulated_is_withdrawn_and_not_deleted(way):
    way.circulate().draft_again()
    with way.inside(), pytest.raises(ChangeRefused, match="was circulated before, so its history stays"):
        actions.delete_version(version=way.fresh(), by=way.officer)
    way.withdraw()
    with way.inside():
        assert way.fresh().state == "withdrawn" and way.fresh().copy is not None


def test_a_draft_that_never_was_is_deleted_and_not_withdrawn(way):
    with pytest.raises(ChangeRefused, match=r"was never circulated. Delete the draft"):
        way.withdraw()
    with way.inside():
        actions.delete_version(version=way.version, by=way.officer)
        assert not PlanVersion.objects.exists() and not ApprovalStep.objects.exists()


def test_a_withdrawn_version_keeps_its_approvals(way):
    way.circulate().approve("DCS approval").withdraw()
    assert [each[:2] for each in table(way)] == [("Version 4", "DCS approval")]
    with pytest.raises(ChangeRefused, match=r"was withdrawn. Begin a new version"):
        way.publish()


def test_why_is_needed_to_go_back(way):
    way.circulate().approve("DCS approval")
    for act in (way.draft_again, way.withdraw, lambda reason: way.take_back("DCS approval", reason)):
        with pytest.raises(ChangeRefused, match="Enter why"):
            act(" ")


def test_only_one_version_of_a_plan_is_circulated(way, cast):
    way.circulate()
    other = Way(cast, "Version 5", plan=way.plan)
    with pytest.raises(ChangeRefused, match=r"Version 4 is circulated. Publish it, withdraw it"):
        other.circulate()


def test_nothing_is_circulated_that_nobody_approves(way):
    with way.inside():
        ApprovalStep.objects.all().delete()
    with pytest.raises(ChangeRefused, match="Add who approves this version first"):
        way.circulate()


def test_a_new_version_has_the_steps_of_the_last(way, cast):
    way.circulate().withdraw()
    other = Way(cast, "Version 5", plan=way.plan)
    with way.inside():
        steps = ApprovalStep.objects.filter(plan_version=other.version)
        assert [(each.place, each.words, each.approval) for each in steps] == [
            (1, "DCS approval", None),
            (2, "SEND Board", None),
            (2, "CCG approval", None),
        ]


def test_a_newer_version_replaces_a_published_one_and_leaves_it(way, cast):
    way.published()
    with way.inside():
        before = PlanVersion.objects.filter(pk=way.version.pk).values().get()
    Way(cast, "Version 5", plan=way.plan).published()
    with way.inside():
        assert PlanVersion.objects.filter(pk=way.version.pk).values().get() == before
        assert PlanVersion.objects.filter(state="published").count() == 2


@pytest.mark.parametrize("label", ["Version 4", "Version 3", " "])
def test_a_label_is_used_once(way, label):
    with way.inside():
        row = Version.objects.create(strategy=way.plan, label="Version 3")
        Approval.objects.create(version=row, kind="board", approver="Board", approved_on=TODAY)
        with pytest.raises(ChangeRefused) as refused:
            actions.add_version(strategy=way.plan, label=label, note="", by=way.officer, now=timezone.now())
    assert list(refused.value.problems) == ["label"]


def test_a_draft_is_changed(way):
    with way.inside():
        assert actions.change_version(version=way.version, label="Version 4a", note="", by=way.officer)
        assert not actions.change_version(version=way.version, label="Version 4a", note="", by=way.officer)
        assert way.fresh().label == "Version 4a"


def test_a_circulated_version_is_not_changed(way):
    way.circulate()
    with way.inside():
        for act in (
            lambda: actions.change_version(version=way.fresh(), label="X", note="", by=way.officer),
            lambda: actions.save_steps(version=way.fresh(), rows=[], by=way.officer),
        ):
            with pytest.raises(ChangeRefused, match=r"is circulated. Make it a draft again first"):
                act()


def test_steps_are_added_changed_and_removed(way):
    with way.inside():
        one, two, three = ApprovalStep.objects.all()
        rows = [
            StepRow(one.public_id, 1, "DCS", "post"),
            StepRow(two.public_id, 2, two.words, "board", board=two.board),
            StepRow(None, 3, "Chair", "person"),
        ]
        assert actions.save_steps(version=way.version, rows=rows, removed=[three.public_id], by=way.officer)
        assert not actions.save_steps(version=way.version, rows=rows[:2], by=way.officer)
        found = ApprovalStep.objects.values_list("place", "words")
        assert list(found) == [(1, "DCS"), (2, "SEND Board"), (3, "Chair")]


def test_nobody_approves_twice(way):
    with way.inside(), pytest.raises(ChangeRefused) as refused:
        rows = [
            StepRow(None, 1, "DCS", "post"),
            StepRow(None, 0, "dcs", "post"),
            StepRow(None, 1, "", "post"),
        ]
        actions.save_steps(version=way.version, rows=rows, by=way.officer)
    assert set(refused.value.problems) == {"1.turn", "1.by", "2.words"}


@pytest.mark.parametrize("role", [Role.READER, Role.BOARD_MEMBER])
def test_readers_do_nothing(way, role):
    reader = way.cast.actor(role)
    with way.inside():
        for act, said in (
            (actions.add_version, {"strategy": way.plan, "label": "X", "note": ""}),
            (actions.circulate_version, {"version": way.version, "today": TODAY}),
            (actions.publish_version, {"version": way.version, "today": TODAY}),
            (actions.approve_step, {"step": way.step("DCS approval"), "on": TODAY, "today": TODAY}),
        ):
            with pytest.raises(PermissionDenied):
                act(by=reader, now=timezone.now(), **said)


def test_officers_do_not_publish_and_approvers_do_not_write(way):
    with way.inside():
        with pytest.raises(PermissionDenied):
            actions.publish_version(version=way.version, by=way.officer, today=TODAY, now=timezone.now())
        with pytest.raises(PermissionDenied):
            actions.circulate_version(version=way.version, by=way.approver, today=TODAY, now=timezone.now())


REFUSED = {
    "the copy": (lambda way: FrozenPlan.objects.update(content="{}"), "permission denied"),
    "the copy is deleted": (lambda way: FrozenPlan.objects.all()._raw_delete("default"), "permission denied"),
    "the history": (lambda way: VersionEvent.objects.update(comment="No"), "permission denied"),
    "the version": (lambda way: PlanVersion.objects.update(note="No"), "is published and stays"),
    "its state": (lambda way: PlanVersion.objects.update(state="draft"), "is published and stays"),
    "the version is deleted": (
        lambda way: PlanVersion.objects.all()._raw_delete("default"),
        "is published and stays",
    ),
    "a step": (lambda way: ApprovalStep.objects.update(words="No"), "steps of a published version stay"),
    "a step is deleted": (
        lambda way: ApprovalStep.objects.all().delete(),
        "steps of a published version stay",
    ),
    "a step is added": (
        lambda way: ApprovalStep.objects.create(plan_version=way.version, kind="post", words="No"),
        "steps of a published version stay",
    ),
    "the label": (lambda way: Version.objects.update(label="No"), "is published and stays"),
    "the day": (lambda way: Version.objects.update(published_on=None), "is published and stays"),
    "an approval": (
        lambda way: Approval.objects.update(approver="No"),
        "approvals of a published version stay",
    ),
    "an approval is deleted": (
        lambda way: Approval.objects.all()._raw_delete("default"),
        "approvals of a published version stay",
    ),
    "an approval is added": (
        lambda way: Approval.objects.create(
            version=Version.objects.get(), kind="stage", approver="No", approved_on=TODAY
        ),
        "approvals of a published version stay",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_the_database_refuses_to_change_what_is_published(way, what):
    way.published()
    act, why = REFUSED[what]
    with way.inside(), pytest.raises(DatabaseError, match=why), transaction.atomic():
        act(way)


def test_rows_of_a_published_version_may_change_their_order(way):
    way.published()
    with way.inside():
        Version.objects.update(position=7)
        Approval.objects.update(position=7)
        ApprovalStep.objects.update(person=None)
