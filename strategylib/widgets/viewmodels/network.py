"""What ties the municipalities together, theme by theme, and how does one strategy branch from its vision to daily work?"""

from __future__ import annotations

import math
import textwrap
from collections import deque
from typing import Any

import numpy as np

from strategylib.analysis.network import theme_network, theme_positions
from strategylib.graph import THEME_PREFIX
from strategylib.locale import wording
from strategylib.model import CASCADE_RANK, Element, ElementType, RelationType
from strategylib.widgets.viewmodels.base import ViewModel, measured
from strategylib.widgets.viewmodels.themes import has_codes, percent, theme_elements, theme_names
from strategylib.workbook import Workbook

MOST = 60
"""How many points are drawn; the table has them all."""

AT_ONCE = 8
"""How many municipalities stand around the themes."""

WIDTH, HEIGHT = 1200, 860
STEPS = (1, 2, 3)
_LETTER, _LINE = 7.2, 17.0  # of the labels, in the picture's own measure
_WRAP, _LINES = 20, 2
_PASSES = 400
_INNER = 0.85  # of the circle that the municipalities stand on
_MARGIN = 110  # left of a cascade, for the names of its levels
_ROW, _IN_ROW = 96, 6
_WIDEST, _THINNEST = 10.0, 1.0
_UPWARD = (RelationType.PART_OF, RelationType.SUPPORTS, RelationType.MEASURES, RelationType.ELABORATES)

Node = dict[str, Any]
Edge = dict[str, Any]


