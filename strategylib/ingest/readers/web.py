"""What are the headings, paragraphs and points of an HTML page, without what surrounds its text?"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lxml import etree, html

from strategylib.ingest.extract import Extract, Line, Remark, Unreadable
from strategylib.ingest.limits import MOST_LINES
from strategylib.ingest.readers import plain, tables

_OUTSIDE = frozenset(
    [
        "script",
        "style",
        "nav",
        "header",
        "footer",
        "aside",
        "form",
        "noscript",
        "button",
        "svg",
        "template",
        "iframe",
        "select",
        "option",
        "dialog",
        "menu",
        "object",
        "embed",
        "audio",
        "video",
        "canvas",
        "head",
    ]
)
_ROLES = frozenset(["navigation", "banner", "contentinfo", "search", "complementary", "dialog", "menu"])
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "address",
        "details",
        "summary",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "tr",
        "td",
        "th",
        "table",
        "br",
        "hr",
        "body",
    ]
)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_COOKIES = re.compile(r"cookie|breadcrumb|sidebar|share|social-media|skip-link", re.IGNORECASE)
_MAIN_SHARE = 0.4  # of the words: then the page's own main part is taken


def read(path: Path) -> Extract:
    """Read an HTML page; nothing that it refers to is fetched. Raises `Unreadable` when it has no words."""
    raw = path.read_bytes()
    text, encoding = _decoded(raw)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    root = html.document_fromstring(text.encode("utf-8"), parser=parser)
    title = root.findtext(".//title")
    _strip(root)
    lines = _lines(_main(root))
    if not lines:
        raise Unreadable("no_words")
    remarks = [Remark("encoding", values=(("encoding", encoding),))] if encoding else []
    pictures = sum(1 for _ in root.iter("img"))
    if pictures:
        remarks.append(Remark("some_pictures", values=(("n", pictures),)))
    first = next((line.text for line in lines if line.level == 1), None)
    return Extract(tuple(lines), 1, first or (" ".join(title.split()) if title else None), tuple(remarks))


def _decoded(raw: bytes) -> tuple[str, str | None]:
    """Return the text of the page: UTF-8 when it is that, else as the page says, else as Danish pages once were saved."""
    text, encoding = plain.decode(raw)
    declared = _CHARSET.search(raw[:2048])
    if encoding == "cp1252" and declared and declared[1].lower() not in (b"utf-8", b"iso-8859-1", b"windows-1252", b"latin1"):
        try:
            text = raw.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            return text, encoding
    return re.sub(r"^\s*<\?xml[^>]*>", "", text.lstrip("\ufeff")), None if declared and encoding == "cp1252" else encoding


def _strip(root: Any) -> None:
    """Take out what is not the page's text."""
    outside = [one for one in root.iter() if isinstance(one.tag, str) and one is not root and _is_outside(one)]
    for one in outside:
        if one.getparent() is not None:
            one.drop_tree()


def _is_outside(one: Any) -> bool:
    return (
        (one.tag in _OUTSIDE and not _holds_text(one))
        or one.get("role") in _ROLES
        or one.get("hidden") is not None
        or one.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(one.get("style", "")))
        or (one.tag in ("div", "section", "ul") and bool(_COOKIES.search(f"{one.get('id', '')} {one.get('class', '')}")))
    )


def _holds_text(one: Any) -> bool:
    """Tell whether a part that is mostly not text is: the title over an article, and the button that opens a heading's text."""
    above = one.getparent()
    if one.tag == "button":
        return above is not None and (above.tag in ("dt", "summary") or re.fullmatch(r"h[1-6]", str(above.tag)) is not None)
    return one.tag == "header" and any(part.tag in ("main", "article") for part in one.iterancestors())


def _main(root: Any) -> Any:
    """Return the part that the page itself calls its main one, when it holds most of the words."""
    whole = len("".join(root.itertext()))
    for path in (".//main", ".//*[@role='main']", ".//article"):
        found = root.find(path)
        if found is not None and len("".join(found.itertext())) > _MAIN_SHARE * whole:
            return found
    return root


def _lines(root: Any) -> list[Line]:
    """Return the lines of a part of the page; goes through it without recursion, however deep it is."""
    found: list[Line] = []
    words: list[str] = []
    inside_table: Any = None

    def flush(level: int | None, *, item: bool, bold: bool) -> None:
        text = " ".join("".join(words).split())
        words.clear()
        if text:
            found.append(Line(text, level=level, item=item, whole=True, bold=bold))
            if len(found) > MOST_LINES:
                raise Unreadable("too_much")

    for event, one in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(one.tag, str):
            continue
        if inside_table is not None:
            if event == "end" and one is inside_table:
                inside_table = None
                words.append(one.tail or "")
            continue
        if one.tag in _BLOCKS:
            holder = one if event == "end" else one.getparent()
            flush(_level(holder), item=_in_list(holder), bold=_is_bold(holder))
        if event == "start" and one.tag == "table" and one.find(".//table") is None:
            found += tables.lines_of(_rows(one))
            inside_table = one
            continue
        words.append((one.text if event == "start" else one.tail if one is not root else "") or "")
    flush(None, item=False, bold=False)
    return found


def _level(one: Any) -> int | None:
    while one is not None and one.tag in ("span", "strong", "b", "em", "i", "a", "u", "br", "div") and one.getparent() is not None:
        one = one.getparent() if one.tag != "div" else None
    return int(one.tag[1]) if one is not None and re.fullmatch(r"h[1-6]", str(one.tag)) else None


def _in_list(one: Any) -> bool:
    for _ in range(4):
        if one is None:
            return False
        if one.tag in ("li", "dd"):
            return True
        one = one.getparent()
    return False


def _is_bold(one: Any) -> bool:
    """Tell whether a paragraph is nothing but bold letters."""
    if one is None or one.tag not in ("p", "div", "dt"):
        return False
    bold = sum(len("".join(part.itertext()).strip()) for part in one.iter("b", "strong"))
    whole = len("".join(one.itertext()).strip())
    return whole > 0 and bold >= whole


def _rows(table: Any) -> list[list[list[Line]]]:
    rows = []
    for row in table.iter("tr"):
        cells = [cell for cell in row if isinstance(cell.tag, str) and cell.tag in ("td", "th")]
        rows.append([_lines(cell) for cell in cells])
    return rows
