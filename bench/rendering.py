"""Render one frozen pack again and again, by turns with bare WeasyPrint: `python -m bench.rendering`.

Takes the council's slug, the pack's id, seconds and the fewest rounds. Prints one JSON object on the last line.
The first render is ours, so that the process's peak memory after it is that of one pack.
"""

from __future__ import annotations

import io
import json
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

import django
import weasyprint
from django.core.management import call_command

from .measuring import Act, Effort, by_turns
from .memory import peak_mib

Given = dict[str, Any]


class Recorder(weasyprint.HTML):  # type: ignore[misc]  # WeasyPrint is not annotated
    """WeasyPrint's HTML, which keeps what it was given."""

    given: list[Given] = []

    def __init__(self, *args: Any, **arguments: Any) -> None:
        self.given.append({"args": args, **arguments})
        super().__init__(*args, **arguments)


def main(council: str, pack: str, seconds: str, fewest: str) -> None:
    django.setup()
    rendered = _record(council, pack)
    peak = peak_mib()
    documents = list(Recorder.given)
    if not documents:
        raise RuntimeError(
            "WeasyPrint was given nothing in this process, so there is nothing to compare with."
        )
    ours, bare = Timed(lambda: _render(council, pack)), Timed(lambda: _render_bare(documents))
    ours_ms, bare_ms = by_turns(
        ours,
        bare,
        effort=Effort(float(seconds), int(fewest), most=10, warm_ups=0),
    )
    measured = {"ours_ms": ours_ms, "bare_ms": bare_ms, "peak_mib": peak, "pages": rendered["pages"]}
    measured["cpu_ratio"] = round(median(ours.cpu_seconds) / median(bare.cpu_seconds), 2)
    measured |= {"charts": _charts(documents), "ua1_failures": _ua1_failures(rendered["pdf_path"])}
    print(json.dumps(measured))


class Timed:
    """An act that notes the processor time of each run, which other work on the machine hardly changes."""

    def __init__(self, act: Act) -> None:
        self._act = act
        self.cpu_seconds: list[float] = []

    def __call__(self) -> None:
        began = time.process_time()
        self._act()
        self.cpu_seconds.append(time.process_time() - began)


def _charts(documents: list[Given]) -> int:
    """Drawings of indicators over time in what WeasyPrint was given."""
    return sum(given["string"].count('id="trend-') for given in documents)


def _ua1_failures(path: str) -> int:
    """Failed checks of PDF/UA-1 in the file, from the suite's own checker."""
    import page

    return len(page.validate_pdf_bytes(Path(path).read_bytes(), profile="ua1").failures)


def _record(council: str, pack: str) -> dict[str, Any]:
    """Render once with what WeasyPrint is given kept. Returns what the command says of the pack."""
    plain = weasyprint.HTML
    weasyprint.HTML = Recorder
    try:
        return _render(council, pack)
    finally:
        weasyprint.HTML = plain


def _render(council: str, pack: str) -> dict[str, Any]:
    """Render the pack's snapshot as the product does."""
    said = io.StringIO()
    call_command("render_pack", pack, council=council, json=True, stdout=said, stderr=said)
    facts: dict[str, Any] = json.loads(said.getvalue().splitlines()[-1])
    return facts


def _render_bare(documents: list[Given]) -> None:
    """Render the same HTML with WeasyPrint alone, to the same kind of PDF."""
    for given in documents:
        arguments = {name: value for name, value in given.items() if name != "args"}
        weasyprint.HTML(*given["args"], **arguments).write_pdf(pdf_variant="pdf/ua-1")


if __name__ == "__main__":
    main(*sys.argv[1:])
