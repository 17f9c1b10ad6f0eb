"""How do quotations and codes read as W3C Web Annotations, and come back? As one collection in JSON-LD.

A quotation is an annotation whose target is the document's text: its words (TextQuoteSelector; a range where words are left out) and its
lines (RFC 5147, where `line=3,5` are the fourth and fifth), with the letters' places too when the whole text is there. Its body says of
which element and what that is. A code is an annotation of the quotation, made by its coder, whose body is the theme.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote as percent

from strategylib.formats.reading import Deviations, ExchangeError, Reading, Sheet
from strategylib.formats.safe import parse_json
from strategylib.formats.selections import Selection, made_text, placed_in
from strategylib.formats.tables import Row
from strategylib.model import Coding, Corpus, Element
from strategylib.workbook import Workbook

BASE = "urn:strategylib:"
_ANNO, _LINES = "http://www.w3.org/ns/anno.jsonld", "http://tools.ietf.org/rfc/rfc5147"
_OMISSION = re.compile(r"\s*\[(?:\.\.\.|…)\]\s*")
_LINE_RANGE = re.compile(r"line=([0-9]{1,7})(?:,([0-9]{1,7}))?")
_SMALL = re.compile("[0-9]{1,6}")
_AROUND = 32  # letters before and after a quotation, as other programs write them


def write_annotations(workbook: Workbook, *, sources: Path | None = None, language: str | None = None) -> bytes:
    """Return all quotations and codes as an AnnotationCollection.

    Parameters
    ----------
    workbook
        What is written.
    sources
        Folder with the source texts, for selectors by the letters' places and with the words around.
    language
        Language of what is said, `da` (default) or `en`.

    Raises
    ------
    ExchangeError
        When a source text is not in the folder.
    """
    corpus = workbook.corpus
    files = {one.id: one for one in corpus.sources}
    items: list[dict[str, Any]] = []
    for strategy in corpus.strategies:
        if sources is None:
            text, selections = None, made_text(strategy.elements)[1]
        else:
            text, selections = placed_in(files[strategy.source], strategy.elements, sources, language)
        order = {element.id: place for place, element in enumerate(strategy.elements)}
        found = sorted(selections, key=lambda one: (order[one.element.id], one.number))
        items += (_quotation(one, files[strategy.source].file, text) for one in found)
    items += map(_coding, corpus.codings)
    collection = {
        "@context": _ANNO,
        "id": f"{BASE}annotations",
        "type": "AnnotationCollection",
        "total": len(items),
        "first": {"id": f"{BASE}annotations:1", "type": "AnnotationPage", "partOf": f"{BASE}annotations", "startIndex": 0, "items": items},
    }
    return (json.dumps(collection, ensure_ascii=False, indent=1) + "\n").encode()


def _quotation(one: Selection, file: str, text: str | None) -> dict[str, Any]:
    element, quote = one.element, one.quote
    return {
        "id": f"{BASE}quote:{element.id}:{one.number}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": [
            {"type": "SpecificResource", "source": f"{BASE}element:{element.id}", "purpose": "identifying"},
            {"type": "TextualBody", "value": element.type.value, "purpose": "classifying"},
            {"type": "TextualBody", "value": element.term, "language": "da", "purpose": "describing"},
        ],
        "target": {"source": f"{BASE}source:{quote.source}:{percent(file)}", "selector": list(_selectors(one, text))},
    }


def _selectors(one: Selection, text: str | None) -> Iterator[dict[str, Any]]:
    quote = one.quote
    yield {"type": "FragmentSelector", "conformsTo": _LINES, "value": f"line={quote.line_start - 1},{quote.line_end}"}
    pieces = [{"type": "TextQuoteSelector", "exact": piece} for piece in _OMISSION.split(quote.text) if piece]
    if len(pieces) > 1:
        between = {"refinedBy": pieces[1:-1]} if pieces[1:-1] else {}
        yield {"type": "RangeSelector", "startSelector": pieces[0], "endSelector": pieces[-1], **between}
    elif text is not None:
        around = {"prefix": text[max(0, one.start - _AROUND) : one.start], "suffix": text[one.end : one.end + _AROUND]}
        yield pieces[0] | around
    else:
        yield from pieces
    if text is not None:
        yield {"type": "TextPositionSelector", "start": one.start, "end": one.end}


def _coding(one: Coding) -> dict[str, Any]:
    body: list[dict[str, Any]] = [{"type": "SpecificResource", "source": f"{BASE}theme:{one.theme}", "purpose": "tagging"}]
    body.append({"type": "TextualBody", "value": str(one.rank), "purpose": "assessing"})
    if one.note:
        body.append({"type": "TextualBody", "value": one.note, "language": "da", "purpose": "commenting"})
    return {
        "id": f"{BASE}coding:{one.coder}:{one.element}:{one.theme}",
        "type": "Annotation",
        "motivation": "tagging",
        "creator": {"id": f"{BASE}coder:{one.coder}", "nickname": one.coder},
        "body": body,
        "target": f"{BASE}quote:{one.element}:0",
    }


def read_annotations(content: bytes, file: Path, *, corpus: Corpus, language: str | None = None) -> Reading:
    """Return the quotations and codes of a collection (or page, or list) of annotations.

    Those that say of no element of the data what they are about are named and passed over. For an element that has quotations in the file
    these are all it has; for a coder in the file its codes there are all of the elements that have quotations in it. Raises
    `ExchangeError`.
    """
    items = list(_items(parse_json(content, file, language)))
    if not items:
        raise ExchangeError.of("empty", language, file=file, what="Annotation")
    read = _Read(corpus, Deviations(str(file), language))
    for number, one in enumerate(items, 1):
        read.take(one, number)
    return read.reading()


def _items(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the annotations of a collection, a page or a list, in their order."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += reversed(one)
        elif isinstance(one, dict) and "Annotation" in _list(one.get("type")):
            yield one
        elif isinstance(one, dict):
            waiting += [one[key] for key in ("items", "first") if isinstance(one.get(key), dict | list)]


def _list(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


class _Read:
    def __init__(self, corpus: Corpus, deviations: Deviations) -> None:
        self._known: dict[str, Element] = {one.id: one for strategy in corpus.strategies for one in strategy.elements}
        self._deviations = deviations
        self._quotes: dict[str, dict[int, Row]] = {}
        self._codings: list[Row] = []

    def take(self, one: dict[str, Any], number: int) -> None:
        """Take one annotation; `number` counts from 1."""
        place = str(one.get("id", number))
        bodies = [body for body in _list(one.get("body")) if isinstance(body, dict)]
        about = self._named(bodies, "source", "element:")
        theme = self._named(bodies, "source", "theme:")
        if about:
            self._quotation(one, about, place, number)
        elif theme:
            self._code(one, theme, bodies, place, number)
        else:
            self._deviations.note(number, place, "no_mapping", value=place)

    def _named(self, bodies: Iterable[dict[str, Any]], key: str, kind: str) -> str | None:
        start = f"{BASE}{kind}"
        return next((str(one[key]).removeprefix(start) for one in bodies if str(one.get(key, "")).startswith(start)), None)

    def _quotation(self, one: dict[str, Any], about: str, place: str, number: int) -> None:
        if about not in self._known:
            self._deviations.note(number, place, "no_element", name=about)
            return
        target = next((target for target in _list(one.get("target")) if isinstance(target, dict)), {})
        selectors = [selector for selector in _list(target.get("selector")) if isinstance(selector, dict)]
        text, lines = _said(selectors), _lines(selectors)
        if text is None or lines is None:
            self._deviations.note(number, place, "no_label", value=place, what="TextQuoteSelector, FragmentSelector (line=)")
            return
        ordinal = str(one.get("id", "")).rpartition(":")[2]
        own = self._quotes.setdefault(about, {})
        own[int(ordinal) if _SMALL.fullmatch(ordinal) else 1 + max(own, default=0)] = {
            "label": text,
            "line_start": lines[0],
            "line_end": lines[1],
        }

    def _code(self, one: dict[str, Any], theme: str, bodies: list[dict[str, Any]], place: str, number: int) -> None:
        target = next((str(target) for target in _list(one.get("target")) if isinstance(target, str)), "")
        element = target.removeprefix(f"{BASE}quote:").rpartition(":")[0]
        creator = next((who.get("nickname") for who in _list(one.get("creator")) if isinstance(who, dict)), None)
        if element not in self._known or not creator:
            self._deviations.note(number, place, "no_element" if creator else "no_attribute", name=element or "creator.nickname")
            return
        said = {body.get("purpose"): body.get("value") for body in bodies if body.get("type") == "TextualBody"}
        rank = str(said.get("assessing", ""))
        row: Row = {"coder": creator, "element": element, "theme": theme, "note": said.get("commenting")}
        self._codings.append(row | ({"rank": int(rank)} if _SMALL.fullmatch(rank) else {}))

    def reading(self) -> Reading:
        elements = [{"id": own, **found[0]} for own, found in self._quotes.items() if 0 in found]
        quotes = [{"element": own, **found[at]} for own, found in self._quotes.items() for at in sorted(found) if at]
        coders = {row["coder"] for row in self._codings}
        there = set(self._quotes)
        sheets = {
            "elements": Sheet(tuple(elements)),
            "quotes": Sheet(tuple(quotes), removes=lambda row: row["element"] in there),
            "codings": Sheet(tuple(self._codings), removes=lambda row: row["coder"] in coders and row["element"] in there),
        }
        return Reading(sheets, self._deviations.sorted())


def _said(selectors: Iterable[dict[str, Any]]) -> str | None:
    for one in selectors:
        if one.get("type") == "TextQuoteSelector" and one.get("exact"):
            return str(one["exact"])
        if one.get("type") == "RangeSelector":
            pieces = [one.get("startSelector"), *_list(one.get("refinedBy")), one.get("endSelector")]
            return " [...] ".join(str(piece["exact"]) for piece in pieces if isinstance(piece, dict) and piece.get("exact"))
    return None


def _lines(selectors: Iterable[dict[str, Any]]) -> tuple[int, int] | None:
    for one in selectors:
        found = _LINE_RANGE.fullmatch(str(one.get("value", "")))
        if found:
            first = int(found[1]) + 1
            return first, int(found[2] or first)
    return None
