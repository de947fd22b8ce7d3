"""Mutants: find every place in a module that can be changed, and change it in the syntax tree."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from . import targets

COMPARED = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
COMPUTED = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
JUDGED_THEMSELVES = (ast.Compare, ast.BoolOp, ast.UnaryOp)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
KEPT_WHOLE = (ast.JoinedStr, ast.Raise, ast.Import, ast.ImportFrom, ast.arguments, ast.AnnAssign, ast.Assert)
"""Nodes inside which nothing is changed: messages, types and defaults. (Values of annotated names are changed.)"""
SEEN_IN_PAGES = {"permission", "filter", "lock", "atomic", "recorded", "context", "commit", "decorator"}


@dataclass(frozen=True)
class Mutant:
    """One fault. `number` counts the faults of the file. `entry` is the outermost function that contains it."""

    path: str
    number: int
    kind: str
    function: str
    entry: str
    line: int
    before: str
    after: str

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Identity that does not depend on line numbers: module and function, kind, and the change."""
        return (f"{self.path}::{self.function}", self.kind, self.before, self.after)


@dataclass
class Site:
    """Place in a syntax tree, and the nodes that replace it."""

    kind: str
    function: str
    entry: str
    holder: ast.AST
    field: str
    index: int | None
    old: ast.AST
    new: list[ast.AST]

    def change(self) -> None:
        for node in self.new:
            if not hasattr(node, "lineno"):
                ast.copy_location(node, self.old)
            ast.fix_missing_locations(node)
        if self.index is None:
            setattr(self.holder, self.field, self.new[0])
        else:
            getattr(self.holder, self.field)[self.index : self.index + 1] = self.new


def mutants_of(root: Path, path: str) -> list[Mutant]:
    tree = ast.parse((root / path).read_text(encoding="utf-8"))
    only_permissions = any(fnmatch(path, pattern) for pattern in targets.ONLY_PERMISSIONS)
    return [
        Mutant(path, number, site.kind, site.function, site.entry, site.old.lineno, *_words(site))
        for number, site in enumerate(_sites(tree))
        if not only_permissions or site.kind in SEEN_IN_PAGES
    ]


def mutated_tree(source: str, number: int) -> ast.Module:
    tree = ast.parse(source)
    list(_sites(tree))[number].change()
    return tree


def _words(site: Site) -> tuple[str, str]:
    """Source before and after the change. Only the first line of blocks."""
    before = ast.unparse(site.old).splitlines()[0]
    if not site.new or isinstance(site.new[0], ast.Pass):
        return before, "nothing"
    if isinstance(site.old, ast.With) and not isinstance(site.new[0], ast.With):
        return before, "its block only"
    return before, ast.unparse(site.new[0]).splitlines()[0]


def _sites(tree: ast.Module) -> Iterator[Site]:
    yield from _walk(tree, function="", entry="")


def _walk(node: ast.AST, *, function: str, entry: str) -> Iterator[Site]:
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns"}:
            continue
        children = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
        for index, child in children:
            if not isinstance(child, ast.AST):
                continue
            at_decorator = field == "decorator_list"
            for kind, new in _decorator(child) if at_decorator else _changes(child, node, field, bool(entry)):
                yield Site(kind, function, "" if at_decorator else entry, node, field, index, child, new)
            if at_decorator or (isinstance(child, KEPT_WHOLE) and not isinstance(child, ast.AnnAssign)):
                continue
            if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
                continue
            if isinstance(child, ast.ClassDef) and child.name == "Meta":
                continue
            name, first = function, entry
            if isinstance(child, (*FUNCTIONS, ast.ClassDef)):
                name = f"{function}.{child.name}" if function else child.name
                first = entry or (name if isinstance(child, FUNCTIONS) else "")
            yield from _walk(child, function=name, entry=first)


