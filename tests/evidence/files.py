"""Small files of each type."""

import zipfile
from io import BytesIO

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def picture(form: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (4, 4), "white").save(out, form)
    return out.getvalue()


def container(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "<x/>")
    return out.getvalue()


CONTENT = {
    "a PDF": PDF,
    "a PDF cut short": PDF[:20],
    "nothing": b"",
    "text": b"One, two\r\nthree, four\n",
    "text in Windows' characters": "The £ sign and “quotes”".encode("cp1252"),
    "a web page": b"<!DOCTYPE html><script>alert(1)</script>",
    "a program": b"MZ\x90\x00\x03\x00",
    "a PNG": picture("PNG"),
    "a JPEG": picture("JPEG"),
    "a Word document": container("[Content_Types].xml", "word/document.xml"),
    "a Word document with macros": container(
        "[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"
    ),
    "an old Word document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100,
    "an Excel workbook": container("[Content_Types].xml", "xl/workbook.xml"),
    "a ZIP of something else": container("notes.txt"),
}
