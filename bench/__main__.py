"""Command of `bin/bench`: measure the subjects and print a table, and with --json one JSON object on the last line."""

from __future__ import annotations

import argparse
import sys
import traceback
from collections.abc import Sequence

from .goals import GOALS
from .measuring import FULL, QUICK

FULL_LOAD_SECONDS, QUICK_LOAD_SECONDS = 60, 20


def main(arguments: Sequence[str]) -> int:
    """Measure, and return 0 if that worked, whether or not the goals are met.

    A subject that fails prints its error; the others are measured all the same.
    """
    options = _parser().parse_args(arguments)
    chosen = chosen_subjects(options.names)
    # The web server loads this before it starts its workers: what is measured here runs as it does there.
    import sendplan.wsgi  # noqa: F401

    from .report import HEAD, Result, as_json, as_row, line
    from .subjects import SUBJECTS
    from .subjects.bench import Bench

    bench = Bench(
        effort=QUICK if options.quick else FULL,
        load_seconds=QUICK_LOAD_SECONDS if options.quick else FULL_LOAD_SECONDS,
        redmine=options.redmine,
    )
    results: list[Result] = []
    print(line(HEAD), flush=True)
    for name in (name for name in SUBJECTS if name in chosen):
        try:
            results.append(SUBJECTS[name](bench))
        except Exception:
            print(f"{name} failed:\n{traceback.format_exc()}", file=sys.stderr, flush=True)
        else:
            print(line(as_row(results[-1])), flush=True)
    if options.json:
        print(as_json(results), flush=True)
    return 0 if len(results) == len(chosen) else 1


def chosen_subjects(names: Sequence[str]) -> set[str]:
    """Subjects with these names. A name may be the beginning of several: "dashboard". Without names, all."""
    chosen: set[str] = set()
    for name in names or GOALS:
        found = {name} if name in GOALS else {known for known in GOALS if known.startswith(f"{name}-")}
        if not found:
            raise SystemExit(f"No subject is called {name}. Subjects: {', '.join(GOALS)}.")
        chosen |= found
    return chosen


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bin/bench", description="Measure sendplan against references.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"subjects, of {', '.join(GOALS)}")
    parser.add_argument("--json", action="store_true", help="print one JSON object on the last line")
    parser.add_argument(
        "--quick", action="store_true", help="fewer rounds and a shorter load, for a first look"
    )
    parser.add_argument(
        "--redmine",
        default="",
        metavar="ADDRESS",
        help="issue list of 100 in a running Redmine, to compare lists with: http://…/issues?per_page=100",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
