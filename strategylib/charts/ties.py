"""Which themes tie which municipalities together? Themes in the middle, municipalities around, no label on another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt
import networkx as nx
import pandas as pd

from strategylib.charts.figure import Figure
from strategylib.charts.grammar import BODY, LEADING, PAGE, SMALL, Layer, Row, Style, canvas, compose, data, marks, words
from strategylib.charts.wrapping import width, wrap
from strategylib.graph import THEME_PREFIX
from strategylib.locale import wording
from strategylib.workbook import Workbook

_LABEL = 132
_MARGIN, _STEP = 6, 8


@dataclass
class _Node:
    """A node with its dot, and its label under it; `x, y` is the middle of both together."""

    id: str
    lines: list[str]
    radius: float
    wide: float
    high: float
    x: float
    y: float
    fixed: bool

    def fits(self, x: float, y: float, high: float, others: Sequence[_Node]) -> bool:
        """Tell whether it could stand at this place, inside the picture and clear of the others."""
        if not (self.wide / 2 <= x <= PAGE - self.wide / 2 and self.high / 2 <= y <= high - self.high / 2):
            return False
        return all(
            abs(x - other.x) >= (self.wide + other.wide) / 2 + _MARGIN or abs(y - other.y) >= (self.high + other.high) / 2 + _MARGIN
            for other in others
        )

    @property
    def dot(self) -> float:
        """Return how far down the middle of the dot stands."""
        return self.y - self.high / 2 + self.radius


def network(
    graph: nx.Graph[str],
    positions: Mapping[str, tuple[float, float]],
    wb: Workbook,
    *,
    most: int = 60,
    language: str | None = None,
    dark: bool = False,
) -> Figure:
    """Draw themes and municipalities as a network.

    Parameters
    ----------
    graph
        From `analysis.theme_network`.
    positions
        Where its nodes stand, -1 to 1, from `analysis.theme_positions`; themes are moved just so far that no label stands on another.
    wb
        The workbook, for names and marks.
    most
        How many nodes are drawn; those with most connections stay, and what is left out is said.
    language, dark
        Danish unless asked; on a dark ground where asked.

    Returns
    -------
    Figure
        Its table has the lines: municipality, theme, number of elements and their share.
    """
    style = Style.of(wb, language, dark=dark)
    say, palette = style.texts, style.palette
    kept = sorted(graph, key=lambda node: -graph.degree(node))[:most]
    shown = nx.Graph(graph.subgraph(kept))
    high = 600.0 + 12 * max(len(shown) - 30, 0)
    nodes = _nodes(style, shown, positions, high)
    high = _apart(nodes, high)
    place = {node.id: node for node in nodes}
    themes = [node for node in nodes if not node.fixed]
    municipalities = [node for node in nodes if node.fixed]
    edges = _edges(style, shown, place)
    x, y = canvas(PAGE, high)
    dots = [{"x": one.x, "y": one.dot, "size": (2 * one.radius) ** 2} for one in themes]
    labels = [_label(one, SMALL) for one in themes]
    names = [{**_label(one, BODY), **style.look(one.id), "dot": one.dot} for one in municipalities]
    layers = [
        alt.Chart(data(edges))
        .mark_rule(opacity=0.45, strokeCap="round")
        .encode(
            x=x, y=y, x2="x2:Q", y2="y2:Q", color=alt.Color("colour:N", scale=None), strokeWidth=alt.StrokeWidth("width:Q", scale=None)
        ),
        alt.Chart(data(dots))
        .mark_point(filled=True, opacity=1, color=palette.ink, stroke=palette.ground, strokeWidth=1.5)
        .encode(x=x, y=y, size=alt.Size("size:Q", scale=None)),
        *_haloed(labels, x, y, style, size=SMALL, bold=False),
        marks([{**one, "y": one["dot"]} for one in names], x, y, size=420),
        *_haloed(names, x, y, style, size=BODY, bold=True),
    ]
    title, alt_text = _said(style, graph, shown, [one.id for one in themes])
    how = say("charts.network.how")
    if len(shown) < len(graph):
        how += " " + say("charts.network.top", shown=len(shown), total=len(graph))
    chart = compose(
        layers,
        style,
        title=title,
        how=how,
        caveat=style.caveat([one.id for one in municipalities]),
        width=PAGE,
        height=high,
        left=0,
        alt_text=alt_text,
    )
    columns = {"municipality": say("charts.municipality"), "theme": say("charts.theme")}
    columns |= {"weight": say("charts.network.weight"), "share": say("charts.network.share")}
    return Figure(chart, pd.DataFrame(edges, columns=list(columns)).rename(columns=columns), alt_text)


def _nodes(style: Style, graph: nx.Graph[str], positions: Mapping[str, tuple[float, float]], high: float) -> list[_Node]:
    """Return the nodes at their first places, municipalities at the rim of the picture."""
    nodes = []
    for node in graph:
        fixed = graph.nodes[node]["kind"] == "municipality"
        label = style.name(node) if fixed else style.theme(node.removeprefix(THEME_PREFIX))
        size = BODY if fixed else SMALL
        lines = wrap(label, _LABEL, size, bold=fixed)
        radius = 10.0 if fixed else 3 + 1.2 * min(graph.degree(node), 8)
        wide = max(width(line, size, bold=fixed) for line in lines)
        tall = 2 * radius + 4 + len(lines) * round(size * LEADING)
        x, y = positions[node]
        nodes.append(_Node(node, lines, radius, wide, tall, (x + 1) / 2 * PAGE, (y + 1) / 2 * high, fixed))
    return nodes


def _apart(nodes: list[_Node], high: float) -> float:
    """Move each node to the free place nearest to its own, and return how high the picture must be for that.

    Municipalities choose first, then themes from the most shared: what binds most stays where it belongs.
    """
    steps = [(dx * _STEP, dy * _STEP) for dx in range(-80, 81) for dy in range(-60, 61)]
    steps.sort(key=lambda step: (step[0] ** 2 + step[1] ** 2, step))
    placed: list[_Node] = []
    for one in sorted(nodes, key=lambda node: (not node.fixed, -node.radius)):
        one.x = min(max(one.x, one.wide / 2), PAGE - one.wide / 2)
        one.y = min(max(one.y, one.high / 2), high - one.high / 2)
        free = ((one.x + dx, one.y + dy) for dx, dy in steps if one.fits(one.x + dx, one.y + dy, high, placed))
        # Where nothing is free the picture grows downwards.
        one.x, one.y = next(free, (one.x, high + _MARGIN + one.high / 2))
        high = max(high, one.y + one.high / 2)
        placed.append(one)
    return high


def _label(one: _Node, size: float) -> Row:
    return {"x": one.x, "y": one.dot + one.radius + 4 + len(one.lines) * round(size * LEADING) / 2, "text": "\n".join(one.lines)}


def _haloed(rows: list[Row], x: alt.X, y: alt.Y, style: Style, *, size: float, bold: bool) -> list[Layer]:
    """Return texts with the ground's colour around them, so that lines behind do not strike them through."""
    halo = words(rows, x, y, size=size, bold=bold, ink=style.palette.ground, align="center", halo=style.palette.ground)
    return [halo, words(rows, x, y, size=size, bold=bold, ink=style.palette.ink, align="center")]


