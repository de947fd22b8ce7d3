"""What `bin/test` adds to the arguments of pytest: the fast lane, and one process for each core."""

from collections.abc import Sequence
from pathlib import Path

FAST = "--fast"
SLOW = "browser or crawl or kills"
"""The marks of the tests that the fast lane leaves out; tests/lanes.py gives them."""

# Without the last option a process that dies is replaced, and its successor is given the test that killed it.
_ALL_CORES = ("-n", "auto", "--dist", "loadgroup", "--max-worker-restart", "0")
_OWN_CHOICE = ("-n", "--numprocesses", "--dist", "-d", "--tx", "--pdb", "--trace")
_NO_RUN = (
    "--co",
    "--collect-only",
    "--fixtures",
    "--markers",
    "--help",
    "-h",
    "--version",
    "-V",
    "--setup-plan",
)


def pytest_arguments(arguments: Sequence[str]) -> list[str]:
    """The arguments for pytest: as given, without `--fast`, and with `-n` where several processes are quicker."""
    rest = [argument for argument in arguments if argument != FAST]
    found = _several(rest) + rest
    return _without_slow(found) if FAST in arguments else found


def _several(arguments: Sequence[str]) -> list[str]:
    """Named files and tests run in one process, which starts sooner; anything else on all cores."""
    decided = any(argument.startswith((*_OWN_CHOICE, *_NO_RUN)) for argument in arguments)
    return [] if decided or any(map(_is_a_file, arguments)) else list(_ALL_CORES)


def _is_a_file(argument: str) -> bool:
    return not argument.startswith("-") and Path(argument.partition("::")[0]).is_file()


def _without_slow(arguments: list[str]) -> list[str]:
    """Pytest takes one `-m` only, so the caller's is joined with ours."""
    rest, chosen, words = [], "", iter(arguments)
    for argument in words:
        if argument == "-m":
            chosen = next(words, "")
        elif argument.startswith("-m") and len(argument) > 2:
            chosen = argument[2:].removeprefix("=")
        else:
            rest.append(argument)
    return [*rest, "-m", f"({chosen}) and not ({SLOW})" if chosen else f"not ({SLOW})"]
