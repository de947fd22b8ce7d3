"""Process that forks a worker for each task: `python -m tests.faults.forks`. It has loaded the product, and no more.

It reads orders, a line of JSON each (`workers.Order`), and answers with lines of JSON: `{"number": 3, "pid": 1234}`,
`{"number": 3, "stopped": true}`, `{"number": 3, "code": 0}`.
"""

import contextlib
import hashlib
import importlib
import os
import resource
import select
import signal
import traceback
from pathlib import Path
from typing import Any

import django
import orjson

POINTS = {
    "during the render": "packs.rendering:render_snapshot",
    "while the file is written": "os:fsync",
    "between file and row": "packs.rendering:Rendering._rendered",
    "between claim and connection": "core.mail:send",
    "between `transmitting` and DATA": "core.mail:_send_data",
    "between the 250 and the commit": "packs.mail_attempts:MailAttempt._finish",
    "in the transaction that records the 250": "packs.sending:Sending.moved",
}
"""Where a worker can stop itself: just before it calls this function."""


def main() -> None:
    django.setup()
    load_what_tasks_use()
    wake, ended = os.pipe()
    os.set_blocking(wake, False)
    os.set_blocking(ended, False)
    signal.set_wakeup_fd(ended)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    running: dict[int, int] = {}
    say(ready=True)
    while True:
        readable, _, _ = select.select([0, wake], [], [])
        if 0 in readable:
            lines = os.read(0, 1 << 20)
            if not lines:
                break
            for line in lines.splitlines():
                start(orjson.loads(line), running)
        if wake in readable:
            os.read(wake, 4096)
            tell_who_has_ended(running)
    for pid in running:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def load_what_tasks_use() -> None:
    """Load it once and before the forks, because each would take two seconds for it."""
    from django.template.loader import get_template
    from django.urls import get_resolver

    for name in (
        "packs.jobs",
        "packs.printing.pdf",
        "reminders.jobs",
        "kombu.transport.redis",
        __package__ + ".claim_only",
    ):
        importlib.import_module(name)
    _ = get_resolver().app_dict
    for name in (
        "pack/subject.txt",
        "pack/body.txt",
        "pack/body.html",
        "reminder/body.txt",
        "reminder/body.html",
    ):
        get_template(f"emails/{name}")


def say(**facts: Any) -> None:
    """One short line at once, so that lines of several processes never mix."""
    os.write(1, orjson.dumps(facts) + b"\n")


def start(order: dict[str, Any], running: dict[int, int]) -> None:
    pid = os.fork()
    if pid:
        running[pid] = order["number"]
        say(number=order["number"], pid=pid)
        return
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        work(order)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def tell_who_has_ended(running: dict[int, int]) -> None:
    while running:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        say(number=running.pop(pid), code=os.waitstatus_to_exitcode(status))


def work(order: dict[str, Any]) -> None:
    """Run one task as a worker does."""
    from django.conf import settings
    from django.utils.module_loading import import_string

    from tests.faults.moved_clock import MovedClock

    for name, value in order["settings"].items():
        setattr(settings, name, Path(value) if name == "FILES_ROOT" else value)
    clock = MovedClock(Path(order["clock"]))
    clock.rule()
    importlib.import_module("packs.tasks").time = clock
    if order["draws_small"]:
        draw_small()
    if order["most_bytes"] is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["most_bytes"], order["most_bytes"]))
    if order["stop_at"]:
        stop_at(order["stop_at"], order["number"])
    import_string(order["task"])(**order["arguments"])


def small_pdf(snapshot: Any) -> Any:
    """A small file, the same each time for the same snapshot."""
    from packs.printing.pdf import RenderedPdf

    body = b"%PDF-1.7 of " + snapshot.sha256.encode() + b" " * 2000
    return RenderedPdf(body, hashlib.sha256(body).hexdigest(), pages=1, made_with="a test")


def draw_small() -> None:
    from packs import rendering

    rendering.render_snapshot = small_pdf
    rendering.render_files = lambda snapshot: []


def stop_at(point: str, number: int) -> None:
    """Stop this process, once, just before it calls the function of a point. It can be killed or continued."""
    module, _, path = POINTS[point].partition(":")
    owner: Any = importlib.import_module(module)
    *classes, name = path.split(".")
    for each in classes:
        owner = getattr(owner, each)
    function = getattr(owner, name)

    def stop(*args: Any, **kwargs: Any) -> Any:
        setattr(owner, name, function)
        say(number=number, stopped=True)
        os.kill(os.getpid(), signal.SIGSTOP)
        return function(*args, **kwargs)

    setattr(owner, name, stop)


if __name__ == "__main__":
    main()
