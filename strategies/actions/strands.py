"""Change one strand."""

from __future__ import annotations

from collections.abc import Sequence

from core.refusals import ChangeRefused
from councils.actors import Actor, require
from councils.permissions import Permission
from councils.tenancy import recorded

from ..models import Strand
from ..rules import code_problem


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
