"""Models of what leaves the council for a reader: submissions of plans with comments and answers, and returns owed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from councils.models import Person, Post
from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel, ListedModel
from deliverables.models import Deliverable
from strategies.models import Strategy, Version

from .rules import Repeats, State


class Submission(CouncilModel):
    """A plan as submitted to a reader outside the council. `reference` is what the reader calls it."""

    strategy = CouncilForeignKey(Strategy, on_delete=models.CASCADE, related_name="submissions")
    title = models.CharField(max_length=200)
    submitted_to = models.CharField(max_length=200)
    reference = models.CharField(max_length=100, blank=True)
    version = CouncilForeignKey(
        Version, on_delete=models.PROTECT, null=True, blank=True, related_name="submissions"
    )
    state = models.CharField(max_length=18, choices=State.choices(), default=State.DRAFT.value)
    sample = models.BooleanField(default=False, db_default=False)

    objects = CouncilManager()

    log_name = "{title}, {strategy__title}"

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title


class SubmissionStep(CouncilModel):
    """A state that a submission reached on a day, with the version that it had then, by its label."""

    submission = CouncilForeignKey(Submission, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=18, choices=State.choices())
    taken_on = models.DateField()
    version_label = models.CharField(max_length=60, blank=True)
    note = models.TextField(blank=True)

    objects = CouncilManager()

    log_name = "{submission__title}"

    class Meta:
        verbose_name = "step"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.submission}: {self.get_state_display()}"


class ReaderComment(ListedModel):
    """A comment of the reader, with the council's answer once there is one.

    `label` is as the reader numbers it. Who answered is a person or a post.
    """

    names_the_past = True

    submission = CouncilForeignKey(Submission, on_delete=models.CASCADE, related_name="comments")
    label = models.CharField(max_length=20)
    text = models.TextField()
    received_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    person = CouncilForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="answers_to_readers"
    )
    post = CouncilForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="answers_to_readers"
    )

    log_name = "{label}, {submission__title}"

    class Meta(ListedModel.Meta):
        verbose_name = "comment"
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_on=None, person=None, post=None)
                | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="readercomment_answered_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(person=None) | Q(post=None), name="readercomment_one_who_answered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission}: {self.label}"

    @property
    def answered_by(self) -> str:
        return str(self.person or self.post or "")


class AnswerChange(ListedModel):
    """A deliverable that was changed because of a comment."""

    comment = CouncilForeignKey(ReaderComment, on_delete=models.CASCADE, related_name="changes")
    deliverable = CouncilForeignKey(Deliverable, on_delete=models.CASCADE, related_name="changed_for_readers")

    log_name = "{comment__label}, {comment__submission__title}"

    class Meta(ListedModel.Meta):
        verbose_name = "deliverable changed for a comment"
        verbose_name_plural = "deliverables changed for a comment"
        constraints = [
            models.UniqueConstraint(
                fields=["council", "comment", "deliverable"], name="answerchange_deliverable_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment}: {self.deliverable}"


class OwedReturn(CouncilModel):
    """Something that the council owes to somebody by a day. A person or a post answers for it.

    One that repeats is followed by the next when it is sent.
    """

    person_or_post = True

    title = models.CharField(max_length=200)
    owed_to = models.CharField(max_length=200)
    strategy = CouncilForeignKey(
        Strategy, on_delete=models.CASCADE, null=True, blank=True, related_name="returns"
    )
    due_on = models.DateField()
    repeats = models.CharField(max_length=12, choices=Repeats.choices(), default=Repeats.ONCE.value)
    evidence = models.TextField(blank=True)
    owner_person = CouncilForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="returns"
    )
    owner_post = CouncilForeignKey(
        Post, on_delete=models.SET_NULL, null=True, blank=True, related_name="returns"
    )
    sample = models.BooleanField(default=False, db_default=False)

    objects = CouncilManager()

    log_name = "{title}, {due_on}"

    class Meta:
        verbose_name = "return"
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner_person=None) | Q(owner_post=None), name="owedreturn_one_owner"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.due_on}"

    @property
    def owner(self) -> Person | Post | None:
        owner: Person | Post | None = self.owner_person or self.owner_post
        return owner


class Sending(CouncilModel):
    """That a return was sent: when, by whom, and under which reference."""

    names_the_past = True

    owed = CouncilForeignKey(OwedReturn, on_delete=models.CASCADE, related_name="sendings")
    sent_on = models.DateField()
    person = CouncilForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="sendings"
    )
    post = CouncilForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="sendings")
    reference = models.CharField(max_length=100, blank=True)

    objects = CouncilManager()

    log_name = "{owed__title}, {owed__due_on}"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["council", "owed"], name="sending_once"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, post=None) | Q(person=None, post__isnull=False),
                name="sending_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.owed}, sent {self.sent_on}"

    @property
    def sent_by(self) -> str:
        return str(self.person or self.post)
