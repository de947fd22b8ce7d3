"""Complete WeasyPrint's PDF tags for screen readers.

Header cells get their scope (column or row), links get the print flag, and running footers become pagination, so that
a screen reader does not read "Page 3 of 7" in the middle of a table.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, ContentStreamInstruction, Dictionary, Name, Object, Operator, Page, Pdf

PRINT_FLAG = 4
PAGINATION = [Name.Artifact, Dictionary(Type=Name.Pagination)]


def finish(body: bytes) -> bytes:
    """Add the missing tags. The same input gives the same bytes."""
    out = BytesIO()
    with Pdf.open(BytesIO(body)) as pdf:
        elements = list(_elements(pdf.Root.StructTreeRoot, ""))
        for element, group in elements:
            if element.S == Name.TH:
                element.A.Scope = Name.Column if group == "/THead" else Name.Row
        in_tree = {element.objgen for element, _ in elements}
        by_page = _parent_tree(pdf)
        for page in pdf.pages:
            for annotation in page.get(Name.Annots, Array()):
                annotation.F = PRINT_FLAG
            _mark_pagination(pdf, page, by_page[int(page.obj.StructParents)], in_tree)
        pdf.save(out, deterministic_id=True)
    return out.getvalue()


def made_with() -> str:
    return f"pikepdf {pikepdf.__version__} (qpdf {pikepdf.__libqpdf_version__})"


def _elements(element: Object, group: str) -> Iterator[tuple[Object, str]]:
    """Elements of the structure tree, each with the table group (/THead, /TBody, /TFoot) that it is in."""
    kids = element.get(Name.K, Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and Name.S in kid:
            inner = str(kid.S) if kid.S in (Name.THead, Name.TBody, Name.TFoot) else group
            yield kid, inner
            yield from _elements(kid, inner)


def _parent_tree(pdf: Pdf) -> dict[int, Object]:
    """Elements by the page's number in the tree, in the order of their marks."""
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    return {int(numbers[i]): numbers[i + 1] for i in range(0, len(numbers), 2)}


def _mark_pagination(pdf: Pdf, page: Page, elements: Object, in_tree: set[tuple[int, int]]) -> None:
    """Turn marks whose element is outside the tree (WeasyPrint's page margins) into artifacts."""
    outside = {mark for mark, element in enumerate(elements) if element.objgen not in in_tree}
    if not outside:
        return
    instructions = [
        ContentStreamInstruction(PAGINATION, Operator("BDC")) if _mark(step) in outside else step
        for step in pikepdf.parse_content_stream(page)
    ]
    page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))
    for mark in outside:
        elements[mark] = None


def _mark(step: Any) -> int | None:
    """Number of the mark that this instruction opens, or None for any other instruction."""
    if str(step.operator) != "BDC" or not isinstance(step.operands[1], Dictionary):
        return None
    found = step.operands[1].get(Name.MCID)
    return None if found is None else int(found)
