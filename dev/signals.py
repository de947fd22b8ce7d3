"""Waiting in such a way that Ctrl-C and a child's end are never missed and never interrupt half a step."""

import signal

_STOP = {signal.SIGINT, signal.SIGTERM}
if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # Under nohup a closed terminal is no reason to stop.
    _STOP.add(signal.SIGHUP)
_WATCHED = _STOP | {signal.SIGCHLD}


class Stopped(Exception):
    """Somebody asked this process to stop; `signal_number` says how."""

    def __init__(self, signal_number: int) -> None:
        super().__init__(signal_number)
        self.signal_number = signal_number


def hold() -> None:
    """From now on signals wait until the next `pause`."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _WATCHED)


def release() -> None:
    """Give signals back their usual effect; every child does this first."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _WATCHED)


def pause(seconds: float) -> None:
    """Sleep, less when a child ends. Raises Stopped when a signal asks for it."""
    received = signal.sigtimedwait(_WATCHED, seconds)
    if received is not None and received.si_signo in _STOP:
        raise Stopped(received.si_signo)
