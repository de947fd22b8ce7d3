"""pytest plugin of the mutation run. A worker loads the code, its tests and a database once.

Then it forks a child for each mutant. The child replaces the code of one function in memory and runs the tests that
enter it, nearest first, until one fails. Faults outside functions (decorators, tables of a module) cannot be replaced
like this. For them, the worker starts a new pytest, which imports the mutated module.
"""

from __future__ import annotations

import ast
import contextlib
import gc
import importlib.abc
import importlib.machinery
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest

from . import targets
from .mutants import mutated_tree

ROOT = Path(__file__).resolve().parents[2]
JOB = json.loads(Path(os.environ["MUTATION_JOB"]).read_text())
"""Job of this process. `what` is "map", "run" or "one"."""
FILES = {str(ROOT / path): path for path in JOB["files"]}

BATCH = 30
"""Tests that one child traces."""

failures: list[str] = []
seconds: dict[str, float] = defaultdict(float)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    seconds[report.nodeid] += report.duration
    if report.failed:
        failures.append(report.nodeid)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    if JOB["what"] == "one":
        return None
    runner = Runner(session)
    runner.warm_up()
    with open(JOB["out"], "w", buffering=1) as out:
        for answer in _map(runner) if JOB["what"] == "map" else _run(runner):
            out.write(json.dumps(answer) + "\n")
    failures.clear()
    session.testsfailed = 0
    return True


