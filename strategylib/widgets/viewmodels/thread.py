"""How does one strategy run from vision to indicators: the red thread as bands, columns and boxes?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from strategylib.locale import Texts, wording
from strategylib.model import Element, ElementType, Strategy
from strategylib.widgets.viewmodels import evidence
from strategylib.widgets.viewmodels.base import ViewModel
from strategylib.widgets.viewmodels.overview import CHAIN
from strategylib.widgets.viewmodels.sight import line_of_sight

# Types in the order in which a column or band shows them, top down.
_FOUNDATION = (ElementType.VALUE, ElementType.PILLAR, ElementType.CORE_TASK_TRANSLATION, ElementType.PRINCIPLE)
_UNDER = (
    ElementType.GOAL,
    ElementType.PRINCIPLE,
    ElementType.VALUE,
    ElementType.BEHAVIOUR,
    ElementType.INITIATIVE,
    ElementType.ACTIVITY,
    ElementType.KEYWORD,
    ElementType.INDICATOR,
)
_LOOSE = (ElementType.GOAL, ElementType.BEHAVIOUR, ElementType.INITIATIVE, ElementType.ACTIVITY, ElementType.KEYWORD,
          ElementType.INDICATOR)  # fmt: skip
_FRAME = (ElementType.CHALLENGE, ElementType.POLICY, ElementType.GOVERNANCE_RULE, ElementType.CASCADE_LEVEL,
          ElementType.FORUM, ElementType.TARGET_GROUP, ElementType.PERIOD)  # fmt: skip


class ThreadModel(ViewModel):
    """The red thread of one municipality: that of the parameter `sted`, or the first when it has no strategy here."""

    def draw(self) -> dict[str, Any]:
        """Return the thread in numbers, its boxes, what hangs loose, and a table of all elements; nothing without strategies."""
        strategies = {one.municipality: one for one in self.workbook.corpus.strategies}
        if not strategies:
            return {}
        return self._content(strategies.get(self.parameters.get("sted", ""), next(iter(strategies.values()))))

    def _content(self, strategy: Strategy) -> dict[str, Any]:
        corpus, texts = self.workbook.corpus, self.texts
        choices = [evidence.mark(corpus, one.municipality) for one in corpus.strategies]
        mark = evidence.mark(corpus, strategy.municipality)
        read = sum(not element.named for element in strategy.elements)
        return {
            "texts": texts.section("thread"),
            "sight": line_of_sight(self, strategy.municipality),
            "municipality": mark,
            "choices": choices,
            "strategy": next(source.title for source in corpus.sources if source.id == strategy.source),
            "title": self._title(strategy, mark["name"]),
            "chain": [self._link(strategy, kind, kinds) for kind, kinds in CHAIN.items()],
            "reading_note": texts("app.reading_note"),
            "read_hidden": texts.count("thread.read_hidden", read),
            "table_caption": texts("thread.table_caption", municipality=mark["name"]),
            "cards": evidence.full_cards(strategy.elements, self.workbook, texts),
            "order": [element.id for element in sorted(strategy.elements, key=_place)],
            **_layout(strategy, texts),
            "gaps": [
                {
                    "what": gap.what,
                    "why": gap.why,
                    "lines": wording.lines(gap.line_start, gap.line_end or gap.line_start, texts) if gap.line_start else None,
                }
                for gap in strategy.gaps
            ],
        }

    def _title(self, strategy: Strategy, name: str) -> str:
        there = {element.type for element in strategy.elements}
        lacking = [self.texts(f"thread.lacking.{kind.value}") for kind, kinds in CHAIN.items() if there.isdisjoint(kinds)]
        if not lacking:
            return self.texts("thread.title_whole", municipality=name)
        return self.texts("thread.title_broken", municipality=name, levels=wording.listing(lacking, self.texts))

    def _link(self, strategy: Strategy, kind: ElementType, kinds: tuple[ElementType, ...]) -> dict[str, Any]:
        found = [element for element in strategy.elements if element.type in kinds]
        named = sum(element.named for element in found)
        # Where action is all activities, the link says activities.
        word = kind if not found or any(element.type is kind for element in found) else found[0].type
        form = "one" if (named or len(found)) == 1 else "other"
        return {
            "type": kind.value,
            "named": named,
            "read": len(found) - named,
            "level": self.texts(f"types.{word.value}.{form}"),
            "lacking": self.texts(f"thread.lacking.{kind.value}"),
        }


def _place(element: Element) -> tuple[int, int]:
    return element.quote.line_start, element.quote.line_end


def _groups(elements: Iterable[Element], kinds: Iterable[ElementType], texts: Texts) -> list[dict[str, Any]]:
    """Return the elements that stand under no other of them, grouped by level in the given order, with what is under each."""
    elements = list(elements)
    ids = {element.id for element in elements}
    below: dict[str, list[Element]] = {}
    for element in elements:
        if element.parent in ids:
            below.setdefault(str(element.parent), []).append(element)

    def box(element: Element) -> dict[str, Any]:
        return {"id": element.id, "below": [box(child) for child in below.get(element.id, ())]}

    groups = []
    for kind in kinds:
        boxes = [box(element) for element in elements if element.type is kind and element.parent not in ids]
        if boxes:
            groups.append(
                {"type": kind.value, "level": texts(f"types.{kind.value}.{'one' if len(boxes) == 1 else 'other'}"), "boxes": boxes}
            )
    return groups


def _build_up(elements: Iterable[Element], texts: Texts) -> list[dict[str, Any]]:
    """Return the frame of a strategy; its build-up reads as steps side by side, not as boxes in boxes."""
    elements = list(elements)
    groups = _groups(elements, _FRAME, texts)
    for group in groups:
        if group["type"] == ElementType.CASCADE_LEVEL:
            steps = [element for element in elements if element.type is ElementType.CASCADE_LEVEL]
            group["boxes"] = [{"id": element.id, "below": []} for element in steps]
            group["level"] = texts(f"types.{ElementType.CASCADE_LEVEL.value}.other")
    return groups


def _layout(strategy: Strategy, texts: Texts) -> dict[str, Any]:
    """Return the bands above the columns, one column a focus area, and what stands outside them."""
    elements = sorted(strategy.elements, key=_place)
    parents = {element.id: element.parent for element in elements}
    heads = [element.id for element in elements if element.type is ElementType.FOCUS_AREA]

    def column(element: Element) -> str | None:
        at: str | None = element.id
        while at is not None and at not in heads:
            at = parents[at]
        return at

    homes = {element.id: column(element) for element in elements}
    outside = [element for element in elements if homes[element.id] is None]
    between = [element for element in outside if element.type not in (ElementType.VISION, ElementType.CORE_TASK, *_FRAME)]
    return {
        "vision": _groups((one for one in outside if one.type is ElementType.VISION), [ElementType.VISION], texts),
        "core_task": _groups((one for one in outside if one.type is ElementType.CORE_TASK), [ElementType.CORE_TASK], texts),
        "foundation": _groups(between, _FOUNDATION, texts),
        "columns": [
            {"head": head, "groups": _groups((one for one in elements if homes[one.id] == head != one.id), _UNDER, texts)} for head in heads
        ],
        "loose": _groups(between, _LOOSE, texts),
        "frame": _build_up((one for one in outside if one.type in _FRAME), texts),
    }
