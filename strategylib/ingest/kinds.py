"""What is a file really, whatever its name says, and may it be read at all?

Looks at the first bytes and, for packed documents, at the list of parts, without unpacking anything to the disk.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from strategylib.ingest import limits
from strategylib.ingest.extract import Unreadable

# What each ending promises.
ENDINGS = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".pptx": "pptx",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".txt": "txt",
    ".text": "txt",
    ".md": "txt",
}
_MACRO_ENDINGS = frozenset({".docm", ".dotm", ".pptm", ".potm", ".ppsm", ".xlsm"})
_HEAD = 4096
# A comment ends at its first end: one that might go on past it would make the time double with each comment.
_COMMENTS = rb"(?:<!--(?:[^-]|-(?!->))*-->\s*)*"
_HTML = re.compile(rb"^\s*(?:<\?xml[^>]*>\s*)?" + _COMMENTS + rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_DTD = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ELEMENT = re.compile(rb"<[^!?]")
_MACROS = re.compile(rb"macroEnabled|vbaProject")  # in the list of what each part is
_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_DRIVE = re.compile(r"^[A-Za-z]:|\\|\x00")


def kind(path: Path) -> str:
    """Return what to read the file as: `pdf`, `docx`, `pptx`, `html` or `txt`. Raises `Unreadable` for what must not or cannot be read."""
    ending = path.suffix.lower()
    if ending in _MACRO_ENDINGS:
        raise Unreadable("macros")
    if ending not in ENDINGS:
        raise Unreadable("unknown_ending", ending=ending or "–")
    try:
        if not path.exists():
            raise Unreadable("no_file")
        if not path.is_file():
            raise Unreadable("not_a_file")
        size = path.stat().st_size
        if size == 0:
            raise Unreadable("empty")
        if size > limits.LARGEST_FILE:
            raise Unreadable("too_large", megabytes=size // 2**20, most=limits.LARGEST_FILE // 2**20)
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except (OSError, ValueError) as error:
        raise Unreadable("cannot_open", said=getattr(error, "strerror", None) or str(error)) from None
    found = _content(path, head)
    if found != ENDINGS[ending]:
        raise Unreadable("wrong_ending", ending=ending, found=found)
    return found


def _content(path: Path, head: bytes) -> str:
    """Return what the bytes are."""
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_OLE):
        raise Unreadable("encrypted" if _names_encryption(path) else "old_office")
    if head.startswith((_ZIP, b"PK\x05\x06")):
        return _packed(path)
    if head.startswith(b"{\\rtf"):
        raise Unreadable("other", found="RTF")
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    return "html" if _HTML.match(plain) else "txt" if path.suffix.lower() not in (".html", ".htm", ".xhtml") else _tags(plain)


def _tags(head: bytes) -> str:
    """Tell whether what is called HTML holds at least one of its tags."""
    return (
        "html"
        if re.search(rb"<(?:p|div|h[1-6]|ul|ol|li|table|section|article|main|span|br|meta|title|a)\b", head, re.IGNORECASE)
        else "txt"
    )


def _names_encryption(path: Path) -> bool:
    with path.open("rb") as file:
        return "EncryptedPackage".encode("utf-16-le") in file.read(limits.LARGEST_FILE)


def _packed(path: Path) -> str:
    """Look through the list of a packed document's parts, and return what it is."""
    try:
        with zipfile.ZipFile(path) as pack:
            parts = pack.infolist()
            names = {part.filename for part in parts}
            _refuse_tricks(parts)
            found = "docx" if "word/document.xml" in names else "pptx" if "ppt/presentation.xml" in names else None
            if found is None:
                raise Unreadable("other", found=_other(names))
            for part in parts:
                if part.filename.lower().endswith((".xml", ".rels")):
                    _refuse_dtd(pack, part)
            if _MACROS.search(pack.read("[Content_Types].xml").replace(b"\x00", b"")):
                raise Unreadable("macros")
    except (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as error:
        raise Unreadable("broken", said=str(error)[:120]) from None
    return found


def _refuse_tricks(parts: list[zipfile.ZipInfo]) -> None:
    """Refuse bombs, names that lead out of the document, locked parts and macros."""
    if len(parts) > limits.MOST_PARTS:
        raise Unreadable("bomb")
    if sum(part.file_size for part in parts) > limits.LARGEST_UNPACKED:
        raise Unreadable("bomb")
    for part in parts:
        name = part.filename
        picture = name.lower().endswith((".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".tif", ".tiff", ".mp4", ".svg"))
        if part.file_size > limits.LARGEST_PART and not picture:
            raise Unreadable("bomb")
        if part.file_size > 2**20 and part.file_size > limits.HIGHEST_RATIO * max(part.compress_size, 1):
            raise Unreadable("bomb")
        if _DRIVE.search(name) or PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise Unreadable("path_trick")
        if part.flag_bits & 1:
            raise Unreadable("encrypted")
        if name.lower().endswith(("vbaproject.bin", "vbadata.xml")):
            raise Unreadable("macros")


def _refuse_dtd(pack: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse entities: no document of these kinds has any, and they are how such a file reads others or fills the memory.

    They stand before the first element; a part that begins with so much else that none is in sight may hide them.
    """
    with pack.open(part) as file:
        head = file.read(_HEAD * 4)
    plain = head.replace(b"\x00", b"")
    if _DTD.search(plain) or (len(head) == _HEAD * 4 and not _ELEMENT.search(plain)):
        raise Unreadable("entities")


def _other(names: set[str]) -> str:
    for start, found in (("xl/", "Excel"), ("content.xml", "OpenDocument"), ("META-INF/container.xml", "EPUB")):
        if any(name.startswith(start) for name in names):
            return found
    return "ZIP"