class Runner:
    """Runs tests in forked children."""

    def __init__(self, session: pytest.Session) -> None:
        self.items = {item.nodeid: item for item in session.items}
        self.config = session.config
        self.last = session.items[-1]
        self.functions: dict[tuple[str, str], list[FunctionType]] = {}

    def warm_up(self) -> None:
        """Set up the database and other session fixtures before there is any mutant.

        The next test given to pytest is as far away as any, so that pytest keeps session fixtures and no folder's.
        """
        for name in targets.WARM:
            self._warm(name)
        failures.clear()
        self._close()
        self.functions = _functions()
        gc.collect()
        gc.freeze()

    def _warm(self, name: str) -> None:
        """Run a test with this fixture. One that fails for another reason may leave it unmade, so try a few."""
        using = [item for item in self.items.values() if name in _fixtures(item)]
        for item in using[:3]:
            failures.clear()
            self.last = min(self.items.values(), key=partial(_shared_folders, item))
            self._protocol(item, self.last)
            if not failures:
                return
        if using:
            pytest.exit(f"{failures} fails without a mutant.", returncode=3)

    def in_child(self, work: Callable[[], Any], limit: float) -> Any:
        """Call `work` in a child. Returns its result, or None if it exceeds the limit or dies."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.setpgid(0, 0)
            os.close(reading)
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, limit)
            try:
                os.write(writing, json.dumps(work()).encode())
            finally:
                os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            said = pipe.read()
        os.waitpid(child, 0)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        self._clean()
        return json.loads(said) if said else None

    def run(self, tests: list[str]) -> str:
        """First of the tests that fails, or "". Call it in a child."""
        failures.clear()
        for place, test in enumerate(tests):
            following = self.items[tests[place + 1]] if place + 1 < len(tests) else self.last
            self._protocol(self.items[test], following)
            if failures:
                return failures[0]
        return ""

    def trace_all(self, tests: list[str]) -> list[dict[str, Any]]:
        """Record for each test which functions of the targets it enters, and whether it passes. Call it in a child."""
        following = [self.items[test] for test in tests[1:]] + [self.last]
        return [self._trace(test, after) for test, after in zip(tests, following, strict=True)]

    def _trace(self, test: str, following: pytest.Item) -> dict[str, Any]:
        entered: set[str] = set()

        def enter(frame: Any, event: str, argument: Any) -> None:
            code = frame.f_code
            if code.co_filename in FILES:
                entered.add(f"{FILES[code.co_filename]}::{code.co_qualname}")

        failures.clear()
        threading.settrace(enter)
        sys.settrace(enter)
        self._protocol(self.items[test], following)
        sys.settrace(None)
        threading.settrace(None)  # type: ignore[arg-type]  # None ends it
        return {"test": test, "passed": not failures, "seconds": seconds[test], "entered": sorted(entered)}

    def _protocol(self, item: pytest.Item, following: pytest.Item) -> None:
        item.ihook.pytest_runtest_protocol(item=item, nextitem=following)

    def _clean(self) -> None:
        """Empty the tables, because a killed child may have left rows."""
        from django.test import TransactionTestCase
        from pytest_django.plugin import blocking_manager_key

        from councils.models import Council

        with self.config.stash[blocking_manager_key].unblock():
            if Council.objects.exists():
                TransactionTestCase._fixture_teardown(None)  # type: ignore[arg-type]
        self._close()

    def _close(self) -> None:
        from django.db import connections

        connections.close_all()


def _shared_folders(one: pytest.Item, other: pytest.Item) -> int:
    return len(set(one.listchain()) & set(other.listchain()))


def _fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


def _map(runner: Runner) -> Iterator[dict[str, Any]]:
    """Trace tests of one module in one child, so that what a module shares is made once. One that dies: one by one."""
    for tests in _batches(list(runner.items))[JOB["shard"] :: JOB["of"]]:
        found = runner.in_child(partial(runner.trace_all, tests), JOB["limit"] * 2)
        if found is None:
            alone = [runner.in_child(partial(runner.trace_all, [test]), JOB["limit"]) for test in tests]
            found = [
                each[0] if each else {"test": test, "passed": False, "seconds": JOB["limit"], "entered": []}
                for test, each in zip(tests, alone, strict=True)
            ]
        yield from found


def _batches(tests: list[str]) -> list[list[str]]:
    """Tests in their order, module by module, at most `BATCH` at once."""
    modules = [list(each) for _, each in groupby(tests, key=lambda test: test.split("::")[0])]
    return [module[start : start + BATCH] for module in modules for start in range(0, len(module), BATCH)]


def _run(runner: Runner) -> Iterator[dict[str, Any]]:
    sound: dict[tuple[str | None, bool], bool] = {}
    for mutant in JOB["mutants"]:
        started = time.monotonic()
        tests = [test for test in mutant["tests"] if test in runner.items]
        code = _code(mutant)
        live = runner.functions.get((mutant["path"], mutant["entry"]), []) if mutant["entry"] else []
        pairs = [(function, code.get(_place(function.__code__))) for function in live]
        if pairs and all(new and new.co_freevars == old.__code__.co_freevars for old, new in pairs):

            def work(pairs: Any = pairs, tests: Any = tests) -> str:
                for function, new in pairs:
                    function.__code__ = new
                return runner.run(tests)

            killer = runner.in_child(work, JOB["limit"])
        else:
            work = None
            killer = _run_fresh(runner, mutant, tests)
        if killer in runner.items and (killer, work is None) not in sound:
            if work:
                again = runner.in_child(lambda killer=killer: runner.run([killer]), JOB["limit"])
            else:
                again = _run_fresh(runner, {**mutant, "number": None}, [killer])
            sound[killer, work is None] = again == ""
        took = round(time.monotonic() - started, 2)
        state = _state(tests, killer, sound.get((killer, work is None), True))
        yield {
            "path": mutant["path"],
            "number": mutant["number"],
            "state": state,
            "by": killer,
            "seconds": took,
        }


def _state(tests: list[str], killer: str | None, sound: bool) -> str:
    """Outcome of a mutant. `sound`: the test that failed passes without the mutant."""
    if not tests:
        return "without a test"
    if killer is None:
        return "timed out"
    if not killer:
        return "survived"
    return "killed" if sound else "unsure"


def _functions() -> dict[tuple[str, str], list[FunctionType]]:
    """Functions of the targets in memory, also behind decorators, by file and qualified name."""
    found = defaultdict(list)
    for thing in gc.get_objects():
        if type(thing) is FunctionType and thing.__code__.co_filename in FILES:
            found[FILES[thing.__code__.co_filename], thing.__code__.co_qualname].append(thing)
    return found


def _place(code: CodeType) -> tuple[str, int]:
    return code.co_qualname, code.co_firstlineno


def _code(mutant: dict[str, Any]) -> dict[tuple[str, int], CodeType]:
    """Code objects of every function of the mutated module."""
    found: dict[tuple[str, int], CodeType] = {}
    waiting = [_compiled(mutant["path"], mutant["number"])]
    while waiting:
        code = waiting.pop()
        found[_place(code)] = code
        waiting.extend(part for part in code.co_consts if isinstance(part, CodeType))
    return found


def _compiled(path: str, number: int | None) -> CodeType:
    """Compile the module, with a fault or without."""
    file = ROOT / path
    source = file.read_text(encoding="utf-8")
    tree = ast.parse(source) if number is None else mutated_tree(source, number)
    return compile(tree, str(file), "exec", dont_inherit=True)


def _run_fresh(runner: Runner, mutant: dict[str, Any], tests: list[str]) -> str | None:
    """First test that fails in a new process that imports the mutated module. None when it takes too long."""
    from django.db import connection

    tests = [test for test in tests if not _fixtures(runner.items[test]) & targets.NOT_FRESH]
    if not tests:
        return ""
    job = Path(JOB["out"]).with_suffix(".one.json")
    name = connection.settings_dict["NAME"]
    job.write_text(json.dumps({**JOB, "mutants": [], "what": "one", "mutant": mutant, "database": name}))
    options = [
        "-p",
        "tests.mutation.plugin",
        "-n0",
        "-p",
        "no:randomly",
        "-p",
        "no:cacheprovider",
        "-xq",
        "-rfE",
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", *options, *tests],
        cwd=ROOT,
        env={**os.environ, "MUTATION_JOB": str(job)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        said, _ = process.communicate(timeout=JOB["limit"] * 2)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return None
    finally:
        runner.in_child(lambda: "", 10)
    if process.returncode == 0:
        return ""
    failed = [line.split()[1] for line in said.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    return failed[0] if failed else "could not be imported"


class MutatedModule(importlib.abc.MetaPathFinder):
    """Import hook for one mutated module."""

    def __init__(self, mutant: dict[str, Any]) -> None:
        self.path, self.number = mutant["path"], mutant["number"]
        self.name = self.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def find_spec(self, name: str, path: Any = None, target: ModuleType | None = None) -> Any:
        if name != self.name:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec is not None and spec.loader is not None:
            spec.loader.get_code = lambda _name: _compiled(self.path, self.number)  # type: ignore[attr-defined]
        return spec


def _use_database(name: str) -> None:
    """Use the worker's existing database for tests."""
    from django.db.backends.base.creation import BaseDatabaseCreation

    def create(self: Any, *_: Any, **__: Any) -> str:
        self.connection.close()
        self.connection.settings_dict["NAME"] = name
        return name

    BaseDatabaseCreation.create_test_db = create
    BaseDatabaseCreation.destroy_test_db = lambda *_, **__: None


if JOB["what"] == "one":
    sys.meta_path.insert(0, MutatedModule(JOB["mutant"]))
    _use_database(JOB["database"])
