"""How does a strategy read as StratML, Part 1 (ISO 17469-1) or Part 2?

A vision is the Vision, core tasks and their translations the Mission; values, pillars and principles are Values. What is topmost of focus
areas, goals, initiatives, activities, indicators, keywords and behaviours is a Goal, all below it are its Objectives, in Part 2 with
target, unit and baseline as PerformanceIndicator. Target groups and forums are Stakeholders. The rest is told in OtherInformation, and so
is what an element is in this data, so that it can come back. `docs/exchange.md` has the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from strategylib.formats.reading import ExchangeError
from strategylib.formats.stratml_shape import PART_1, PART_2, ROOTS
from strategylib.locale import texts
from strategylib.model import Element, ElementType, Strategy
from strategylib.workbook import Workbook

_MISSION = (ElementType.CORE_TASK, ElementType.CORE_TASK_TRANSLATION)
_VALUES = (ElementType.VALUE, ElementType.PILLAR, ElementType.PRINCIPLE)
_GOALS = (
    *(ElementType.FOCUS_AREA, ElementType.GOAL, ElementType.INITIATIVE, ElementType.ACTIVITY),
    *(ElementType.INDICATOR, ElementType.KEYWORD, ElementType.BEHAVIOUR),
)
_STAKEHOLDERS = {ElementType.TARGET_GROUP: "Generic_Group", ElementType.FORUM: "Organization"}
_TOLD = frozenset(ElementType) - {ElementType.VISION, *_MISSION, *_VALUES, *_GOALS, *_STAKEHOLDERS}


def write_stratml(workbook: Workbook, *, municipality: str) -> bytes:
    """Return a municipality's strategy as StratML Part 1. Raises `ExchangeError` when it has nothing that could be a Goal."""
    return _Writer(workbook, municipality, PART_1).written()


def write_stratml2(workbook: Workbook, *, municipality: str) -> bytes:
    """Return a municipality's strategy as StratML Part 2, of type Strategic_Plan. Raises `ExchangeError` as `write_stratml`."""
    return _Writer(workbook, municipality, PART_2).written()


