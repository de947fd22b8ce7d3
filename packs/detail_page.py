"""Context of a pack's page in addition to its content: state, emails, and what the user can do now."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from core.words import list_words
from councils.actors import Actor, can
from councils.people.names_in_words import known_people, people_in, texts_of
from councils.permissions import Permission

from .access import may_approve
from .document import Branding, PackDocument, read_document
from .file_kinds import FileKind
from .models import Delivery, Pack, PackFile, PackReview
from .naming import Naming
from .printing.paper import pack_context
from .releasing import why_not_released
from .review_rules import MAY_FOLLOW, REVIEW_WORDS, ReviewStep
from .sending_mark import why_held
from .states import TO_SEND_AGAIN, DeliveryState, PackState, pack_states_before
from .stored import problems_of, snapshot_is_whole
from .ways import SendsBy

IN_THE_WORKS = (PackState.SCHEDULED, PackState.FROZEN, PackState.RENDERING)
SENDING = "It is being sent to the board."


@dataclass(frozen=True)
class Mail:
    """One recipient's email, as the page shows it."""

    delivery: Delivery
    word: str
    can_confirm: bool
    can_resend: bool
    by_notify: bool


@dataclass(frozen=True)
class Review:
    """Where the review of a pack stands, its steps so far, and those that the user may take: (step, button)."""

    word: str
    steps: list[PackReview]
    may: list[tuple[ReviewStep, str]]
    problem: str


BUTTONS = {
    ReviewStep.SENT: "Send for review",
    ReviewStep.APPROVED: "Approve",
    ReviewStep.CHANGES_ASKED: "Ask for changes",
}


def pack_page(pack: Pack, actor: Actor, today: date) -> dict[str, Any]:
    """Context of the pack's pages (4 queries, at most 3 more for a pack that can be reviewed, 2 for one of roles)."""
    state = PackState(pack.state)
    whole = pack.snapshot is not None and snapshot_is_whole(pack.snapshot)
    document = read_document(pack.snapshot.content) if pack.snapshot and whole else None
    files = list(PackFile.objects.filter(pack=pack))
    review = _review(pack, actor, today)
    may_release = can(actor, Permission.PACKS_RELEASE)
    sizes = {row.kind: row.size for row in files}
    mails = [_mail(each, may_release) for each in Delivery.objects.filter(pack=pack)]
    on_its_way = state == PackState.RELEASED and bool(mails)
    return {
        "pack": pack,
        "state": state,
        "state_words": SENDING if on_its_way else state.explained,
        "in_the_works": state in IN_THE_WORKS,
        "on_its_way": on_its_way,
        **(pack_context(document, sha256=pack.snapshot.sha256) if document else {}),
        "held": why_held() if may_release else "",
        "problems": list(problems_of(actor.council, pack, files)),
        "files": [(kind, sizes.get(kind)) for kind in FileKind] if pack.pdf_sha256 and whole else [],
        "review": review,
        "can_edit_words": can(actor, Permission.PACKS_BUILD) and document is not None,
        "names_people": _named(document, actor) if document and state == PackState.RENDERED else "",
        "mails": mails,
        "mails_in_words": _in_words(mails),
        "sees_mails": can(actor, Permission.PACKS_VIEW_ALL),
        "can_release": may_release and state == PackState.RENDERED and not review.problem,
        "can_cancel": can(actor, Permission.PACKS_BUILD)
        and pack.released_at is None
        and state in pack_states_before(PackState.CANCELLED),
    }


def _review(pack: Pack, actor: Actor, today: date) -> Review:
    """The review, with what the user may do now (2 queries, at most 2 more)."""
    steps = list(PackReview.objects.filter(pack=pack))
    last = ReviewStep(pack.review) if pack.review else None
    may: list[tuple[ReviewStep, str]] = []
    problem = ""
    if pack.state == PackState.RENDERED:
        problem = why_not_released(pack)
        builds = can(actor, Permission.PACKS_BUILD)
        approves = any(step != ReviewStep.SENT for step in MAY_FOLLOW[last]) and may_approve(
            actor, pack.board, today
        )
        own = next(
            (each.by_reference == actor.reference for each in reversed(steps) if each.step == "sent"), False
        )
        for step in MAY_FOLLOW[last]:
            allowed = builds if step == ReviewStep.SENT else approves
            if allowed and not (own and step == ReviewStep.APPROVED):
                may.append((step, BUTTONS[step]))
    return Review(REVIEW_WORDS[last], steps, may, problem)


def _named(document: PackDocument, actor: Actor) -> str:
    """Whom the words of a pack of roles name, for who can still change them, "" for nobody (2 queries)."""
    if document.naming == Naming.NAMES or not can(actor, Permission.PACKS_BUILD):
        return ""
    people = known_people(actor.council)
    words = "\n".join(texts_of(replace(document, branding=Branding())))
    return list_words(people_in(words, people).stops)


def _mail(delivery: Delivery, may_release: bool) -> Mail:
    state = DeliveryState(delivery.state)
    return Mail(
        delivery=delivery,
        word=state.word,
        can_confirm=may_release and state == DeliveryState.UNCERTAIN,
        can_resend=may_release and state in TO_SEND_AGAIN,
        by_notify=delivery.sends_by == SendsBy.NOTIFY,
    )


def _in_words(mails: list[Mail]) -> str:
    """Number of emails by state: "3 sent and 1 waiting to try again"."""
    return list_words(
        [f"{count} {word.lower()}" for word, count in Counter(mail.word for mail in mails).items()]
    )
