"""`docs/roles.md`: who may do what, written from the tables in `rules.py`."""

from __future__ import annotations

from .rules import ROLE_PERMISSIONS, SCOPE_PERMISSIONS, Permission, Role, Scope

ACTS = {
    Permission.PLAN_VIEW: "Read the published plan",
    Permission.PROGRESS_VIEW: "Read progress and ratings",
    Permission.PROGRESS_RECORD: "Record progress on any deliverable, including for its lead",
    Permission.PLAN_CHANGE: "Change a deliverable's lead and due dates, with a reason",
    Permission.INDICATORS_VIEW: "Read indicators, targets and readings",
    Permission.BOARDS_VIEW: "See boards, their seats and dashboards",
    Permission.CHANGES_VIEW: "See what changed and who changed it",
    Permission.PEOPLE_NAMES: "See people's names, not only their initials",
    Permission.PACKS_VIEW_RELEASED: "Read released packs",
    Permission.PACKS_VIEW_OWN_BOARDS: "Read only released packs of their own boards or emailed to them",
    Permission.PACKS_VIEW_ALL: "Read every pack, including unreleased packs",
    Permission.PACKS_BUILD: "Build packs and cancel unreleased packs",
    Permission.PACKS_RELEASE: "Release a pack and resolve uncertain emails",
    Permission.QUARTER_CLOSE: "Close and reopen quarters",
    Permission.PEOPLE_MANAGE: "Invite people, end memberships and link users to people",
    Permission.KEYS_MANAGE: "Issue and withdraw API keys",
    Permission.LOOK_CHANGE: "Change the council's name, colour and logo",
}

_TOP = """\
# Who may do what

`bin/manage roles_page` writes this page from `councils/rules.py`, and a test checks that it is up to date. A role
applies to one council. Members of other councils cannot see anything of this one. An API key also belongs to one
council, and can do what its scopes together allow. A request for something that you can see but not change is refused
(403). Something that you cannot see does not exist (404).
"""


def roles_page() -> str:
    """The whole page as Markdown."""
    roles = _table("May", [role.label for role in Role], [ROLE_PERMISSIONS[role] for role in Role])
    scopes = _table("May", [f"`{scope}`" for scope in Scope], [SCOPE_PERMISSIONS[scope] for scope in Scope])
    return f"{_TOP}\n## Members\n\n{roles}\n## API keys\n\n{scopes}"


def _table(first: str, heads: list[str], allowed: list[frozenset[Permission]]) -> str:
    lines = [_row(first, heads), _row("---", [":-:"] * len(heads))]
    lines += [
        _row(words, ["yes" if act in column else "–" for column in allowed])
        for act, words in ACTS.items()
        if any(act in column for column in allowed)
    ]
    return "".join(lines)


def _row(first: str, cells: list[str]) -> str:
    return f"| {' | '.join([first, *cells])} |\n"
