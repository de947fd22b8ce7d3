"""Collect doubts while rows are read, each with the answer that a person gave or else the proposed one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from plan_files.rules.doubts import Choice, Doubt, DoubtKind, text_written, written
from plan_files.rules.keys import short_hash
from plan_files.rules.review import Answers

Check = Callable[[str], str]
"""Says what is wrong with a typed text, "" if nothing is."""

ORDER = {kind: number for number, kind in enumerate(DoubtKind)}


class Asked:
    """The doubts so far. Asking the same question again for another row adds the row to it."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self._doubts: dict[str, Doubt] = {}
        self._rows: dict[str, list[str]] = {}

    def ask(
        self,
        kind: DoubtKind,
        rows: Sequence[str],
        *,
        about: str,
        subject: str,
        sentence: str,
        choices: Sequence[Choice],
        write: str = "",
        check: Check | None = None,
    ) -> str:
        """Add a question and return the answer that counts now. The first choice is the proposed one.

        `about` makes the id: the key of a row for a question about that row, or a word for one about the whole file.
        """
        doubt_id = f"{kind.value}:{about}"
        rows_asked = self._rows.setdefault(doubt_id, [])
        rows_asked += [row for row in rows if row not in rows_asked]
        if doubt_id not in self._doubts:
            answer = self.answers.get(doubt_id, "")
            self._doubts[doubt_id] = Doubt(
                id=doubt_id,
                kind=kind,
                rows=(),
                subject=subject,
                sentence=sentence,
                choices=tuple(choices),
                proposed=choices[0].value,
                write=write,
                answer=answer,
                answer_error=_error(answer, choices, write, check) if answer else "",
            )
        return self._doubts[doubt_id].effective

    def add_row(self, kind: DoubtKind, about: str, row: str) -> None:
        """Say that a question that was asked concerns a row, too."""
        self._rows[f"{kind.value}:{about}"].append(row)

    def all(self) -> tuple[Doubt, ...]:
        """Every question once, in the order in which a person is asked."""
        found = [
            Doubt(
                id=doubt.id,
                kind=doubt.kind,
                rows=tuple(self._rows[doubt.id]),
                subject=doubt.subject,
                sentence=doubt.sentence,
                choices=doubt.choices,
                proposed=doubt.proposed,
                write=doubt.write,
                answer=doubt.answer,
                answer_error=doubt.answer_error,
            )
            for doubt in self._doubts.values()
        ]
        return tuple(sorted(found, key=lambda doubt: ORDER[doubt.kind]))


def about(*parts: str) -> str:
    """The id of a question about a word or a pair of words in the whole file."""
    return short_hash(*parts)


def quoted(text: str, longest: int = 90) -> str:
    """A text in quotation marks, shortened for a sentence."""
    one_line = " ".join(text.split())
    return f"“{one_line if len(one_line) <= longest else one_line[: longest - 1].rstrip() + '…'}”"


def write_choice(text: str, words: str = "") -> Choice:
    """A choice that stands for a typed text."""
    return Choice(written(text), words or text)


def _error(answer: str, choices: Iterable[Choice], write: str, check: Check | None) -> str:
    if any(choice.value == answer for choice in choices):
        return ""
    text = text_written(answer)
    if not write or not text:
        return "This answer is not one of the choices. Choose again."
    return check(text) if check else ""
