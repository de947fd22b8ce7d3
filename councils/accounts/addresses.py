"""Read email addresses as people type and paste them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

MAX_ADDRESSES = 50
_LINE = re.compile(r"(?:(?P<name>[^<>]*?)\s*<\s*(?P<angled>[^<>\s]+)\s*>|(?P<bare>[^<>\s]+))")


class AddressRefused(ValueError):
    """This is not an email address. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Invitee:
    """Someone to invite. `line` is where they stand in the list that was typed, 0 for an address alone."""

    email: str
    name: str = ""
    line: int = 0

    @property
    def place(self) -> str:
        """The start of an error about them: "Line 3: "."""
        return f"Line {self.line}: " if self.line else ""


def plain_address(typed: str) -> str:
    """The address in lower case, as accounts are stored. Raises AddressRefused."""
    address = typed.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise AddressRefused(
            f"“{typed.strip()}” is not an email address. Enter an email address, like name@example.org."
        ) from None
    return address


def read_addresses(text: str) -> tuple[list[Invitee], list[str]]:
    """The people in a list with one address a line ("name@example.org" or "Name <name@example.org>"), and its errors.

    Each error names its line. Empty lines are left out.
    """
    found: dict[str, Invitee] = {}
    problems = []
    for number, typed in enumerate(text.splitlines(), 1):
        line = typed.strip().rstrip(",;").strip()
        if not line:
            continue
        try:
            invitee = _read_line(line, number)
        except AddressRefused as refused:
            problems.append(f"Line {number}: {refused}")
            continue
        if first := found.get(invitee.email):
            problems.append(
                f"Line {number}: {invitee.email} is on line {first.line} too. Remove one of them."
            )
        else:
            found[invitee.email] = invitee
    if len(found) > MAX_ADDRESSES:
        problems.append(
            f"You can invite up to {MAX_ADDRESSES} people at once. Remove {len(found) - MAX_ADDRESSES}."
        )
    return list(found.values()), problems


def _read_line(line: str, number: int) -> Invitee:
    match = _LINE.fullmatch(line)
    if match is None:
        if line.count("@") > 1:
            raise AddressRefused("There is more than one address. Put each address on a line of its own.")
        raise AddressRefused(
            f"“{line}” is not an email address. Enter name@example.org or Name <name@example.org>."
        )
    name = (match["name"] or "").strip().strip("\"'").strip()
    if len(name) > 200:
        raise AddressRefused("The name must be 200 characters or fewer.")
    return Invitee(plain_address(match["angled"] or match["bare"]), name, number)
