"""Check a file by its bytes before it is read: what it is, and whether it is safe and whole."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO

from core.words import list_words
from file_reading import limits
from file_reading.document import Refused

DOCX, XLSX, TEXT, CSV = "docx", "xlsx", "text", "csv"
ACCEPTED = (".docx", ".xlsx", ".csv", ".tsv", ".txt", ".md")
ACCEPTED_WORDS = "a Word document (.docx), an Excel workbook (.xlsx), a CSV file (.csv) or a text file (.txt)"

ZIP = b"PK"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = (
    (b"%PDF", "This is a PDF. Open it, copy its tables, and paste them here. Or save it as a Word document."),
    (b"{\\rtf", "This is a rich text file (.rtf). Open it in Word, save it as .docx, and upload that."),
    (b"\x89PNG", "This is a picture. Upload the document itself, or type its rows."),
    (b"\xff\xd8\xff", "This is a picture. Upload the document itself, or type its rows."),
    (b"GIF8", "This is a picture. Upload the document itself, or type its rows."),
    (b"\x7fELF", f"This is a program, not a document. Upload {ACCEPTED_WORDS}."),
    (b"MZ\x90", f"This is a program, not a document. Upload {ACCEPTED_WORDS}."),
    (b"Rar!", f"This is an archive. Unpack it, and upload {ACCEPTED_WORDS}."),
    (b"7z\xbc\xaf", f"This is an archive. Unpack it, and upload {ACCEPTED_WORDS}."),
    (b"\x1f\x8b", f"This is an archive. Unpack it, and upload {ACCEPTED_WORDS}."),
)
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_EXTERNAL = re.compile(rb"<[^<>]{0,2000}TargetMode\s*=\s*[\"']External[\"'][^<>]{0,2000}>", re.IGNORECASE)
_KIND_OF_LINK = re.compile(rb"\bType\s*=\s*[\"'][^\"']*/([A-Za-z]+)[\"']")
_HALF = (
    "This file is damaged or only half of it arrived. Open it in the program that made it, save it again, "
    "and upload it again."
)
_MACROS = "This file can contain macros. Save it as {} without macros, and upload that. No macro was run."


def check_length(length: int) -> None:
    """Raise Refused for an empty file and for one that is too long."""
    if length == 0:
        raise Refused("The file is empty. Choose another one.")
    if length > limits.FILE_BYTES:
        raise Refused(
            f"The file is larger than {limits.FILE_BYTES // limits.MB} MB. Delete pictures and sheets "
            "that are not needed, save it, and upload it again."
        )


def kind_of(name: str, data: bytes) -> str:
    """DOCX, XLSX, CSV or TEXT. Raises Refused for everything else, and for what is hostile or damaged."""
    check_length(len(data))
    extension = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    if extension in (".docm", ".dotm"):
        raise Refused(_MACROS.format("a Word document (.docx)"))
    if extension in (".xlsm", ".xltm", ".xlam"):
        raise Refused(_MACROS.format("an Excel workbook (.xlsx)"))
    if data.startswith(OLE):
        raise Refused(_ole_sentence(data))
    for start, sentence in _OTHERS:
        if data.startswith(start):
            raise Refused(sentence)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_package(extension, data)
    if extension in (".docx", ".xlsx"):
        program = "a Word document" if extension == ".docx" else "an Excel workbook"
        raise Refused(
            f"The name of this file ends in {extension}, but it is not {program}. "
            "Open it in the program that made it, and save it again."
        )
    if extension not in (*ACCEPTED, ""):
        raise Refused(f"Files that end in {extension[:12]} cannot be read. Upload {ACCEPTED_WORDS}.")
    return CSV if extension in (".csv", ".tsv") else TEXT


def _ole_sentence(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data or "EncryptionInfo".encode("utf-16-le") in data:
        return (
            "This file is protected by a password. Open it, remove the password (File, Info, Protect), save it, "
            "and upload it again."
        )
    return (
        "This file is in an older format of Word or Excel (.doc or .xls). Open it, save it as .docx or .xlsx, "
        "and upload that."
    )


def _kind_of_package(extension: str, data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            parts = package.infolist()
            _check_sizes(parts)
            names = {part.filename for part in parts}
            kind = _kind_of_parts(package, names)
            _check_parts(package, parts, kind)
    except Refused:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        ValueError,
        KeyError,
    ) as problem:
        raise Refused(_HALF) from problem
    really = "a Word document" if kind == DOCX else "an Excel workbook"
    if extension in (".docx", ".xlsx") and extension != f".{kind}":
        raise Refused(
            f"The name of this file ends in {extension}, but it is {really}. Rename it to end in .{kind}, "
            "and upload it again."
        )
    if extension not in (".docx", ".xlsx"):
        raise Refused(
            f"This is {really}, but its name does not end in .{kind}. Rename it, and upload it again."
        )
    return kind


def _check_sizes(parts: Iterable[zipfile.ZipInfo]) -> None:
    """Raise Refused for a zip bomb. Python never unpacks more of a part than the size that is written for it."""
    parts = list(parts)
    if len(parts) > limits.PARTS:
        raise Refused(
            f"This file has {len(parts):,} parts inside. A plan has far fewer. Save it again as a new file."
        )
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("This file is protected by a password. Remove the password, and upload it again.")
    xml = sum(part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels", ".vml")))
    if sum(part.file_size for part in parts) > limits.UNPACKED_BYTES or xml > limits.UNPACKED_XML_BYTES:
        raise Refused(
            "This file is far larger inside than a document can be. Copy what you need into a new file, without "
            "pictures and empty formatted rows, and upload that."
        )


def _kind_of_parts(package: zipfile.ZipFile, names: set[str]) -> str:
    if "[Content_Types].xml" not in names:
        if "mimetype" in names:
            raise Refused("This is an OpenDocument file. Save it as .docx or .xlsx, and upload that.")
        raise Refused(f"This is an archive. Unpack it, and upload {ACCEPTED_WORDS}.")
    types = package.read("[Content_Types].xml")
    if b"macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(_MACROS.format("a .docx or .xlsx"))
    if b"wordprocessingml.document.main" in types or b"wordprocessingml.template.main" in types:
        return DOCX
    if b"spreadsheetml.sheet.main" in types or b"spreadsheetml.template.main" in types:
        return XLSX
    if b"presentationml" in types:
        raise Refused("This is a presentation. Copy its tables, and paste them here.")
    if b"ms-excel.sheet.binary" in types:
        raise Refused("This is a binary workbook (.xlsb). Save it as .xlsx, and upload that.")
    raise Refused(f"This is neither a Word document nor an Excel workbook. Upload {ACCEPTED_WORDS}.")


def _check_parts(package: zipfile.ZipFile, parts: Iterable[zipfile.ZipInfo], kind: str) -> None:
    """Read every XML part once: it must be whole, declare no entities and take nothing from elsewhere."""
    links: set[str] = set()
    for part in parts:
        lower = part.filename.lower()
        if lower.startswith(("xl/externallinks/", "xl/connections")) and lower.endswith(".xml"):
            links.add("other workbooks")
        if not lower.endswith((".xml", ".rels", ".vml")):
            continue
        content = package.read(part)
        if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:64]:
            content = content.decode("utf-16", "ignore").encode()
        if _DECLARATION.search(content):
            raise Refused(
                "This file declares entities in its XML, which no Word or Excel file does. It was not read. "
                "Copy what you need into a new file, and upload that."
            )
        if lower.endswith(".rels"):
            links |= _links_elsewhere(content)
    if links:
        program = "Word" if kind == DOCX else "Excel"
        raise Refused(
            f"This file takes content from {list_words(sorted(links))}. In {program}, break these links "
            "(File, Info, Edit links), save the file, and upload it again. Nothing was fetched."
        )


def _links_elsewhere(relations: bytes) -> set[str]:
    """What a part takes from elsewhere. Addresses that a reader may click are no harm: they stay text."""
    found: set[str] = set()
    for link in _EXTERNAL.findall(relations):
        kind = _KIND_OF_LINK.search(link)
        match kind[1].decode() if kind else "":
            case "hyperlink":
                continue
            case "attachedTemplate":
                found.add("a template elsewhere")
            case "image":
                found.add("pictures elsewhere")
            case _:
                found.add("other files")
    return found
