"""How does one strategy run from vision to indicators? Its own words in bands and columns, what is missing as an empty place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from strategylib.charts.figure import Figure
from strategylib.charts.grammar import BODY, LEADING, SMALL, Row, Style, boxes, canvas, compose, rules, words
from strategylib.charts.wrapping import wrap
from strategylib.locale import wording
from strategylib.model import Element, ElementType, Strategy
from strategylib.workbook import Workbook

LEVELS = {
    ElementType.VISION: (ElementType.VISION,),
    ElementType.CORE_TASK: (ElementType.CORE_TASK,),
    ElementType.FOCUS_AREA: (ElementType.FOCUS_AREA,),
    ElementType.GOAL: (ElementType.GOAL,),
    ElementType.INITIATIVE: (ElementType.INITIATIVE, ElementType.ACTIVITY),
    ElementType.INDICATOR: (ElementType.INDICATOR,),
}
"""The bands from the top, and the types that count as each: an activity is action too."""

_WHOLE = (ElementType.VISION, ElementType.CORE_TASK)
_LOOSE = ""

# The whole fits A4 lying down; the level's name and the municipality's own word for it stand at the left.
_LEFT, _WIDTH, _GAP, _PAD, _BETWEEN = 128, 912, 12, 9, 6
_LINE = round(SMALL * LEADING)


@dataclass
class _Drawing:
    """Boxes, texts and lines as they are placed, from the top down."""

    style: Style
    colour: str
    full: list[Row] = field(default_factory=list)
    empty: list[Row] = field(default_factory=list)
    texts: list[Row] = field(default_factory=list)
    leads: list[Row] = field(default_factory=list)
    heads: list[Row] = field(default_factory=list)
    levels: list[Row] = field(default_factory=list)
    edges: list[Row] = field(default_factory=list)
    shown: list[Row] = field(default_factory=list)

    def row(self, texts: Sequence[str], y: float, *, across: int, lines: int, kind: str = "texts") -> float:
        """Place filled boxes of one height side by side, as wide as if there were `across` of them, and return how high they are."""
        width = (_WIDTH - _GAP * (across - 1)) / across
        size, bold = (SMALL if kind == "texts" else BODY), kind == "heads"
        broken = [wrap(text, width - 2 * _PAD, size, lines=lines, bold=bold) for text in texts]
        height = max(map(len, broken)) * round(size * LEADING) + 10
        for place, one in enumerate(broken):
            self._fill(one, (place * (width + _GAP), y, width, height), kind)
        return height

    def box(self, text: str, x: float, y: float, width: float) -> float:
        """Place one filled box and return how high it is."""
        broken = wrap(text, width - 2 * _PAD, SMALL, lines=3)
        height = len(broken) * _LINE + 10
        self._fill(broken, (x, y, width, height), "texts")
        return height

    def _fill(self, lines: Sequence[str], place: tuple[float, float, float, float], kind: str) -> None:
        x, y, width, height = place
        surface = self.style.palette.surface
        self.full.append(_corner(x, y, width, height) | {"fill": surface, "stroke": surface})
        into: list[Row] = getattr(self, kind)
        into.append({"x": x + _PAD, "y": y + height / 2, "text": "\n".join(lines)})

    def gap(self, text: str, x: float, y: float, width: float, height: float = 30) -> float:
        """Place a dashed empty box with a word and return how high it is."""
        broken = wrap(text, width - 2 * _PAD, SMALL, lines=2)
        height = max(height, len(broken) * _LINE + 10)
        self.empty.append(_corner(x, y, width, height) | {"fill": self.style.palette.ground, "stroke": self.style.palette.control})
        self.texts.append({"x": x + _PAD, "y": y + height / 2, "text": "\n".join(broken)})
        return height


def _corner(x: float, y: float, width: float, height: float) -> Row:
    return {"x": x, "y": y, "x2": x + width, "y2": y + height}


def cascade(
    wb: Workbook, municipality: str, *, named: bool | None = True, most: int = 6, language: str | None = None, dark: bool = False
) -> Figure:
    """Draw one strategy from vision and core task over focus areas as columns to goals, actions and indicators.

    Parameters
    ----------
    wb, municipality
        The workbook and the id of a municipality with a strategy in it.
    named
        Show what the document itself names (True, default), what was read from its prose (False), or both (None). A level that is there
        only in the other way says so in its empty place.
    most
        How many boxes a column has on each level; how many more there are is said.
    language, dark
        Danish unless asked; on a dark ground where asked.

    Returns
    -------
    Figure
        Its table has the boxes that are shown, from the top down: level, column, wording (whole, also where the picture cuts it).

    Raises
    ------
    ValueError
        When the municipality has no strategy here.
    """
    if municipality not in wb.strategies.index:
        raise ValueError(f"no strategy of {municipality!r} in this workbook; there are: {', '.join(wb.strategies.index)}")
    style = Style.of(wb, language, dark=dark)
    say = style.texts
    strategy = wb.strategy(municipality)
    drawing = _Drawing(style, style.look(municipality)["colour"])
    height = _draw(drawing, strategy, named=named, most=most)
    x, y = canvas(_WIDTH, height)
    palette = style.palette
    title = _title(style, strategy)
    counts = wording.listing([_counted(style, strategy, kind, named=named) for kind in LEVELS], say)
    which = {True: "named", False: "read", None: "all"}[named]
    chart = compose(
        [
            rules(drawing.edges, x=_at(-_LEFT), x2=_at(_WIDTH), y=y, ink=palette.line, width=0.7),
            boxes(drawing.full, x, y),
            boxes(drawing.empty, x, y, dashed=True),
            rules(
                [{"x": one["x"], "y": one["y"], "y2": one["y2"]} for one in drawing.full],
                x=x,
                y=y,
                y2="y2:Q",
                ink=drawing.colour,
                width=3,
                cap="butt",
            ),
            words(drawing.texts, x, y, size=SMALL, ink=palette.ink),
            words(drawing.leads, x, y, ink=palette.ink),
            words(drawing.heads, x, y, bold=True, ink=palette.ink),
            words(drawing.levels, _at(-_LEFT), y, text="level", bold=True, ink=palette.ink, baseline="top"),
            words(drawing.levels, _at(-_LEFT), y, text="own", size=SMALL, ink=palette.ink_soft, baseline="top", dy=19),
        ],
        style,
        title=title,
        how=f"{say('charts.cascade.how')} {say(f'charts.cascade.how_{which}')}",
        caveat=style.caveat([municipality]),
        width=_WIDTH,
        height=height,
        left=_LEFT,
        foot=16,
        alt_text=say("charts.cascade.alt", title=title, counts=counts),
    )
    columns = [say(f"charts.cascade.{name}") for name in ("level", "column", "label")]
    table = pd.DataFrame([tuple(one.values()) for one in drawing.shown], columns=columns)
    return Figure(chart, table, say("charts.cascade.alt", title=title, counts=counts))


def _at(pixels: float) -> dict[str, float]:
    return {"value": pixels}


def _of(strategy: Strategy, kind: ElementType, *, named: bool | None) -> list[Element]:
    found = [one for one in strategy.elements if one.type in LEVELS[kind] and named in (None, one.named)]
    return sorted(found, key=lambda one: (one.quote.line_start, one.quote.line_end))


def _counted(style: Style, strategy: Strategy, kind: ElementType, *, named: bool | None) -> str:
    n = len(_of(strategy, kind, named=named))
    return f"{n} {style.texts.count(f'types.{_word(strategy, kind).value}', n)}"


def _word(strategy: Strategy, kind: ElementType) -> ElementType:
    """Return the type that names a level: where all action is activities, the level says activities."""
    found = [one.type for one in strategy.elements if one.type in LEVELS[kind]]
    return kind if not found or kind in found else found[0]


def _title(style: Style, strategy: Strategy) -> str:
    lacking = [style.texts(f"thread.lacking.{kind.value}") for kind in LEVELS if not _of(strategy, kind, named=None)]
    values = {"municipality": style.name(strategy.municipality), "levels": wording.listing(lacking, style.texts)}
    return style.texts(f"charts.cascade.title_{'broken' if lacking else 'whole'}", **values)


def _draw(drawing: _Drawing, strategy: Strategy, *, named: bool | None, most: int) -> float:
    """Place all bands and return how high the picture is."""
    say = drawing.style.texts
    areas = _of(strategy, ElementType.FOCUS_AREA, named=named)
    homes = _homes(strategy, {one.id for one in areas})
    below = {kind: _of(strategy, kind, named=named) for kind in LEVELS if kind not in (*_WHOLE, ElementType.FOCUS_AREA)}
    loose = any(homes[one.id] == _LOOSE for found in below.values() for one in found)
    columns = [one.id for one in areas] + ([_LOOSE] if loose and areas else [])
    names = {one.id: one.label for one in areas} | {_LOOSE: say("charts.cascade.loose")}
    width = (_WIDTH - _GAP * (len(columns) - 1)) / len(columns) if columns else _WIDTH
    at = 0.0
    for kind in LEVELS:
        found = _of(strategy, kind, named=named)
        drawing.edges.append({"y": at})
        beside = _name(drawing, strategy, kind, found, at + 12)
        top = at + 12
        if not found:
            height = drawing.gap(_lacking(drawing.style, strategy, kind, named=named), 0, top, _WIDTH)
        elif kind is ElementType.FOCUS_AREA:
            height = drawing.row([one.label for one in found], top, across=len(columns), lines=3, kind="heads")
            if _LOOSE in columns:
                # No box: it is no focus area, only the place of what has none.
                drawing.heads.append({"x": _WIDTH - width + _PAD, "y": top + height / 2, "text": names[_LOOSE]})
            _show(drawing, kind, [(_LOOSE, one) for one in found])
        elif kind in _WHOLE or not columns:
            fitting = found[: _fitting(len(found), most * 3)]
            height = _side_by_side(drawing, fitting, top, kind="leads" if kind in _WHOLE else "texts")
            height = _more(drawing, len(found) - len(fitting), 0, top + height) - top
            _show(drawing, kind, [(_LOOSE, one) for one in fitting])
        else:
            height = 0.0
            for place, column in enumerate(columns):
                own = [one for one in found if homes[one.id] == column]
                fitting = own[: _fitting(len(own), most)]
                end = _stack(drawing, fitting, (place * (width + _GAP), top, width))
                height = max(height, _more(drawing, len(own) - len(fitting), place * (width + _GAP), end) - top)
                _show(drawing, kind, [(names[column], one) for one in fitting])
        at = top + max(height, beside) + 12
    drawing.edges.append({"y": at})
    return at


def _homes(strategy: Strategy, areas: set[str]) -> dict[str, str]:
    """Return the focus area under which each element stands, or none."""
    parents = {one.id: one.parent for one in strategy.elements}
    homes = {}
    for start in parents:
        one: str | None = start
        while one is not None and one not in areas:
            one = parents[one]
        homes[start] = one or _LOOSE
    return homes


def _name(drawing: _Drawing, strategy: Strategy, kind: ElementType, found: Sequence[Element], y: float) -> float:
    """Say at the left what the level is called, here and in the document, and return how high that is."""
    say = drawing.style.texts
    word = say(f"types.{_word(strategy, kind).value}.{'title' if len(found) == 1 or (not found and kind in _WHOLE) else 'other'}")
    # The municipality's own word is worth a line only where it is another.
    ours = {say(f"types.{_word(strategy, kind).value}.{form}").lower() for form in ("one", "other", "title")}
    own = [term for term in dict.fromkeys(one.term for one in found if one.named) if term.lower() not in ours]
    lines = wrap(", ".join(own), _LEFT - 14, SMALL, lines=3) if own else []
    drawing.levels.append({"y": y, "level": word[:1].upper() + word[1:], "own": "\n".join(lines)})
    return 19.0 + _LINE * len(lines)


def _lacking(style: Style, strategy: Strategy, kind: ElementType, *, named: bool | None) -> str:
    said = style.texts(f"thread.empty_{kind.value}")
    other = len(_of(strategy, kind, named=None))
    return f"{said}; {style.texts.count('charts.cascade.only_read', other)}" if other and named else said


def _fitting(n: int, most: int) -> int:
    """Return how many of n are drawn: one too many takes no more room than saying so."""
    return n if n <= most + 1 else most


def _stack(drawing: _Drawing, found: Sequence[Element], place: tuple[float, float, float]) -> float:
    """Place elements under one another and return where the last ends."""
    x, y, width = place
    if not found:
        return y + drawing.gap(drawing.style.texts("charts.cascade.column_none"), x, y, width)
    for one in found:
        y += drawing.box(one.label, x, y, width) + _BETWEEN
    return y - _BETWEEN


def _side_by_side(drawing: _Drawing, found: Sequence[Element], y: float, *, kind: str) -> float:
    """Place elements in rows over the whole width and return how high they are together."""
    across = min(len(found), 4)
    at = y
    for first in range(0, len(found), across):
        at += drawing.row([one.label for one in found[first : first + across]], at, across=across, lines=4, kind=kind) + _BETWEEN
    return at - _BETWEEN - y


def _more(drawing: _Drawing, left_out: int, x: float, y: float) -> float:
    """Say how many elements there are more, and return where the next thing may stand."""
    if not left_out:
        return y
    text = drawing.style.texts("charts.more", n=left_out)
    drawing.texts.append({"x": x + _PAD, "y": y + _BETWEEN + _LINE / 2, "text": text})
    return y + _BETWEEN + _LINE


def _show(drawing: _Drawing, kind: ElementType, found: Iterable[tuple[str, Element]]) -> None:
    level = drawing.style.texts(f"types.{kind.value}.title")
    drawing.shown += [{"level": level, "column": column or None, "label": one.label} for column, one in found]
