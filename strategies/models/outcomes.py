"""The change for children that a strategy seeks, and how it would show."""

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
    """One improvement by which a key outcome would show (1.1 …)."""

    key_outcome = CouncilForeignKey(KeyOutcome, on_delete=models.CASCADE, related_name="improvements")
    number = models.CharField(max_length=10)
    text = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.number} {self.text}"


class Outcome(ListedModel):
    """A change that one strand seeks; the published text may be an editor's open question, kept as such."""

    strand = CouncilForeignKey(Strand, on_delete=models.CASCADE, related_name="outcomes")
    title = models.TextField()
    is_query = models.BooleanField(default=False)
    source_text = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.title


class Measure(ListedModel):
    """Evidence that an outcome moves (a measure of impact)."""

    outcome = CouncilForeignKey(Outcome, on_delete=models.CASCADE, related_name="measures")
    text = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.text


class FrameworkCell(ListedModel):
    """The performance framework: an inspection question, or what is asked of one kind of need at one level."""

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
            models.UniqueConstraint(
                fields=["council", "strategy", "theme", "question"], name="successmatrixcell_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.theme}: {self.question}"
