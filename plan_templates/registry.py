"""What other rooms add to a plan that is started from a template.

A room names its function on its AppConfig: `start_from_template = "assessments.starting.start_assessment"`. It gets the
new plan, the template as somebody narrowed it, and who starts it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.utils.module_loading import import_string

Starter = Callable[..., Any]


def starters() -> Iterator[Starter]:
    """Functions of all rooms, in the order of the installed apps."""
    for config in apps.get_app_configs():
        if path := getattr(config, "start_from_template", ""):
            yield import_string(path)
