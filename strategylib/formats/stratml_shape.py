"""What may stand where in StratML Part 1 (ISO 17469-1) and Part 2? The two content models, and where a file departs from them.

The models say what the published schemas say, in one line an element: its children in their order, `!` for one that must be there, `+` for
one or more, `*` for any number, a digit for so many at most; an element that is named nowhere is text.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from strategylib.formats.safe import XmlDeviations

PART_1 = "urn:ISO:std:iso:17469:tech:xsd:stratml_core"
PART_2 = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
ROOTS = {PART_1: "StrategicPlan", PART_2: "PerformancePlanOrReport"}
_XSI = "http://www.w3.org/2001/XMLSchema-instance"

_COMMON = {
    "StrategicPlanCore": "Organization* Vision Mission Value* Goal+",
    "Organization": "Name Acronym Identifier Description Stakeholder*",
    "Vision": "Description Identifier",
    "Mission": "Description Identifier",
    "Value": "Name Description",
    "Goal": "Name! Description! Identifier SequenceIndicator Stakeholder* OtherInformation Objective*",
}
_SHAPES: Mapping[str, Mapping[str, str]] = {
    PART_1: {
        **_COMMON,
        "StrategicPlan": "Name! Description OtherInformation StrategicPlanCore! AdministrativeInformation",
        "Objective": "Name Description Identifier SequenceIndicator Stakeholder* OtherInformation",
        "Stakeholder": "Name! Description",
        "AdministrativeInformation": "StartDate EndDate PublicationDate Source Submitter",
        "Submitter": "GivenName Surname PhoneNumber EmailAddress",
    },
    PART_2: {
        **_COMMON,
        "PerformancePlanOrReport": "Name! Description OtherInformation StrategicPlanCore! AdministrativeInformation Submitter",
        "Objective": "Name Description Identifier SequenceIndicator Stakeholder* OtherInformation PerformanceIndicator*",
        "Stakeholder": "Name! Description Role*",
        "Role": "Name! Description RoleType2",
        "PerformanceIndicator": "SequenceIndicator MeasurementDimension! UnitOfMeasurement! Identifier Relationship* MeasurementInstance* "
        "OtherInformation",
        "Relationship": "Identifier ReferentIdentifier* Name Description",
        "MeasurementInstance": "TargetResult* ActualResult*",
        "TargetResult": "StartDate EndDate NumberOfUnits Descriptor Description",
        "ActualResult": "StartDate EndDate NumberOfUnits Descriptor Description",
        "Descriptor": "DescriptorName DescriptorValue",
        "AdministrativeInformation": "Identifier StartDate EndDate PublicationDate Source",
        "Submitter": "Identifier GivenName Surname PhoneNumber EmailAddress",
    },
}
_STAKEHOLDERS = ("Person", "Organization", "Generic_Group")
_ATTRIBUTES: Mapping[tuple[str, str], Mapping[str, tuple[str, ...]]] = {
    (PART_1, "Stakeholder"): {"StakeholderTypeType": _STAKEHOLDERS},
    (PART_2, "Stakeholder"): {"StakeholderTypeType": _STAKEHOLDERS},
    (PART_2, "PerformancePlanOrReport"): {"Type": ("Strategic_Plan", "Performance_Plan", "Performance_Report")},
    (PART_2, "Relationship"): {"RelationshipType": ("Broader_Than", "Peer_To", "Narrower_Than")},
    (PART_2, "PerformanceIndicator"): {
        "ValueChainStage": ("Outcome", "Output_Processing", "Output", "Input_Processing", "Input"),
        "PerformanceIndicatorType": ("Quantitative", "Qualitative"),
    },
}
_NEEDED_ATTRIBUTES = {(PART_2, "PerformancePlanOrReport"): "Type"}
_DATES = frozenset({"StartDate", "EndDate", "PublicationDate"})
_ROLES = ("Performer", "Beneficiary")
_CHILD = re.compile(r"([A-Za-z]+)([!+*2]?)")
_ID = re.compile(r"[^\W\d][\w.\-·]*\Z")
_DATE = re.compile(r"(-?\d{4,}-\d\d-\d\d)(Z|[+-]\d\d:\d\d)?\Z")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)\Z")
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class _Child:
    name: str
    place: int
    needed: bool
    most: int


def _children(namespace: str, name: str) -> dict[str, _Child] | None:
    """Return what may stand in an element, or None for one that holds text."""
    written = _SHAPES[namespace].get(name)
    if written is None:
        return None
    most = {"": 1, "!": 1, "2": 2}
    return {one: _Child(one, place, mark in ("!", "+"), most.get(mark, 10**9)) for place, (one, mark) in enumerate(_CHILD.findall(written))}


def local(element: Any) -> str:
    """Return an element's name without its namespace."""
    return str(etree.QName(element).localname)


