"""Supervisor: keep the processes of one state folder running until a signal asks to stop."""

import time
from collections.abc import Callable

from . import orphans
from .child import Child
from .problem import Problem
from .signals import Stopped, pause
from .state import State

_STOP_SECONDS = (4.0, 4.0, 10.0)
"""Seconds that the product, Valkey and PostgreSQL get to end by themselves."""


class Supervisor:
    """Starts processes, restarts those that die, and stops them in order."""

    def __init__(self, state: State, say: Callable[[str], None]) -> None:
        self._state = state
        self._say = say
        self._children: list[Child] = []

    def bring_up(self, *children: Child, seconds: float = 60.0) -> None:
        """Start processes in parallel and wait until each is ready.

        Raises Problem with the end of the log when one ends or is not ready in time. A patient child is restarted
        until the time is over: PostgreSQL does not start while processes of a killed server are still running.
        """
        for child in children:
            self.add(child)
        deadline = time.monotonic() + seconds
        waiting = list(children)
        while waiting:
            pause(0.04)
            for child in waiting:
                if not child.running:
                    self._try_once_more(child, deadline)
            waiting = [child for child in waiting if not child.ready]
            if waiting and time.monotonic() > deadline:
                raise Problem(_did_not_start(waiting[0], f"was not ready after {seconds:.0f} seconds"))

    def add(self, child: Child) -> None:
        """Start a process with a new log and keep it running. Does not wait until it is ready."""
        log = self._state.log(child.name)
        if log.exists():
            log.replace(log.with_suffix(".log.1"))
        self._children.append(child)
        self._start(child)

    def _try_once_more(self, child: Child, deadline: float) -> None:
        if not child.patient or time.monotonic() > deadline:
            raise Problem(_did_not_start(child, child.ended()))
        pause(0.1)
        self._start(child)

    def _start(self, child: Child) -> None:
        child.start()
        orphans.record(self._state, {each.name: each.pid for each in self._children})

    def tend(self) -> None:
        """Restart processes that have died, each after its delay."""
        for child in self._children:
            if child.running:
                child.due_at = 0.0
            elif not child.due_at:
                child.kill_group()
                child.plan_restart()
                if not child.asked_to_restart:
                    self._say(f"{child.name} {child.ended()}; starting it again.")
            elif time.monotonic() >= child.due_at:
                child.due_at = 0.0
                self._start(child)

    def tend_until_stopped(self, each_time: Callable[[], object] = lambda: None) -> None:
        """Tend until a signal asks to stop. Calls `each_time` several times a second."""
        try:
            while True:
                self.tend()
                each_time()
                pause(0.2)
        except Stopped:
            return

    def stop(self) -> None:
        """Stop all processes: first the product and the mail sink, then the queue, then the database."""
        for phase, seconds in enumerate(_STOP_SECONDS):
            batch = [child for child in self._children if child.stop_phase == phase]
            for child in batch:
                child.ask_to_stop()
            deadline = time.monotonic() + seconds
            while any(child.running for child in batch) and time.monotonic() < deadline:
                time.sleep(0.02)
            for child in batch:
                child.kill_group()
        self._children.clear()
        orphans.record(self._state, {})


def _did_not_start(child: Child, how: str) -> str:
    last = "\n".join(child.output().strip().splitlines()[-12:])
    return f"{child.name} did not start: it {how}. The end of its log:\n{last}"
