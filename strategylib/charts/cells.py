"""How much, whom with, how firmly: tables whose cells are shaded by their value and have it written in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from strategylib.charts.figure import Figure
from strategylib.charts.grammar import BODY, LEADING, PAGE, SMALL, Layer, Row, Style, compose, data, marks, words
from strategylib.charts.wrapping import width, wrap
from strategylib.locale import wording
from strategylib.workbook import Workbook

_WIDEST, _NARROWEST, _TURNED = 104, 46, 74
_ROW, _HEAD, _LABELS = 27, 58, 330

MEASURES = (
    "actions_reach_goal",
    "actions_reach_purpose",
    "goals_reach_purpose",
    "goals_with_action",
    "goals_with_indicator",
    "indicators_reach_goal",
    "connected",
    "promises_acted_on",
    "actions_promised",
)
"""The measures of coherence that are shares, in the order in which a thread is followed."""


_SIGHT = MEASURES[:6]
"""Those that follow a line from one link to another; the finding is looked for among them."""


@dataclass(frozen=True)
class _Row:
    """A row of a grid: its name, its mark where it is a municipality, and what is said to the right of it."""

    name: str
    look: Row | None = None
    after: str = ""


def coverage_heat_map(frame: pd.DataFrame, wb: Workbook, *, language: str | None = None, dark: bool = False) -> Figure:
    """Draw themes x municipalities, what most share on top.

    Parameters
    ----------
    frame
        From `analysis.coverage`: counts, or shares (each column sums to 1), which are written in percent. `attrs["n"]` goes to the head.
    wb
        The workbook, for names and marks.
    language, dark
        Danish unless asked; on a dark ground where asked.

    Returns
    -------
    Figure
        Its table has the themes' names, one column a municipality and how many share the theme.
    """
    style = Style.of(wb, language, dark=dark)
    say = style.texts
    values = frame.fillna(0.0).rename_axis(index="row", columns=None)
    sharing = (values > 0).sum(axis=1)
    order = pd.DataFrame({"n": sharing, "sum": values.sum(axis=1)}).sort_values(["n", "sum"], ascending=False, kind="stable").index
    values, sharing = values.loc[order], sharing.loc[order]
    shares = _are_shares(values)
    total, everyone = len(values.columns), int((sharing == len(values.columns)).sum()) if len(values.columns) else 0
    widest = max((width(style.theme(str(one)), BODY) for one in order), default=0)
    grid = _Grid(style, list(values.columns), frame.attrs.get("n", {}), left=min(widest + 22, _LABELS), right=60)
    top = float(values.to_numpy().max(initial=0.0))
    written = values.map(lambda value: "0" if not value else style.percent(value) if shares else wording.number(round(value, 1), say))
    rows = [_Row(style.theme(one), after=say("charts.of", n=int(sharing[one]), of=total)) for one in order]
    title = _coverage_title(style, everyone, len(values), values, total)
    common = [style.theme(one) for one in order[:3]]
    alt_text = say(
        "charts.coverage.alt",
        title=title,
        themes=len(values),
        municipalities=style.municipalities(total),
        first=wording.listing(common, say),
    )
    chart = grid.draw(
        rows,
        (values / top if top else values).to_numpy(),
        written.to_numpy(),
        title=title,
        how=say(f"charts.coverage.how_{'share' if shares else 'count'}"),
        alt_text=alt_text,
        after=say("charts.coverage.shared_by") if total > 1 else "",
    )
    table = values.rename(index=style.theme, columns=style.name).rename_axis(index=say("charts.theme"))
    return Figure(chart, table.assign(**{say("charts.coverage.shared_by"): sharing.to_numpy()}), alt_text)


def _are_shares(values: pd.DataFrame) -> bool:
    sums = values.sum()
    return bool(((sums == 0) | np.isclose(sums, 1)).all()) and not bool((values == values.round()).all(axis=None))


def _coverage_title(style: Style, everyone: int, themes: int, values: pd.DataFrame, total: int) -> str:
    say = style.texts
    if total == 1:
        name = style.name(str(values.columns[0]))
        return say("charts.coverage.title_single", name=name, n=int((values > 0).to_numpy().sum()), themes=themes)
    return say.count("charts.coverage.title", everyone, count=wording.count_word(everyone, say), themes=themes, all=style.count(total))


def overlap_matrix(frame: pd.DataFrame, wb: Workbook, *, language: str | None = None, dark: bool = False) -> Figure:
    """Draw how much each municipality has in common with each other one.

    Parameters
    ----------
    frame
        From `analysis.overlap` (symmetric) or `analysis.alignment_matrix` (share of the row's commitments); 0 to 1. Nothing is written
        on the diagonal. `attrs["n"]` goes to the head.
    wb, language, dark
        As in `coverage_heat_map`.

    Returns
    -------
    Figure
        Its table is the matrix with names, the diagonal missing.
    """
    style = Style.of(wb, language, dark=dark)
    say = style.texts
    values = frame.astype(float).copy()
    for one in set(values.index) & set(values.columns):
        values.loc[one, one] = float("nan")
    even = np.allclose(values.to_numpy(), values.to_numpy().T, equal_nan=True) if len(values) == len(values.columns) else False
    kind = "even" if even else "uneven"
    write = style.decimals if even else style.percent
    lines = zip(values.index, values.to_numpy().tolist(), strict=True)
    pairs = [(one, str(a), str(b)) for a, line in lines for b, one in zip(values.columns, line, strict=True) if not np.isnan(one)]
    if pairs:
        # The first of equals, as one reads.
        (best, a, b), (least, c, d) = max(pairs, key=lambda pair: pair[0]), min(pairs, key=lambda pair: pair[0])
        names = {key: style.name(one) for key, one in (("a", a), ("b", b), ("c", c), ("d", d))}
        title = say(f"charts.overlap.title_{kind}", value=write(best), **names)
        alt_text = say(
            f"charts.overlap.alt_{kind}", title=title, least=write(least), municipalities=style.municipalities(len(values)), **names
        )
    else:
        title = alt_text = say("charts.overlap.title_none")
    n = frame.attrs.get("n", {})
    # What is not symmetric counts the row's own elements: n then belongs to the rows.
    behind = {one: f" ({say('charts.n', n=n[one])})" for one in values.index if one in n and not even}
    grid = _Grid(style, list(values.columns), n if even else {}, left=180, row=40)
    chart = grid.draw(
        [_Row(style.name(str(one)) + behind.get(one, ""), style.look(str(one))) for one in values.index],
        values.to_numpy(),
        values.map(lambda value: "" if np.isnan(value) else write(value)).to_numpy(),
        title=title,
        how=say(f"charts.overlap.how_{kind}"),
        alt_text=alt_text,
    )
    return Figure(chart, values.rename(index=style.name, columns=style.name).rename_axis(index=None, columns=None), alt_text)


def coherence(frame: pd.DataFrame, wb: Workbook, *, language: str | None = None, dark: bool = False) -> Figure:
    """Draw where the red thread holds: each share of `analysis.coherence` for each municipality, as "n of of".

    Parameters
    ----------
    frame
        The frames of `analysis.coherence` under one another, index `municipality, measure`:
        `pd.concat({one: coherence(wb, one) for one in wb.strategies.index}, names=["municipality"])`. Depth and balance are no shares and
        are left out.
    wb, language, dark
        As in `coverage_heat_map`.

    Returns
    -------
    Figure
        Its table has one row a measure and the written cells; where a document has nothing to measure on, the cell is missing.
    """
    style = Style.of(wb, language, dark=dark)
    say = style.texts
    municipalities = list(dict.fromkeys(frame.index.get_level_values("municipality")))
    share, n, of = (
        frame.pivot_table(index="measure", columns="municipality", values=column, dropna=False).reindex(
            index=MEASURES, columns=municipalities
        )
        for column in ("value", "n", "of")
    )
    there = of.fillna(0) > 0
    written = pd.DataFrame(
        [
            [say("charts.of", n=int(n.loc[row, one]), of=int(of.loc[row, one])) if there.loc[row, one] else None for one in municipalities]
            for row in MEASURES
        ],
        index=[say(f"charts.coherence.measures.{one}") for one in MEASURES],
        columns=[style.name(one) for one in municipalities],
        dtype=object,
    )
    sums = pd.DataFrame({"n": n.where(there).sum(axis=1), "of": of.where(there).sum(axis=1)}).loc[list(_SIGHT)].astype(int)
    pooled = (sums.n / sums.of[sums.of > 0]).dropna()
    if len(pooled):
        weakest = str(pooled.idxmin())
        title = say(
            "charts.coherence.title", measure=say(f"charts.coherence.measures.{weakest}").lower(), n=sums.n[weakest], of=sums.of[weakest]
        )
    else:
        title = say("charts.coherence.title_none")
    alt_text = say("charts.coherence.alt", title=title, municipalities=style.municipalities(len(municipalities)))
    chart = _Grid(style, municipalities, {}, left=318, row=34).draw(
        [_Row(name) for name in written.index],
        share.to_numpy(dtype=float),
        written.fillna("").to_numpy(),
        title=title,
        how=say("charts.coherence.how"),
        alt_text=alt_text,
        missing=say("charts.coherence.missing"),
    )
    return Figure(chart, written.rename_axis(say("charts.coherence.measure")), alt_text)


class _Grid:
    """Columns are municipalities with mark, name and n; the scales of all layers."""

    def __init__(
        self, style: Style, columns: Sequence[str], n: dict[str, int], *, left: float, right: float = 0, row: float = _ROW
    ) -> None:
        self.style, self.columns, self.n = style, list(columns), n
        self.left, self.right, self.row = left, right, row
        room = (PAGE - left - right) / max(len(columns), 1)
        # Where names have no room side by side they stand on end.
        self.turned = max((width(style.name(one), BODY, bold=True) for one in columns), default=0) + 2 > max(room, _TURNED)
        self.step = min(max(room, _NARROWEST if self.turned else _TURNED), _WIDEST)
        self.x = alt.X("column:N", sort=self.columns, scale=alt.Scale(domain=self.columns, paddingInner=0, paddingOuter=0), axis=None)

    def draw(
        self,
        rows: Sequence[_Row],
        shares: Any,
        written: Any,
        *,
        title: str,
        how: str,
        alt_text: str,
        after: str = "",
        missing: str = "",
    ) -> alt.LayerChart:
        """Return the grid; `shares` (0 to 1, or missing) shade the cells, `written` stands in them."""
        style, palette = self.style, self.style.palette
        order = list(range(len(rows)))
        y = alt.Y("row:N", sort=order, scale=alt.Scale(domain=order, paddingInner=0, paddingOuter=0), axis=None)
        cells = []
        for place in order:
            for column, share, text in zip(self.columns, shares[place], written[place], strict=True):
                fill, ink = style.heat(share)
                cells.append(
                    {"row": place, "column": column, "value": None if np.isnan(share) else float(share), "text": text or missing}
                    | {"fill": fill, "ink": ink}
                )
        names = [
            {
                "row": place,
                "text": "\n".join(wrap(row.name, self.left - 10, BODY, lines=2 if self.row >= 2 * BODY * LEADING else 1)),
                **(row.look or {}),
            }
            for place, row in enumerate(rows)
        ]
        shaded = (
            alt.Chart(data(cells))
            .mark_rect(stroke=palette.ground, strokeWidth=2)
            .encode(x=self.x, y=y, fill=alt.Fill("fill:N", scale=None))
        )
        layers = [shaded, *self._head(), words(cells, self.x, y, align="center", size=BODY)]
        marked = [row for row in names if "shape" in row]
        layers.append(words(names, alt.value(-self.left + (24 if marked else 0)), y, ink=palette.ink))
        if marked:
            layers.append(marks(marked, alt.value(-self.left + 8), y))
        height = self.row * len(rows)
        if after:
            right = alt.value(self.step * len(self.columns) + 14)
            behind = [{"row": place, "text": row.after} for place, row in enumerate(rows)]
            layers.append(words(behind, right, y, ink=palette.ink_soft))
            layers.append(words([{"text": after}], right, alt.value(-14), size=SMALL, ink=palette.ink_soft))
        return compose(
            layers,
            style,
            title=title,
            how=how,
            caveat=style.caveat(self.columns),
            width=self.step * len(self.columns),
            height=height,
            left=self.left,
            right=self.right,
            alt_text=alt_text,
        )

    def _head(self) -> list[Layer]:
        style, palette = self.style, self.style.palette
        heads = [
            {
                "column": one,
                "text": style.name(one),
                "n": style.texts("charts.n", n=self.n[one]) if one in self.n else "",
                **style.look(one),
            }
            for one in self.columns
        ]
        if self.turned:
            for head in heads:
                head["text"] += f" ({self.n[head['column']]})" if self.n else ""
            return [
                marks(heads, self.x, alt.value(-12)),
                words(heads, self.x, alt.value(-26), bold=True, ink=palette.ink, angle=270),
            ]
        lift = 18 if self.n else 0
        return [
            marks(heads, self.x, alt.value(-_HEAD + 22 - lift)),
            words(heads, self.x, alt.value(-16 - lift), bold=True, ink=palette.ink, align="center"),
            words(heads, self.x, alt.value(-14), text="n", size=SMALL, ink=palette.ink_soft, align="center"),
        ]