class NetworkModel(ViewModel):
    """The network by theme, or by the cascade of one strategy.

    Parameters of the address: `efter` (`tema` or `kaskade`), `kommuner` (those shown, with `+` between), `niveau` (count elements of one
    level only), `fokus` (a point) with `skridt` (how far around it), and `sted` (whose cascade). A point keeps its place whatever is
    filtered, where all municipalities can be shown at once.
    """

    def draw_still(self) -> dict[str, Any]:
        """Return what there is to choose from."""
        return {
            "texts": self.texts.section("network"),
            "choices": [self.mark(one) for one in self.municipalities],
            "levels": [{"id": kind.value, "name": self.texts(f"types.{kind.value}.title")} for kind in CASCADE_RANK],
            "reading_note": self.texts("app.reading_note"),
        }

    def draw(self) -> dict[str, Any]:
        """Return points with their places, lines, what they say in words, and both as a table."""
        if not self.municipalities:
            return {}
        by_cascade = self.parameters.get("efter") == "kaskade"
        return self._finished(self._cascade() if by_cascade else self._themes(), by_cascade=by_cascade)

    def _finished(self, made: dict[str, Any], *, by_cascade: bool) -> dict[str, Any]:
        nodes, edges = made.pop("nodes"), made.pop("edges")
        focus = self.parameters.get("fokus", "")
        focus = focus if any(one["id"] == focus for one in nodes) else ""
        asked = self.parameters.get("skridt", "1")
        steps = int(asked) if asked in map(str, STEPS) else 1
        near = _near(focus, steps, edges)
        level = self.parameters.get("niveau", "")
        return made | {
            "by": "kaskade" if by_cascade else "tema",
            "level": level if level in list(ElementType) else "",
            "focus": focus,
            "steps": steps,
            "nodes": [one | {"far": bool(focus) and one["id"] not in near} for one in nodes],
            "edges": [one | {"far": bool(focus) and not (one["a"] in near and one["b"] in near)} for one in edges],
            "near": self._near_in_words(focus, steps, nodes, near),
        }

    def _near_in_words(self, focus: str, steps: int, nodes: list[Node], near: set[str]) -> str:
        if not focus:
            return ""
        names = {one["id"]: one["name"] for one in nodes}
        around = [names[one] for one in names if one in near and one != focus]
        return self.texts.count("network.near", steps, name=names[focus], around=wording.listing(around, self.texts) or "–")

    # By theme

    def _themes(self) -> dict[str, Any]:
        texts, names = self.texts, theme_names(self)
        asked = self.parameters.get("kommuner", "").split("+")
        shown = ([one for one in self.municipalities if one in asked] or self.municipalities)[:AT_ONCE]
        around = tuple(shown if len(self.municipalities) > AT_ONCE else self.municipalities)
        places = measured(_theme_places, self.workbook, around) if has_codes(self) else {}
        level = self.parameters.get("niveau", "")
        kinds = {ElementType(level)} if level in list(ElementType) else set(ElementType)
        found = {
            (theme, owner): kept
            for (theme, owner), elements in theme_elements(self).items()
            if owner in shown and (kept := [one for one in elements if self.workbook.element(one).type in kinds])
        }
        sums = {owner: sum(len(elements) for (_, one), elements in found.items() if one == owner) for owner in shown}
        having = {theme: [owner for owner in shown if (theme, owner) in found] for theme in names}
        order = sorted((theme for theme in names if having[theme]), key=lambda theme: -len(having[theme]))
        themes = order[: max(0, MOST - len(shown))]
        nodes = [self._municipality(one, places, [key for key in found if key[1] == one], found) for one in shown if one in places]
        nodes += [self._theme(theme, names[theme], places, having[theme], found) for theme in themes]
        edges = [self._edge(theme, names[theme], owner, found[theme, owner], sums[owner]) for theme in order for owner in having[theme]]
        everywhere = [names[theme] for theme in order if len(having[theme]) == len(shown)]
        total = wording.count_word(len(shown), texts).lower()
        title = texts.count("charts.network.title", len(everywhere), count=wording.count_word(len(everywhere), texts), total=total)
        if len(shown) == 1:
            title = texts("charts.network.title_single", name=self.mark(shown[0])["name"], n=len(order))
        drawn, lead = {one["id"] for one in nodes}, texts("network.lead_plain")
        if everywhere and len(shown) > 1:
            lead = texts("network.lead_themes", themes=wording.listing(everywhere, texts))
        return {
            "title": title if order else texts("network.empty_title"),
            "lead": lead,
            "how": texts("charts.network.how"),
            "shown": shown,
            "which": texts("network.which_of", n=len(shown), most=AT_ONCE, of=len(self.municipalities)),
            "at_once": AT_ONCE,
            "chosen": "",
            "height": HEIGHT,
            "rows": [],
            "more": texts("network.more", shown=len(nodes), total=len(shown) + len(order)) if len(order) > len(themes) else "",
            "nodes": nodes,
            "edges": [one for one in edges if one["a"] in drawn and one["b"] in drawn],
            "table": [{key: one[key] for key in ("from", "to", "said", "key", "label")} for one in edges],
        }

    def _municipality(self, id_: str, places: dict[str, Any], own: list[tuple[str, str]], found: dict[tuple[str, str], list[str]]) -> Node:
        mark = self.mark(id_)
        said = self.texts.count("network.municipality", len(own), name=mark["name"])
        key = self.behind(f"punkt/{id_}", said, [one for pair in own for one in found[pair]]) if own else None
        return {"id": id_, "name": mark["name"], "lines": [mark["name"]], "mark": mark, "label": said, "key": key, "r": 16.0, **places[id_]}

    def _theme(self, theme: str, name: str, places: dict[str, Any], having: list[str], found: dict[tuple[str, str], list[str]]) -> Node:
        owners = wording.listing([self.mark(one)["name"] for one in having], self.texts)
        said = self.texts.count("network.theme", len(having), name=name, owners=owners)
        node = f"{THEME_PREFIX}{theme}"
        key = self.behind(f"punkt/{node}", said, [one for owner in having for one in found[theme, owner]])
        at = {"r": 4.0 + 2.0 * min(6, len(having)), **places[node]}
        return {"id": node, "name": name, "lines": _lines(name), "mark": None, "label": said, "key": key, **at}

    def _edge(self, theme: str, name: str, owner: str, elements: list[str], of: int) -> Edge:
        mark, share = self.mark(owner), len(elements) / of
        said = self.texts.count("overview.theme_cell", len(elements), share=percent(share, self))
        title = self.texts("overview.theme_title", theme=name, municipality=mark["name"])
        return {
            "a": owner,
            "b": f"{THEME_PREFIX}{theme}",
            "colour": mark["colour"],
            "width": _THINNEST + (_WIDEST - _THINNEST) * min(1.0, 4 * share),
            "aside": False,
            "key": self.behind(f"streg/{owner}/{theme}", title, elements),
            "label": f"{title}: {said}",
            "from": mark["name"],
            "to": name,
            "said": said,
        }

    # By cascade

    def _cascade(self) -> dict[str, Any]:
        asked = self.parameters.get("sted", "")
        chosen = asked if asked in self.municipalities else self.municipalities[0]
        strategy, mark = self.workbook.strategy(chosen), self.mark(chosen)
        level = self.parameters.get("niveau", "")
        every = [one for one in strategy.elements if one.type in CASCADE_RANK and one.named]
        ranked = sorted(every, key=lambda one: (CASCADE_RANK[one.type], one.quote.line_start))
        drawn = ranked[:MOST]
        places, levels, height = _rows(drawn)
        kept = [one for one in drawn if not level or one.type == level or level not in list(ElementType)]
        ids = {one.id for one in kept}
        nodes = [self._element(one, mark, places[one.id]) for one in kept]
        ties = [(one.id, one.parent, RelationType.PART_OF) for one in every if one.parent is not None]
        ties += [(tie.source, tie.target, tie.type) for one in every for tie in one.relations if tie.type in _UPWARD]
        named = {one.id: one for one in strategy.elements}
        edges = [self._tie(named[a], named[b], kind, mark) for a, b, kind in ties]
        title = self.texts("network.cascade_title", name=mark["name"], n=len(every), ties=len(edges))
        return {
            "title": title if every else self.texts("network.empty_title"),
            "lead": self.texts("network.cascade_lead"),
            "how": self.texts("network.cascade_how"),
            "shown": [chosen],
            "chosen": chosen,
            "height": height,
            "rows": [{"y": y, "name": self.texts(f"types.{kind.value}.title")} for y, kind in levels],
            "more": self.texts("network.more", shown=len(drawn), total=len(every)) if len(every) > len(drawn) else "",
            "nodes": nodes,
            "edges": [one for one in edges if one["a"] in ids and one["b"] in ids],
            "table": [{key: one[key] for key in ("from", "to", "said", "key", "label")} for one in edges],
        }

    def _element(self, one: Element, mark: dict[str, Any], place: dict[str, float]) -> Node:
        level = self.texts(f"types.{one.type.value}.title")
        said = f"{level}: {one.label}"
        key = self.behind(f"punkt/{one.id}", level, [one.id])
        return {"id": one.id, "name": one.label, "lines": _lines(one.label), "mark": mark, "label": said, "key": key, "r": 10.0, **place}

    def _tie(self, a: Element, b: Element, kind: RelationType, mark: dict[str, Any]) -> Edge:
        said = self.texts(f"network.ties.{kind.value}")
        title = f"{a.label} {said.lower()} {b.label}"
        return {
            "a": a.id,
            "b": b.id,
            "colour": mark["colour"],
            "width": 1.5,
            "aside": kind is not RelationType.PART_OF,
            "key": self.behind(f"streg/{a.id}/{b.id}/{kind.value}", said, [a.id, b.id]),
            "label": title,
            "from": a.label,
            "to": b.label,
            "said": said,
        }


