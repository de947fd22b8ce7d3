"""Put right what copying and converting do to a table: shifted rows, and letters that only look like Latin ones.

Children's numbers are taken out here, too, before anything else is done with the text.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from plan_files.rules.asking import Asked, about, quoted
from plan_files.rules.children import childs_numbers, without
from plan_files.rules.doubts import Choice, DoubtKind
from plan_files.rules.drafts import Draft
from plan_files.rules.fields import Field
from plan_files.rules.keys import row_key
from plan_files.rules.review import UnusedCell
from plan_files.rules.shifts import unshifted
from strategies.importers.cells import LOOKALIKES, fold_lookalikes

_LOOKALIKE_LETTERS = {chr(letter) for letter in LOOKALIKES}
_IN_LATIN = (
    Field.LEAD,
    Field.REPORTING,
    Field.TITLE,
    Field.NUMBER,
    Field.BY_WHEN,
    Field.STATUS,
    Field.ORGANISATION,
)


def put_right_with_keys(drafts: Iterable[Draft], asked: Asked) -> list[Draft]:
    """The rows with shifted ones moved to their columns, each with its stable id as its key."""
    put_right: list[Draft] = []
    seen: Counter[str] = Counter()
    for printed in drafts:
        draft, shifted_key = _put_right(printed, asked)
        key = draft.text(Field.ID) or shifted_key or _key_as_printed(draft)
        seen[key] += 1
        if seen[key] > 1:
            key = f"{key}-{seen[key]}"
        put_right.append(replace(draft, key=key))
        if shifted_key:
            asked.add_row(DoubtKind.SHIFTED, shifted_key, key)
    return put_right


def _put_right(draft: Draft, asked: Asked) -> tuple[Draft, str]:
    """Ask about a row that seems to be shifted. Its key is made from what it says in its place, whatever the answer.

    A row that fits its columns as printed comes back with the key "".
    """
    found = unshifted(draft.cells, draft.columns)
    if found is None:
        return draft, ""
    cells, by = found
    moved = draft.reading(cells)
    title = moved.text(Field.TITLE)
    key = row_key(moved.section, moved.text(Field.NUMBER), title)
    answer = asked.ask(
        DoubtKind.SHIFTED,
        [],
        about=key,
        subject=title,
        sentence=(
            f"The row {quoted(title)} seems to be printed one column too far {'left' if by > 0 else 'right'}."
        ),
        choices=[
            Choice("move", f"Move it one column to the {'right' if by > 0 else 'left'}"),
            Choice("as_printed", "Leave it as printed"),
        ],
    )
    return (draft if answer == "as_printed" else moved), key


def _key_as_printed(draft: Draft) -> str:
    """A key made from section, number and title, or from every cell of a row without a title."""
    says = draft.text(Field.TITLE) or " ".join(filter(None, draft.cells))
    return row_key(draft.section, draft.text(Field.NUMBER), says)


def without_childrens_numbers(drafts: Iterable[Draft], asked: Asked) -> list[Draft]:
    """The rows without what looks like a child's number or date of birth, unless a person says that it is none."""
    return [_without_childs_numbers(draft, asked) for draft in drafts]


def _without_childs_numbers(draft: Draft, asked: Asked) -> Draft:
    found = [part for cell in draft.cells for part in childs_numbers(cell)]
    if not found:
        return draft
    answer = asked.ask(
        DoubtKind.CHILDS_NUMBER,
        [draft.key],
        about=draft.key,
        subject=draft.places[0],
        sentence=(
            f"The row at {draft.places[0]} seems to hold a child's number or date of birth. "
            "A plan must not say anything about a single child."
        ),
        choices=[
            Choice("remove", "Take the number out"),
            Choice("keep", "It is no child's number: keep it"),
        ],
    )
    if answer != "remove":
        return draft
    return replace(
        draft,
        cells=tuple(without(cell, found) for cell in draft.cells),
        texts={name: without(text, found) for name, text in draft.texts.items()},
        unused=tuple(UnusedCell(cell.column, without(cell.text, found)) for cell in draft.unused),
    )


def with_latin_letters(drafts: Iterable[Draft], asked: Asked) -> list[Draft]:
    """The rows with Cyrillic and Greek letters read as the Latin ones that they look like."""
    return [
        draft.with_texts({name: _in_latin(draft, name, asked) for name in _IN_LATIN if name in draft.texts})
        for draft in drafts
    ]


def _in_latin(draft: Draft, name: Field, asked: Asked) -> str:
    text = draft.text(name)
    if text.isascii() or not _LOOKALIKE_LETTERS & set(text):
        return text
    for word in dict.fromkeys(text.split()):
        latin = fold_lookalikes(word)
        if latin != word and latin.isascii() and _is_latin(draft, name, word, latin, asked):
            text = text.replace(word, latin)
    return text


def _is_latin(draft: Draft, name: Field, word: str, latin: str, asked: Asked) -> bool:
    bare = word.strip(";,/.")
    latin_bare = latin.strip(";,/.").upper() if len(word) < 4 else latin
    answer = asked.ask(
        DoubtKind.LOOK_ALIKE,
        [draft.key],
        about=about(name.value, bare),
        subject=bare,
        sentence=(
            f"{quoted(bare)} is written with letters of another alphabet. "
            f"They look like {quoted(latin_bare)}."
        ),
        choices=[
            Choice("latin", f"Read it as {quoted(latin_bare)}"),
            Choice("as_printed", "Leave the letters as they are"),
        ],
    )
    return answer == "latin"
