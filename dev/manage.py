"""`bin/manage`: run a management command on a state. It uses the services that run there, or starts them."""

import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import foreground, prepared, services, signals
from .postgres import Postgres
from .problem import Problem
from .state import ROOT, State
from .supervisor import Supervisor

_MANAGE = str(ROOT / "manage.py")
_GUESTS = "guests"
"""Lock shared by commands that use the services of another command. That one waits for them before it stops."""


def main(arguments: Sequence[str]) -> int:
    """Run the command. Returns its exit code. Services that were not running are stopped again."""
    caller = os.environ
    services.check_addresses(caller)
    if services.all_real(caller):
        _become(arguments, services.clean(caller))
    state = State(Path(caller.get("SENDPLAN_STATE") or ROOT / "var"))
    prepared.forget(state)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if services.claim(state):
            return _with_own_services(state, caller, arguments)
        if state.lock(_GUESTS, shared=True):
            if env := services.joined(state, caller):
                state.keep_lock_when_replaced(_GUESTS)
                _become(arguments, env)
            state.unlock(_GUESTS)
        signals.pause(0.1)
    raise Problem(
        f"The services in {state.path} have been starting or stopping for a minute. Try again later."
    )


def _become(arguments: Sequence[str], env: Mapping[str, str]) -> None:
    signals.release()
    os.execve(sys.executable, [sys.executable, _MANAGE, *arguments], dict(env))


def _with_own_services(state: State, caller: Mapping[str, str], arguments: Sequence[str]) -> int:
    supervisor = Supervisor(state, lambda sentence: print(sentence, file=sys.stderr))
    is_new = services.has_own_database(caller) and not Postgres(state).data.exists()
    with services.running(state, supervisor, caller) as env:
        command = [sys.executable, _MANAGE]
        if is_new:
            foreground.run_step(
                [*command, "migrate", "--verbosity", "0"], env=env, cwd=ROOT, supervisor=supervisor
            )
        code = foreground.run([*command, *arguments], env=env, cwd=None, supervisor=supervisor)
        while not state.lock(_GUESTS):
            supervisor.tend()
            signals.pause(0.2)
    return code
