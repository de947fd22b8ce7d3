"""Say where the printed numbers of a section do not rise. They are kept as printed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from core.words import list_words
from plan_files.rules.asking import Asked, about, quoted
from plan_files.rules.doubts import Choice, DoubtKind
from plan_files.rules.keys import fold
from plan_files.rules.review import ImportedRow


def ask_about_numbers(rows: Iterable[ImportedRow], asked: Asked) -> None:
    """Ask once for each section whose numbers are out of order or come twice."""
    by_section: dict[str, list[ImportedRow]] = {}
    for row in rows:
        if row.number:
            by_section.setdefault(row.section, []).append(row)
    for section, numbered in by_section.items():
        plain = [int(text) for row in numbered if (text := row.number.strip(".) ")).isdigit()]
        if len(plain) != len(numbered) or plain == sorted(set(plain)):
            continue
        twice = [str(number) for number, count in Counter(plain).items() if count > 1]
        printed = ", ".join(map(str, plain[:40]))
        says = f" {list_words(twice)} comes twice." if twice else ""
        asked.ask(
            DoubtKind.NUMBER_ORDER,
            [
                row.key
                for row, before, number in zip(numbered, [0, *plain], plain, strict=False)
                if number <= before
            ],
            about=about(fold(section)),
            subject=printed,
            sentence=f"The numbers in {quoted(section)} are printed in the order {printed}.{says}",
            choices=[Choice("printed", "Keep the printed numbers and order")],
        )
