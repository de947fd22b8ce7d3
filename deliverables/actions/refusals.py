"""Refuse a change with a sentence at its field."""

from __future__ import annotations

from core.refusals import ChangeRefused


def refuse_unless(condition: bool, name: str, sentence: str) -> None:
    """Raise ChangeRefused with the sentence for this argument if the condition does not hold."""
    if not condition:
        raise ChangeRefused({name: sentence})
