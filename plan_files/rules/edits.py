"""What a person corrected by hand in the cells of a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from plan_files.rules.doubts import edit_id
from plan_files.rules.drafts import Draft
from plan_files.rules.fields import Field
from plan_files.rules.review import Answers

_LATER = (Field.TITLE, Field.DETAIL)
"""Put in when the title cell has been read: they stand for what is made of it."""


def with_edits(drafts: Iterable[Draft], answers: Answers) -> list[Draft]:
    """The rows with what a person corrected by hand, as if it had been printed."""
    return [_with_edits(draft, answers) for draft in drafts]


def _with_edits(draft: Draft, answers: Answers) -> Draft:
    typed = {
        name: text
        for name in Field
        if name not in _LATER and (text := answers.get(edit_id(draft.key, name.value))) is not None
    }
    section = typed.pop(Field.SECTION, draft.section)
    return replace(draft, section=section).with_texts(typed)
