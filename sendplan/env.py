"""Environment variables. All are read here and nowhere else."""

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

_env = environ.Env()

LOCAL = _env.bool("SENDPLAN_LOCAL", default=False)
"""True when this checkout's embedded services run on loopback: demo accounts, insecure cookies, local mailbox."""

DEBUG = LOCAL and _env.bool("SENDPLAN_DEBUG", default=False)
"""True in `bin/dev`: error pages show code and values. Always False outside local mode."""

PROCESS = _env.str("SENDPLAN_PROCESS", default="web")
"""`web` or `worker`: the database role of this process."""

STATE = Path(_env.str("SENDPLAN_STATE", default=str(BASE_DIR / "var")))
"""Folder for data outside the database: rendered packs and logos, and in local mode the services' data."""

MAIL_DIR = _env.str("SENDPLAN_MAIL_DIR", default="")
"""Folder in which the local mail sink stores sent emails. Empty outside local mode."""

NOTIFY_API_KEY = _env.str("NOTIFY_API_KEY", default="")
"""API key of GOV.UK Notify. Without one, no board can choose it."""

NOTIFY_URL = _env.str("NOTIFY_URL", default="https://api.notifications.service.gov.uk")
NOTIFY_TEMPLATE_ID = _env.str("NOTIFY_TEMPLATE_ID", default="")
NOTIFY_TEMPLATE_IDS: dict[str, str] = _env.dict("NOTIFY_TEMPLATE_IDS", default={})
"""Templates of councils that have their own, by the council's slug: `northport=…,southport=…`."""

NOTIFY_CALLBACK_TOKEN = _env.str("NOTIFY_CALLBACK_TOKEN", default="")
"""Bearer token with which GOV.UK Notify says what became of emails. Without one, it is only asked."""

SECRET_KEY = _env.str("SECRET_KEY", default="")
ALLOWED_HOSTS: list[str] = _env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
PUBLIC_URL = _env.str("PUBLIC_URL", default="http://127.0.0.1:8000" if LOCAL else "")
"""Base URL of links in emails."""

TRUSTED_PROXIES = _env.int("TRUSTED_PROXIES", default=0)
"""Number of our own proxies that add to X-Forwarded-For. Earlier entries in that header are not trusted."""

LOG_FORMAT = _env.str("LOG_FORMAT", default="plain")
"""`plain`, or `json` for one JSON object on each line of the log."""
if LOG_FORMAT not in ("plain", "json"):
    raise ImproperlyConfigured(f"LOG_FORMAT must be plain or json, not “{LOG_FORMAT}”.")

API_REQUESTS_PER_KEY = _env.int("API_REQUESTS_PER_KEY", default=6_000)
"""Requests a minute that one API key may send. 0 means no limit."""

API_REQUESTS_PER_COUNCIL = _env.int("API_REQUESTS_PER_COUNCIL", default=12_000)
"""Requests a minute that all API keys of one council may send together. 0 means no limit."""

REDIS_URL = _env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")


CONNECTION_SECONDS = 600
"""How long a thread or a worker keeps its database connection. To make one takes as long as a small page."""


def database(name: str) -> dict[str, Any]:
    """Django connection settings from the environment variable `name`, or {} if it is not set.

    A kept connection carries nothing from one council to the next, because the council is set for one transaction only.
    It is checked before each request and task, so that a restart of the database fails none of them.
    """
    if not _env.str(name, default=""):
        return {}
    parameters: dict[str, Any] = _env.db_url(name, engine="django.db.backends.postgresql")
    kept = {"CONN_MAX_AGE": CONNECTION_SECONDS, "CONN_HEALTH_CHECKS": True}
    return kept | parameters | {"DISABLE_SERVER_SIDE_CURSORS": True}


def email() -> dict[str, Any]:
    """Django's EMAIL_* settings from `EMAIL_URL` (`smtp://user:password@host:port`, `smtp+tls://…`)."""
    parsed: dict[str, Any] = _env.email_url("EMAIL_URL", default="smtp://127.0.0.1:25")
    return parsed


def cache_location(redis_url: str) -> str:
    """Cache URL: database 1 on the broker's server."""
    if redis_url.startswith("redis+socket://"):
        path = redis_url.removeprefix("redis+socket://").split("?")[0]
        return f"unix://{path}?db=1"
    head, _, tail = redis_url.rpartition("/")
    return f"{head}/1" if tail.isdigit() else f"{redis_url.rstrip('/')}/1"


def mail_from() -> str:
    """Sender of all emails."""
    return str(_env.str("MAIL_FROM", default="sendplan <sendplan@example.org>"))
