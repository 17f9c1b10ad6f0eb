"""Can a file from elsewhere be opened without harm? Size, archives and XML are looked at before anything is read out of them.

A file is refused, with the reason, when it is bigger by far than anything this package writes, when an archive would grow beyond that or
names places outside itself, and when XML brings a document type of its own, which is where entities are declared.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections import Counter
from pathlib import Path, PurePosixPath
from typing import Any
from xml.parsers import expat

from strategylib.formats.reading import Deviations, ExchangeError

MOST_BYTES = 64 * 2**20  # of a file, and of all that an archive holds when it is unpacked
MOST_ELEMENTS = 1_000_000  # of XML that is held in memory as a tree
_MOST_VALUES = 4_000_000  # of JSON, counted by what parts them
_MOST_ENTRIES = 2_000
_CHUNK = 2**16


def read_bytes(path: Path, language: str | None = None) -> bytes:
    """Return the content of a file. Raises `ExchangeError` when there is none, or it is too big."""
    try:
        if path.exists() and not path.is_file():
            raise ExchangeError.of("folder", language, file=path)
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ExchangeError.of("unreadable", language, file=path, said=getattr(error, "strerror", None) or error) from error
    if len(content) > MOST_BYTES:
        raise ExchangeError.of("too_big", language, file=path, most=MOST_BYTES // 2**20)
    return content


def unzip(content: bytes, file: Path, language: str | None = None) -> dict[str, bytes]:
    """Return the files of an archive by name, unpacked no further than `MOST_BYTES`. Raises `ExchangeError`."""
    found: dict[str, bytes] = {}
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_ENTRIES:
                raise ExchangeError.of("too_many", language, file=file, most=_MOST_ENTRIES)
            for entry in entries:
                _inside(entry.filename, file, language)
                if entry.is_dir():
                    continue
                if entry.flag_bits & 1:
                    raise ExchangeError.of("encrypted", language, file=file)
                with archive.open(entry) as packed:
                    pieces = []
                    while piece := packed.read(_CHUNK):
                        left -= len(piece)
                        if left < 0:
                            raise ExchangeError.of("bomb", language, file=file, most=MOST_BYTES // 2**20)
                        pieces.append(piece)
                found[entry.filename] = b"".join(pieces)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError) as error:
        raise ExchangeError.of("no_archive", language, file=file, said=error) from error
    return found


def _inside(name: str, file: Path, language: str | None) -> None:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or ".." in parts or name.startswith(("/", "\\")) or ":" in parts[0] or "\0" in name:
        raise ExchangeError.of("path", language, file=file, name=name)


def refuse_document_type(content: bytes, file: Path, language: str | None = None, *, whole: bool = True, most: int | None = None) -> None:
    """Let XML pass that is well-formed and declares no document type. Raises `ExchangeError` for other.

    With `whole` False what is no XML passes, too; `most` is how many elements may be in it.
    """
    parser, count = expat.ParserCreate(), 0

    def refuse(*_: Any) -> None:
        raise ExchangeError.of("document_type", language, file=file)

    def counted(*_: Any) -> None:
        nonlocal count
        count += 1
        if most is not None and count > most:
            raise ExchangeError.of("too_many_parts", language, file=file, most=most)

    parser.StartDoctypeDeclHandler = refuse
    if most is not None:
        parser.StartElementHandler = counted
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat's own signature
    except (expat.ExpatError, ValueError) as error:
        if not whole:
            return
        line = getattr(error, "lineno", 1)
        raise ExchangeError.of("not_xml", language, file=file, line=line, said=error) from error


def parse_xml(content: bytes, file: Path, language: str | None = None) -> Any:
    """Return the root of an XML file, each element with its line. Raises `ExchangeError`."""
    from lxml import etree

    refuse_document_type(content, file, language, most=MOST_ELEMENTS)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        dtd_validation=False,
    )
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ExchangeError.of("not_xml", language, file=file, line=getattr(error, "lineno", 1), said=error) from error


def parse_json(content: bytes, file: Path, language: str | None = None) -> Any:
    """Return the value of a JSON file. Raises `ExchangeError`."""
    if sum(map(content.count, (b",", b"[", b"{"))) > _MOST_VALUES:
        raise ExchangeError.of("too_many_parts", language, file=file, most=_MOST_VALUES)
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ExchangeError.of("no_json", language, file=file, said=error) from error


class XmlDeviations(Deviations):
    """Collects where an XML file is not as it should be, by line and XPath such as `/StrategicPlan/StrategicPlanCore/Goal[2]/Name`."""

    def __init__(self, file: str, language: str | None = None) -> None:
        super().__init__(file, language)
        self._steps: dict[Any, dict[Any, str]] = {}

    def at(self, element: Any, code: str, /, **values: object) -> None:
        """Add what deviates at an element."""
        self.note(element.sourceline or 1, self._xpath(element), code, **values)

    def _xpath(self, element: Any) -> str:
        path: list[str] = []
        while element is not None:
            parent = element.getparent()
            path.append(_name(element) if parent is None else self._step(parent, element))
            element = parent
        return "/" + "/".join(reversed(path))

    def _step(self, parent: Any, element: Any) -> str:
        """Return a child's name, with its number among those of its name where there are several."""
        if parent not in self._steps:
            children = [child for child in parent if isinstance(child.tag, str)]
            count, seen = Counter(child.tag for child in children), Counter[str]()
            steps: dict[Any, str] = {}
            for child in children:
                seen[child.tag] += 1
                steps[child] = f"{_name(child)}[{seen[child.tag]}]" if count[child.tag] > 1 else _name(child)
            self._steps[parent] = steps
        return self._steps[parent][element]


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
