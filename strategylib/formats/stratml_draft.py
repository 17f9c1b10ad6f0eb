"""How does a StratML file, of Part 1 or 2, become changes to the strategy it was written from, or a draft of a new one?

Any file of the two official schemas is read as far as it goes; `strategylib.formats.stratml_shape` names where it departs from them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from strategylib.formats.reading import ExchangeError, Reading, Sheet, converted
from strategylib.formats.safe import XmlDeviations, parse_xml
from strategylib.formats.stratml_shape import ROOTS, check, inside, local, text_of
from strategylib.formats.tables import Row
from strategylib.model import Corpus, Element


def read_stratml(content: bytes, file: Path, *, corpus: Corpus, language: str | None = None, municipality: str | None = None) -> Reading:
    """Return what a StratML file says: the changes to a strategy that it was written from, or else a draft of a new one.

    Parameters
    ----------
    content, file
        The file.
    corpus
        The data that it is compared with.
    language
        Language of the deviations.
    municipality
        Id of the municipality whose strategy a new one is; found by the organisation's name unless given. It must be in the data, since
        a StratML file does not tell its code.

    Returns
    -------
    Reading
        In a draft a Goal is a focus area, an Objective a goal, a PerformanceIndicator an indicator; its source is the file itself, and
        lines are lines of it. Stakeholders are not taken over: they may be persons.

    Raises
    ------
    ExchangeError
        When the file is not of one of the two official schemas, or the municipality is not known or has another strategy.
    """
    root = parse_xml(content, file, language)
    namespace = etree.QName(root).namespace
    if ROOTS.get(namespace or "") != local(root):
        raise ExchangeError.of("dialect", language, file=file, found=f"<{local(root)}> i »{namespace or '–'}«")
    deviations = XmlDeviations(str(file), language)
    check(root, deviations)
    known = {one.id: one for strategy in corpus.strategies for one in strategy.elements}
    own = [(element, one) for element, one in _identified(root) if one in known]
    if own:
        rows = [_returned(element, known[one]) for element, one in own]
        return Reading({"elements": Sheet(tuple(rows))}, deviations.sorted())
    chosen = _municipality(root, corpus, file, municipality, language)
    sheets = _Draft(root, chosen, file, deviations).sheets()
    return Reading(sheets, deviations.sorted())


def _identified(root: Any) -> Iterator[tuple[Any, str]]:
    for name in ("Goal", "Objective"):
        for element in root.iter(f"{{{etree.QName(root).namespace}}}{name}"):
            found = text_of(element, "Identifier")
            if found:
                yield element, found[0]


def _returned(element: Any, known: Element) -> Row:
    """Return what an element that was written from the data may have changed: its wording and its number."""
    row: Row = {"id": known.id}
    for column, name in (("label", "Name"), ("number", "SequenceIndicator")):
        found = text_of(element, name)
        if found or column == "number":
            row[column] = found[0] if found else None
    return row


def _municipality(root: Any, corpus: Corpus, file: Path, asked: str | None, language: str | None) -> str:
    names = {one.name.casefold(): one.id for one in corpus.municipalities}
    found = [text_of(one, "Name") for core in inside(root, "StrategicPlanCore") for one in inside(core, "Organization")]
    written = [one[0] for one in found if one]
    own = [names[plain] for name in written if (plain := _plain_name(name)) in names]
    chosen = asked or next(iter(own), "")
    if chosen not in names.values():
        raise ExchangeError.of("whose", language, file=file, found=", ".join(written) or "–", municipalities=", ".join(names.values()))
    if any(one.municipality == chosen for one in corpus.strategies):
        raise ExchangeError.of("has_one", language, file=file, municipality=chosen)
    return chosen


def _plain_name(name: str) -> str:
    return re.sub(r"(s)?\s+kommune$", "", name.casefold())


class _Draft:
    """Turns a foreign plan into the rows of a draft strategy."""

    def __init__(self, root: Any, municipality: str, file: Path, deviations: XmlDeviations) -> None:
        self._root, self._municipality, self._file, self._deviations = root, municipality, file, deviations
        self._source = _slug(file.stem, municipality)
        self._count: Counter[str] = Counter()
        self._elements: list[Row] = []
        self._quotes: list[Row] = []
        self._relations: list[Row] = []
        self._ids: dict[str, str] = {}

    def sheets(self) -> dict[str, Sheet]:
        root = self._root
        title, first, last = text_of(root, "Name") or (self._file.stem, 1, 1)
        for core in inside(root, "StrategicPlanCore"):
            for name, kind in (("Vision", "vision"), ("Mission", "core_task"), ("Value", "value")):
                for element in inside(core, name):
                    self._element(element, kind, ("Name", "Description"))
            for goal in inside(core, "Goal"):
                self._goal(goal)
        self._related()
        strategy: Row = {
            "municipality": self._municipality,
            "source": self._source,
            "title": title,
            "title_line_start": first,
            "title_line_end": last,
            **self._dates(),
        }
        source = {"id": self._source, "municipality": self._municipality, "title": title, "file": self._file.name}
        found = {
            "sources": [source],
            "strategies": [strategy],
            "elements": self._elements,
            "quotes": self._quotes,
            "relations": self._relations,
        }
        return {name: Sheet(tuple(rows)) for name, rows in found.items()}

    def _goal(self, goal: Any) -> None:
        area = self._element(goal, "focus_area", ("Name", "Description"))
        for objective in inside(goal, "Objective"):
            own = self._element(objective, "goal", ("Name", "Description"), parent=area)
            for indicator in inside(objective, "PerformanceIndicator"):
                made = self._element(indicator, "indicator", ("MeasurementDimension",), parent=own or area)
                if made:
                    self._measured(indicator, self._elements[-1])

    def _element(self, element: Any, kind: str, names: Sequence[str], parent: str | None = None) -> str | None:
        """Add an element of the draft from the first of its texts; a further text is a further quotation."""
        results = [one for way in ("TargetResult", "ActualResult") for one in element.iter(f"{{{etree.QName(element).namespace}}}{way}")]
        said = [(element, name) for name in names] + ([(one, "Description") for one in results] if kind == "indicator" else [])
        found = [one for holder, name in said if (one := text_of(holder, name))]
        if not found:
            self._deviations.at(element, "no_label", value=local(element), what=" / ".join(names))
            return None
        self._count[kind] += 1
        own = f"{self._municipality}.{kind}-{self._count[kind]}"
        (label, first, last), number, identifier = found[0], text_of(element, "SequenceIndicator"), text_of(element, "Identifier")
        row: Row = {"id": own, "type": kind, "term": local(element), "label": label, "line_start": first, "line_end": last, "named": True}
        self._elements.append(row | {"parent": parent, "number": number[0] if number else None})
        self._quotes += [{"element": own, "label": text, "line_start": a, "line_end": b} for text, a, b in found[1:] if text != label]
        if identifier:
            self._ids.setdefault(identifier[0], own)
        return own

    def _measured(self, indicator: Any, row: Row) -> None:
        unit = text_of(indicator, "UnitOfMeasurement")
        for instance in inside(indicator, "MeasurementInstance"):
            for name, column in (("TargetResult", "target"), ("ActualResult", "baseline")):
                for result in inside(instance, name):
                    number = text_of(result, "NumberOfUnits")
                    value = converted("number", number[0]) if number and column not in row else None
                    if value is not None:
                        row[column] = value
        if unit and ("target" in row or "baseline" in row):
            row["unit"] = unit[0]

    def _related(self) -> None:
        """Add a relation for every reference to an element of the file that knows our word for it."""
        kinds = {"supports", "measures", "elaborates", "refers_to"}
        for relationship in self._root.iter(f"{{{etree.QName(self._root).namespace}}}Relationship"):
            source = text_of(relationship.getparent(), "Identifier")
            name = text_of(relationship, "Name")
            for target in inside(relationship, "ReferentIdentifier"):
                ends = (self._ids.get(source[0]) if source else None, self._ids.get((target.text or "").strip()))
                if None not in ends and ends[0] != ends[1]:
                    kind = name[0] if name and name[0] in kinds else "refers_to"
                    self._relations.append({"source": ends[0], "type": kind, "target": ends[1]})

    def _dates(self) -> Row:
        row: Row = {}
        for administrative in inside(self._root, "AdministrativeInformation"):
            published = text_of(administrative, "PublicationDate")
            if published and re.fullmatch(r"\d{4}-\d\d-\d\d", published[0]):
                row |= {"published": published[0], "published_label": published[0]}
                row |= {"published_line_start": published[1], "published_line_end": published[1]}
            years = [
                (column, found) for column, name in (("from", "StartDate"), ("to", "EndDate")) if (found := text_of(administrative, name))
            ]
            for column, (date, line, _) in years:
                if re.match(r"\d{4}-", date):
                    row |= {f"period_{column}": int(date[:4]), "period_label": date}
                    row |= {"period_line_start": row.get("period_line_start", line), "period_line_end": line}
        return row


def _slug(text: str, otherwise: str) -> str:
    """Return a text as an id of a source: small letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("æ", "ae").replace("ø", "oe").replace("å", "aa"))
    made = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")
    return made if made[:1].isalpha() else f"{otherwise}-{made}".strip("-")
