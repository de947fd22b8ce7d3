"""The product's own processes: web, two workers and the clock."""

import http.client
import sys
from collections.abc import Mapping

from .child import Child
from .state import ROOT, State

_WEB = ("--workers", "2", "--threads", "2", "--preload", "--timeout", "60", "--graceful-timeout", "3")
# No preload, because gunicorn cannot reload preloaded code. No timeout, so that a debugger can hold a request.
_WEB_RELOADS = ("--workers", "1", "--threads", "4", "--reload", "--timeout", "0", "--graceful-timeout", "1")
# Without these, gunicorn writes to the home folder, and its heartbeat to a disk that may stall.
_WEB_FILES = ("--no-control-socket", "--worker-tmp-dir", "/dev/shm")


def web(state: State, env: Mapping[str, str], listener: int, port: int, *, reloads: bool = False) -> Child:
    """Web server. `listener` is the open socket of `port`. With `reloads`, it reloads changed code (for developers)."""
    options = (*(_WEB_RELOADS if reloads else _WEB), *_WEB_FILES)
    host = env.get("ALLOWED_HOSTS", "127.0.0.1").split(",")[0].strip().lstrip("*.") or "127.0.0.1"
    return Child(
        "web",
        [sys.executable, "-m", "gunicorn", "sendplan.wsgi", "--bind", f"fd://{listener}", *options],
        env=_without_owner(env),
        log=state.log("web"),
        cwd=ROOT,
        ready=lambda _: _is_ready(port, host),
        pass_fds=[listener],
    )


def background(state: State, env: Mapping[str, str]) -> list[Child]:
    """Two workers and the clock. They may start after the web server, because work that is due waits in rows.

    Packs have their own worker, so that a long render never delays an email.
    """
    env = _without_owner(env)
    return [
        _celery(state, env, "worker", "worker", "default,clock", says=" ready."),
        _celery(state, env, "beat", "beat", str(state.folder("beat") / "schedule"), says="beat: Starting..."),
        _celery(state, env, "renders", "worker", "renders", says=" ready."),
    ]


def _without_owner(env: Mapping[str, str]) -> dict[str, str]:
    """Environment without the owner's address: the product never needs to bypass row-level security."""
    return {name: value for name, value in env.items() if name != "OWNER_DATABASE_URL"}


def _celery(state: State, env: Mapping[str, str], name: str, *arguments: str, says: str) -> Child:
    return Child(
        name,
        [sys.executable, "-m", "dev.celery_process", *arguments],
        # Django's checks would take each of these processes a second. bin/check runs them.
        env=dict(env) | {"SENDPLAN_PROCESS": "worker", "CELERY_SKIP_CHECKS": "1"},
        log=state.log(name),
        cwd=ROOT,
        ready=lambda child: says in child.output(),
    )


def _is_ready(port: int, host: str) -> bool:
    """Whether `/readyz` reports that the web server reaches its database and its queue."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/readyz", headers={"Host": host})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
