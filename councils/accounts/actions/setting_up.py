"""Set up an empty installation: one address, with which someone makes the first council and its administrator."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from core.refusals import ChangeRefused

from ...log import security_events
from ...models import Council, Membership, SetUpAddress, User
from ...models.invitations import SET_UP_ADDRESS_LASTS
from ...models.tokens import hash_of_token, new_token
from ...permissions import Role
from ..access import usable_set_up_address
from ..addresses import AddressRefused, plain_address
from ..passwords import password_problem
from .councils import create_council

HAS_COUNCIL = "This installation has a council already. Sign in, or make another one with “create_council”."
NO_LONGER_WORKS = (
    "A set-up address works once, for one day, until the next one is made. Make a new one with the command "
    "“set_up_address”, or start “bin/serve” again."
)


class SetUpRefused(ChangeRefused):
    """The installation cannot be set up with this address. The message says what to do."""


def new_set_up_address(*, now: datetime) -> str:
    """Make a new set-up address and return its token. Any earlier one stops working.

    Raises SetUpRefused if there is a council already.
    """
    with transaction.atomic():
        if Council.objects.exists():
            raise SetUpRefused(HAS_COUNCIL)
        SetUpAddress.objects.filter(spent_at=None).delete()
        token = new_token()
        SetUpAddress.objects.create(token_hash=hash_of_token(token), expires_at=now + SET_UP_ADDRESS_LASTS)
    return token


def why_not_set_up(token: str, *, now: datetime) -> str:
    """Why nothing can be set up with this address, "" if it can. Changes nothing."""
    if Council.objects.exists():
        return HAS_COUNCIL
    return "" if usable_set_up_address(token, now=now) else NO_LONGER_WORKS


def set_up_council(
    *, token: str, name: str, slug: str, own_name: str, email: str, password: str, now: datetime
) -> Membership:
    """Make the first council, with its administrator, and spend the address.

    An empty slug is made from the council's name. Raises SetUpRefused if the address cannot be used, and ChangeRefused
    for each argument that is wrong.
    """
    with transaction.atomic():
        address = usable_set_up_address(token, now=now, lock=True)
        if address is None or Council.objects.exists():
            raise SetUpRefused(why_not_set_up(token, now=now))
        slug = slug.strip() or slugify(name)
        if not slug:
            raise ChangeRefused({"slug": "Enter the part of the web address, such as “north-shire”."})
        administrator = _new_user(own_name, email, password)
        council = create_council(
            slug=slug, name=name, by="set-up address", today=timezone.localdate(now), user=administrator
        )
        membership = Membership.objects.create(user=administrator, council=council, role=Role.ADMINISTRATOR)
        security_events.record(
            "membership_given",
            user=administrator,
            council=council,
            subject=administrator.email,
            detail={"role": membership.role, "by": "set-up address"},
        )
        address.spent_at = now
        address.save(update_fields=["spent_at"])
    return membership


def _new_user(name: str, email: str, password: str) -> User:
    try:
        address = plain_address(email)
    except AddressRefused as refused:
        raise ChangeRefused({"email": str(refused)}) from None
    if not name.strip():
        raise ChangeRefused({"own_name": "Enter your name"})
    if User.objects.filter(email=address).exists():
        raise ChangeRefused({"email": f"{address} has an account already. Enter another address."})
    if problem := password_problem(password, email=address, name=name):
        raise ChangeRefused({"password": problem})
    return User.objects.create_user(address, password, name=name.strip())
