"""Permissions of each role and each API scope."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from councils.accounts.roles_page import DESCRIPTIONS, roles_page
from councils.actors import Actor, can, require
from councils.models import ApiClient, Council, Membership, User
from councils.permissions import (
    ROLE_PERMISSIONS,
    SCOPE_PERMISSIONS,
    Permission,
    Role,
    Scope,
    permissions_of_scopes,
)

EVERYBODY = {
    "plan.view",
    "progress.view",
    "indicators.view",
    "indicators.view-small-numbers",
    "boards.view",
    "changes.view",
    "people.names",
    "packs.view-released",
}
BEYOND = {
    "reader": set(),
    "board-member": {"packs.view-own-boards", "comments.write"},
    "officer": {
        "progress.record",
        "updates.view-proposed",
        "plan.change",
        "plan.record-approvals",
        "people.change",
        "boards.change",
        "minutes.record",
        "indicators.record",
        "packs.view-all",
        "packs.build",
        "comments.write",
        "comments.answer",
    },
    "approver": {
        "updates.view-proposed",
        "updates.approve",
        "plan.record-approvals",
        "plan.publish",
        "packs.view-all",
        "packs.build",
        "packs.release",
        "quarter.close",
        "comments.write",
    },
    "administrator": {
        "updates.view-proposed",
        "updates.approve",
        "progress.record",
        "plan.change",
        "plan.record-approvals",
        "people.change",
        "boards.change",
        "minutes.record",
        "indicators.record",
        "packs.view-all",
        "packs.build",
        "packs.release",
        "plan.publish",
        "quarter.close",
        "people.manage",
        "keys.manage",
        "look.change",
        "small-numbers.change",
        "comments.write",
        "comments.answer",
    },
}
"""The permission matrix, repeated by hand: a change of permissions has to be made in both places."""

BY_SCOPE = {
    "read": EVERYBODY - {"people.names", "indicators.view-small-numbers"} | {"packs.view-all"},
    "write": {"progress.record", "indicators.record", "plan.change"},
    "readings:write": {"indicators.record"},
    "people:read": {"people.names"},
    "small-numbers:read": {"indicators.view-small-numbers"},
}


@pytest.fixture
def council():
    return Council(slug="north", name="North")


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_what_a_member_may_do(council, role, permission):
    actor = Actor.member(Membership(council=council, user=User(email="a@example.org"), role=role))
    expected = permission in EVERYBODY | BEYOND[role]
    assert can(actor, permission) is expected
    if expected:
        require(actor, permission)
    else:
        with pytest.raises(PermissionDenied):
            require(actor, permission)


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("permission", Permission)
def test_what_a_key_may_do(council, scope, permission):
    actor = Actor.api_client(ApiClient(council=council, name="k", scopes=[scope]))
    assert can(actor, permission) is (permission in BY_SCOPE[scope])


def test_scopes_add_up():
    assert permissions_of_scopes(["read", "write"]) == BY_SCOPE["read"] | BY_SCOPE["write"]


def test_every_role_and_scope_has_its_permissions():
    assert set(ROLE_PERMISSIONS) == set(Role)
    assert set(SCOPE_PERMISSIONS) == set(Scope)
    assert set(DESCRIPTIONS) == set(Permission)


def test_the_page_about_roles_is_in_step():
    page = Path(__file__).parents[2] / "docs" / "roles.md"
    assert page.read_text(encoding="utf-8") == roles_page(), "Run bin/manage roles_page."
