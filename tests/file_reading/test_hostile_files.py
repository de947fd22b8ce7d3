"""Hostile and damaged files are refused within two seconds with a plain sentence, and leave nothing behind."""

import io
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import docx
import pytest
from openpyxl import Workbook

from file_reading import files, limits
from file_reading.document import Refused
from file_reading.files import read_file, read_pasted

SECONDS = 2.0
"""Time that the file costs the processor: the wall clock of a busy machine says nothing."""

DOCTYPE = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
)


def workbook(*rows):
    book = Workbook()
    for row in rows or [("Action", "Lead", "Due"), ("Write guidance", "JD", "May 25")]:
        book.active.append(row)
    return saved(book)


def document(*rows):
    made = docx.Document()
    table = made.add_table(0, 3)
    for row in rows or [("Action", "Lead", "Due"), ("Write guidance", "JD", "May 25")]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return saved(made)


def saved(made):
    into = io.BytesIO()
    made.save(into)
    return into.getvalue()


def with_parts(package, **parts):
    """The package with these parts added or replaced. A part can be a function of the one that was there."""
    into = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new:
        changed = {name.replace("__", "/"): content for name, content in parts.items()}
        for name in old.namelist():
            content = changed.pop(name, None)
            before = old.read(name)
            new.writestr(
                name, content(before) if callable(content) else before if content is None else content
            )
        for name, content in changed.items():
            new.writestr(name, content)
    return into.getvalue()


def external(kind):
    link = f'<Relationship Id="rId99" Type="http://x/{kind}" Target="http://evil.example/x" TargetMode="External"/>'
    return lambda before: before.replace(b"</Relationships>", link.encode() + b"</Relationships>")


def bomb():
    into = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document())) as old,
        zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
        with new.open("word/media/image1.bin", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b"\0" * limits.MB)
    return into.getvalue()


FORMULA_WITHOUT_VALUE = workbook(("Action", "Lead", "Due"), ("Write guidance", "JD", "=TODAY()"))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
RELS = "xl/_rels/workbook.xml.rels"