def _near(focus: str, steps: int, edges: list[Edge]) -> set[str]:
    """Return the points that are at most so many lines away from one, itself included."""
    beside: dict[str, set[str]] = {}
    for one in edges:
        beside.setdefault(one["a"], set()).add(one["b"])
        beside.setdefault(one["b"], set()).add(one["a"])
    distance, waiting = {focus: 0}, deque([focus])
    while waiting:
        at = waiting.popleft()
        if distance[at] < steps:
            for other in beside.get(at, set()) - distance.keys():
                distance[other] = distance[at] + 1
                waiting.append(other)
    return set(distance)


def _lines(label: str) -> list[str]:
    """Return a label in at most two lines; what is longer ends in dots, and is said whole beside."""
    return textwrap.wrap(label[: 8 * _WRAP], _WRAP, max_lines=_LINES, placeholder=" …") or [""]


def _theme_places(workbook: Workbook, around: tuple[str, ...]) -> dict[str, dict[str, float]]:
    """Return where these municipalities and their themes stand: as `theme_positions` says, moved apart until no label lies on another."""
    whole = theme_network(workbook)
    graph, kept = whole.copy(), set(around).union(*(whole[one] for one in around))
    graph.remove_nodes_from([node for node in whole if node not in kept])
    sizes = {node: _size(str(graph.nodes[node]["label"])) for node in graph}
    fixed = {node for node in graph if graph.nodes[node]["kind"] == "municipality"}
    middle = {}
    for node, (x, y) in theme_positions(graph).items():
        inward = 1.0 if node in fixed else min(1.0, _INNER / max(math.hypot(x, y), _INNER))  # forces may push a theme out of the circle
        middle[node] = (WIDTH / 2 * (1 + 0.82 * x * inward), HEIGHT / 2 * (1 + 0.86 * y * inward))
    return {node: {"x": round(x, 1), "y": round(y, 1)} for node, (x, y) in _apart(middle, sizes, fixed).items()}