def _edges(style: Style, graph: nx.Graph[str], place: Mapping[str, _Node]) -> list[Row]:
    """Return the lines, municipality by municipality, the largest share first."""
    order = {node: number for number, node in enumerate(style.wb.strategies.index)}
    rows = []
    for a, b, values in graph.edges(data=True):
        theme, municipality = (a, b) if a.startswith(THEME_PREFIX) else (b, a)
        start, end = place[municipality], place[theme]
        rows.append(
            {
                "municipality": style.name(municipality),
                "theme": style.theme(theme.removeprefix(THEME_PREFIX)),
                "weight": values["weight"],
                "share": values["share"],
                "order": order.get(municipality, len(order)),
                "colour": style.look(municipality)["colour"],
                "width": 0.8 + 30 * min(values["share"], 0.3),
                "x": start.x,
                "y": start.dot,
                "x2": end.x,
                "y2": end.dot,
            }
        )
    return sorted(rows, key=lambda row: (row["order"], -row["share"], row["theme"]))


def _said(style: Style, whole: nx.Graph[str], shown: nx.Graph[str], themes: Sequence[str]) -> tuple[str, str]:
    """Return the title, which speaks of the whole network, and what one sees in words."""
    say = style.texts
    municipalities = [node for node in whole if whole.nodes[node]["kind"] == "municipality"]
    total = len(municipalities)
    binding = sum(degree == total for node, degree in whole.degree if node.startswith(THEME_PREFIX))
    title = say.count("charts.network.title", binding, count=wording.count_word(binding, say), total=style.count(total))
    if total == 1:
        title = say("charts.network.title_single", name=style.name(municipalities[0]), n=len(whole) - 1)
    first = sorted(themes, key=lambda one: -shown.degree(one))[:3]
    around = style.municipalities(len(shown) - len(themes))
    listed = wording.listing([style.theme(one.removeprefix(THEME_PREFIX)) for one in first], say)
    edges = shown.number_of_edges()
    return title, say("charts.network.alt", title=title, first=listed, themes=len(themes), municipalities=around, edges=edges)
