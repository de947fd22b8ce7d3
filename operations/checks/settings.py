"""Settings: is each one set, and does it fit the others?"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from .finding import Finding, failed, ok, warning

SHORT_KEY = 32
PLACEHOLDER = "only-for-checks-and-builds"


def check_settings() -> Iterator[Finding]:
    yield _secret_key()
    yield _public_url()
    yield _hosts()
    yield _proxies()
    yield _sender()


def _secret_key() -> Finding:
    key = settings.SECRET_KEY
    if key == PLACEHOLDER:
        return failed(
            "secret key", "SECRET_KEY is not set.", "Set it to a long random text, the same for all."
        )
    if len(key) < SHORT_KEY or len(set(key)) < 8:
        return failed(
            "secret key",
            "SECRET_KEY is short or repeats itself.",
            f"Use at least {SHORT_KEY} random characters.",
        )
    return ok("secret key", "SECRET_KEY is set.")


def _public_url() -> Finding:
    url = urlsplit(settings.PUBLIC_URL)
    if not url.hostname:
        return failed(
            "public address",
            "PUBLIC_URL is not set, or is no address.",
            "Set it to what people type: https://plans.example.gov.uk",
        )
    if url.scheme != "https" and not settings.LOCAL:
        return failed(
            "public address", "PUBLIC_URL does not begin with https.", "Links in emails need https."
        )
    if not any(_fits(url.hostname, host) for host in settings.ALLOWED_HOSTS):
        return failed(
            "public address",
            f"ALLOWED_HOSTS does not have {url.hostname}, the host of PUBLIC_URL.",
            "Add it, or links in emails lead to an error page.",
        )
    return ok("public address", f"Links in emails begin with {settings.PUBLIC_URL}.")


def _fits(hostname: str, allowed: str) -> bool:
    wanted = allowed.strip().lower()
    return wanted in ("*", hostname) or (wanted.startswith(".") and f".{hostname}".endswith(wanted))


def _hosts() -> Finding:
    if "*" in settings.ALLOWED_HOSTS:
        return failed(
            "host names", "ALLOWED_HOSTS has “*”.", "Name the hosts: others can forge links otherwise."
        )
    return ok("host names", f"Pages answer as {', '.join(settings.ALLOWED_HOSTS)}.")


def _proxies() -> Finding:
    if settings.LOCAL or settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        return ok("proxies", f"TRUSTED_PROXIES is {settings.ALLAUTH_TRUSTED_PROXY_COUNT}.")
    return warning(
        "proxies",
        "TRUSTED_PROXIES is 0.",
        "Behind a proxy, set it to 1: otherwise every caller has the proxy's address, and one locks out all.",
    )


def _sender() -> Finding:
    if "example.org" in settings.DEFAULT_FROM_EMAIL and not settings.LOCAL:
        return failed("sender", "MAIL_FROM is not set.", "Set it to an address of your own domain.")
    return ok("sender", f"Emails come from {settings.DEFAULT_FROM_EMAIL}.")
