"""Running a command that a person waits for while the services around it are kept alive."""

import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from .child import end_with_parent
from .signals import Stopped, pause
from .supervisor import Supervisor


def run(argv: Sequence[str], *, env: Mapping[str, str], cwd: Path | None, supervisor: Supervisor) -> int:
    """The person's own command, in their terminal; its exit code.

    Ctrl-C reaches it through the terminal; other signals are passed on.
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


def run_alone(argv: Sequence[str], *, env: Mapping[str, str], cwd: Path, supervisor: Supervisor) -> int:
    """A step of ours, out of the terminal's reach; its exit code. It is ended when we are asked to stop."""
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
