"""What else ends with a membership, registered by the app that has it.

An app sets `on_membership_ended = "path.to.function"` on its AppConfig. The function gets the membership, the actor who
ended it and the time, and runs in the same transaction. This module does not name any app.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from django.apps import apps
from django.utils.module_loading import import_string

from ..actors import Actor
from ..models import Membership


def last_steps() -> Iterator[Callable[[Membership, Actor, datetime], None]]:
    """The functions that end something with a membership, in the order of the installed apps."""
    for config in apps.get_app_configs():
        if path := getattr(config, "on_membership_ended", ""):
            yield import_string(path)
