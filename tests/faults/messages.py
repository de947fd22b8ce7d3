"""The tasks that wait in the queue, read from Valkey itself."""

import base64
from dataclasses import dataclass
from typing import Any

import orjson
import redis
from django.conf import settings

QUEUES = ("default", "clock", "renders")


@dataclass(frozen=True)
class Message:
    """A task that was queued."""

    task: str
    arguments: dict[str, Any]
    queue: str


class Messages:
    """The queues of the tests' broker. The tests hand out what is in them, as workers would."""

    def __init__(self) -> None:
        path, _, rest = settings.CELERY_BROKER_URL.removeprefix("redis+socket://").partition("?")
        self._valkey = redis.Redis(unix_socket_path=path, db=int(rest.partition("virtual_host=")[2] or 0))

    def take(self) -> Message | None:
        """The next task, None if nothing waits."""
        for name in QUEUES:
            if raw := self._valkey.rpop(name):
                found = orjson.loads(raw)
                _, arguments, _ = orjson.loads(base64.b64decode(found["body"]))
                return Message(found["headers"]["task"], arguments, name)
        return None

    def flush(self) -> int:
        """Lose everything, and say how many tasks that were."""
        lost = sum(self._valkey.llen(name) for name in QUEUES)
        self._valkey.flushdb()
        return lost

    def close(self) -> None:
        self._valkey.close()