def _size(label: str) -> tuple[float, float]:
    lines = _lines(label)
    return max(map(len, lines)) * _LETTER + 10, 34 + len(lines) * _LINE


def _apart(
    places: dict[str, tuple[float, float]], sizes: dict[str, tuple[float, float]], fixed: set[str]
) -> dict[str, tuple[float, float]]:
    """Move boxes apart along the shorter way until none overlaps; those that are fixed stay."""
    at = {node: list(place) for node, place in places.items()}
    nodes = list(at)
    half = np.array([sizes[node] for node in nodes]).reshape(-1, 2) / 2
    for _ in range(_PASSES):
        here = np.array([at[node] for node in nodes]).reshape(-1, 2)
        overlapping = np.triu((np.abs(here[:, None] - here) < half[:, None] + half).all(-1), 1)
        moved = [_push(nodes[a], nodes[b], at, sizes, fixed) for a, b in np.argwhere(overlapping)]
        if not any(moved):
            break
    return {node: (x, y) for node, (x, y) in at.items()}


def _push(a: str, b: str, at: dict[str, list[float]], sizes: dict[str, tuple[float, float]], fixed: set[str]) -> bool:
    gaps = [abs(at[a][axis] - at[b][axis]) - (sizes[a][axis] + sizes[b][axis]) / 2 for axis in (0, 1)]
    if max(gaps) >= 0 or (a in fixed and b in fixed):
        return False
    axis = 0 if gaps[0] > gaps[1] else 1
    way = 1.0 if at[a][axis] >= at[b][axis] else -1.0
    share = (-gaps[axis] + 0.5) / (1 if a in fixed or b in fixed else 2)
    for node, sign in ((a, way), (b, -way)):
        if node not in fixed:
            limit = (WIDTH, HEIGHT)[axis] - sizes[node][axis] / 2
            at[node][axis] = min(limit, max(sizes[node][axis] / 2, at[node][axis] + sign * share))
    return True


def _rows(elements: list[Element]) -> tuple[dict[str, dict[str, float]], list[tuple[float, ElementType]], int]:
    """Return where elements stand, one or more rows for each level from the top; where each level begins; and how high all is.

    What stands under the same element stands together, in the order of what it stands under.
    """
    places: dict[str, dict[str, float]] = {}
    levels: list[tuple[float, ElementType]] = []
    number, order = 0, {one.id: place for place, one in enumerate(elements)}
    for kind in dict.fromkeys(one.type for one in elements):
        inside = sorted((one for one in elements if one.type is kind), key=lambda one: places.get(one.parent or "", {}).get("x", WIDTH))
        levels.append((_ROW * number + _ROW / 2, kind))
        for start in range(0, len(inside), _IN_ROW):
            row = sorted(inside[start : start + _IN_ROW], key=lambda one: (places.get(one.parent or "", {}).get("x", WIDTH), order[one.id]))
            for place, one in enumerate(row):
                x = _MARGIN + (place + 0.5) * (WIDTH - _MARGIN) / len(row)
                places[one.id] = {"x": round(x, 1), "y": float(_ROW * number + _ROW / 2)}
            number += 1
    return places, levels, max(HEIGHT // 2, _ROW * number + _ROW // 2)
