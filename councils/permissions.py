"""Permissions, and the roles and API scopes that have them."""

from enum import StrEnum


class Permission(StrEnum):
    PLAN_VIEW = "plan.view"
    PROGRESS_VIEW = "progress.view"
    PROGRESS_RECORD = "progress.record"
    UPDATES_VIEW_PROPOSED = "updates.view-proposed"
    UPDATES_APPROVE = "updates.approve"
    PLAN_CHANGE = "plan.change"
    PLAN_APPROVE = "plan.record-approvals"
    PLAN_PUBLISH = "plan.publish"
    INDICATORS_VIEW = "indicators.view"
    BOARDS_VIEW = "boards.view"
    CHANGES_VIEW = "changes.view"
    PEOPLE_NAMES = "people.names"
    PACKS_VIEW_RELEASED = "packs.view-released"
    PACKS_VIEW_OWN_BOARDS = "packs.view-own-boards"
    PACKS_VIEW_ALL = "packs.view-all"
    PACKS_BUILD = "packs.build"
    PACKS_RELEASE = "packs.release"
    QUARTER_CLOSE = "quarter.close"
    PEOPLE_MANAGE = "people.manage"
    KEYS_MANAGE = "keys.manage"
    LOOK_CHANGE = "look.change"
    PEOPLE_CHANGE = "people.change"
    BOARDS_CHANGE = "boards.change"
    MINUTES_RECORD = "minutes.record"
    INDICATORS_RECORD = "indicators.record"
    SMALL_NUMBERS_VIEW = "indicators.view-small-numbers"
    SMALL_NUMBERS_CHANGE = "small-numbers.change"
    COMMENTS_WRITE = "comments.write"
    COMMENTS_ANSWER = "comments.answer"


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    OFFICER = "officer"
    APPROVER = "approver"
    BOARD_MEMBER = "board-member"
    READER = "reader"

    @property
    def label(self) -> str:
        return self.value.replace("-", " ").capitalize()


class Scope(StrEnum):
    """Scope of an API key."""

    READ = "read"
    WRITE = "write"
    READINGS_WRITE = "readings:write"
    PEOPLE_READ = "people:read"
    SMALL_NUMBERS_READ = "small-numbers:read"


_READER = frozenset(
    {
        Permission.PLAN_VIEW,
        Permission.PROGRESS_VIEW,
        Permission.INDICATORS_VIEW,
        Permission.SMALL_NUMBERS_VIEW,
        Permission.BOARDS_VIEW,
        Permission.CHANGES_VIEW,
        Permission.PEOPLE_NAMES,
        Permission.PACKS_VIEW_RELEASED,
    }
)
_OFFICER = _READER | {
    Permission.PROGRESS_RECORD,
    Permission.UPDATES_VIEW_PROPOSED,
    Permission.PLAN_CHANGE,
    Permission.PLAN_APPROVE,
    Permission.INDICATORS_RECORD,
    Permission.BOARDS_CHANGE,
    Permission.MINUTES_RECORD,
    Permission.PEOPLE_CHANGE,
    Permission.PACKS_VIEW_ALL,
    Permission.PACKS_BUILD,
    Permission.COMMENTS_WRITE,
    Permission.COMMENTS_ANSWER,
}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.READER: _READER,
    Role.BOARD_MEMBER: _READER | {Permission.PACKS_VIEW_OWN_BOARDS, Permission.COMMENTS_WRITE},
    Role.OFFICER: _OFFICER,
    Role.APPROVER: _READER
    | {
        Permission.UPDATES_VIEW_PROPOSED,
        Permission.UPDATES_APPROVE,
        Permission.PLAN_APPROVE,
        Permission.PLAN_PUBLISH,
        Permission.PACKS_VIEW_ALL,
        Permission.PACKS_BUILD,
        Permission.PACKS_RELEASE,
        Permission.QUARTER_CLOSE,
        Permission.COMMENTS_WRITE,
    },
    Role.ADMINISTRATOR: _OFFICER
    | {
        Permission.UPDATES_APPROVE,
        Permission.PLAN_PUBLISH,
        Permission.PACKS_RELEASE,
        Permission.QUARTER_CLOSE,
        Permission.PEOPLE_MANAGE,
        Permission.KEYS_MANAGE,
        Permission.LOOK_CHANGE,
        Permission.SMALL_NUMBERS_CHANGE,
    },
}

SCOPE_PERMISSIONS: dict[Scope, frozenset[Permission]] = {
    # Other systems follow a pack from the time it is built: the API gives its state, never its content.
    Scope.READ: (_READER - {Permission.PEOPLE_NAMES, Permission.SMALL_NUMBERS_VIEW})
    | {Permission.PACKS_VIEW_ALL},
    # What officers change. A key with a write scope alone reads nothing by it.
    Scope.WRITE: frozenset(
        {Permission.PROGRESS_RECORD, Permission.INDICATORS_RECORD, Permission.PLAN_CHANGE}
    ),
    Scope.READINGS_WRITE: frozenset({Permission.INDICATORS_RECORD}),
    Scope.PEOPLE_READ: frozenset({Permission.PEOPLE_NAMES}),
    Scope.SMALL_NUMBERS_READ: frozenset({Permission.SMALL_NUMBERS_VIEW}),
}


def permissions_of_scopes(scopes: list[str]) -> frozenset[Permission]:
    """Permissions of a key with these scopes."""
    return frozenset().union(*(SCOPE_PERMISSIONS[Scope(scope)] for scope in scopes))
