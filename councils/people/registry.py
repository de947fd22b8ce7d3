"""What higher rooms know about people, without naming these rooms.

An app sets `named_people` on its AppConfig to the path of a module that has two functions: `items_led()` gives the
number of things that each person leads, by the person's id, and `vacancies()` gives the places without a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps


@dataclass(frozen=True)
class Vacancy:
    """A place for which the plan says "to be confirmed". `settle_url` is the page that fills it."""

    kind: str
    name: str
    url: str
    settle_url: str


@cache
def _modules() -> tuple[Any, ...]:
    paths = (getattr(config, "named_people", "") for config in apps.get_app_configs())
    return tuple(import_module(path) for path in paths if path)


def items_led() -> Counter[int]:
    """Number of things that each person leads, themselves or through a post, by the person's id."""
    led: Counter[int] = Counter()
    for module in _modules():
        led.update(module.items_led())
    return led


def vacancies() -> Iterator[Vacancy]:
    for module in _modules():
        yield from module.vacancies()
