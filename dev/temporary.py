"""Services in a temporary folder, for commands that must not touch any data: `bin/test` and `bin/bench`."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from . import services
from .state import State
from .supervisor import Supervisor

NOT_PASSED_ON = (
    *services.REAL,
    "WORKER_DATABASE_URL",
    "OWNER_DATABASE_URL",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "PUBLIC_URL",
    "TRUSTED_PROXIES",
)


@contextmanager
def temporary_services(
    name: str,
    *,
    throw_away: bool = False,
    at_the_start: Callable[[State], None] | None = None,
    at_the_end: Callable[[State], None] | None = None,
) -> Iterator[tuple[dict[str, str], Supervisor]]:
    """Run the services in a new folder, which is deleted at the end. Yields the product's environment.

    Ignores addresses of real servers. `throw_away` makes the database faster, but not safe against a crash.
    `at_the_start` is called before the services start, `at_the_end` after they have stopped without an error.
    """
    caller = {variable: value for variable, value in os.environ.items() if variable not in NOT_PASSED_ON}
    folder = Path(tempfile.mkdtemp(prefix=f"sendplan-{name}-"))
    state = State(folder)
    services.claim(state)
    supervisor = Supervisor(state, lambda sentence: print(sentence, file=sys.stderr))
    try:
        if at_the_start:
            at_the_start(state)
        with services.running(state, supervisor, caller, throw_away=throw_away) as env:
            yield env, supervisor
        if at_the_end:
            at_the_end(state)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(state.runtime, ignore_errors=True)
