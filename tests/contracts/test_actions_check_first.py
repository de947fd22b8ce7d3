"""Every action refuses somebody without rights, before it looks at anything else.

Pages and the API check too, so a test of a page does not notice an action that forgot its own check. An action can be
called from a page that is yet to be written.
"""

import importlib
import inspect
import pkgutil
from unittest.mock import MagicMock

import pytest
from django.core.exceptions import PermissionDenied

from councils.actors import Actor
from councils.models import Council

ROOMS = (
    *("api", "assessments", "boards", "calendars", "councils", "deliverables", "evidence", "indicators"),
    *(
        "minutes",
        "money",
        "packs",
        "plan_files",
        "plan_templates",
        "plan_versions",
        "public_page",
        "reminders",
        "webhooks",
        "returns",
        "risks",
    ),
    *("strategies", "voice"),
)
CHECKED_BY_THEIR_CALLERS = {
    "boards.actions.seats.take_seats": "an invitation that is accepted",
    "calendars.actions.end_all_of": "a membership that has just been ended",
    "reminders.actions.end_links_of": "a membership that has just been ended",
    "councils.accounts.actions.councils.create_council": "set-up, before anybody has a role",
    "councils.accounts.actions.members.record": "a part of the actions around it",
    "councils.accounts.actions.members.write_link": "a part of the actions around it",
    "councils.people.actions.checks.require_change": "the check itself",
    "deliverables.actions.no_change.new_no_change": "a part of an action, without writing",
    "deliverables.actions.updates.new_update": "a part of an action, without writing",
    "deliverables.actions.updates.save_updates": "a part of the actions around it",
    "deliverables.actions.proposing.propose_updates": "a part of the actions around it",
    "deliverables.actions.undo.undo_act": "finds nothing that somebody else did, and its verbs check",
    "packs.actions.freezing.read_quarter": "a part of an action, without writing",
    "plan_versions.actions.checks.check_act": "the check itself",
    "plan_versions.actions.checks.write_event": "a part of the actions around it",
    "strategies.quarter_actions.quarter_to_write": "a part of actions that check",
}
"""Functions with an actor that do not check it, and who does or why nobody need."""


def is_of_actions(module):
    return any(part == "actions" or part.endswith("_actions") for part in module.split(".")[1:])


def actions():
    """Every public function with an actor in a module of actions."""
    found = {}
    for room in ROOMS:
        package = importlib.import_module(room)
        for info in pkgutil.walk_packages(package.__path__, f"{room}."):
            if not is_of_actions(info.name):
                continue
            for name, action in inspect.getmembers(importlib.import_module(info.name), inspect.isfunction):
                if action.__module__ == info.name and not name.startswith("_"):
                    found[f"{info.name}.{name}"] = action
    return {name: action for name, action in found.items() if "by" in inspect.signature(action).parameters}


ACTIONS = actions()


def nobody():
    """Somebody of a council who may do nothing at all."""
    council = Council(slug="northport", name="Northport")
    return Actor(council=council, name="Nobody", reference="user:nobody", permissions=frozenset())


@pytest.mark.parametrize("name", sorted(set(ACTIONS) - set(CHECKED_BY_THEIR_CALLERS)))
def test_an_action_refuses_who_has_no_rights_first_of_all(name):
    action = ACTIONS[name]
    given = {each: MagicMock() for each in inspect.signature(action).parameters if each != "by"}
    with pytest.raises(PermissionDenied):
        action(**given, by=nobody())


def test_the_exceptions_exist():
    assert set(CHECKED_BY_THEIR_CALLERS) <= set(ACTIONS)
    assert len(ACTIONS) > 100
