"""Text of a page, and the number of queries that every page of a council makes."""

import re

FRAME = 7
"""Queries of every page: session, user, membership with council, begin, the test's savepoint, context, commit."""


def text_of(response) -> str:
    """Text of the page without tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def main_text_of(response) -> str:
    """Text inside `<main>`, without tags."""
    body = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())
