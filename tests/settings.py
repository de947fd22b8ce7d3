"""Settings for tests: for several test processes at once, or for no services at all.

pytest-xdist calls its processes gw0, gw1 and so on. pytest-django gives each a database; here each gets a cache, a
queue and a folder of its own. Processes that a test starts inherit the name and so share them with that test.
"""

import os

os.environ.setdefault("SENDPLAN_LOCAL", "1")  # `bin/test` sets this; without services nothing does
PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "")
HAS_SERVICES = "DATABASE_URL" in os.environ

from sendplan.settings import *  # noqa: E402, F403
from sendplan.settings import CACHES, CELERY_BROKER_URL, FILES_ROOT  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""The product's password hash takes a third of a second, on purpose."""

if PROCESS:
    _number = int(PROCESS.removeprefix("gw"))
    _socket = CELERY_BROKER_URL.removeprefix("redis+socket://").partition("?")[0]
    # A run in one process uses databases 0 and 1.
    CELERY_BROKER_URL = f"redis+socket://{_socket}?virtual_host={2 * _number + 2}"
    CACHES["default"]["LOCATION"] = f"unix://{_socket}?db={2 * _number + 3}"
    FILES_ROOT = FILES_ROOT / PROCESS

if not HAS_SERVICES:
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
