"""Running the command that a person waits for, in their terminal, while the services around it are kept alive."""

import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from .child import end_with_parent
from .signals import Stopped, pause
from .supervisor import Supervisor


def run(argv: Sequence[str], *, env: Mapping[str, str], cwd: Path | None, supervisor: Supervisor) -> int:
    """Wait for the command to end; its exit code. Ctrl-C reaches it through the terminal, other signals through us."""
    process = subprocess.Popen(argv, env=dict(env), cwd=cwd, preexec_fn=end_with_parent(signal.SIGTERM))
    while process.poll() is None:
        supervisor.tend()
        try:
            pause(0.2)
        except Stopped as stopped:
            if stopped.signal_number != signal.SIGINT:
                process.send_signal(signal.SIGTERM)
    return process.returncode if process.returncode >= 0 else 128 - process.returncode
