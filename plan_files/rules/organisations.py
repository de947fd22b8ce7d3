"""Which organisation a printed name means: councils and partners are spelt in more than one way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from plan_files.rules.asking import Asked, about, quoted
from plan_files.rules.doubts import Choice, DoubtKind
from plan_files.rules.keys import fold, likeness
from plan_files.rules.review import Context

ALIKE = 0.84
_SMALL = frozenset(["the", "of", "and", "for", "in"])
_SHORT = re.compile(r"\(([A-Z][A-Za-z]{1,7})\)\s*$")


def settled_organisations(
    printed: Sequence[tuple[str, str]], context: Context, asked: Asked
) -> dict[str, tuple[str, str]]:
    """For each printed name the name to use and the id of the known organisation, "" for a new one.

    `printed` has the key of each row and what stands in its cell.
    """
    counted = Counter(name for _, name in printed if name)
    settled: dict[str, tuple[str, str]] = {}
    known = {organisation.name: organisation.id for organisation in context.organisations}
    short = {fold(each.initials): each.name for each in context.organisations if each.initials}
    names = list(known)
    for name, _ in counted.most_common():
        same = short.get(fold(name)) or next((other for other in names if _same(name, other)), "")
        if same:
            settled[name] = (same, known.get(same, ""))
            continue
        similar = next((other for other in names if _alike(name, other)), "")
        if similar:
            answer = asked.ask(
                DoubtKind.ORGANISATION_SPELT,
                [key for key, other in printed if other == name],
                about=about("organisation", fold(name)),
                subject=name,
                sentence=f"{quoted(name)} and {quoted(similar)} may be one organisation.",
                choices=[
                    Choice("same", f"They are one: {quoted(similar)}"),
                    Choice("own", "They are two"),
                ],
            )
            if answer == "same":
                settled[name] = (similar, known.get(similar, ""))
                continue
        settled[name] = (name, "")
        names.append(name)
    return settled


def _same(one: str, other: str) -> bool:
    return fold(_bare(one)) == fold(_bare(other))


def _alike(one: str, other: str) -> bool:
    if likeness(_bare(one), _bare(other)) >= ALIKE:
        return True
    shorter, longer = sorted((_bare(one), _bare(other)), key=len)
    if shorter.isupper() and shorter in (_initials(longer), _initials(longer, skip_first=True)):
        return True
    words = [set(re.findall(r"[a-z]{3,}", text.lower())) - _SMALL for text in (shorter, longer)]
    return len(words[0]) >= 2 and words[0] <= words[1]


def _bare(name: str) -> str:
    """A name without its short form in brackets and without "the"."""
    return re.sub(r"^the\s+", "", _SHORT.sub("", name).strip(), flags=re.IGNORECASE)


def _initials(name: str, *, skip_first: bool = False) -> str:
    words = [word for word in re.findall(r"[A-Za-z]+", name) if word.lower() not in _SMALL]
    return "".join(word[0] for word in words[1 if skip_first else 0 :]).upper()
