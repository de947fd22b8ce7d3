"""The ways in which a board's packs can be sent. In words: docs/rules/packs-and-deliveries.md."""

from __future__ import annotations

from collections.abc import Mapping

from core.words import WordedEnum


class SendsBy(WordedEnum):
    """How a board sends its packs. Each delivery keeps the way that its board had at the release."""

    PDF = "pdf"
    LINK = "link"
    NOTIFY = "notify"

    @property
    def word(self) -> str:
        return WAY_WORDS[self][0]

    @property
    def explained(self) -> str:
        """What recipients get, in a sentence without its full stop."""
        return WAY_WORDS[self][1]


WAY_WORDS: Mapping[SendsBy, tuple[str, str]] = {
    SendsBy.PDF: ("Email with the PDF", "Everyone gets an email with the PDF attached, and needs no account"),
    SendsBy.LINK: (
        "Email with a link only",
        "Everyone gets an email with the address of the pack’s page. Only people who can sign in can read it",
    ),
    SendsBy.NOTIFY: (
        "GOV.UK Notify",
        "Everyone gets an email from GOV.UK Notify with a link to the PDF, which asks for their email address, and "
        "needs no account. If the PDF has 2 MB or more, they get the address of the pack’s page instead",
    ),
}
"""The word for each way, and what it means for the recipients."""
