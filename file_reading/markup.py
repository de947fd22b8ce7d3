"""Take Markdown and HTML marks out of text, and keep the line breaks and bullets that they stood for."""

from __future__ import annotations

import html
import re

_LINE = re.compile(r"<\s*br\s*/?\s*>|</\s*(?:p|li|div|tr|h[1-6])\s*>", re.IGNORECASE)
_ITEM = re.compile(r"<\s*li\b[^<>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(
    r"</?\s*(?:a|abbr|b|big|blockquote|center|code|del|div|em|font|h[1-6]|hr|i|img|ins|li|mark|o:p|ol|p|pre|q|s|section"
    r"|small|span|strike|strong|sub|sup|table|tbody|td|th|thead|tr|tt|u|ul)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
_STRONG = re.compile(r"\*\*([^*\n]{1,500})\*\*|__([^_\n]{1,500})__")
_SPACES = re.compile(r"[ \t\u00a0\u2007\u202f]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"))
_UNTIDY = re.compile(r"[\t\n\r\v\f]|  ")
_BULLET = re.compile(r"^\s*[\uf0b7\uf0a7\uf06e\u2022\u25cf\u25aa\u25e6\u2023\u00b7]\s*•?\s*", re.MULTILINE)


def tidy(text: str) -> str:
    """The words of a cell: single spaces, no spaces around line breaks, no invisible letters, one kind of bullet."""
    if not text or (text.isascii() and not _UNTIDY.search(text)):
        return text.strip()
    text = text.translate(_INVISIBLE).replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    text = text.replace("\x0c", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _BULLET.sub("• ", "\n".join(line for line in lines if line)).strip()


def plain(text: str) -> str:
    """Text of Markdown or HTML without its marks."""
    if "<" in text:
        text = _TAG.sub("", _ITEM.sub("\n• ", _LINE.sub("\n", text)))
    if "&" in text:
        text = html.unescape(text)
    if "*" in text or "_" in text:
        text = _STRONG.sub(lambda match: match[1] or match[2], text)
    return tidy(text)
