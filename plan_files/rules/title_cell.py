"""The title and detail of one row, with their doubts: misprints, long texts, and references to other plans."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from core.words import list_words
from plan_files.rules import titles, wording
from plan_files.rules.asking import Asked, quoted
from plan_files.rules.doubts import Choice, DoubtKind, edit_id, text_written
from plan_files.rules.drafts import Draft
from plan_files.rules.fields import Field
from plan_files.rules.titles import LONGEST_TITLE


@dataclass(frozen=True, slots=True)
class TitleCell:
    """What a title cell says. `refers_to` is the plan that it only refers to, "" if it is a deliverable itself."""

    title: str
    detail: tuple[str, ...]
    refers_to: str


def read_title(draft: Draft, known_words: Counter[str], terms: wording.Terms, asked: Asked) -> TitleCell:
    """The title and detail of a row. `known_words` are all words of the file, to tell misprints by."""
    text = _without_misprints(draft, known_words, terms, asked)
    title, detail = titles.split_title(text)
    refers_to = _reference(draft, text, title, asked)
    if len(text.split()) > titles.LONG_TITLE_WORDS or len(title) > LONGEST_TITLE:
        title, detail = _long_title(draft, text, title, detail, asked)
    if draft.text(Field.DETAIL):
        first, more = titles.split_title(draft.text(Field.DETAIL))
        detail = [*detail, *([first] if first else []), *more]
    edited = asked.answers.get(edit_id(draft.key, Field.TITLE.value), "").strip()
    points = asked.answers.get(edit_id(draft.key, Field.DETAIL.value))
    if points is not None:
        detail = [line.strip() for line in points.split("\n") if line.strip()]
    return TitleCell(
        title=(edited or title)[:LONGEST_TITLE],
        detail=tuple(detail),
        refers_to=asked.answers.get(edit_id(draft.key, "refers_to"), refers_to),
    )


def _without_misprints(draft: Draft, known_words: Counter[str], terms: wording.Terms, asked: Asked) -> str:
    """Ask about what is probably a misprint in a title, about a title that breaks off, and about odd wording."""
    text = draft.text(Field.TITLE)
    found, corrected = titles.misprints(text, known_words)
    broken = titles.unfinished(text)
    remarks = wording.to_check(text, terms)
    if not found and not broken and not remarks:
        return text
    better = wording.corrected(corrected or text)
    corrected = better if better != text else ""
    says = [f"{quoted(word)} is probably a misprint" for word in found]
    if broken:
        says.append(f"the text has {broken}" if "bracket" in broken else f"the text ends in {broken}")
    says += remarks
    choices = [Choice("keep", "Keep it as printed")]
    if corrected:
        choices.insert(0, Choice("correct", f"Correct it to {quoted(corrected, 200)}"))
    answer = asked.ask(
        DoubtKind.MISPRINT,
        [draft.key],
        about=draft.key,
        subject=", ".join(found) or broken or remarks[0],
        sentence=f"In {quoted(text)}, {list_words(says)}.",
        choices=choices,
        write="The right text",
    )
    if answer == "keep":
        return text
    return corrected if answer == "correct" else text_written(answer)


def _reference(draft: Draft, text: str, title: str, asked: Asked) -> str:
    """The plan that a title only refers to, unless a person says that it is a deliverable."""
    refers_to = titles.refers_elsewhere(text)
    if not refers_to:
        return ""
    answer = asked.ask(
        DoubtKind.REFERS_ELSEWHERE,
        [draft.key],
        about=draft.key,
        subject=title,
        sentence=f"{quoted(title)} says only to look elsewhere.",
        choices=[
            Choice("refers", f"Keep it as a reference to {quoted(refers_to)}"),
            Choice("plain", "It is a deliverable like any other"),
        ],
    )
    return refers_to if answer == "refers" else ""


def _long_title(
    draft: Draft, text: str, title: str, detail: list[str], asked: Asked
) -> tuple[str, list[str]]:
    """Ask how a long text becomes a title and its detail."""
    whole = " ".join(text.split())
    short = whole[:LONGEST_TITLE].rsplit(" ", 1)[0]
    choices = [Choice("split", f"Title: {quoted(title)}. The rest becomes its detail")] if detail else []
    if len(title) > LONGEST_TITLE:
        words = len(short.split())
        choices = [Choice("cut", f"Title: its first {words} words. The whole text becomes its detail")]
    elif len(whole) <= LONGEST_TITLE:
        choices.append(Choice("whole", "The whole text is its title"))
    answer = asked.ask(
        DoubtKind.LONG_TITLE,
        [draft.key],
        about=draft.key,
        subject=title,
        sentence=f"The text {quoted(whole)} has {len(whole.split())} words.",
        choices=choices,
        write="Title",
        check=_title_error,
    )
    if answer == "split":
        return title, detail
    if answer == "cut":
        return short, [whole]
    return text_written(answer) or whole, [] if answer == "whole" else [title, *detail]


def _title_error(typed: str) -> str:
    return "" if len(typed) <= LONGEST_TITLE else f"Use at most {LONGEST_TITLE} characters."
