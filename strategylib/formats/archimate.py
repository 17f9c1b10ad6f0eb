"""How do strategies read as an ArchiMate model, and come back? In the Open Group's exchange format, as Archi and other tools import it.

Each element is a motivation, strategy or planning element (`KINDS`), in a folder of its municipality; what it is in the data stands in its
properties. Parents are aggregations where both are of one kind, actions realize what they stand under, supporting is influence, and
everything else an association that bears its name. Alignments are associations between the municipalities' elements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from strategylib.formats.reading import ExchangeError, Reading, Sheet, converted
from strategylib.formats.safe import XmlDeviations, parse_xml
from strategylib.formats.tables import BY_NAME, Row, cell_text, tables_of
from strategylib.frames import all_relations
from strategylib.locale import texts
from strategylib.model import Corpus, Element, ElementType, Relation, RelationType
from strategylib.workbook import Workbook

NAMESPACE = "http://www.opengroup.org/xsd/archimate/3.0/"
_XSI, _XML = "http://www.w3.org/2001/XMLSchema-instance", "http://www.w3.org/XML/1998/namespace"
_SCHEMA = f"{NAMESPACE} http://www.opengroup.org/xsd/archimate/3.1/archimate3_Model.xsd"

KINDS: Mapping[ElementType, str] = {
    ElementType.VISION: "Goal",
    ElementType.CORE_TASK: "Goal",
    ElementType.CORE_TASK_TRANSLATION: "Requirement",
    ElementType.BEHAVIOUR: "Requirement",
    ElementType.VALUE: "Value",
    ElementType.CHALLENGE: "Driver",
    ElementType.PILLAR: "Principle",
    ElementType.PRINCIPLE: "Principle",
    ElementType.FOCUS_AREA: "Goal",
    ElementType.GOAL: "Goal",
    ElementType.INITIATIVE: "CourseOfAction",
    ElementType.ACTIVITY: "WorkPackage",
    ElementType.INDICATOR: "Outcome",
    ElementType.KEYWORD: "Meaning",
    ElementType.POLICY: "Constraint",
    ElementType.GOVERNANCE_RULE: "Requirement",
    ElementType.FORUM: "Stakeholder",
    ElementType.CASCADE_LEVEL: "Grouping",
    ElementType.TARGET_GROUP: "Stakeholder",
    ElementType.PERIOD: "Plateau",
}
_MOTIVATION = frozenset({"Goal", "Requirement", "Value", "Driver", "Principle", "Outcome", "Meaning", "Constraint", "Stakeholder"})
_REALIZED = frozenset({"Goal", "Requirement", "Principle", "Outcome", "Constraint"})
_COLUMNS = tuple(one for one in BY_NAME["elements"].columns if one.name not in ("id", "label", "parent"))


def write_archimate(workbook: Workbook, *, language: str | None = None) -> bytes:
    """Return the strategies and the alignments between them as a model in the ArchiMate exchange format 3.x."""
    corpus = workbook.corpus
    elements = [element for strategy in corpus.strategies for element in strategy.elements]
    root = etree.Element(f"{{{NAMESPACE}}}model", nsmap={None: NAMESPACE, "xsi": _XSI}, identifier="id-strategylib")
    root.set(f"{{{_XSI}}}schemaLocation", _SCHEMA)
    _named(root, texts(language)("exchange.about.title"), texts(language).language)
    rows = {row["id"]: row for row in tables_of(corpus)["elements"]}
    if elements:
        parent = _add(root, "elements")
        for one in elements:
            _element(parent, one, rows[one.id])
    _relationships(root, corpus, elements)
    organizations = _add(root, "organizations") if elements else None
    for municipality in corpus.municipalities:
        own = [one for one in elements if one.municipality == municipality.id]
        if own:
            folder = _add(organizations, "item")
            _text(folder, "label", municipality.name, "da")
            for one in own:
                _add(folder, "item", identifierRef=_id(one.id))
    definitions = _add(root, "propertyDefinitions")
    for name in (*(column.name for column in _COLUMNS), "relation", "coders"):
        definition = _add(definitions, "propertyDefinition", identifier=f"property-{name}", type="string")
        _add(definition, "name").text = name
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _id(own: str) -> str:
    return f"id-{own}"


def _add(parent: Any, tag: str, /, **attributes: str) -> Any:
    return etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", **attributes)


def _text(parent: Any, tag: str, text: str, language: str) -> None:
    made = _add(parent, tag)
    made.set(f"{{{_XML}}}lang", language)
    made.text = text


def _named(parent: Any, name: str, language: str = "da") -> None:
    _text(parent, "name", name, language)


def _typed(parent: Any, tag: str, kind: str, **attributes: str) -> Any:
    made = _add(parent, tag, **attributes)
    made.set(f"{{{_XSI}}}type", kind)
    return made


def _properties(parent: Any, values: Mapping[str, str]) -> None:
    properties = _add(parent, "properties")
    for name, value in values.items():
        _text(_add(properties, "property", propertyDefinitionRef=f"property-{name}"), "value", value, "da")


def _element(parent: Any, one: Element, row: Row) -> None:
    made = _typed(parent, "element", KINDS[one.type], identifier=_id(one.id))
    _named(made, one.label)
    if one.quotes:
        _text(made, "documentation", "\n".join(quote.text for quote in one.quotes), "da")
    _properties(made, {column.name: cell_text(row[column.name]) for column in _COLUMNS if row[column.name] is not None})


def _relationships(root: Any, corpus: Corpus, elements: Iterable[Element]) -> None:
    by_id = {one.id: one for one in elements}
    relations = all_relations(by_id.values())
    judged: dict[tuple[str, str, str], list[str]] = {}
    for one in corpus.alignments:
        judged.setdefault((one.a, one.b, one.relation.value), []).append(one.coder)
    if not relations and not judged:
        return
    parent = _add(root, "relationships")
    for relation in relations:
        kind, source, target = _kind(relation, by_id)
        own = f"{_id(relation.source)}-{relation.type.value}-{relation.target}"
        made = _typed(parent, "relationship", kind, identifier=own, source=_id(source), target=_id(target))
        _named(made, relation.type.value, "en")
        _properties(made, {"relation": relation.type.value})
    for (a, b, alignment), coders in judged.items():
        made = _typed(parent, "relationship", "Association", identifier=f"{_id(a)}-{alignment}-{b}", source=_id(a), target=_id(b))
        _named(made, alignment, "en")
        _properties(made, {"relation": alignment, "coders": "; ".join(coders)})


def _kind(relation: Relation, elements: Mapping[str, Element]) -> tuple[str, str, str]:
    """Return the kind of a relationship, its source and its target; a whole stands before its part."""
    source, target = KINDS[elements[relation.source].type], KINDS[elements[relation.target].type]
    if relation.type is RelationType.PART_OF:
        if source == target:
            return "Aggregation", relation.target, relation.source
        if source == "CourseOfAction" and target in _REALIZED:
            return "Realization", relation.source, relation.target
    if relation.type is RelationType.SUPPORTS and source in {*_MOTIVATION, "CourseOfAction"} and target in _MOTIVATION:
        return "Influence", relation.source, relation.target
    return "Association", relation.source, relation.target


def read_archimate(content: bytes, file: Path, *, corpus: Corpus, language: str | None = None) -> Reading:
    """Return the elements, relations and alignments of a model that was written from the data.

    An element is known by its identifier; one that is not known is taken in when its properties say all that the data need. Nothing is
    removed: a tool may have been given only a part. Raises `ExchangeError` when the file is no ArchiMate model of version 3.
    """
    root = parse_xml(content, file, language)
    if root.tag != f"{{{NAMESPACE}}}model":
        raise ExchangeError.of("other_xml", language, file=file, format="ArchiMate 3", found=root.tag)
    return _Read(root, corpus, XmlDeviations(str(file), language)).reading()


class _Read:
    def __init__(self, root: Any, corpus: Corpus, deviations: XmlDeviations) -> None:
        self._root, self._deviations = root, deviations
        self._known = {one.id for strategy in corpus.strategies for one in strategy.elements}
        self._names = {one.get("identifier"): self._said(one, "name") for one in root.iter(f"{{{NAMESPACE}}}propertyDefinition")}

    def reading(self) -> Reading:
        elements = [row for one in self._root.iterfind(f"{{{NAMESPACE}}}elements/*") if (row := self._element(one))]
        there = self._known | {row["id"] for row in elements}
        relations: list[Row] = []
        alignments: list[Row] = []
        parents: dict[str, str] = {}
        for one in self._root.iterfind(f"{{{NAMESPACE}}}relationships/*"):
            values = self._values(one)
            a, b = (str(one.get(end) or "").removeprefix("id-") for end in ("source", "target"))
            strange = [own for own in (a, b) if own not in there]
            if strange:
                self._deviations.at(one, "dangling_ref", value=strange[0])
            elif values.get("coders"):
                coders = [coder.strip() for coder in values["coders"].split(";")]
                alignments += ({"coder": coder, "a": a, "b": b, "relation": values.get("relation")} for coder in coders)
            elif values.get("relation") == RelationType.PART_OF.value:
                kind = one.get(f"{{{_XSI}}}type")
                parents |= {b: a} if kind == "Aggregation" else {a: b}
            elif values.get("relation") in {kind.value for kind in RelationType}:
                relations.append({"source": a, "type": values["relation"], "target": b})
            else:
                self._deviations.at(one, "no_mapping", value=self._said(one, "name") or one.get("identifier") or "–")
        for row in elements:
            if row["id"] in parents:
                row["parent"] = parents[row["id"]]
        found = {"elements": elements, "relations": relations, "alignments": alignments}
        return Reading({name: Sheet(tuple(rows)) for name, rows in found.items()}, self._deviations.sorted())

    def _said(self, element: Any, tag: str) -> str:
        found = element.find(f"{{{NAMESPACE}}}{tag}")
        return "" if found is None else " ".join((found.text or "").split())

    def _values(self, element: Any) -> dict[str, str]:
        pairs: Iterator[tuple[str, str]] = (
            (self._names.get(one.get("propertyDefinitionRef"), ""), self._raw(one)) for one in element.iter(f"{{{NAMESPACE}}}property")
        )
        return {name: value for name, value in pairs if name}

    def _raw(self, element: Any) -> str:
        found = element.find(f"{{{NAMESPACE}}}value")
        return "" if found is None else found.text or ""

    def _element(self, element: Any) -> Row | None:
        own, label, values = str(element.get("identifier") or "").removeprefix("id-"), self._said(element, "name"), self._values(element)
        if own not in self._known and "type" not in values:
            self._deviations.at(element, "no_mapping", value=label or own or "–")
            return None
        row: Row = {"id": own, "label": label}
        for column in _COLUMNS:
            if values.get(column.name):
                value = converted(column.kind, values[column.name])
                if value is None or (column.choices and value not in column.choices):
                    choices = ", ".join(column.choices)
                    self._deviations.at(element, "choice" if choices else f"not_{column.kind}", value=values[column.name], choices=choices)
                else:
                    row[column.name] = value
        return row
