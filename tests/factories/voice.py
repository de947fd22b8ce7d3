from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from voice.models import Comment, SaidAndDid

from .plan import DeliverableFactory


class CommentFactory(DjangoModelFactory):
    """An open comment on a deliverable: `CommentFactory(deliverable=None, indicator=…)` for one on an indicator."""

    class Meta:
        model = Comment

    deliverable = factory.SubFactory(DeliverableFactory)
    text = factory.Sequence(lambda n: f"Comment {n}")
    author_name = "Bo Board"
    asked_at = datetime(2016, 7, 1, 12, tzinfo=UTC)
    asked_on = date(2016, 7, 1)


class SaidAndDidFactory(DjangoModelFactory):
    """A published entry of parents and carers."""

    class Meta:
        model = SaidAndDid

    title = factory.Sequence(lambda n: f"Entry {n}")
    group = "parents"
    you_said = "We wait too long."
    we_did = "There are two more people to answer."
    state = "published"
    published_on = date(2016, 7, 1)