HOSTILE = {
    "zip bomb": ("plan.docx", bomb(), "far larger inside"),
    "100,000 columns, in CSV": (
        "plan.csv",
        (",".join(map(str, range(100_000))) + "\n").encode() * 3,
        "columns",
    ),
    "100,000 columns, in a workbook": (
        "plan.xlsx",
        with_parts(
            workbook(),
            **{
                "xl/worksheets/sheet1.xml": '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                '<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>'
            },
        ),
        "16,384 columns",
    ),
    "formula without a value": ("plan.xlsx", FORMULA_WITHOUT_VALUE, "formula without a value"),
    "linked workbook": (
        "plan.xlsx",
        with_parts(workbook(), **{RELS: external("externalLinkPath")}),
        "Nothing was fetched",
    ),
    "template elsewhere": (
        "plan.docx",
        with_parts(document(), **{"word/_rels/document.xml.rels": external("attachedTemplate")}),
        "a template elsewhere",
    ),
    "macros in a workbook": ("plan.xlsx", with_parts(workbook(), **{"xl/vbaProject.bin": b"x"}), "macros"),
    "macros by name": ("plan.docm", document(), "macros"),
    "macros in a workbook, by name": ("plan.xlsm", workbook(), "macros"),
    "wrong extension": ("plan.xlsx", document(), "it is a Word document"),
    "text called a document": ("plan.docx", b"Action,Lead\n", "it is not a Word document"),
    "program": ("plan.csv", b"\x7fELF\x02\x01" + b"\0" * 50, "program"),
    "picture": ("plan.docx", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "picture"),
    "PDF": ("plan.pdf", b"%PDF-1.7\n", "PDF"),
    "protected by a password": ("plan.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "older format": ("plan.doc", OLE + b"Word.Document.8", "older format"),
    "half a document": ("plan.docx", document()[: len(document()) // 2], "half of it"),
    "half a workbook": ("plan.xlsx", workbook()[:-700], "half of it"),
    "damaged part": (
        "plan.docx",
        with_parts(document(), **{"word/document.xml": b"<w:document><w:body>"}),
        "damaged",
    ),
    "200 MB": ("plan.csv", b"a" * (200 * limits.MB), "larger than 20 MB"),
    "21 MB": ("plan.csv", b"a,b\n" * (21 * limits.MB // 4), "larger than 20 MB"),
    "empty": ("plan.csv", b"", "empty"),
    "mixed encodings": ("plan.csv", "Action,Lead\nCafé,JD\n".encode() + b"Caf\xe9,HP\n", "encoding"),
    "bytes that no code page has": ("plan.csv", b"Action,Lead\n\x81\x8d\x8f,JD\n", "encoding"),
    "half of a UTF-16 letter": ("plan.csv", "Action,Lead\n".encode("utf-16") + b"\x00", "encoding"),
    "control letters": ("plan.csv", b"Action,Lead\n\x01\x02\x03,JD\n", "not text"),
    "XML entities in a document": (
        "plan.docx",
        with_parts(document(), **{"word/document.xml": lambda before: DOCTYPE.encode() + before}),
        "entities",
    ),
    "XML entities in a workbook, in UTF-16": (
        "plan.xlsx",
        with_parts(workbook(), **{"xl/workbook.xml": lambda before: (DOCTYPE + "<x/>").encode("utf-16")}),
        "entities",
    ),
    "tables in tables in tables": ("plan.docx", None, "tables within tables"),
    "too many cells": ("plan.csv", b"a,b,c,d,e,f,g,h,i,j\n" * 19_000, "filled cells"),
    "archive": ("plan.zip", with_parts(b"PK\x05\x06" + b"\0" * 18, **{"a.txt": b"a"}), "archive"),
    "unknown": ("plan.odt.exe", b"hello", "cannot be read"),
}


def nested_tables(depth):
    made = docx.Document()
    cell = made.add_table(1, 1).cell(0, 0)
    for _ in range(depth):
        cell = cell.add_table(1, 1).cell(0, 0)
    return saved(made)


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_with_a_plain_sentence(case):
    name, data, says = HOSTILE[case]
    data = nested_tables(12) if data is None else data
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.process_time()
    with pytest.raises(Refused) as refused:
        read_file(name, data)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = time.process_time() - began + after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert says in str(refused.value)
    assert str(refused.value)[0].isupper()
    assert str(refused.value).endswith(".")
    assert "Traceback" not in str(refused.value)
    assert spent < SECONDS, f"{spent:.1f} s"


def test_nothing_is_left_behind():
    folder = Path(tempfile.gettempdir())
    before = set(folder.iterdir())
    opened = set(os.listdir("/proc/self/fd"))
    read_file("plan.docx", document())
    with pytest.raises(Refused):
        read_file("plan.xlsx", wide_sheet_of_text())
    new = {path for path in set(folder.iterdir()) - before if path.name.startswith(("tmp", "openpyxl"))}
    assert new == set()
    assert set(os.listdir("/proc/self/fd")) == opened


def wide_sheet_of_text():
    return workbook([f"Column {number}" for number in range(300)])


def test_a_formula_is_never_worked_out_and_its_saved_value_counts():
    package = with_parts(
        workbook(),
        **{
            "xl/worksheets/sheet1.xml": '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Action</t></is></c>'
            '<c r="B1" t="inlineStr"><is><t>Lead</t></is></c></row>'
            '<row r="2"><c r="A2" t="str"><f>"Write "&amp;"guidance"</f><v>Write guidance</v></c>'
            '<c r="B2" t="str"><f>1/0</f><v>JD</v></c></row></sheetData></worksheet>'
        },
    )
    (table,) = read_file("plan.xlsx", package).tables
    assert table.rows[1] == ("Write guidance", "JD")


def test_text_that_looks_like_a_formula_stays_text():
    (table,) = read_file("plan.csv", b'Action,Lead\n"=HYPERLINK(""http://x"")",JD\n').tables
    assert table.rows[1][0] == '=HYPERLINK("http://x")'


def test_addresses_that_a_reader_may_click_are_no_harm():
    package = with_parts(document(), **{"word/_rels/document.xml.rels": external("hyperlink")})
    assert len(read_file("plan.docx", package).tables) == 1


LIMITED = """
import resource, sys
from file_reading.limits import limit_this_process
limit_this_process()
{}
"""


@pytest.mark.parametrize(
    ("attempt", "fails_with"),
    [
        ("open('/tmp/sendplan-hostile', 'w', buffering=1).write('x' * 100_000 + '\\n')", "File too large"),
        ("b'x' * (600 * 1024 * 1024)", "MemoryError"),
        ("import os; [os.open('/dev/null', 0) for _ in range(60)]", "Too many open files"),
    ],
)
def test_the_process_that_reads_can_do_little(attempt, fails_with):
    done = subprocess.run(
        [sys.executable, "-c", LIMITED.format(attempt)],
        cwd=files.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    Path("/tmp/sendplan-hostile").unlink(missing_ok=True)
    assert done.returncode != 0
    assert fails_with in done.stderr


def test_a_file_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(limits, "WALL_SECONDS", 0.01)
    with pytest.raises(Refused, match="too long or too much memory"):
        read_file("plan.xlsx", workbook())


def test_the_process_gets_no_secret(monkeypatch):
    seen = {}

    def run(command, **options):
        seen.update(options)
        return subprocess.CompletedProcess(
            command, 0, json.dumps({"document": {"tables": [], "other_text": []}}), ""
        )

    monkeypatch.setenv("DJANGO_SECRET_KEY", "a secret")
    monkeypatch.setattr(files.subprocess, "run", run)
    read_file("plan.docx", document())
    assert "a secret" not in seen["env"].values()
    assert set(seen["env"]) <= {"LANG", "PYTHONUTF8", "OPENBLAS_NUM_THREADS"}


def test_pasted_text_is_not_without_end():
    with pytest.raises(Refused, match="There is no text"):
        read_pasted(" \n ")
    with pytest.raises(Refused, match="too long to paste"):
        read_pasted("a" * (limits.PASTED_CHARACTERS + 1))


@pytest.mark.parametrize(
    "text",
    ['"\n' * 60_000, "|" * 100_000, "\t" * 190 + "\n" + '"a\t' * 40_000, "Due: " * 30_000, "a\tb\n" * 19_000],
)
def test_pasted_text_cannot_keep_the_server_busy(text):
    began = time.process_time()
    try:
        read_pasted(text)
    except Refused as refused:
        assert str(refused).endswith(".")
    assert time.process_time() - began < SECONDS
