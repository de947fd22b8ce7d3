"""Generate `docs/roles.md` from the tables in `councils/permissions.py`."""

from __future__ import annotations

from ..permissions import ROLE_PERMISSIONS, SCOPE_PERMISSIONS, Permission, Role, Scope

DESCRIPTIONS = {
    Permission.PLAN_VIEW: "Read the published plan, its risks and its budget lines, and download these",
    Permission.PROGRESS_VIEW: (
        "See the dashboard, deliverables, updates and ratings, and download the list; see evidence with its files, the "
        "inspection view, and download the evidence bundle; read comments and “You said, we did”"
    ),
    Permission.PROGRESS_RECORD: (
        "Record progress on any deliverable, also for its lead, add, change and remove evidence, and undo their own "
        "updates"
    ),
    Permission.UPDATES_VIEW_PROPOSED: "See updates that are not approved yet",
    Permission.UPDATES_APPROVE: (
        "Approve updates or return them with a comment, as a chair may for what their board oversees, but never "
        "their own"
    ),
    Permission.PLAN_CHANGE: (
        "Add and change plans with all their parts, deliverables, indicators and expected effects, drop and merge "
        "deliverables, link them, set leads and due dates (a date that moves needs a reason), keep risks, budget lines "
        "and the areas of the inspection view, draft entries of “You said, we did”, and undo their own changes"
    ),
    Permission.PLAN_APPROVE: "Record who approved or returned a version of a plan",
    Permission.PLAN_PUBLISH: (
        "Publish a version of a plan that everyone has approved, which freezes it for ever, publish and withdraw "
        "entries of “You said, we did”, and publish quarters on the public page"
    ),
    Permission.INDICATORS_VIEW: "See indicators, targets and readings, and download them without small numbers",
    Permission.SMALL_NUMBERS_VIEW: "See figures that count fewer than 5 people, with a mark",
    Permission.BOARDS_VIEW: "See boards, their seats and their dashboards",
    Permission.CHANGES_VIEW: "See what changed and who changed it",
    Permission.PEOPLE_NAMES: "See people's names, not only their initials",
    Permission.PACKS_VIEW_RELEASED: "Read released packs and the minutes of meetings",
    Permission.PACKS_VIEW_OWN_BOARDS: (
        "Of released packs and minutes, read only those of their own boards or mailed to them"
    ),
    Permission.PACKS_VIEW_ALL: "Read every pack, also before release, and all minutes",
    Permission.PACKS_BUILD: "See what a quarter still lacks, build a pack, and cancel one that has not been released",
    Permission.PACKS_RELEASE: "Release a pack to its recipients, and resolve failed or uncertain mails",
    Permission.QUARTER_CLOSE: "Close and reopen a quarter, change its cut-off and the days of grace, and add quarters",
    Permission.PEOPLE_MANAGE: (
        "Invite people, change roles, end memberships, link a user to a person in the plan, turn reminders on, and "
        "choose which updates need approval"
    ),
    Permission.KEYS_MANAGE: (
        "Issue, rotate and withdraw API keys, say from which networks they may call, and set up webhooks"
    ),
    Permission.LOOK_CHANGE: "Change the council's name, colour and logo",
    Permission.SMALL_NUMBERS_CHANGE: "Say whether small numbers are hidden on what leaves the council",
    Permission.PEOPLE_CHANGE: "Add and change people, posts and organisations in the plan, and say who initials are",
    Permission.BOARDS_CHANGE: "Add and change boards, their seats, meetings and recipients of packs",
    Permission.MINUTES_RECORD: (
        "Record, confirm and follow up the minutes of any board, as a chair may for their own board, "
        "and undo their own entries"
    ),
    Permission.INDICATORS_RECORD: "Record values and targets of indicators, load benchmarks and set area codes",
    Permission.COMMENTS_WRITE: (
        "Comment on deliverables, indicators and the packs that they may open, and withdraw their own comment before "
        "it is answered"
    ),
    Permission.COMMENTS_ANSWER: "Answer and close comments, and remove one that names a child, with the reason",
}

KEY_DESCRIPTIONS = DESCRIPTIONS | {
    Permission.PROGRESS_VIEW: "Read deliverables, updates and ratings",
    Permission.PROGRESS_RECORD: "Record progress on any deliverable",
    Permission.INDICATORS_VIEW: "Read indicators, targets and readings, without small numbers",
    Permission.SMALL_NUMBERS_VIEW: "Read figures that count fewer than 5 people, too",
    Permission.BOARDS_VIEW: "Read boards and their seats",
    Permission.CHANGES_VIEW: "Read what changed",
    Permission.PACKS_VIEW_RELEASED: "Follow released packs and their mails, without their content",
    Permission.PACKS_VIEW_ALL: "Follow every pack, also before release, without its content",
}
"""Descriptions for API keys, where the API does less than the pages."""

_TOP = """\
# Who may do what

`bin/manage roles_page` writes this page from `councils/permissions.py`, and a test checks that it is up to date.

- A role belongs to one council. Members of another council get 404 for everything here, whatever their role there.
- An API key belongs to one council, and may do what all its scopes allow.
- A member who is signed in may also use the API, with the rights of their role.
- If you may see something but not change it, you get 403. If you may not see it, you get 404.
"""


def roles_page() -> str:
    """The page as Markdown."""
    roles = _table(DESCRIPTIONS, [role.label for role in Role], [ROLE_PERMISSIONS[role] for role in Role])
    scopes = _table(
        KEY_DESCRIPTIONS, [f"`{scope}`" for scope in Scope], [SCOPE_PERMISSIONS[scope] for scope in Scope]
    )
    return f"{_TOP}\n## Members\n\n{roles}\n## API keys\n\n{scopes}"


def _table(
    descriptions: dict[Permission, str], heads: list[str], allowed: list[frozenset[Permission]]
) -> str:
    lines = [_row("May", heads), _row("---", [":-:"] * len(heads))]
    lines += [
        _row(words, ["yes" if permission in column else "–" for column in allowed])
        for permission, words in descriptions.items()
        if any(permission in column for column in allowed)
    ]
    return "".join(lines)


def _row(first: str, cells: list[str]) -> str:
    return f"| {' | '.join([first, *cells])} |\n"
