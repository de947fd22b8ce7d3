"""Sentences for what a series shows: the last figure, the target, and how far there are enough figures."""

from __future__ import annotations

from core.words import count_words

from ..values import Polarity
from .analysis import FOR_LIMITS, Segment, Stage
from .icons import Assurance, Meaning, meaning_of
from .special_causes import Cause, Flag, Side


def variation_sentence(flag: Flag | None, polarity: Polarity | None, period: str) -> str:
    """What the figure of the last period says, in the light of polarity. It needs limits."""
    if flag is None:
        return f"The last figure, for {period}, is within usual variation."
    found = _found(flag, period)
    meaning = meaning_of(flag, polarity)
    if meaning == Meaning.UNUSUAL:
        why = (
            "The direction is not set, so this is neither an improvement nor a concern."
            if polarity is None
            else "Neither higher nor lower is better."
        )
        return f"{found}. {why}"
    article = "an" if meaning == Meaning.IMPROVEMENT else "a"
    return f"{found}, which is {article} {meaning.word.lower()}."


def unsaid_sentence(period: str) -> str:
    """Instead, where there are too few figures for limits."""
    return f"Whether the last figure, for {period}, is usual variation cannot be said yet."


def _found(flag: Flag, period: str) -> str:
    high = flag.side == Side.HIGH
    match flag.cause:
        case Cause.OUTSIDE:
            side = "higher" if high else "lower"
            return f"The last figure, for {period}, is {side} than usual variation explains"
        case Cause.TREND:
            way = "rise" if high else "fall"
            return f"The last {flag.count} figures, up to {period}, {way} without a break"
        case Cause.NEAR_LIMIT:
            limit = "upper" if high else "lower"
            return f"{flag.count} of the last 3 figures, up to {period}, are close to the {limit} limit"
        case Cause.SHIFT:
            place = "above" if high else "below"
            return f"The last {flag.count} figures, up to {period}, are all {place} the mean"


def assurance_sentence(assurance: Assurance, target: str) -> str:
    """What to expect of the target if nothing changes. `target` is its words, "85% for 31 March 2017"."""
    will = {
        Assurance.PASSES: "keep meeting",
        Assurance.FAILS: "keep missing",
        Assurance.HIT_OR_MISS: "sometimes meet and sometimes miss",
    }[assurance]
    return f"If nothing changes, figures will {will} the target of {target}."


def why_no_assurance(polarity: Polarity | None, *, has_target: bool) -> str:
    """Why there is no assurance icon beside a variation icon."""
    if polarity is None:
        return "No assurance icon, because the direction is not set."
    if polarity == Polarity.NEITHER:
        return "No assurance icon, because neither higher nor lower is better."
    return "" if has_target else "No assurance icon, because no target is set."


def stage_sentence(segment: Segment, *, kind: str, since: str = "") -> str:
    """What the limits rest on, or what they still lack. `since` is the first period after a re-base."""
    noun = kind.replace("_", " ")
    after = f" since {since}" if since else ""
    match segment.stage:
        case Stage.ANNUAL:
            words = "of single days" if kind == "day" else "by year"
            return f"Figures {words} have no limits. Limits are worked out for quarters and months."
        case Stage.PLAIN:
            is_short = (
                f"{segment.short_of_limits} more {'is' if segment.short_of_limits == 1 else 'are'} needed"
            )
            have = f"There {'is' if segment.count == 1 else 'are'} {segment.count}{after}"
            return f"Limits need figures for {count_words(FOR_LIMITS, noun)}. {have}, so {is_short}."
        case Stage.TRIAL:
            have = f"Trial limits, from {count_words(segment.count, noun)}{after}"
            return f"{have}. The icons need {segment.short_of_icons} more."
        case Stage.FULL:
            return f"Limits from {count_words(segment.count, noun)}{after}."


def mark_words(flag: Flag, polarity: Polarity | None) -> str:
    """A special cause in a table: "Improvement: outside the limits"."""
    meaning = meaning_of(flag, polarity)
    which = f"Unusual, {flag.side.value}" if meaning == Meaning.UNUSUAL else meaning.word
    return f"{which}: {flag.cause.word}"
