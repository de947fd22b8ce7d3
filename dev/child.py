"""A supervised process: start it, read its output, end it."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from . import signals

_LIBC = ctypes.CDLL(None, use_errno=True)
_SET_PARENT_DEATH_SIGNAL = 1
_STEADY_SECONDS = 10.0
_LONGEST_DELAY = 30.0


def end_with_parent(signal_number: int) -> Callable[[], None]:
    """Function for `preexec_fn`: the kernel sends `signal_number` to the new process when its parent dies."""
    parent = os.getpid()

    def act() -> None:
        _LIBC.prctl(_SET_PARENT_DEATH_SIGNAL, int(signal_number))
        signals.release()
        if os.getppid() != parent:
            os._exit(1)

    return act


class Child:
    """Long-running process in its own session that writes to a log file."""

    def __init__(
        self,
        name: str,
        argv: Sequence[str | Path],
        *,
        env: Mapping[str, str],
        log: Path,
        ready: Callable[["Child"], bool],
        cwd: Path | str = "/",
        identity: Mapping[str, Any] | None = None,
        pass_fds: Sequence[int] = (),
        stop_signal: int = signal.SIGTERM,
        stop_phase: int = 0,
        patient: bool = False,
    ) -> None:
        self.name = name
        self.stop_signal = stop_signal
        self.stop_phase = stop_phase
        self.patient = patient
        self.due_at = 0.0
        self.asked_to_restart = False
        self._argv = [str(part) for part in argv]
        self._env = dict(env)
        self._log = log
        self._ready = ready
        self._cwd = cwd
        self._identity = dict(identity or {})
        self._pass_fds = tuple(pass_fds)
        self._process: subprocess.Popen[bytes] | None = None
        self._said_before = 0
        self._started_at = 0.0
        self._failures = 0

    @property
    def pid(self) -> int:
        """Process id, 0 before the first start."""
        return self._process.pid if self._process else 0

    @property
    def running(self) -> bool:
        """Whether the process is running."""
        return self._process is not None and self._process.poll() is None

    @property
    def ready(self) -> bool:
        """Whether the process is running and passes its readiness check."""
        return self.running and self._ready(self)

    def start(self) -> None:
        """Start or restart the process."""
        self._said_before = self._log.stat().st_size if self._log.exists() else 0
        self._started_at = time.monotonic()
        self.asked_to_restart = False
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self._env,
                cwd=self._cwd,
                pass_fds=self._pass_fds,
                start_new_session=True,
                preexec_fn=end_with_parent(self.stop_signal),
                **self._identity,
            )

    def output(self) -> str:
        """Output since the latest start."""
        with self._log.open("rb") as log:
            log.seek(self._said_before)
            return log.read().decode(errors="replace")

    def ended(self) -> str:
        """How the process ended, as words: "ended by SIGKILL", "ended with code 1"."""
        code = self._process.returncode if self._process else None
        if code is not None and code < 0:
            return f"ended by {signal.Signals(-code).name}"
        return f"ended with code {code}"

    def plan_restart(self) -> None:
        """Set `due_at`, the time of the next start. The delay doubles while the process keeps dying early."""
        if self.asked_to_restart or time.monotonic() - self._started_at > _STEADY_SECONDS:
            self._failures = 0
        self.due_at = time.monotonic() + min(_LONGEST_DELAY, 0.2 * 2**self._failures)
        self._failures += 1

    def ask_to_stop(self) -> None:
        """Send `stop_signal`."""
        if self.running and self._process:
            self._process.send_signal(self.stop_signal)

    def restart(self) -> None:
        """Ask the process to stop. The supervisor then starts it again without delay."""
        self.asked_to_restart = True
        self.ask_to_stop()

    def kill_group(self) -> None:
        """Kill the process and everything that it started."""
        if self._process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
