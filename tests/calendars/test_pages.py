"""The pages on which members make, replace and end their own addresses."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from calendars import actions
from calendars.models import CalendarAddress
from calendars.rules import Kind
from councils.models import Membership, SecurityEvent
from councils.permissions import Role
from councils.tenancy import council_context
from tests.calendars.conftest import PAGE, fetch, path_in
from tests.pages import FRAME, main_text_of, text_of

pytestmark = pytest.mark.django_db


def events():
    return list(SecurityEvent.objects.order_by("id").values_list("kind", "subject", "user__name"))


def test_an_address_is_shown_once_and_only_its_hash_is_stored(cast, plan):
    client = cast.client()
    answer = client.post(f"{PAGE}new/", {"calendar": "mine"})
    assert "no-store" in answer.headers["Cache-Control"]
    path = path_in(answer)
    assert fetch(path).status_code == 200
    secret = path.removeprefix("/calendars/").removesuffix(".ics")
    page = client.get(PAGE)
    assert secret not in page.content.decode()
    assert secret not in str(CalendarAddress.objects.values().get())
    assert secret not in str(SecurityEvent.objects.values())
    assert "My work" in main_text_of(page) and "Not yet" not in main_text_of(page)
    assert events() == [("calendar_address_made", "My work", "Officer")]
    administrators = text_of(cast.client(Role.ADMINISTRATOR).get("/northport/people/access/"))
    assert "Officer made a calendar address: My work" in administrators


def test_a_second_address_for_the_same_calendar_is_refused(cast, make):
    path = make()
    answer = cast.client().post(f"{PAGE}new/", {"calendar": "mine"})
    assert answer.status_code == 422
    assert "You already have an address for this calendar. Replace it" in text_of(answer)
    assert fetch(path).status_code == 200 and CalendarAddress.objects.count() == 1
    assert fetch(make(role=Role.READER)).status_code == 200


def test_what_is_not_there_cannot_be_chosen(cast, plan):
    answer = cast.client().post(f"{PAGE}new/", {"calendar": f"board:{plan.public_id}"})
    assert answer.status_code == 422 and not CalendarAddress.objects.exists()
    with council_context(cast.council.id), pytest.raises(actions.AddressRefused):
        actions.make(
            membership=cast.members[Role.OFFICER],
            kind=Kind.BOARD,
            about=plan.public_id,
            by=cast.actor(),
            now=timezone.now(),
        )


def test_a_replaced_address_stops_at_once(cast, make):
    old, client = make(), cast.client()
    page = f"{PAGE}{CalendarAddress.objects.get().public_id}/replace/"
    assert client.get(page).status_code == 200 and fetch(old).status_code == 200
    answer = client.post(page)
    assert "no-store" in answer.headers["Cache-Control"]
    assert (fetch(old).status_code, fetch(path_in(answer)).status_code) == (404, 200)
    assert [kind for kind, _, _ in events()] == ["calendar_address_made", "calendar_address_replaced"]


def test_an_ended_address_stops_and_can_be_made_again(cast, make):
    old, client = make(), cast.client()
    page = f"{PAGE}{CalendarAddress.objects.get().public_id}/end/"
    assert client.get(page).status_code == 200
    answer = client.post(page, follow=True)
    assert "The address for “My work” no longer works." in text_of(answer)
    assert fetch(old).status_code == 404
    assert client.get(page).status_code == 404 and client.post(page).status_code == 404
    assert fetch(make()).status_code == 200
    assert [kind for kind, _, _ in events()] == [
        *("calendar_address_made", "calendar_address_ended", "calendar_address_made")
    ]


def test_none_is_made_when_the_membership_has_just_ended(cast, plan):
    member, by = cast.members[Role.OFFICER], cast.actor()
    Membership.objects.filter(pk=member.pk).update(ended_at=timezone.now())
    with council_context(cast.council.id), pytest.raises(PermissionDenied):
        actions.make(membership=member, kind=Kind.MINE, about=None, by=by, now=timezone.now())
    assert not CalendarAddress.objects.exists()


@pytest.mark.parametrize("page", ["replace", "end"])
def test_nobody_elses_address_is_there(cast, make, page):
    path = make()
    address = CalendarAddress.objects.select_related("membership").get()
    for client in (cast.client(Role.ADMINISTRATOR), cast.outsider_client()):
        for method in (client.get, client.post):
            assert method(f"{PAGE}{address.public_id}/{page}/").status_code == 404
    for role in (Role.ADMINISTRATOR, Role.READER):
        with council_context(cast.council.id), pytest.raises(PermissionDenied):
            getattr(actions, page)(address=address, by=cast.actor(role), now=timezone.now())
    assert fetch(path).status_code == 200


def test_an_outsider_sees_no_page(cast):
    for page in ("", "new/"):
        assert cast.outsider_client().get(f"{PAGE}{page}").status_code == 404


def test_links_lead_to_the_right_calendar(cast, plan):
    client = cast.client()
    for page in ("my-work/", "returns/", "boards/send-board/", "strategies/plan/"):
        assert "/northport/calendars/new/?calendar=" in client.get(f"/northport/{page}").content.decode()
    form = client.get(f"{PAGE}new/?calendar=strategy:{plan.public_id}").content.decode()
    assert f'<option value="strategy:{plan.public_id}" selected' in form
    assert client.get(f"{PAGE}new/?calendar=nonsense").status_code == 200


def test_queries(cast, make, plan):
    client = cast.client()
    for calendar in ("mine", "returns", f"strategy:{plan.public_id}"):
        make(calendar)
    for page, number in (("", 3), ("new/", 2)):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{PAGE}{page}")
        assert len(queries) == FRAME + number
