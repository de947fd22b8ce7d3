"""Background tasks of accounts."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import filter_users_by_email, user_pk_to_url_str
from celery import shared_task

from ..log import security_events
from ..tenancy.tasks import CouncilTask
from . import emails


@shared_task(
    base=CouncilTask,
    directory=True,
    autoretry_for=(OSError,),
    max_retries=4,
    retry_backoff=60,
    retry_backoff_max=900,
)
def send_password_links(*, email: str) -> None:
    """Send a link to choose a new password to the account with this address, if there is one.

    Tried again four times if the mail server cannot be reached or refuses.
    """
    for user in filter_users_by_email(email.lower(), is_active=True, prefer_verified=True):
        key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
        emails.password_link(user, get_adapter().get_reset_password_from_key_url(key)).send()
        security_events.record("password_link_sent", user=user)
