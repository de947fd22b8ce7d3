"""Workers of the tests: a process for each task, which can stop at a point, be killed there, or go on."""

import os
import queue
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings

from dev.child import end_with_parent
from tests.packs.processes import environment

PATIENCE = 180
"""Seconds of real time until a test gives up."""


class Worker:
    """A process at work on one task. `code` is how it has ended: 0 well, 1 with an exception, -9 killed."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.pid = 0
        self.code: int | None = None
        self.started, self.stopped, self.ended = threading.Event(), threading.Event(), threading.Event()

    def wait_until_stopped(self) -> bool:
        """Whether it has come to the point at which it was to stop. False if it has ended before."""
        for _ in range(PATIENCE * 100):
            if self.stopped.wait(0.01):
                return True
            if self.ended.is_set():
                return self.stopped.is_set()
        raise AssertionError("A worker came to no end.")

    def kill(self) -> None:
        """End it as `kill -9` or a lack of memory does."""
        assert self.started.wait(PATIENCE)
        if not self.ended.is_set():
            os.kill(self.pid, signal.SIGKILL)
        self.wait()

    def go_on(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def wait(self) -> int | None:
        assert self.ended.wait(PATIENCE), "A worker came to no end."
        return self.code


class Workers:
    """The process that forks the workers (`forks.py`), against the tests' database, as the worker's role."""

    def __init__(self, log: Path) -> None:
        self._workers: dict[int, Worker] = {}
        self._ready: queue.SimpleQueue[bool] = queue.SimpleQueue()
        with log.open("wb") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.forks"],
                env=environment(),
                cwd=settings.BASE_DIR,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                preexec_fn=end_with_parent(signal.SIGTERM),
            )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        assert self._ready.get(timeout=PATIENCE), log.read_text()

    def start(self, task: str, *, clock: Path, stop_at: str = "", **options: Any) -> Worker:
        """Start a worker on a task. `options` are `arguments`, `settings`, `most_bytes` and `draws_small`."""
        worker = Worker(len(self._workers))
        self._workers[worker.number] = worker
        order = {"number": worker.number, "task": task, "clock": str(clock), "stop_at": stop_at, **options}
        assert self._process.stdin
        self._process.stdin.write(orjson.dumps(order) + b"\n")
        self._process.stdin.flush()
        return worker

    def end_all(self) -> None:
        """Kill the workers that a test has left."""
        for worker in self._workers.values():
            if not worker.ended.is_set():
                worker.kill()

    def close(self) -> None:
        """End the process, which ends its workers."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._reader.join(PATIENCE)
        self._process.stdout.close()

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            said = orjson.loads(line)
            if "ready" in said:
                self._ready.put(True)
                continue
            worker = self._workers[said["number"]]
            if "pid" in said:
                worker.pid = said["pid"]
                worker.started.set()
            elif "stopped" in said:
                worker.stopped.set()
            else:
                worker.code = said["code"]
                worker.ended.set()
        self._ready.put(False)