def check(root: Any, deviations: XmlDeviations) -> None:
    """Name every place where a StratML document departs from its part's schema."""
    namespace = etree.QName(root).namespace
    ids: dict[str, int] = {}
    for element in root.iter(etree.Element):
        if etree.QName(element).namespace == namespace:
            _attributes(element, namespace, deviations)
            shape = _children(namespace, local(element))
            if shape is None:
                _text(element, namespace, ids, deviations)
            else:
                _content(element, shape, namespace, deviations)


def _attributes(element: Any, namespace: str, deviations: XmlDeviations) -> None:
    known = _ATTRIBUTES.get((namespace, local(element)), {})
    for name, value in element.attrib.items():
        if etree.QName(name).namespace == _XSI:
            continue
        if name not in known:
            deviations.at(element, "attribute", name=name)
        elif value not in known[name]:
            deviations.at(element, "choice", value=value or '""', choices=", ".join(known[name]))
    needed = _NEEDED_ATTRIBUTES.get((namespace, local(element)))
    if needed and needed not in element.attrib:
        deviations.at(element, "no_attribute", name=needed)


def _content(element: Any, shape: Mapping[str, _Child], namespace: str, deviations: XmlDeviations) -> None:
    for text in (element.text, *(child.tail for child in element)):
        if text and text.strip():
            deviations.at(element, "stray", text=" ".join(text.split())[:_SHOWN])
    count: dict[str, int] = {}
    known: list[tuple[Any, _Child]] = []
    for child in element.iterchildren(etree.Element):
        name = local(child) if etree.QName(child).namespace == namespace else child.tag
        own = shape.get(name)
        if own is None:
            deviations.at(child, "unknown", name=name, parent=local(element))
            continue
        count[name] = count.get(name, 0) + 1
        if count[name] == own.most + 1:
            deviations.at(child, "too_often", name=name, most=own.most)
        known.append((child, own))
    kept = _in_order([own.place for _, own in known])
    for place, (child, own) in enumerate(known):
        if place not in kept:
            order = ", ".join(one for one in shape if one in count)
            deviations.at(child, "misplaced", name=own.name, order=order)
    for own in shape.values():
        if own.needed and own.name not in count:
            deviations.at(element, "no_child", name=own.name)


def _in_order(places: Sequence[int]) -> set[int]:
    """Return the positions of as many values as can stay when the others are moved to bring all into order."""
    ends: list[int] = []  # ends[n]: position of the least value that ends an ordered choice of n + 1
    before: list[int | None] = []
    for position, place in enumerate(places):
        length = bisect_right(ends, place, key=places.__getitem__)
        before.append(ends[length - 1] if length else None)
        ends[length : length + 1] = [position]
    kept: set[int] = set()
    last = ends[-1] if ends else None
    while last is not None:
        kept.add(last)
        last = before[last]
    return kept


def _text(element: Any, namespace: str, ids: dict[str, int], deviations: XmlDeviations) -> None:
    name, raw = local(element), element.text or ""
    text = raw.strip()
    for child in element.iterchildren(etree.Element):
        deviations.at(child, "unknown", name=local(child), parent=name)
    if name == "Identifier":
        _identifier(element, text, ids, deviations)
    elif name in _DATES and not (namespace == PART_2 and not raw) and not _is_date(text):
        deviations.at(element, "date", value=raw or '""')
    elif name == "NumberOfUnits" and raw and not _NUMBER.match(text):
        deviations.at(element, "not_number", value=raw)
    elif name == "RoleType" and raw not in _ROLES:
        deviations.at(element, "choice", value=raw or '""', choices=", ".join(_ROLES))


def _identifier(element: Any, text: str, ids: dict[str, int], deviations: XmlDeviations) -> None:
    if not text:
        deviations.at(element, "id_empty")
    elif not _ID.match(text):
        deviations.at(element, "id", value=text)
    elif text in ids:
        deviations.at(element, "id_twice", value=text, first=ids[text])
    ids.setdefault(text, element.sourceline or 1)


def _is_date(text: str) -> bool:
    found = _DATE.match(text)
    try:
        return found is not None and bool(dt.date.fromisoformat(found[1]))
    except ValueError:
        return False


def inside(element: Any, name: str) -> Iterator[Any]:
    """Yield the children of an element with this name, whatever prefix they bear."""
    namespace = etree.QName(element).namespace
    yield from element.iterchildren(f"{{{namespace}}}{name}")


def text_of(element: Any, name: str) -> tuple[str, int, int] | None:
    """Return the running text of a child and its first and last line, or None when it has none."""
    for child in inside(element, name):
        raw = child.text or ""
        if raw.strip():
            first = child.sourceline or 1
            return " ".join(raw.split()), first, first + raw.rstrip().count("\n")
    return None
