"""Which format is a file in? Told by the ending of its name, and where several share one by what stands in it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import PurePath
from xml.parsers import expat

from strategylib.formats import FORMATS

_LOOKED_AT = 2**16  # bytes in which an XML file names its root
_ROOTS = {
    "StrategicPlan": "stratml",
    "PerformancePlanOrReport": "stratml2",
    "model": "archimate",
    "CodeBook": "qdc",
    "graphml": "graphml",
    "gexf": "gexf",
}
_LINKED = {b"http://www.w3.org/ns/anno.jsonld": "annotations", b"http://www.w3.org/2004/02/skos/core#": "skos-json"}


def told(name: str, content: bytes) -> str | None:
    """Return the format of a file, a key of `FORMATS`, or None where neither its name nor its content tells.

    Nothing is promised of the content: the format's reader says what is wrong in it.
    """
    ending = PurePath(name).suffix.removeprefix(".").casefold()
    if ending == "xml":
        return _ROOTS.get(_root(content))
    if ending in ("json", "jsonld") and (linked := next((form for mark, form in _LINKED.items() if mark in content), None)):
        return linked
    return next((name for name, form in FORMATS.items() if form.ending == ending != "jsonld"), None)


def _root(content: bytes) -> str:
    """Return the name of an XML file's root without its namespace; nothing where none is found."""
    found: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def note(name: str, *_: object) -> None:
        found.append(name.rpartition(" ")[2])
        raise StopIteration

    parser.StartElementHandler = parser.StartDoctypeDeclHandler = note
    with suppress(expat.ExpatError, StopIteration):
        parser.Parse(content[:_LOOKED_AT], False)  # noqa: FBT003 - expat's own signature
    return next(iter(found), "")
