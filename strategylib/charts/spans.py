"""How sure is a likeness, and when does a strategy hold? Rows with dots, ranges and periods on one axis."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from strategylib.charts.figure import Figure
from strategylib.charts.grammar import PAGE, SMALL, Layer, Row, Style, boxes, canvas, compose, data, marks, rules, words
from strategylib.charts.wrapping import width as text_width
from strategylib.charts.wrapping import wrap
from strategylib.locale import wording
from strategylib.model import Strategy
from strategylib.workbook import Workbook


def overlap_ranges(report: pd.DataFrame, wb: Workbook, *, most: int = 40, language: str | None = None, dark: bool = False) -> Figure:
    """Draw each pair's likeness as a dot with its bootstrap range.

    Parameters
    ----------
    report
        From `analysis.overlap_report`: index `a, b`; `score, low, high` (0 to 1), `n_a, n_b`.
    wb
        The workbook, for names.
    most
        How many pairs are drawn, from the top; what is left out is said.
    language, dark
        Danish unless asked; on a dark ground where asked.

    Returns
    -------
    Figure
        Its table has the drawn pairs with score, range and n.
    """
    style = Style.of(wb, language, dark=dark)
    say, palette = style.texts, style.palette
    there = report[report.score.notna()]
    shown = there.head(most)
    left, right, row = 226, 120, 34
    inner, height = PAGE - left - right, row * max(len(shown), 1)
    rows = [_pair_row(style, place, pair) for place, pair in enumerate(shown.reset_index().to_dict("records"))]
    order = list(range(len(rows)))
    x = alt.X("score:Q", scale=alt.Scale(domain=[0, 1]), axis=None)
    y = alt.Y("row:N", sort=order, scale=alt.Scale(domain=order, paddingInner=0, paddingOuter=0), axis=None)
    ticks = [{"score": step / 5, "text": style.decimals(step / 5, 1)} for step in range(6)]
    ranged = [one for one in rows if one["low"] is not None]
    layers = [
        rules(ticks, x=x, y=alt.value(0), y2=alt.value(height), ink=palette.line, width=0.7),
        words(ticks, x, alt.value(-12), size=SMALL, ink=palette.ink_soft, align="center"),
        rules(ranged, x=alt.X("low:Q", scale=alt.Scale(domain=[0, 1]), axis=None), x2=alt.X2("high:Q"), y=y, ink=palette.heat[3], width=5),
        alt.Chart(data(rows)).mark_point(filled=True, size=120, opacity=1, color=palette.ink).encode(x=x, y=y),
        words(rows, alt.value(-left), y, text="pair", ink=palette.ink, dy=-7),
        words(rows, alt.value(-left), y, text="n", size=SMALL, ink=palette.ink_soft, dy=8),
        words(rows, alt.value(inner + 16), y, text="value", ink=palette.ink, bold=True),
        words(rows, alt.value(inner + 52), y, text="range", size=SMALL, ink=palette.ink_soft),
    ]
    title = _ranges_title(style, there)
    alt_text = title
    if rows:
        first = rows[0]
        alt_text = say("charts.ranges.alt", n=len(rows), title=title, value=first["value"], low=first["low_text"], high=first["high_text"],
                       a=first["a_name"], b=first["b_name"])  # fmt: skip
    how = say("charts.ranges.how")
    if len(there) > len(shown):
        how += " " + say("charts.ranges.top", shown=len(shown), total=wording.number(len(there), say))
    municipalities = {one for pair in shown.index for one in pair}
    chart = compose(
        layers,
        style,
        title=title,
        how=how,
        caveat=f"{say('charts.ranges.caveat')} {style.caveat(municipalities)}",
        width=inner,
        height=height,
        left=left,
        right=right,
        alt_text=alt_text,
    )
    names = {"pair": say("charts.ranges.pair"), "score": say("charts.ranges.score"), "low": say("charts.ranges.low")}
    names |= {"high": say("charts.ranges.high"), "n": say("charts.ranges.elements")}
    table = pd.DataFrame(rows, columns=list(names)).rename(columns=names).set_index(names["pair"])
    return Figure(chart, table, alt_text)


def _pair_row(style: Style, place: int, pair: dict[Any, Any]) -> Row:
    say = style.texts
    a, b = style.name(pair["a"]), style.name(pair["b"])
    ranged = not np.isnan(pair["low"])
    low, high = (style.decimals(pair[end]) if ranged else "" for end in ("low", "high"))
    return {
        "row": place,
        "a_name": a,
        "b_name": b,
        "pair": wording.listing([a, b], say),
        "n": say("charts.ranges.n", a=pair["n_a"], b=pair["n_b"]),
        "score": float(pair["score"]),
        "low": float(pair["low"]) if ranged else None,
        "high": float(pair["high"]) if ranged else None,
        "value": style.decimals(pair["score"]),
        "range": say("charts.ranges.range", low=low, high=high) if ranged else "",
        "low_text": low,
        "high_text": high,
    }


def _ranges_title(style: Style, report: pd.DataFrame) -> str:
    """Return the finding: whether the best pair stands apart from all others, seen from its range."""
    say = style.texts
    if report.empty:
        return say("charts.ranges.title_none")
    (a, b), best = report.index[0], report.iloc[0]
    names = {"a": style.name(a), "b": style.name(b)}
    if len(report) == 1:
        return say("charts.ranges.title_single", value=style.decimals(best.score), **names)
    reaching = int((report.high.iloc[1:] >= best.low).sum())
    if not reaching:
        return say("charts.ranges.title_apart", **names)
    return say.count("charts.ranges.title_mixed", reaching, others=style.count(reaching), **names)


_LEFT, _RIGHT, _GAP, _ROW, _BAR = 142, 262, 30, 70, 20


@dataclass(frozen=True)
class _Span:
    """What the timeline knows of one strategy; years are decimal, and `firm` tells whether the period has years."""

    strategy: Strategy
    start: float | None
    end: float | None
    issued: float | None
    firm: bool

    @classmethod
    def of(cls, one: Strategy) -> _Span:
        issued = None if one.published is None else _year(one.published)
        start = float(one.period_from) if one.period_from is not None else issued
        end = one.period_to + 1.0 if one.period_to is not None else None
        return cls(one, start, end, issued, firm=one.period_from is not None and one.period_to is not None)


def _year(iso: str) -> float:
    year, month, day = (int(part) for part in (iso + "-01-01").split("-")[:3])
    return year + (month - 1) / 12 + (day - 1) / 365


def timeline(wb: Workbook, *, today: dt.date | None = None, language: str | None = None, dark: bool = False) -> Figure:
    """Draw when each strategy holds, when it was published and how often it says it is followed up.

    Parameters
    ----------
    wb
        The workbook.
    today
        Where the line of today stands; today unless given.
    language, dark
        Danish unless asked; on a dark ground where asked.

    Returns
    -------
    Figure
        Its table has period, years, publication and follow-up as written. What the document does not say is missing there.
    """
    style = Style.of(wb, language, dark=dark)
    say = style.texts
    day = today or dt.datetime.now(tz=dt.UTC).date()
    spans = [_Span.of(one) for one in wb.corpus.strategies]
    now = _year(day.isoformat())
    known = [year for span in spans for year in (span.start, span.end, span.issued) if year is not None]
    first, last = math.floor(min([*known, now])), math.ceil(max([*known, now]))
    inner, height = PAGE - _LEFT - _RIGHT, _ROW * len(spans)
    x, y = canvas(inner, height)
    apart = inner / (last - first)
    bars = [_bar(style, span, place, (first, last), apart) for place, span in enumerate(spans)]
    issued = [
        {"x": (span.issued - first) * apart, "y": _ROW * (place + 0.5), **style.look(span.strategy.municipality)}
        for place, span in enumerate(spans)
        if span.issued is not None
    ]
    rows = [_timeline_row(style, span) for span in spans]
    beside = [
        {"y": _ROW * (place + 0.5), **row, **style.look(span.strategy.municipality)}
        for place, (span, row) in enumerate(zip(spans, rows, strict=True))
    ]
    edges = [{"y": _ROW * place} for place in range(len(spans) + 1)]
    layers = [
        rules(edges, x=alt.value(-_LEFT), x2=alt.value(inner + _RIGHT), y=y, ink=style.palette.line, width=0.7),
        *_axis(style, (first, last), day, (inner, height), bars),
        # A ring of the ground's colour lifts a mark off a bar of its own colour.
        alt.Chart(data(issued)).mark_point(filled=True, size=330, opacity=1, color=style.palette.ground).encode(x=x, y=y),
        marks(issued, x, y, size=130),
        marks(beside, alt.value(-_LEFT + 8), y),
        words(beside, alt.value(-_LEFT + 24), y, text="name", ink=style.palette.ink, bold=True, dy=-8),
        words(beside, alt.value(-_LEFT + 24), y, text="issued", ink=style.palette.ink_soft, size=SMALL, dy=9),
        words(beside, alt.value(inner + _GAP), y, text="said", ink=style.palette.ink, size=SMALL),
        words(
            [{"text": say("charts.timeline.own_words")}], alt.value(inner + _GAP), alt.value(-12), size=SMALL, ink=style.palette.ink_soft
        ),
    ]
    title, alt_text = _timeline_words(style, spans, now, (first, last))
    chart = compose(
        layers,
        style,
        title=title,
        how=say("charts.timeline.how"),
        caveat=style.caveat([span.strategy.municipality for span in spans]),
        width=inner,
        height=height,
        left=_LEFT,
        right=_RIGHT,
        foot=42,
        alt_text=alt_text,
    )
    return Figure(chart, _timeline_table(style, rows), alt_text)


def _axis(style: Style, years: tuple[int, int], day: dt.date, size: tuple[float, float], bars: Sequence[Row]) -> list[Layer]:
    """Return the years above, the bars, and the line of today: over the filled bars, under the open ones with their words."""
    (first, last), (width, height), palette = years, size, style.palette
    x, y = canvas(width, height)
    apart = width / (last - first)
    every = next((step for step in (1, 2, 5, 10, 25) if apart * step >= text_width("2026", SMALL) + 10), 100)
    ticks = [{"x": (year - first) * apart, "text": str(year)} for year in range(first, last + 1) if year % every == 0]
    place = (_year(day.isoformat()) - first) * apart
    today = style.texts("charts.timeline.today", date=wording.date(day.isoformat(), style.texts))
    at = [{"x": place, "text": today}]
    opened = [bar for bar in bars if not bar["firm"]]
    return [
        rules(ticks, x=x, y=alt.value(0), y2=alt.value(height), ink=palette.line, width=0.7),
        words(ticks, x, alt.value(-12), size=SMALL, ink=palette.ink_soft, align="center"),
        boxes([bar for bar in bars if bar["firm"]], x, y),
        rules(at, x=x, y=alt.value(0), y2=alt.value(height + 6), ink=palette.thread, width=1.5),
        words(at, x, alt.value(height + 15), size=SMALL, ink=palette.thread, align="right" if place > width / 2 else "left"),
        boxes(opened, x, y, dashed=True),
        words(opened, x, y, size=SMALL, ink=palette.ink_soft, dx=16, dy=_BAR / 2),
    ]


def _bar(style: Style, span: _Span, place: int, years: tuple[int, int], apart: float) -> Row:
    """Return a period as a bar; an open one is as long as the axis allows, and has a word for what it lacks."""
    colour = style.look(span.strategy.municipality)["colour"]
    first, last = years
    start = ((span.start or first) - first) * apart
    end = ((span.end or last) - first) * apart
    top = _ROW * (place + 0.5) - _BAR / 2
    lacking = style.texts("charts.timeline.no_years" if span.start is not None else "charts.timeline.neither")
    # A text that the bar has no room for is left to the words beside it.
    text = lacking if text_width(lacking, SMALL) + 20 < end - start else ""
    ends = {"x": start, "x2": max(end, start + 6), "y": top, "y2": top + _BAR}
    return {**ends, "text": text, "firm": span.firm, "fill": colour if span.firm else style.palette.ground, "stroke": colour}


def _timeline_row(style: Style, span: _Span) -> Row:
    say, one, room = style.texts, span.strategy, _RIGHT - _GAP
    follow = _follow_up(style, one)
    quote = one.period_quote
    own = say("charts.timeline.quoted", text=quote.text) if quote else say("charts.timeline.no_period")
    issued = say("charts.timeline.published", date=wording.date(one.published, say)) if one.published else say("charts.timeline.undated")
    return {
        "name": style.name(one.municipality),
        "period": one.period_quote.text if one.period_quote else None,
        "from": one.period_from,
        "to": one.period_to,
        "issued": issued,
        "follow": follow,
        "said": "\n".join(
            [*wrap(own, room, SMALL, lines=2), *wrap(say("charts.timeline.follow_up_line", said=follow), room, SMALL, lines=2)]
        ),
    }


def _follow_up(style: Style, one: Strategy) -> str:
    """Return how often the document says that it, or what it measures, is followed up: each frequency once, the shortest first."""
    say = style.texts
    months = sorted({element.every_months for element in one.elements if element.every_months})
    said = [wording.cadence(every, say) for every in months]
    if any("every_months" in element.missing for element in one.elements):
        said.append(say("charts.timeline.follow_up_unread"))
    return ", ".join(said) or say("charts.timeline.follow_up_none")


def _timeline_words(style: Style, spans: Sequence[_Span], now: float, years: tuple[int, int]) -> tuple[str, str]:
    say = style.texts
    holding = sum(span.firm and (span.start or 0) <= now < (span.end or 0) for span in spans)
    if not spans:
        return (say("charts.timeline.title_none"),) * 2
    title = say.count("charts.timeline.title", holding, count=wording.count_word(holding, say), total=style.count(len(spans)))
    if len(spans) == 1:
        state = "open" if not spans[0].firm else "now" if holding else "not_now"
        title = say(f"charts.timeline.title_single.{state}", name=style.name(spans[0].strategy.municipality))
    open_ = style.names([span.strategy.municipality for span in spans if not span.firm]) or say("charts.timeline.nobody")
    undated = style.names([span.strategy.municipality for span in spans if span.issued is None]) or say("charts.timeline.nobody")
    ends = {"first": years[0], "last": years[1]}
    return title, say(
        "charts.timeline.alt", municipalities=style.municipalities(len(spans)), title=title, open=open_, undated=undated, **ends
    )


def _timeline_table(style: Style, rows: Sequence[Row]) -> pd.DataFrame:
    say = style.texts
    names = {"name": say("charts.municipality"), "follow": say("charts.timeline.follow_up")}
    names |= {key: say(f"charts.timeline.{key}") for key in ("period", "from", "to", "issued")}
    frame = pd.DataFrame(rows, columns=["name", "period", "from", "to", "issued", "follow"]).astype({"from": "Int64", "to": "Int64"})
    return frame.rename(columns=names).set_index(names["name"])