def _changes(node: ast.AST, holder: ast.AST, field: str, inside: bool) -> Iterator[tuple[str, list[ast.AST]]]:
    """Faults at this node: kind and replacement."""
    match node:
        case ast.Expr(value=ast.Call() as call) if inside:
            yield from _statement(call)
        case ast.Raise() if inside:
            yield "refusal", [ast.Pass()]
        case (
            ast.Assign(targets=[ast.Attribute() | ast.Subscript() | ast.Tuple()])
            | ast.AugAssign()
            | ast.Delete()
        ) if inside:
            yield "assignment", [ast.Pass()]
        case ast.With(items=items, body=body):
            for place, item in enumerate(items):
                if item.optional_vars is None:
                    left = items[:place] + items[place + 1 :]
                    kind = targets.BLOCKS.get(_name(item.context_expr), "block")
                    yield kind, [_copy(node, items=left)] if left else body
        case ast.If() | ast.IfExp() | ast.While():
            if (
                not isinstance(node.test, JUDGED_THEMSELVES)
                and _name(node.test) not in targets.PERMISSION_CALLS
            ):
                yield "condition", [_copy(node, test=ast.UnaryOp(ast.Not(), node.test))]
        case ast.comprehension(ifs=[_, *_]):
            node.lineno = node.ifs[0].lineno
            for place in range(len(node.ifs)):
                new = _copy(node, ifs=node.ifs[:place] + node.ifs[place + 1 :])
                yield "filter", [new]
        case ast.BoolOp(op=op, values=values):
            for place, dropped in enumerate(values):
                left = values[:place] + values[place + 1 :]
                kind = "permission" if _name(dropped) in targets.PERMISSION_CALLS else "boolean"
                yield kind, [_copy(node, values=left) if len(left) > 1 else left[0]]
            yield "boolean", [_copy(node, op=ast.Or() if isinstance(op, ast.And) else ast.And())]
        case ast.Compare(ops=[op]):
            yield "comparison", [_copy(node, ops=[COMPARED[type(op)]()])]
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "boolean", [operand]
        case ast.BinOp(op=op) if type(op) in COMPUTED and not _is_text(node):
            yield "operator", [_copy(node, op=COMPUTED[type(op)]())]
        case ast.Constant(value=bool() as value):
            yield "constant", [ast.Constant(not value)]
        case ast.Constant(value=int() as value) if not isinstance(holder, ast.UnaryOp):
            yield "constant", [ast.Constant(value + 1)]
        case ast.Set(elts=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts) if (
            not inside and len(parts) > 1
        ):
            if isinstance(getattr(node, "ctx", ast.Load()), ast.Load) and not _is_exports(holder):
                for place in range(len(parts)):
                    yield "element", [_copy(node, elts=parts[:place] + parts[place + 1 :])]
        case ast.Call():
            yield from _call(node, statement=isinstance(holder, ast.Expr))


def _statement(call: ast.Call) -> Iterator[tuple[str, list[ast.AST]]]:
    name = _name(call)
    if name in targets.HARMLESS and ast.unparse(call.func).startswith("logger."):
        return
    if name in targets.PERMISSION_CALLS:
        yield "permission", [ast.Pass()]
    elif name == "on_commit":
        yield "commit", [ast.Pass()]
        yield "commit", [ast.Expr(ast.Call(call.args[0], [], []))]
    else:
        yield "statement", [ast.Pass()]


def _call(call: ast.Call, *, statement: bool) -> Iterator[tuple[str, list[ast.AST]]]:
    name = _name(call)
    if name in targets.PERMISSION_CALLS and not statement:
        yield "permission", [ast.Constant(True)]
    if isinstance(call.func, ast.Attribute):
        before = call.func.value
        if name in targets.LOCKS:
            yield "lock", [before]
        if name in targets.FILTERS and (call.args or call.keywords):
            yield "filter", [_copy(call, func=_copy(call.func, attr="filter"), args=[], keywords=[])]
        if name in {"order_by", "distinct"}:
            yield "order", [before]
        if name in {"strip", "lower"} and not call.args:
            yield "text", [before]
    if name in {"any", "all"}:
        yield "operator", [_copy(call, func=ast.Name("all" if name == "any" else "any", ast.Load()))]
    if name in {"min", "max"}:
        yield "operator", [_copy(call, func=ast.Name("max" if name == "min" else "min", ast.Load()))]
    if name in targets.KEYWORDS:
        parts = len(call.args) + len(call.keywords)
        kind = "filter" if name in targets.FILTERS | {"get"} else "keyword"
        for place, keyword in enumerate(call.keywords):
            if keyword.arg and (parts > 1 or kind == "keyword") and keyword.arg != "actor":
                yield kind, [_copy(call, keywords=call.keywords[:place] + call.keywords[place + 1 :])]
        if name in targets.FILTERS and parts > 1:
            for place in range(len(call.args)):
                yield kind, [_copy(call, args=call.args[:place] + call.args[place + 1 :])]


def _decorator(node: ast.AST) -> Iterator[tuple[str, list[ast.AST]]]:
    name = _name(node)
    if name not in targets.DECORATORS_KEPT and ".setter" not in ast.unparse(node):
        yield targets.BLOCKS.get(name, "decorator"), []


def _name(node: ast.AST) -> str:
    """Last part of a call or name: "filter" for `Pack.objects.filter(…)`."""
    if isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _is_text(node: ast.BinOp) -> bool:
    return any(
        isinstance(part, ast.JoinedStr) or isinstance(getattr(part, "value", None), str)
        for part in (node.left, node.right)
    )


def _is_exports(holder: ast.AST) -> bool:
    return isinstance(holder, ast.Assign) and _name(holder.targets[0]).startswith("__")


def _copy(node: ast.AST, **changed: object) -> ast.AST:
    new = copy.copy(node)
    for field, value in changed.items():
        setattr(new, field, value)
    return new
