"""What each app adds to a new council, registered by the app.

An app sets `on_new_council = "path.to.function"` on its AppConfig. The function gets the council's day and runs in the
council's context. This module does not name any app.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from django.apps import apps
from django.utils.module_loading import import_string


def first_steps() -> Iterator[Callable[[date], None]]:
    """The functions that add something to a new council, in the order of the installed apps."""
    for config in apps.get_app_configs():
        path = getattr(config, "on_new_council", "")
        if path:
            yield import_string(path)
