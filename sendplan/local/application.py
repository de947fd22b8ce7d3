"""The product's own processes: web, two workers and the clock."""

import http.client
import sys
from collections.abc import Mapping

from .child import Child
from .state import ROOT, State

_PYTHON = (sys.executable, "-m")
_WEB = ("--workers", "2", "--threads", "2", "--preload", "--timeout", "60", "--graceful-timeout", "3")
# Without these gunicorn writes to the home folder and to a disk that may stall its heartbeat.
_WEB_FILES = ("--no-control-socket", "--worker-tmp-dir", "/dev/shm")
_WORKER = (
    "--pool",
    "prefork",
    "--concurrency",
    "1",
    "--loglevel",
    "INFO",
    "--without-gossip",
    "--without-mingle",
)
_CLOCK = ("--pidfile=", "--schedule")
# A render may take 300 MiB for a long pack; a child that grew past that is replaced after its task.
_RENDERS = ("--max-memory-per-child", "400000", "--max-tasks-per-child", "50")


def children(state: State, env: Mapping[str, str], listener: int, port: int) -> list[Child]:
    """The processes to run; none of them gets the owner's address. `listener` is that port's open socket."""
    env = {name: value for name, value in env.items() if name != "OWNER_DATABASE_URL"}
    worker_env = env | {"SENDPLAN_PROCESS": "worker"}
    host = env.get("ALLOWED_HOSTS", "127.0.0.1").split(",")[0].strip().lstrip("*.") or "127.0.0.1"
    web = Child(
        "web",
        [*_PYTHON, "gunicorn", "sendplan.wsgi", "--bind", f"fd://{listener}", *_WEB, *_WEB_FILES],
        env=env,
        log=state.log("web"),
        cwd=ROOT,
        ready=lambda _: _is_ready(port, host),
        pass_fds=[listener],
    )
    clock = Child(
        "beat",
        [
            *_PYTHON,
            "celery",
            "-A",
            "sendplan",
            "beat",
            "--loglevel",
            "INFO",
            *_CLOCK,
            state.folder("beat") / "schedule",
        ],
        env=worker_env,
        log=state.log("beat"),
        cwd=ROOT,
        ready=lambda child: "beat: Starting..." in child.output(),
    )
    return [
        web,
        clock,
        _worker(state, worker_env, "default"),
        _worker(state, worker_env, "renders", *_RENDERS),
    ]


def _worker(state: State, env: Mapping[str, str], queue: str, *options: str) -> Child:
    """One worker for one queue, so that a long render never keeps a mail waiting."""
    name = "worker" if queue == "default" else queue
    return Child(
        name,
        [
            *_PYTHON,
            "celery",
            "-A",
            "sendplan",
            "worker",
            "-Q",
            queue,
            "-n",
            f"{queue}@%h",
            *_WORKER,
            *options,
        ],
        env=env,
        log=state.log(name),
        cwd=ROOT,
        ready=lambda child: " ready." in child.output(),
    )


def _is_ready(port: int, host: str) -> bool:
    """Whether the web server reaches its database and its queue, by its own word."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/readyz", headers={"Host": host})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
