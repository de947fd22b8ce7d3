"""Change one strand, or add several at once."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from ..models import Strand, Strategy
from ..rules import code_problem

LONGEST = {each.name: each.max_length or 0 for each in Strand._meta.local_fields if each.max_length}
"""Characters that the columns of a strand can have."""


def change_strand(
    *, strand: Strand, code: str, title: str, aliases: Sequence[str], long_term_plan: str, by: Actor
) -> bool:
    """Change a strand's code, titles and long-term plan. Return whether anything is different now."""
    require(by, Permission.PLAN_CHANGE)
    columns = {
        "code": code.strip(),
        "title": title.strip(),
        "aliases": [alias.strip() for alias in aliases if alias.strip()],
        "long_term_plan": long_term_plan.strip(),
    }
    _check(strand, code=code.strip(), title=title.strip())
    changed = [name for name, value in columns.items() if getattr(strand, name) != value]
    if not changed:
        return False
    with recorded("strand.changed", actor=by.reference):
        for name in changed:
            setattr(strand, name, columns[name])
        strand.save(update_fields=changed)
    return True


def add_strands(
    *, strategy: Strategy, strands: Sequence[tuple[str, str]], by: Actor, verb: str = "strand.listed"
) -> list[Strand]:
    """Add strands, each by code and title, after the others of a strategy (3 queries). Raises ChangeRefused."""
    require(by, Permission.PLAN_CHANGE)
    if not strands:
        return []
    with recorded(verb, actor=by.reference):
        Strategy.objects.select_for_update().get(pk=strategy.pk)
        known = list(Strand.objects.filter(strategy=strategy))
        taken, last = {each.code for each in known}, max((each.position for each in known), default=0)
        for code, title in strands:
            if problem := _problem(code, title, taken):
                raise ChangeRefused(problem)
            taken.add(code)
        added: list[Strand] = Strand.objects.bulk_create(
            Strand(strategy=strategy, code=code, title=title, position=last + place)
            for place, (code, title) in enumerate(strands, 1)
        )
    return added


def _problem(code: str, title: str, taken: Collection[str]) -> str:
    for name, value in (("code", code), ("title", title)):
        longest = LONGEST[name]
        if not 0 < len(value) <= longest:
            return f"The {name} “{value[:60]}” must have 1 to {longest} characters"
    if code in taken:
        return f"The code {code} occurs twice"
    return code_problem(code)


def _check(strand: Strand, *, code: str, title: str) -> None:
    problems = {}
    if not code:
        problems["code"] = "Enter the code"
    elif problem := code_problem(code):
        problems["code"] = problem
    elif Strand.objects.filter(strategy_id=strand.strategy_id, code=code).exclude(pk=strand.pk).exists():
        problems["code"] = f"{code} is the code of another {strand.strategy.strand_noun.lower()}"
    if not title:
        problems["title"] = "Enter the title"
    if problems:
        raise ChangeRefused(problems)
