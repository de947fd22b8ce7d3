"""Which addresses are taken as evidence."""

from __future__ import annotations

from urllib.parse import urlsplit

MAX_ADDRESS = 1000


def address_problem(address: str) -> str:
    """What is wrong with an address, as a sentence without its full stop. "" if it can be opened as it is."""
    if len(address) > MAX_ADDRESS:
        return f"The address must be {MAX_ADDRESS} characters or fewer"
    if any(char.isspace() or not char.isprintable() for char in address):
        return "Enter the address without spaces"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "Enter a whole address, such as https://www.example.org/report"
    if parts.scheme.lower() != "https":
        return "Enter an address that begins with https://"
    if not host or "." not in host:
        return "Enter a whole address, such as https://www.example.org/report"
    if parts.username is not None or parts.password is not None:
        return "Enter the address without a user name or a password"
    return ""
