"""`bin/serve`: run the services and the product on one machine, starting from an empty folder."""

import argparse
import errno
import os
import socket
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from . import application, foreground, handover, prepared, services
from .problem import Problem
from .state import ROOT, State
from .supervisor import Supervisor


def main(arguments: Sequence[str]) -> int:
    """Run until a signal asks to stop. Returns 0 after an orderly stop."""
    return run(arguments, program="bin/serve")


def run(arguments: Sequence[str], *, program: str, on_change: Callable[[], bool] | None = None) -> int:
    """Run the product for `program`. With `on_change`, it reloads and shows the debug page.

    The web server reloads by itself. The workers restart when `on_change`, called several times a second, returns true.
    """
    options = _parser(program).parse_args(arguments)
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
        if on_change:
            env = env | {"SENDPLAN_DEBUG": "1"}
        web = application.web(state, env, listener.fileno(), port, reloads=on_change is not None)
        supervisor.bring_up(web, seconds=90)
        background = application.background(state, env)
        for child in background:
            supervisor.add(child)
        _say(f"Ready: {address}")

        def reload() -> None:
            if on_change and on_change():
                for child in background:
                    child.restart()

        supervisor.tend_until_stopped(reload)
        handover.announce_stop(state)
        _say("Stopping.")
    return 0


def _parser(program: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=program, description="Run sendplan on this machine.")
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
    """Open the web server's socket here: a port in use gives one sentence, and a restart refuses no call."""
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
    """Migrate and load the demo if needed, and print the demo's accounts or the address to set up a council."""
    accounts = prepared.accounts(state) if services.has_own_database(os.environ) else None
    if accounts is not None:
        print(accounts, end="", flush=True)
        return
    argv = [sys.executable, "-m", "dev.prepare", "--set-up", *([] if demo else ["--no-demo"])]
    if foreground.run_step(argv, env=env, cwd=ROOT, supervisor=supervisor):
        raise Problem("The database could not be prepared. See the reason above.")


def _say(sentence: str) -> None:
    print(sentence, flush=True)
