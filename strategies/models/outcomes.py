"""Models for outcomes: the changes for children that a strategy aims for, and their evidence."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from councils.tenancy import CouncilForeignKey, CouncilManager, CouncilModel, ListedModel

from .strands import Strand
from .strategy import Strategy


class KeyOutcome(ListedModel):
    """A change for children that the whole strategy aims for."""

    strategy = CouncilForeignKey(Strategy, on_delete=models.CASCADE, related_name="key_outcomes")
    number = models.CharField(max_length=10, blank=True)
    title = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.title


class ImprovementStatement(ListedModel):
    """An improvement that would show that a key outcome is met (1.1 …)."""

    key_outcome = CouncilForeignKey(KeyOutcome, on_delete=models.CASCADE, related_name="improvements")
    number = models.CharField(max_length=10)
    text = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.number} {self.text}"


class Outcome(ListedModel):
    """A change that a strand aims for. `is_query` marks a published text that is an editor's open question."""

    strand = CouncilForeignKey(Strand, on_delete=models.CASCADE, related_name="outcomes")
    title = models.TextField()
    is_query = models.BooleanField(default=False)
    source_text = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title


class Measure(ListedModel):
    """Evidence of an outcome (a measure of impact)."""

    outcome = CouncilForeignKey(Outcome, on_delete=models.CASCADE, related_name="measures")
    text = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.text


class FrameworkCell(ListedModel):
    """Part of the performance framework: an inspection question, or the questions for a kind of need at one level."""

    class Kind(models.TextChoices):
        QUESTION = "question", "Inspection question"
        OUTPUTS = "outputs", "Outputs"
        OUTCOMES = "outcomes", "Outcomes"

    strategy = CouncilForeignKey(Strategy, on_delete=models.CASCADE, related_name="framework_cells")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    need = models.CharField(max_length=60, blank=True)
    questions = ArrayField(models.CharField(max_length=300))

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.need}".strip()


class SuccessMatrixCell(CouncilModel):
    """What success looks like for one theme, its evidence or when it is expected."""

    strategy = CouncilForeignKey(Strategy, on_delete=models.CASCADE, related_name="success_cells")
    theme = models.CharField(max_length=200)
    question = models.CharField(max_length=200)
    items = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    horizon = models.CharField(max_length=200, blank=True)
    position = models.PositiveIntegerField(default=0)

    objects = CouncilManager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            # Checked after each statement, so that cells of an edited matrix can change places.
            models.UniqueConstraint(
                fields=["council", "strategy", "theme", "question"],
                name="successmatrixcell_once",
                deferrable=models.Deferrable.IMMEDIATE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theme}: {self.question}"
