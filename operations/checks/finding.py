"""What a check has found: its name, whether all is well, and what to do if it is not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True)
class Finding:
    """One line of `doctor`. `words` say what is, `to_do` what to do about it (empty if all is well)."""

    name: str
    level: Level
    words: str
    to_do: str = ""


def ok(name: str, words: str) -> Finding:
    return Finding(name, Level.OK, words)


def warning(name: str, words: str, to_do: str) -> Finding:
    return Finding(name, Level.WARNING, words, to_do)


def failed(name: str, words: str, to_do: str) -> Finding:
    return Finding(name, Level.FAILED, words, to_do)
