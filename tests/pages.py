"""What tests read of a page, and what every page of a council costs."""

import re

FRAME = 7
"""Queries around a page: session, user, membership with council, begin, the test's savepoint, context, commit."""


def text_of(response) -> str:
    """All words of the page, tags left out."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def main_text_of(response) -> str:
    """The words of its main part alone."""
    body = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())
