"""What the surroundings tell the application: every environment variable is read here and nowhere else."""

from pathlib import Path
from typing import Any

import environ

BASE_DIR = Path(__file__).resolve().parent.parent

_env = environ.Env()

LOCAL = _env.bool("SENDPLAN_LOCAL", default=False)
"""True when the embedded services of this checkout run on loopback: demo accounts, plain cookies, local mailbox."""

DEBUG = LOCAL and _env.bool("SENDPLAN_DEBUG", default=False)
"""True in `bin/dev`: errors show the code and its values. Never outside local mode, whatever is set."""

PROCESS = _env.str("SENDPLAN_PROCESS", default="web")
"""`web` or `worker`: which database role this process takes."""

STATE = Path(_env.str("SENDPLAN_STATE", default=str(BASE_DIR / "var")))
"""Folder of everything that is kept outside the database: rendered packs, and in local mode the services' data."""

MAIL_DIR = _env.str("SENDPLAN_MAIL_DIR", default="")
"""Where the local mail sink keeps what was sent; empty outside local mode."""

SECRET_KEY = _env.str("SECRET_KEY", default="")
ALLOWED_HOSTS: list[str] = _env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
PUBLIC_URL = _env.str("PUBLIC_URL", default="http://127.0.0.1:8000" if LOCAL else "")
"""The address that links in mails begin with."""

TRUSTED_PROXIES = _env.int("TRUSTED_PROXIES", default=0)
"""How many proxies of ours stand in front, each adding to X-Forwarded-For; that header is not believed beyond them."""

REDIS_URL = _env.str("REDIS_URL", default="redis://127.0.0.1:6379/0")


def database(name: str) -> dict[str, Any]:
    """Connection parameters of one database role, or an empty dictionary when the address is not set."""
    if not _env.str(name, default=""):
        return {}
    parameters: dict[str, Any] = _env.db_url(name, engine="django.db.backends.postgresql")
    parameters["DISABLE_SERVER_SIDE_CURSORS"] = True
    return parameters


def email() -> dict[str, Any]:
    """Django's EMAIL_* settings from `EMAIL_URL` (`smtp://user:password@host:port`, `smtp+tls://…`)."""
    parsed: dict[str, Any] = _env.email_url("EMAIL_URL", default="smtp://127.0.0.1:25")
    return parsed


def cache_location(redis_url: str) -> str:
    """The cache shares the broker's server, in a database of its own."""
    if redis_url.startswith("redis+socket://"):
        path = redis_url.removeprefix("redis+socket://").split("?")[0]
        return f"unix://{path}?db=1"
    head, _, tail = redis_url.rpartition("/")
    return f"{head}/1" if tail.isdigit() else f"{redis_url.rstrip('/')}/1"


def mail_from() -> str:
    """The sender of every mail."""
    return str(_env.str("MAIL_FROM", default="sendplan <sendplan@example.org>"))