class _Writer:
    def __init__(self, workbook: Workbook, municipality: str, namespace: str) -> None:
        self._corpus = workbook.corpus
        self._strategy: Strategy = workbook.strategy(municipality)
        self._namespace = namespace
        self._below: dict[str, list[Element]] = {}
        elements = {one.id: one for one in self._strategy.elements}
        self._top: list[Element] = []
        for one in elements.values():
            if one.type in _GOALS:
                above = elements.get(one.parent or "")
                while above is not None and above.type not in _GOALS:
                    above = elements.get(above.parent or "")
                (self._top if above is None else self._below.setdefault(above.id, [])).append(one)

    def _all_below(self, element: Element) -> Iterator[Element]:
        for one in self._below.get(element.id, ()):
            yield one
            yield from self._all_below(one)

    def written(self) -> bytes:
        if not self._top:
            raise ExchangeError.of("no_goal", municipality=self._strategy.municipality)
        part_2 = self._namespace == PART_2
        root = etree.Element(f"{{{self._namespace}}}{ROOTS[self._namespace]}", nsmap={None: self._namespace})
        if part_2:
            root.set("Type", "Strategic_Plan")
        strategy = self._strategy
        self._add(root, "Name", strategy.title.text)
        if strategy.scope_quote:
            self._add(root, "Description", strategy.scope_quote.text)
        self._maybe(root, "OtherInformation", "\n".join(self._told()))
        self._core(self._add(root, "StrategicPlanCore"))
        dates: tuple[tuple[str, str | None], ...] = (
            ("StartDate", f"{strategy.period_from}-01-01" if strategy.period_from else None),
            ("EndDate", f"{strategy.period_to}-12-31" if strategy.period_to else None),
            ("PublicationDate", strategy.published if len(strategy.published or "") == len("2024-01-31") else None),
        )
        if any(date for _, date in dates):
            administrative = self._add(root, "AdministrativeInformation")
            for name, date in dates:
                self._maybe(administrative, name, date)
        written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
        return written

    def _add(self, parent: Any, name: str, text: str | None = None) -> Any:
        made = etree.SubElement(parent, f"{{{self._namespace}}}{name}")
        made.text = text
        return made

    def _maybe(self, parent: Any, name: str, text: str | None) -> None:
        if text:
            self._add(parent, name, text)

    def _told(self) -> Iterator[str]:
        """Yield what StratML has no place for: dates in words, elements outside its core, and what the document lacks."""
        strategy, danish = self._strategy, texts("da")
        for quote in (strategy.published_quote, strategy.period_quote):
            if quote is not None:
                yield quote.text
        for one in strategy.elements:
            if one.type in _TOLD:
                yield f"{danish(f'types.{one.type.value}.title')}: {one.label} ({_facts(one)})"
        for gap in strategy.gaps:
            yield f"{danish('exchange.stratml.gap')}: {gap.what}. {gap.why}"

    def _core(self, core: Any) -> None:
        strategy = self._strategy
        name = next(one.name for one in self._corpus.municipalities if one.id == strategy.municipality)
        organization = self._add(core, "Organization")
        self._add(organization, "Name", name)
        self._add(organization, "Identifier", strategy.municipality)
        for one in strategy.elements:
            if one.type in _STAKEHOLDERS:
                self._stakeholder(organization, one.label, one.term, kind=_STAKEHOLDERS[one.type])
        self._joined(core, "Vision", [one for one in strategy.elements if one.type is ElementType.VISION])
        self._joined(core, "Mission", [one for one in strategy.elements if one.type in _MISSION])
        for one in strategy.elements:
            if one.type in _VALUES:
                value = self._add(core, "Value")
                self._add(value, "Name", one.label)
                self._add(value, "Description", "\n".join([*(quote.text for quote in one.quotes), _facts(one)]))
        for one in self._top:
            self._goal(core, one)

    def _joined(self, core: Any, name: str, elements: Sequence[Element]) -> None:
        """Write what StratML has one of: several are lines of it, and it bears an id when there is one."""
        if elements:
            made = self._add(core, name)
            self._add(made, "Description", "\n".join(one.label for one in elements))
            if len(elements) == 1:
                self._add(made, "Identifier", elements[0].id)

    def _goal(self, core: Any, element: Element) -> None:
        goal = self._described(core, "Goal", element)
        own = [element] if self._indicates(element) else []
        for one in [*own, *self._all_below(element)]:
            if one is element:  # only an objective can have an indicator
                objective = self._add(goal, "Objective")
                self._add(objective, "Name", element.label)
            else:
                objective = self._described(goal, "Objective", one)
            if self._indicates(one):
                self._indicator(objective, one)

    def _indicates(self, element: Element) -> bool:
        return self._namespace == PART_2 and (
            element.type is ElementType.INDICATOR or element.target is not None or element.baseline is not None
        )

    def _described(self, parent: Any, name: str, element: Element) -> Any:
        made = self._add(parent, name)
        self._add(made, "Name", element.label)
        self._add(made, "Description", "\n".join(quote.text for quote in element.quotes) or None)
        self._add(made, "Identifier", element.id)
        self._maybe(made, "SequenceIndicator", element.number)
        if element.responsible:
            self._stakeholder(made, element.responsible, texts("da")("exchange.stratml.responsible"), role="Performer")
        if element.involvement:
            self._stakeholder(made, element.involvement, texts("da")("exchange.stratml.involvement"))
        self._add(made, "OtherInformation", _facts(element))
        return made

    def _stakeholder(self, parent: Any, name: str, description: str, *, role: str | None = None, kind: str | None = None) -> None:
        made = self._add(parent, "Stakeholder")
        if kind:
            made.set("StakeholderTypeType", kind)
        self._add(made, "Name", name)
        self._add(made, "Description", description)
        if role and self._namespace == PART_2:
            own = self._add(made, "Role")
            self._add(own, "Name", description)
            self._add(own, "RoleType", role)

    def _indicator(self, objective: Any, element: Element) -> None:
        made = self._add(objective, "PerformanceIndicator")
        if element.target is not None or element.baseline is not None:
            made.set("PerformanceIndicatorType", "Quantitative")
        self._add(made, "MeasurementDimension", element.label)
        self._add(made, "UnitOfMeasurement", element.unit)
        for relation in element.relations:
            own = self._add(made, "Relationship")
            self._add(own, "ReferentIdentifier", relation.target)
            self._add(own, "Name", relation.type.value)
        if element.target is not None or element.baseline is not None:
            instance = self._add(made, "MeasurementInstance")
            if element.target is not None:
                self._add(self._add(instance, "TargetResult"), "NumberOfUnits", f"{element.target:f}".rstrip("0").rstrip("."))
            if element.baseline is not None:
                actual = self._add(instance, "ActualResult")
                self._add(actual, "NumberOfUnits", f"{element.baseline:f}".rstrip("0").rstrip("."))
                self._add(actual, "Description", texts("da")("exchange.stratml.baseline"))


def _facts(element: Element) -> str:
    """Return what an element is in the data, in a form that is read again: `type=goal; term=mål; lines=7-8; named=true`."""
    facts = {
        "type": element.type.value,
        "term": element.term,
        "lines": f"{element.quote.line_start}-{element.quote.line_end}",
        "named": "true" if element.named else "false",
        "parent": element.parent,
        "note": element.note,
    }
    return "; ".join(f"{name}={value}" for name, value in facts.items() if value)
