"""Write a document as a Word file with real headings, lists and tables, so that it can be read and edited.

Styles come from python-docx's own template. Tables are written as XML in one go, because adding a row at a time to a
long table takes longer for each row. The same document gives the same bytes.
"""

from __future__ import annotations

import zipfile
from base64 import b64decode
from collections.abc import Iterable
from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any

from docx import Document as new_docx
from docx.enum.section import WD_ORIENT
from docx.image.exceptions import UnrecognizedImageError
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from .blocks import Block, Heading, Paper, Points, Table, Text
from .word_tables import table_xml, text_xml

LANGUAGE = "en-GB"
FONT = "Arial"
"""On every machine, and plain to read. Our own font is not: a Word file names fonts and does not carry them."""
INK = RGBColor(0x0B, 0x0C, 0x0C)
TEXT_WIDTH = Mm(210 - 2 * 18)
LOGO_WIDTH, LOGO_HEIGHT = Mm(60), Mm(22)
SMALL = 9
LONG_TITLE, LONG_TITLE_SIZE = 60, 22
"""From so many letters a title is printed in this size on the cover, to leave room for its tables."""
STYLES = {"Normal": 11, "Title": 28, "Subtitle": 14, "Heading 1": 18, "Heading 2": 14, "Heading 3": 12}
"""Sizes in points of the styles that are used."""


def docx_file(paper: Paper) -> bytes:
    """The Word file."""
    document: Any = new_docx()
    _set_page(document)
    _set_styles(document, paper)
    _set_properties(document, paper)
    _cover(document, paper)
    _contents(document, paper)
    number = 0
    for block in paper.chapters:
        number += isinstance(block, Heading) and block.level == 1
        _add(document, block, bookmark=f"chapter{number}")
    _footer(document, paper)
    return _same_bytes(document)


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(18)
    section.top_margin, section.bottom_margin = Mm(20), Mm(24)


def _set_styles(document: Any, paper: Paper) -> None:
    """Our font, sizes and language, and the council's colour on headings."""
    accent = RGBColor.from_string(paper.accent.lstrip("#").upper())
    for name, size in STYLES.items():
        style = document.styles[name]
        style.font.size, style.font.name, style.font.italic = Pt(size), FONT, False
        style.font.color.rgb = INK if name in ("Normal", "Subtitle") else accent
        fonts = style.element.rPr.rFonts
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for letters in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{letters}"), FONT)
        if name.startswith("Heading"):
            style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(14), Pt(4)
            style.paragraph_format.keep_with_next = True
    title = document.styles["Title"]
    if (border := title.element.pPr.find(qn("w:pBdr"))) is not None:
        title.element.pPr.remove(border)
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    language.set(qn("w:val"), LANGUAGE)


def _set_properties(document: Any, paper: Paper) -> None:
    said = document.core_properties
    day = datetime.combine(paper.as_at, time(12), UTC).replace(tzinfo=None)
    said.title, said.author, said.subject = paper.title, paper.council, paper.kind
    said.language, said.comments, said.keywords = LANGUAGE, "", ""
    said.last_modified_by, said.revision = paper.council, 1
    said.created = said.modified = day


def _cover(document: Any, paper: Paper) -> None:
    if paper.logo:
        _add_logo(document, paper)
    council = document.add_paragraph(paper.council, style="Subtitle")
    council.paragraph_format.space_before = Pt(0 if paper.logo else 24)
    title = document.add_paragraph(style="Title").add_run(paper.title)
    if len(paper.title) >= LONG_TITLE:
        title.font.size = Pt(LONG_TITLE_SIZE)
    document.add_paragraph(paper.kind, style="Subtitle")
    for block in paper.cover:
        if isinstance(block, Table):
            label = document.add_paragraph()
            label.add_run(block.name).bold = True
            label.paragraph_format.keep_with_next = True
            label.paragraph_format.space_before, label.paragraph_format.space_after = Pt(12), Pt(4)
        _add(document, block)


