"""`bin/serve`: everything on one machine, from an empty folder to a web address."""

import argparse
import errno
import os
import socket
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import application, foreground, handover, prepared, services
from .problem import Problem
from .state import ROOT, State
from .supervisor import Supervisor


def main(arguments: Sequence[str]) -> int:
    """Run until a signal asks to stop; 0 when it then stopped in order."""
    options = _parser().parse_args(arguments)
    caller: dict[str, str] = dict(os.environ)
    services.check_addresses(caller)
    state = State(Path(options.state))
    handover.claim(state)
    listener = _listen(options.port)
    port: int = listener.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    supervisor = Supervisor(state, _say)
    _say(f"Starting in {state.path}")
    with services.running(state, supervisor, {"PUBLIC_URL": address} | caller) as env:
        _prepare(state, env, supervisor, demo=not options.no_demo)
        supervisor.bring_up(application.web(state, env, listener.fileno(), port), seconds=90)
        for child in application.background(state, env):
            supervisor.add(child)
        _say(f"Ready: {address}")
        supervisor.tend_until_stopped()
        handover.announce_stop(state)
        _say("Stopping.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/serve", description="Run sendplan on this machine.")
    parser.add_argument(
        "--port", type=int, default=8000, help="port on 127.0.0.1, or 0 for any free port (default: 8000)"
    )
    parser.add_argument(
        "--state",
        default=os.environ.get("SENDPLAN_STATE") or str(ROOT / "var"),
        help="folder for all data (default: SENDPLAN_STATE or var/)",
    )
    parser.add_argument(
        "--no-demo", action="store_true", help="do not load plans and accounts on the first start"
    )
    return parser


def _listen(port: int) -> socket.socket:
    """The web server's socket: opened here, a port in use is one sentence and a dead server loses no call."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(512)
    except OverflowError:
        listener.close()
        raise Problem(f"Port {port} does not exist. Choose one from 1024 to 65535 with --port.") from None
    except OSError as error:
        listener.close()
        in_use = error.errno == errno.EADDRINUSE
        why = "is in use by another program" if in_use else f"cannot be used ({error.strerror})"
        raise Problem(f"Port {port} {why}. Choose another with --port.") from None
    return listener


def _prepare(state: State, env: Mapping[str, str], supervisor: Supervisor, *, demo: bool) -> None:
    """See that the tables are there and print the demo's accounts."""
    accounts = prepared.accounts(state) if services.has_own_database(os.environ) else None
    if accounts is not None:
        print(accounts, end="", flush=True)
        return
    argv = [sys.executable, "-m", "dev.prepare", *([] if demo else ["--no-demo"])]
    if foreground.run_alone(argv, env=env, cwd=ROOT, supervisor=supervisor):
        raise Problem("The database could not be prepared. See the reason above.")


def _say(sentence: str) -> None:
    print(sentence, flush=True)
