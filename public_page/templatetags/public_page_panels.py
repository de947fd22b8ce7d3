"""Template tags that say on pages of lower rooms what of them the public reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django import template

from voice.models import SaidAndDid
from voice.rules import Publishing

from ..access import said_in_public
from ..document import Said
from ..models import PublicPage
from ..rules import where_public
from ..said import said_of

register = template.Library()

register.simple_tag(said_in_public)


@register.simple_tag
def public_words(entry: SaidAndDid, public: Mapping[str, Said] | None) -> str:
    """Whether the public reads an entry, as a sentence. `public` is what `said_in_public` gives. No query."""
    if public is None:
        return ""
    frozen = public.get(str(entry.public_id))
    same = frozen is not None and replace(frozen, items=()) == said_of(entry, [])
    return where_public(Publishing(entry.state), shown=frozen is not None, same=same)


@register.simple_tag
def public_from_next_edition() -> str:
    """What publishing an entry means for the public, "" for a council without a public page (1 query)."""
    if not PublicPage.objects.exists():
        return ""
    return "The next edition of the public page has it too, so everybody can then read it."
