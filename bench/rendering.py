"""Render one frozen pack again and again, by turns with bare WeasyPrint: `python -m bench.rendering`.

Takes the council's slug, the pack's id, seconds and the fewest rounds. Prints one JSON object on the last line.
The first render is ours, so that the process's peak memory after it is that of one pack.
"""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import django
import weasyprint
from django.core.management import call_command

from .measuring import Effort, by_turns
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
    ours_ms, bare_ms = by_turns(
        lambda: _render(council, pack),
        lambda: _render_bare(documents),
        effort=Effort(float(seconds), int(fewest), most=10, warm_ups=0),
    )
    print(json.dumps({"ours_ms": ours_ms, "bare_ms": bare_ms, "peak_mib": peak, "pages": rendered["pages"]}))


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
