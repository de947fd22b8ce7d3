"""Models of an assessment: the plan's own scale and criteria, judgements with what they rest on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.periods import words_for_date
from councils.models import Organisation, Person, Post
from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel, ListedModel
from deliverables.models import Deliverable
from evidence.models import Evidence, EvidenceUse
from indicators.models import Indicator
from strategies.models import Strategy


class ScaleLevel(ListedModel):
    """A word of the scale on which a plan is judged. `position` counts from the lowest."""

    strategy = CouncilForeignKey(Strategy, on_delete=models.CASCADE, related_name="scale_levels")
    word = models.CharField(max_length=60)

    log_name = "{word}, {strategy__title}"

    class Meta(ListedModel.Meta):
        verbose_name = "level of a scale"
        verbose_name_plural = "levels of a scale"
        constraints = [
            # Checked after each statement, so that levels of an edited scale can swap their words.
            models.UniqueConstraint(
                fields=["council", "strategy", "word"],
                name="scalelevel_word_once",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
        ]

    def __str__(self) -> str:
        return self.word


class Criterion(ListedModel):
    """Something by which a plan is judged. `text` says what is asked for."""

    strategy = CouncilForeignKey(Strategy, on_delete=models.CASCADE, related_name="criteria")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)

    log_name = "{title}, {strategy__title}"

    class Meta(ListedModel.Meta):
        verbose_name_plural = "criteria"

    def __str__(self) -> str:
        return self.title


class Judgement(CouncilModel):
    """How far the plan met a criterion on a day, who judged it and why. Earlier ones stay, as history.

    The judge is a person, a post, an organisation of the council's list or another one, by its name (`outside`).
    `missing` is what is still missing for the next step up.
    """

    names_the_past = True

    criterion = CouncilForeignKey(Criterion, on_delete=models.PROTECT, related_name="judgements")
    level = CouncilForeignKey(ScaleLevel, on_delete=models.PROTECT, related_name="judgements")
    judged_on = models.DateField()
    reason = models.TextField()
    missing = models.TextField(blank=True)
    person = CouncilForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="judgements"
    )
    post = CouncilForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="judgements")
    organisation = CouncilForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="judgements"
    )
    outside = models.CharField(max_length=200, blank=True)
    sample = models.BooleanField(default=False, db_default=False)

    objects = CouncilManager()

    log_name = "{criterion__title}, {criterion__strategy__title}"

    class Meta:
        ordering = ["-judged_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(person__isnull=False, post=None, organisation=None, outside="")
                    | Q(person=None, post__isnull=False, organisation=None, outside="")
                    | Q(person=None, post=None, organisation__isnull=False, outside="")
                    | (Q(person=None, post=None, organisation=None) & ~Q(outside=""))
                ),
                name="judgement_one_judge",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="judgement_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.level}"

    @property
    def judge(self) -> str:
        return str(self.person or self.post or self.organisation or self.outside)


class JudgementLink(ListedModel):
    """What a judgement rests on: a deliverable, an indicator, a piece of evidence, or a page by its https address."""

    judgement = CouncilForeignKey(Judgement, on_delete=models.CASCADE, related_name="links")
    deliverable = CouncilForeignKey(
        Deliverable, on_delete=models.CASCADE, null=True, blank=True, related_name="judgement_links"
    )
    indicator = CouncilForeignKey(
        Indicator, on_delete=models.CASCADE, null=True, blank=True, related_name="judgement_links"
    )
    evidence = CouncilForeignKey(
        Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="judgement_links"
    )
    address = models.CharField(max_length=500, blank=True)
    label = models.CharField(max_length=200, blank=True)

    log_name = "{judgement__criterion__title}"

    class Meta(ListedModel.Meta):
        verbose_name = "evidence of a judgement"
        verbose_name_plural = "evidence of a judgement"
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(deliverable__isnull=False, indicator=None, evidence=None, address="")
                    | Q(deliverable=None, indicator__isnull=False, evidence=None, address="")
                    | Q(deliverable=None, indicator=None, evidence__isnull=False, address="")
                    | Q(deliverable=None, indicator=None, evidence=None, address__startswith="https://")
                ),
                name="judgementlink_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.deliverable or self.indicator or self.evidence or self.label or self.address)

    @classmethod
    def uses_of_evidence(cls, evidence: Evidence) -> list[EvidenceUse]:
        """Judgements that rest on evidence (1 query)."""
        plan = {"council": evidence.council.slug, "slug": evidence.strategy.slug}
        page = reverse("assessments:assessment", kwargs=plan)
        rows = cls.objects.filter(evidence=evidence).select_related("judgement__criterion")
        return [
            EvidenceUse(
                f"the judgement of {words_for_date(each.judgement.judged_on)} on {each.judgement.criterion}",
                f"{page}#criterion-{each.judgement.criterion.public_id}",
            )
            for each in rows
        ]
