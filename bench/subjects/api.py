"""API lists, next to psycopg2 with orjson and to the textbook's viewsets. A page has at most 200 rows for all three."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ..measuring import by_turns
from ..plans import Plan, get
from ..raw import changes_page, deliverables_page, indicators_page, readings_page
from ..report import Result
from ..rows import TODAY
from .bench import Bench

LARGEST_PAGE = 200

RawList = Callable[..., tuple[bytes, tuple[Any, ...] | None]]
RAW: Mapping[str, RawList] = {
    "deliverables": partial(deliverables_page, today=TODAY),
    "indicators": partial(indicators_page, today=TODAY),
    "readings": readings_page,
    "changes": changes_page,
}


def api_list(bench: Bench, *, noun: str, rows: int) -> Result:
    """Read this many rows of a list, page by page."""
    plan = _plan(bench, noun)
    limit = min(rows, LARGEST_PAGE)
    ours_ms, raw_ms, textbook_ms = by_turns(
        lambda: _follow(plan, plan.api(f"{noun}?limit={limit}"), rows),
        lambda: _read_raw(bench, plan, noun, rows, limit),
        lambda: _follow(plan, plan.api(f"textbook/{noun}?limit={limit}"), rows),
        effort=bench.effort,
    )
    return Result(f"api-{noun}-{rows}", ours_ms, "raw psycopg2 + orjson", raw_ms, textbook_ms)


def _plan(bench: Bench, noun: str) -> Plan:
    if noun in ("indicators", "readings"):
        return bench.plans.of(37, use="indicators", indicators=200, readings=10)
    return bench.plans.of(1000)


def _follow(plan: Plan, address: str, rows: int) -> None:
    """Read pages until there are enough rows. The address of the next page is found without reading the JSON."""
    for _ in range(rows // min(rows, LARGEST_PAGE)):
        response = get(plan.system, address)
        address = _next(response.content)


def _next(body: bytes) -> str:
    """Address in `"next": "…"`, "" where there is none."""
    _, _, rest = body.rpartition(b'"next":')
    return rest.split(b'"')[1].decode() if rest.startswith(b'"') else ""


def _read_raw(bench: Bench, plan: Plan, noun: str, rows: int, limit: int) -> None:
    after = None
    for _ in range(rows // limit):
        with bench.raw.council(plan.council.pk) as cursor:
            _, after = RAW[noun](cursor, limit=limit, after=after)


SUBJECTS: Mapping[str, Callable[[Bench], Result]] = {
    f"api-{noun}-{rows}": partial(api_list, noun=noun, rows=rows)
    for noun, rows in (
        ("deliverables", 1000),
        ("deliverables", 200),
        ("deliverables", 50),
        ("indicators", 200),
        ("readings", 1000),
        ("changes", 1000),
    )
}
