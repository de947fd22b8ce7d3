"""Mutation run: `.venv/bin/python -m tests.mutation --help`."""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from typing import Any

from . import report, targets
from .mutants import Mutant, mutants_of

ROOT = Path(__file__).resolve().parents[2]
PYTEST = ["-p", "tests.mutation.plugin", "-n0", "-p", "no:randomly", "-p", "no:cacheprovider", "-q"]


def main(argv: Sequence[str]) -> int:
    options = _options(argv)
    out: Path = options.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    files = _files(options.only)
    mutants = [mutant for path in files for mutant in mutants_of(ROOT, path)]
    if options.kind:
        mutants = [mutant for mutant in mutants if mutant.kind in options.kind]
    random.Random(options.seed).shuffle(mutants)
    mutants = mutants[: options.sample]
    print(f"{len(mutants)} mutants in {len({mutant.path for mutant in mutants})} files", flush=True)
    if options.list:
        for mutant in sorted(mutants, key=lambda each: (each.path, each.line)):
            print(
                f"{mutant.path}:{mutant.line} {mutant.function} [{mutant.kind}] {mutant.before} → {mutant.after}"
            )
        return 0
    kept = out / "map.json"
    if options.keep_map and kept.exists():
        tests = json.loads(kept.read_text())
    else:
        tests = list(_workers("map", out, options, [{"files": _files("")}] * options.jobs))
        kept.write_text(json.dumps(tests))
    tests = [test for test in tests if test["passed"]]
    print(f"{len(tests)} tests may be used", flush=True)
    started = time.monotonic()
    shares = [
        {
            "files": files,
            "mutants": [
                asdict(mutant) | {"tests": nearest(mutant, tests, options.budget)}
                for mutant in mutants[shard :: options.jobs]
            ],
        }
        for shard in range(options.jobs)
    ]
    answers = list(_workers("run", out, options, shares))
    minutes = (time.monotonic() - started) / 60
    rows = report.judged(answers, mutants)
    report.write(rows, out / "report.json")
    text = "\n".join(report.lines(rows))
    text += f"\n{minutes:.1f} minutes, {len(rows) / minutes:.0f} mutants a minute with {options.jobs} workers"
    (out / "report.txt").write_text(text + "\n", encoding="utf-8")
    print(text)
    if len(rows) < len(mutants):
        print(f"{len(mutants) - len(rows)} mutants were not run: see {out}/run-*.log", file=sys.stderr)
        return 2
    return int(any(row["state"] in report.LIVES for row in rows))


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutation", description="Do the tests notice faults?"
    )
    parser.add_argument("--only", default="", help="only files whose path begins so, as deliverables/actions")
    parser.add_argument(
        "--kind", action="append", help="only faults of this kind; may be given several times"
    )
    parser.add_argument("--sample", type=int, help="at most so many mutants, chosen at random")
    parser.add_argument("--seed", type=int, default=1, help="another number chooses another sample")
    parser.add_argument("--tests", nargs="*", default=["tests"], help="tests to choose from")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, help="workers (default: one for each core)"
    )
    parser.add_argument("--budget", type=float, default=30, help="seconds of tests for each mutant")
    parser.add_argument(
        "--limit", type=float, default=120, help="seconds after which a mutant counts as killed"
    )
    parser.add_argument(
        "--out", type=Path, default=ROOT / "var" / "mutation", help="folder for reports and logs"
    )
    parser.add_argument(
        "--keep-map", action="store_true", help="use the last run's map from functions to tests"
    )
    parser.add_argument("--list", action="store_true", help="print the mutants and run none")
    return parser.parse_args(argv)


def _files(only: str) -> list[str]:
    """Target files whose path begins with `only`."""
    found = []
    for pattern in targets.TARGETS:
        paths = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob(pattern))
        if not paths:
            raise SystemExit(f"No file matches {pattern}. Correct TARGETS in tests/mutation/targets.py.")
        found += [path for path in paths if path not in found]
    chosen = [path for path in found if path.startswith(only)]
    if not chosen:
        raise SystemExit(f"No target begins with {only}. Targets are {', '.join(targets.TARGETS)}.")
    return chosen


def nearest(mutant: Mutant, tests: list[dict[str, Any]], budget: float) -> list[str]:
    """Tests that enter the mutated function, nearest first. For a fault outside functions: those that enter the module.

    Tests in the file named after the module come first (for a permission check, also those of every page's
    permissions), then those of the app. Among these, tests that enter the
    fewest functions come first. Returns as many as run in `budget` seconds, but at least ten.
    """
    place = PurePosixPath(mutant.path)
    names = {place.stem, place.parent.name, place.parts[0]} - {"__init__"}

    def reaches(test: dict[str, Any]) -> bool:
        if mutant.entry:
            return f"{mutant.path}::{mutant.entry}" in test["entered"]
        return any(name.startswith(f"{mutant.path}::") for name in test["entered"]) or named(test) == 0

    def named(test: dict[str, Any]) -> int:
        file = PurePosixPath(test["test"].split("::")[0])
        if mutant.kind == "permission" and "permission" in file.stem:
            return 0
        if file.stem.startswith(f"test_{place.stem}"):
            return 0
        return 1 if names & set(file.parts) else 2

    found = sorted(
        (test for test in tests if reaches(test)),
        key=lambda test: (named(test), len(test["entered"]), test["seconds"]),
    )
    chosen, spent = [], 0.0
    for test in found:
        spent += test["seconds"]
        if spent > budget and len(chosen) >= 10:
            break
        chosen.append(test["test"])
    return chosen


def _workers(
    what: str, out: Path, options: argparse.Namespace, shares: list[dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Start `bin/test` once for each share, wait for all, and yield their results."""
    ignored = [f"--ignore={path}" for path in targets.NOT_USED]
    processes = []
    for shard, share in enumerate(shares):
        job, answers = out / f"{what}-{shard}.job.json", out / f"{what}-{shard}.jsonl"
        fixed = {"what": what, "shard": shard, "of": len(shares), "limit": options.limit, "out": str(answers)}
        job.write_text(json.dumps(fixed | share))
        answers.write_text("")
        log = (out / f"{what}-{shard}.log").open("w")
        command = [
            str(ROOT / "bin" / "test"),
            *PYTEST,
            "-m",
            targets.NOT_USED_MARKS,
            *ignored,
            *options.tests,
        ]
        env = {**os.environ, "MUTATION_JOB": str(job)}
        processes.append(subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log))
    codes = [process.wait() for process in processes]
    for shard, code in enumerate(codes):
        if code not in {0, 5}:
            print(f"A worker ended with {code}: see {out}/{what}-{shard}.log", file=sys.stderr)
        for line in (out / f"{what}-{shard}.jsonl").read_text().splitlines():
            yield json.loads(line)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
