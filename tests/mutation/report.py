"""Report of a mutation run: survivors, explained survivors, and counts."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .mutants import Mutant

ACCEPTED = Path(__file__).with_name("accepted.toml")
LIVES = ("survived", "without a test")
KILLED = ("killed", "timed out")


def accepted() -> dict[tuple[str, ...], str]:
    """Reasons of the explained survivors, by `Mutant.key`."""
    table = tomllib.loads(ACCEPTED.read_text(encoding="utf-8"))
    return {
        (entry["in"], entry["kind"], entry["before"], entry["after"]): entry["reason"]
        for entry in table.get("survivor", [])
    }


def judged(answers: Iterable[dict[str, Any]], mutants: Iterable[Mutant]) -> list[dict[str, Any]]:
    """Mutants with their outcomes. `state` is "explained" for a survivor with a reason in accepted.toml."""
    by_place = {(mutant.path, mutant.number): mutant for mutant in mutants}
    reasons = accepted()
    rows = []
    for answer in answers:
        mutant = by_place[answer["path"], answer["number"]]
        row = {**asdict(mutant), **answer, "key": mutant.key, "reason": ""}
        if answer["state"] in LIVES and mutant.key in reasons:
            row |= {"state": "explained", "reason": reasons[mutant.key]}
        rows.append(row)
    return sorted(rows, key=lambda row: (row["path"], row["line"], row["number"]))


def lines(rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        if row["state"] != "killed":
            where = f"{row['path']}:{row['line']} {row['function']}"
            yield f"{row['state']}: {where} [{row['kind']}]\n    {row['before']}\n    → {row['after']}"
            if row["reason"] or row["by"]:
                yield f"    {row['reason'] or row['by']}"
    yield ""
    yield from _counts("kind", rows)
    yield ""
    yield from _counts("path", rows)
    states = Counter(row["state"] for row in rows)
    share = 100 * sum(states[state] for state in KILLED) / len(rows) if rows else 0
    yield ""
    yield f"{len(rows)} mutants: " + ", ".join(f"{number} {state}" for state, number in states.most_common())
    yield f"{share:.1f} % killed; {sum(states[state] for state in LIVES)} survivors without a reason"


def _counts(column: str, rows: list[dict[str, Any]]) -> Iterator[str]:
    total = Counter(row[column] for row in rows)
    killed = Counter(row[column] for row in rows if row["state"] in KILLED)
    explained = Counter(row[column] for row in rows if row["state"] == "explained")
    yield f"{column:40} mutants  killed  explained  left"
    for name, number in sorted(total.items()):
        left = number - killed[name] - explained[name]
        yield f"{name:40} {number:7} {killed[name]:7} {explained[name]:10} {left:5}"


def write(rows: list[dict[str, Any]], file: Path) -> None:
    file.write_text(json.dumps(rows, indent=1, ensure_ascii=False), encoding="utf-8")
