"""Words for this app's acts in the change log."""

from councils.log.registry import LogPhrases
from councils.permissions import Permission

ROWS = {
    "indicator.added": "added the indicator {name}",
    "indicator.changed": "changed the indicator {name}",
    "indicator.moved": "moved the indicator {name} in its table",
    "indicator.removed": "removed the indicator {name}",
    "indicator.formula_set": "set how {name} is worked out",
    "indicator.formula_removed": "removed the formula of {name}",
    "series.broken": "marked a break in the series of {name}",
    "series.break_changed": "changed the break in the series of {name}",
    "series.break_removed": "removed the break in the series of {name}",
    "predecessor.added": "named the predecessor {name}",
    "predecessor.changed": "changed the predecessor {name}",
    "predecessor.removed": "removed the predecessor {name}",
    "effect.added": "said what should move {name}",
    "effect.changed": "changed the expected effect of {name}",
    "effect.removed": "removed the expected effect of {name}",
    "trajectory.added": "said what is expected of {name}",
    "trajectory.changed": "changed what is expected of {name}",
    "trajectory.closed": "wrote the outcome at close of {name}",
    "trajectory.reopened": "reopened the trajectory {name}",
    "trajectory.removed": "removed the trajectory {name}",
}
VALUES = {
    "reading.recorded": "recorded a figure for {name}",
    "reading.corrected": "corrected the figure for {name}",
    "reading.removed": "removed the figure for {name}",
    "reading.derived": "worked out {name}",
    "reading.not_expected": "said that no figure is expected for {name}",
    "reading.expected": "said that a figure is expected for {name}",
    "target.set": "set the target for {name}",
    "target.changed": "changed the target for {name}",
    "target.removed": "removed the target for {name}",
    "rebase.added": "re-based {name}",
    "rebase.removed": "removed the re-base of {name}",
    "confidence.rated": "rated the confidence in the target for {name} {rag}",
}
BENCHMARKS = {
    "statistics.uploaded": "uploaded the statistics file {name}",
    "statistics.loaded": "loaded figures of other areas from {name}",
    "statistics.withdrawn": "withdrew the statistics file {name}",
    "column.mapped": "said which published figures measure {name}",
    "benchmark.removed": "removed the figures of other areas: {name}",
    "neighbours.added": "added the statistical neighbours {name}",
    "neighbours.changed": "changed the statistical neighbours {name}",
    "neighbours.removed": "removed the statistical neighbours {name}",
}
NOT_UNDOABLE = ("statistics.uploaded", "statistics.withdrawn")
"""The file itself is in no log."""

LOG_PHRASES = LogPhrases(
    ROWS | VALUES | BENCHMARKS,
    of_several={
        "target.removed": "removed the target for {name}",
        "neighbours.changed": "changed statistical neighbours",
    },
    technical=frozenset({"outline", "revised"}),
    undoable=dict.fromkeys(ROWS, Permission.PLAN_CHANGE)
    | dict.fromkeys(VALUES, Permission.INDICATORS_RECORD)
    | {verb: Permission.INDICATORS_RECORD for verb in BENCHMARKS if verb not in NOT_UNDOABLE},
    consequences=frozenset({"reading.derived"}),
    after_undo="indicators.actions.derived.after_undo",
    undone_words="indicators.actions.undone.undone_words",
)
