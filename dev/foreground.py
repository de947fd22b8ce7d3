"""Run a command in the foreground while the supervisor keeps the services running."""

import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from .child import end_with_parent
from .signals import Stopped, pause
from .supervisor import Supervisor


def run(argv: Sequence[str], *, env: Mapping[str, str], cwd: Path | None, supervisor: Supervisor) -> int:
    """Run the user's command in their terminal. Returns its exit code.

    Ctrl-C reaches the command through the terminal. Other stop signals are passed on as SIGTERM.
    """
    process = subprocess.Popen(argv, env=dict(env), cwd=cwd, preexec_fn=end_with_parent(signal.SIGTERM))
    while process.poll() is None:
        supervisor.tend()
        try:
            pause(0.2)
        except Stopped as stopped:
            if stopped.signal_number != signal.SIGINT:
                process.send_signal(signal.SIGTERM)
    return process.returncode if process.returncode >= 0 else 128 - process.returncode


def run_step(argv: Sequence[str], *, env: Mapping[str, str], cwd: Path, supervisor: Supervisor) -> int:
    """Run one of our own steps, detached from the terminal. Returns its exit code. A stop signal kills the step."""
    process = subprocess.Popen(
        argv, env=dict(env), cwd=cwd, start_new_session=True, preexec_fn=end_with_parent(signal.SIGTERM)
    )
    try:
        while process.poll() is None:
            supervisor.tend()
            pause(0.05)
    except Stopped:
        process.kill()
        process.wait()
        raise
    return process.returncode