def _add_logo(document: Any, paper: Paper) -> None:
    """The council's logo, at most as large as on the other papers. One that cannot be read is left out."""
    run = document.add_paragraph().add_run()
    try:
        picture = run.add_picture(BytesIO(b64decode(paper.logo)))
    except UnrecognizedImageError:
        return
    share = min(LOGO_WIDTH / picture.width, LOGO_HEIGHT / picture.height, 1)
    picture.width, picture.height = int(picture.width * share), int(picture.height * share)
    picture._inline.docPr.set("descr", f"Logo of {paper.council}")


def _contents(document: Any, paper: Paper) -> None:
    """Chapters as links, in a field that Word fills again on F9. The page numbers are Word's to know."""
    heading = document.add_paragraph("Contents", style="Heading 1")
    heading.paragraph_format.page_break_before = True
    titles = [block.text for block in paper.chapters if isinstance(block, Heading) and block.level == 1]
    for number, title in enumerate(titles, 1):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(4)
        if number == 1:
            for part in _field_begins('TOC \\o "1-1" \\n \\h \\z \\u'):
                paragraph._p.append(part)
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), f"chapter{number}")
        link.set(qn("w:history"), "1")
        run = OxmlElement("w:r")
        text = OxmlElement("w:t")
        text.text = title
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(text)
        link.append(run)
        paragraph._p.append(link)
        if number == len(titles):
            paragraph._p.append(_field_mark("end"))


def _field_mark(kind: str) -> Any:
    run, mark = OxmlElement("w:r"), OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    run.append(mark)
    return run


def _field_begins(instruction: str) -> Iterable[Any]:
    run, text = OxmlElement("w:r"), OxmlElement("w:instrText")
    text.text = f" {instruction} "
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(text)
    return _field_mark("begin"), run, _field_mark("separate")


def _footer(document: Any, paper: Paper) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run(f"{paper.council}: {paper.title}. Page ")
    for part in (*_field_begins("PAGE"), text_xml("1", points=SMALL), _field_mark("end")):
        paragraph._p.append(part)
    for run in paragraph.runs:
        run.font.size = Pt(SMALL)


def _add(document: Any, block: Block, *, bookmark: str = "") -> None:
    if isinstance(block, Heading):
        heading = document.add_paragraph(block.text, style=f"Heading {block.level}")
        if block.level == 1:
            _mark(heading, bookmark)
    elif isinstance(block, Text):
        paragraph = document.add_paragraph()
        if block.label:
            paragraph.add_run(f"{block.label}: ").bold = True
        paragraph.add_run(block.text).font.size = Pt(SMALL) if block.quiet else None
    elif isinstance(block, Points):
        _add_points(document, block)
    else:
        document.element.body.insert(len(document.element.body) - 1, parse_xml(table_xml(block, TEXT_WIDTH)))
        after = document.add_paragraph().paragraph_format
        after.space_after, after.line_spacing = Pt(0), Pt(6)


def _add_points(document: Any, points: Points) -> None:
    for number, item in zip(points.numbers or ("",) * len(points.items), points.items, strict=True):
        if number:
            paragraph = document.add_paragraph(f"{number}\t{item}")
            paragraph.paragraph_format.left_indent = Mm(12)
            paragraph.paragraph_format.first_line_indent = Mm(-12)
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(12))
        else:
            paragraph = document.add_paragraph(item, style="List Bullet")
        paragraph.paragraph_format.space_after = Pt(3)


def _mark(paragraph: Any, name: str) -> None:
    """A bookmark around the heading, for its link in the contents."""
    for tag, first in (("w:bookmarkStart", True), ("w:bookmarkEnd", False)):
        mark = OxmlElement(tag)
        mark.set(qn("w:id"), name.removeprefix("chapter"))
        if first:
            mark.set(qn("w:name"), name)
            paragraph._p.insert(1, mark)
        else:
            paragraph._p.append(mark)


def _same_bytes(document: Any) -> bytes:
    """The file with its parts in their order and at a fixed time."""
    written = BytesIO()
    document.save(written)
    out = BytesIO()
    with zipfile.ZipFile(written) as parts, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in parts.namelist():
            fixed.writestr(zipfile.ZipInfo(name), parts.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
