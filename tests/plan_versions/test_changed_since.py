"""The page of a plan says how much has changed since its published version."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from redis.exceptions import RedisError

from councils.permissions import Role
from councils.tenancy import council_context
from deliverables.models import Deliverable
from plan_versions.changed_since import changed_since_published
from plan_versions.comparing import compare_for
from plan_versions.comparing_choices import NOW, sides
from strategies.models import Strand
from tests.factories import DeliverableFactory
from tests.pages import main_text_of

pytestmark = pytest.mark.django_db
PLAN = "/northport/strategies/plan/"
SENTENCE = "changed since Version 4 was published"


def page(way, role=Role.OFFICER):
    return way.cast.client(role).get(PLAN)


def queries(way, **more):
    with way.inside(), CaptureQueriesContext(connection) as found:
        changed_since_published(way.officer, way.plan)
    return len(found)


def test_nothing_is_said_before_a_version_is_published_or_while_nothing_changes(way):
    assert SENTENCE not in main_text_of(page(way.circulate()))
    assert queries(way) == 1
    for words in ("DCS approval", "SEND Board", "CCG approval"):
        way.approve(words)
    way.publish()
    assert SENTENCE not in main_text_of(page(way))
    assert queries(way) == 2


@pytest.mark.parametrize("role", [Role.OFFICER, Role.READER])
def test_the_count_is_that_of_the_comparison_and_leads_to_it(way, role):
    way.published()
    with way.inside():
        Deliverable.objects.filter(title="Open a base").update(title="Open two bases")
        DeliverableFactory(strand=Strand.objects.get(code="B"), title="Hire a nurse")
        actor = way.cast.actor(role)
        old, new = sides(actor, way.plan, str(way.version.public_id), NOW)
        count = compare_for(actor, old.document, new.document).count
    shown = page(way, role)
    assert count == 2 and f"2 items have {SENTENCE}. See what changed" in main_text_of(shown)
    link = f"{PLAN}versions/compare/?from={way.version.public_id}&amp;to=now"
    assert f'href="{link}"' in shown.content.decode()
    assert way.cast.client(role).get(link.replace("&amp;", "&")).status_code == 200


def test_one_item_and_a_new_order(way):
    way.published()
    with way.inside():
        Deliverable.objects.filter(title="Open a base").update(title="Open two bases")
    assert f"1 item has {SENTENCE}" in main_text_of(page(way))
    with way.inside():
        Deliverable.objects.filter(title="Open two bases").update(title="Open a base", position=0)
    assert f"The order of items has {SENTENCE}" in main_text_of(page(way))


def test_it_is_worked_out_once_after_a_change(way):
    way.published()
    with way.inside():
        Deliverable.objects.filter(title="Open a base").update(title="Open two bases")
    first = queries(way)
    assert first <= 35 and queries(way) == 2
    with way.inside():
        for number in range(5):
            DeliverableFactory(strand=Strand.objects.get(code="B"), title=f"Hire {number}")
    assert queries(way) <= first and queries(way) == 2


def test_another_council_and_another_plan_do_not_count(way):
    way.published()
    with council_context(way.cast.other.pk):
        DeliverableFactory()
    assert queries(way) == 2
    with way.inside():
        DeliverableFactory()
    assert SENTENCE not in main_text_of(page(way))
    cache.clear()
    assert SENTENCE not in main_text_of(page(way))


def test_without_the_cache_the_page_is_shown_all_the_same(way, monkeypatch):
    class Unreachable:
        def get(self, key):
            raise RedisError

    way.published()
    with way.inside():
        Deliverable.objects.filter(title="Open a base").update(title="Open two bases")
    monkeypatch.setattr("plan_versions.changed_since.cache", Unreachable())
    assert f"1 item has {SENTENCE}" in main_text_of(page(way))
