"""Celery's own workers and the real queue: a task's process is killed, or the whole worker, or the queue emptied."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from dev.child import end_with_parent
from packs import jobs
from tests.packs.processes import environment

from .scenario import Scenario
from .sink import Fault
from .workers import PATIENCE
from .world import BEAT, World


class CeleryWorker:
    """A worker with one process for tasks, started again when it has been killed."""

    def __init__(self, world: World) -> None:
        self._command = [
            *(sys.executable, "-m", "tests.faults.celery_worker"),
            *(str(world.clock.path), str(world.files), str(world.sink.port)),
        ]
        self.log, self._starts = world.files.parent / "celery", 0
        self.start()

    def start(self) -> None:
        """Start it, and wait until it takes tasks: the moved clock would run on while it starts."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                env=environment(CELERY_SKIP_CHECKS="1"),
                cwd=settings.BASE_DIR,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_parent(signal.SIGTERM),
            )
        self._starts += 1
        deadline = time.monotonic() + PATIENCE
        while self.log.read_bytes().count(b" ready.") < self._starts:
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.1)

    def kill_task(self) -> None:
        """Kill the process that runs tasks. The worker puts the task back into the queue."""
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        for pid in children:
            os.kill(int(pid), signal.SIGKILL)

    def kill_all(self) -> None:
        """Kill the worker with its processes. Nobody puts its task back for a quarter of an hour."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


@contextmanager
def celery(world: World):
    worker = CeleryWorker(world)
    try:
        yield worker
    finally:
        worker.kill_all()


def killed(world: World, times: int) -> None:
    """Each fault falls while the mail server has the message, and has accepted it or not."""
    world.request(times + 2)
    with celery(world) as worker:
        for number in range(times):
            world.sink.plan(Fault(world.chance.choice(("RCPT", "body", ".")), "hold", keeps=True))
            _until(world, lambda: world.sink.held.acquire(blocking=False))
            world.ledger.event()
            if number % 3 == 2:
                world.messages.flush()
            if number % 2:
                worker.kill_task()
            else:
                worker.kill_all()
                worker.start()
        _until(world, lambda: not world.is_busy())
    world.until_settled()


def _until(world: World, condition) -> None:
    """Let time pass, with the clock's sweeps, until this is so. It passes slowly, because workers work in real time."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "Waited in vain for the worker"
        world.clock.forward(BEAT / 3)
        jobs.sweep.delay()
        for _ in range(10):
            if condition():
                return
            time.sleep(0.1)
        world.ledger.look()


SCENARIOS = [Scenario("Celery’s worker or its process killed, and the queue emptied", killed, 2, 8)]
