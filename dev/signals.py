"""Block signals, and wait for them between steps, so that Ctrl-C and a child's end are never missed."""

import signal

_STOP = {signal.SIGINT, signal.SIGTERM}
if (
    signal.getsignal(signal.SIGHUP) != signal.SIG_IGN
):  # nohup ignores SIGHUP: a closed terminal must not stop us then.
    _STOP.add(signal.SIGHUP)
_WATCHED = _STOP | {signal.SIGCHLD}


class Stopped(Exception):
    """A signal has asked this process to stop: `signal_number`."""

    def __init__(self, signal_number: int) -> None:
        super().__init__(signal_number)
        self.signal_number = signal_number


def hold() -> None:
    """Block signals until the next `pause`."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _WATCHED)


def release() -> None:
    """Unblock signals. Every child does this first."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _WATCHED)


def pause(seconds: float) -> None:
    """Sleep until a child ends or the time is over. Raises Stopped when a signal asks to stop."""
    received = signal.sigtimedwait(_WATCHED, seconds)
    if received is not None and received.si_signo in _STOP:
        raise Stopped(received.si_signo)
