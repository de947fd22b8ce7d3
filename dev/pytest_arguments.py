"""Arguments that `bin/test` adds for pytest: the fast lane, and one process for each core."""

from collections.abc import Sequence
from pathlib import Path

FAST = "--fast"
SLOW = "browser or crawl or installs or kills or starts or upgrades"
"""Marks of tests that the fast lane leaves out. tests/lanes.py sets them."""

# Without the last option, pytest-xdist replaces a process that dies, and runs the test that killed it again.
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
    """Arguments for pytest: those given, without `--fast`, and with `-n` where several processes are quicker."""
    rest = [argument for argument in arguments if argument != FAST]
    found = _process_options(rest) + rest
    return _without_slow(found) if FAST in arguments else found


def _process_options(arguments: Sequence[str]) -> list[str]:
    """Options for all cores, or none for named files and tests: one process starts sooner."""
    decided = any(argument.startswith((*_OWN_CHOICE, *_NO_RUN)) for argument in arguments)
    return [] if decided or any(map(_is_a_file, arguments)) else list(_ALL_CORES)


def _is_a_file(argument: str) -> bool:
    return not argument.startswith("-") and Path(argument.partition("::")[0]).is_file()


def _without_slow(arguments: list[str]) -> list[str]:
    """Join the caller's `-m` with ours, because pytest takes only one."""
    rest, chosen, words = [], "", iter(arguments)
    for argument in words:
        if argument == "-m":
            chosen = next(words, "")
        elif argument.startswith("-m") and len(argument) > 2:
            chosen = argument[2:].removeprefix("=")
        else:
            rest.append(argument)
    return [*rest, "-m", f"({chosen}) and not ({SLOW})" if chosen else f"not ({SLOW})"]
