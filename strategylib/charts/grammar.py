"""What do all charts share: title that says the finding, how to read it, marks of the municipalities, reservations?

A chart is layers over one pair of scales. Labels are drawn as text marks and not as axes: so they stand where the type asks for, in the
reader's own numbers, and the picture is the same in every program.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt

from strategylib.charts.palette import DARK, LIGHT, SHAPES, Palette, mark
from strategylib.charts.wrapping import wrap
from strategylib.locale import Texts, texts, wording
from strategylib.workbook import Workbook

FONT = "IBM Plex Sans, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif"
SMALL, BODY, TITLE = 11, 13, 20
LEADING = 1.35
PAGE = 760
"""The width that prints on upright A4 with its smallest type still readable."""

_NAMED_UNDATED = 3

Row = dict[str, Any]
Layer = alt.Chart | alt.LayerChart


@dataclass(frozen=True, slots=True)
class Style:
    """Whose words and which colours a chart uses."""

    wb: Workbook
    texts: Texts
    palette: Palette

    @classmethod
    def of(cls, wb: Workbook, language: str | None, *, dark: bool) -> Style:
        """Return the style for a workbook, in Danish unless asked otherwise."""
        return cls(wb, texts(language), DARK if dark else LIGHT)

    def name(self, municipality: str) -> str:
        """Return a municipality's name."""
        return str(self.wb.municipalities.name.get(municipality, municipality))

    def names(self, municipalities: Iterable[str]) -> str:
        """Return the names as a list in running text."""
        return wording.listing([self.name(one) for one in municipalities], self.texts)

    def municipalities(self, n: int) -> str:
        """Return how many municipalities, in words that fit the number."""
        return self.texts.count("charts.municipalities", n)

    def theme(self, theme: str) -> str:
        """Return a theme's name in the reader's language."""
        themes = self.wb.themes[self.texts.language]
        return str(themes.get(theme, theme))

    def look(self, municipality: str) -> Row:
        """Return a municipality's `colour` and `shape`, the same everywhere."""
        order = list(self.wb.municipalities.index)
        colour, shape = mark(order.index(municipality) if municipality in order else 0)
        return {"colour": self.palette.municipalities[colour], "shape": SHAPES[shape]}

    def count(self, n: int) -> str:
        """Return a count as it stands inside a sentence: `fem`, `98`."""
        return wording.count_word(n, self.texts).lower()

    def decimals(self, value: float, places: int = 2) -> str:
        """Return a number with exactly so many decimals, in the reader's way."""
        return f"{value:.{places}f}".replace(".", self.texts("numbers.decimal"))

    def percent(self, share: float) -> str:
        """Return a share as whole percent; what is more than nothing never reads as nothing."""
        value = "<1" if 0 < share < 0.005 else f"{100 * share:.0f}"  # noqa: PLR2004 - would round to nothing
        return self.texts("charts.percent", value=value)

    def heat(self, share: float) -> tuple[str, str]:
        """Return ground and ink of a cell: nothing is the paper itself, the rest one of the steps."""
        if not share > 0:
            return self.palette.ground, self.palette.ink_soft
        # A hair is taken off so that 0.6 of five steps is the third in spite of binary fractions.
        step = min(int(share * len(self.palette.heat) - 1e-9), len(self.palette.heat) - 1)
        return self.palette.heat[step], self.palette.heat_ink[step]

    def caveat(self, municipalities: Iterable[str]) -> str:
        """Return what makes these strategies hard to compare: age, missing dates, scope and form."""
        shown = [one for one in self.wb.corpus.strategies if one.municipality in set(municipalities)]
        years = sorted(one.published[:4] for one in shown if one.published)
        undated = [one.municipality for one in shown if not one.published]
        said = []
        if len(set(years)) > 1:
            said.append(self.texts("charts.caveat.age", oldest=years[0], newest=years[-1]))
        if undated and len(shown) > 1:
            few = len(undated) <= _NAMED_UNDATED
            who = self.names(undated) if few else self.municipalities(len(undated))
            said.append(self.texts.count("charts.caveat.undated", len(undated), names=who))
        if len({one.areas for one in shown}) > 1:
            said.append(self.texts("charts.caveat.scope"))
        return " ".join([*said, self.texts("charts.caveat.form" if len(shown) > 1 else "charts.caveat.reading")])


def data(rows: Sequence[Mapping[str, Any]]) -> alt.InlineData:
    """Return rows as a chart's data; inline, since Altair refuses frames of more than 5000 rows."""
    return alt.InlineData(values=[dict(row) for row in rows])


def words(
    rows: Sequence[Mapping[str, Any]],
    x: Any,
    y: Any,
    *,
    text: str = "text",
    size: float = BODY,
    bold: bool = False,
    ink: str | None = None,
    align: Literal["left", "center", "right"] = "left",
    baseline: Literal["top", "middle"] = "middle",
    dx: float = 0,
    dy: float = 0,
    angle: float = 0,
    halo: str | None = None,
) -> Layer:
    """Return a layer of texts; `ink` is a colour, or the field `ink` of each row where it is left out. A newline breaks a line.

    `halo` draws a broad outline in that colour, to be laid under the same text.
    """
    leading = round(size * LEADING)
    by_lines: dict[int, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_lines.setdefault(str(row[text]).count("\n") if baseline == "middle" else 0, []).append(row)
    # Vega puts the first line where the text is said to stand; here the middle of all its lines stands there.
    parts: list[alt.Chart] = [
        alt.Chart(data(some))
        .mark_text(
            font=FONT,
            fontSize=size,
            fontWeight=600 if bold else 400,
            align=align,
            baseline=baseline,
            dx=dx,
            dy=dy - breaks * leading / 2,
            angle=angle,
            lineBreak="\n",
            lineHeight=leading,
            stroke=halo or alt.Undefined,
            strokeWidth=4,
            strokeJoin="round",
        )
        .encode(x=x, y=y, text=alt.Text(f"{text}:N"), color=alt.value(ink) if ink else alt.Color("ink:N", scale=None))
        for breaks, some in (by_lines or {0: []}).items()
    ]
    return parts[0] if len(parts) == 1 else alt.LayerChart(layer=parts)


def marks(rows: Sequence[Mapping[str, Any]], x: Any, y: Any, *, size: float = 110) -> alt.Chart:
    """Return a layer of the municipalities' marks, from `colour` and `shape` of each row."""
    drawn: alt.Chart = (
        alt.Chart(data(rows))
        .mark_point(filled=True, size=size, opacity=1)
        .encode(x=x, y=y, color=alt.Color("colour:N", scale=None), shape=alt.Shape("shape:N", scale=None))
    )
    return drawn


def boxes(rows: Sequence[Mapping[str, Any]], x: Any, y: Any, *, dashed: bool = False, radius: float = 3) -> alt.Chart:
    """Return a layer of boxes from `x, y` to `x2, y2` of each row, filled with its `fill` and outlined with its `stroke`."""
    drawn: alt.Chart = (
        alt.Chart(data(rows))
        .mark_rect(cornerRadius=radius, strokeWidth=1.2, strokeDash=[4, 3] if dashed else [1, 0])
        .encode(
            x=x,
            x2=alt.X2("x2:Q"),
            y=y,
            y2=alt.Y2("y2:Q"),
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None),
        )
    )
    return drawn


def rules(
    rows: Sequence[Mapping[str, Any]],
    *,
    x: Any,
    y: Any,
    x2: Any = None,
    y2: Any = None,
    ink: str,
    width: float = 1,
    cap: Literal["round", "butt"] = "round",
) -> alt.Chart:
    """Return a layer of straight lines in one colour."""
    ends = {name: channel for name, channel in (("x2", x2), ("y2", y2)) if channel is not None}
    drawn: alt.Chart = alt.Chart(data(rows)).mark_rule(color=ink, strokeWidth=width, strokeCap=cap).encode(x=x, y=y, **ends)
    return drawn


def compose(
    layers: Sequence[Layer],
    style: Style,
    *,
    title: str,
    how: str,
    caveat: str,
    width: float,
    height: float,
    left: float,
    right: float = 0,
    foot: float = 26,
    alt_text: str,
) -> alt.LayerChart:
    """Put layers under their title and how to read them, and over the reservations.

    `width` and `height` are the inner picture, `left` and `right` what labels take beside it, `foot` the room under it before the caveat.
    """
    whole = max(left + width + right, PAGE / 2)
    said = "\n".join(wrap(caveat, whole, SMALL))
    last = words([{"text": said}], alt.value(-left), alt.value(height + foot), size=SMALL, ink=style.palette.ink_soft, baseline="top")
    whole_chart: alt.LayerChart = (
        alt.LayerChart(layer=[*layers, last])
        .properties(
            width=width,
            height=height,
            description=alt_text,
            background=style.palette.ground,
            padding=16,
            title=alt.Title(
                wrap(title, whole, TITLE, bold=True),
                subtitle=wrap(how, whole, BODY),
                anchor="start",
                frame="bounds",
                font=FONT,
                fontSize=TITLE,
                fontWeight=600,
                lineHeight=round(TITLE * 1.25),
                color=style.palette.ink,
                subtitleFont=FONT,
                subtitleFontSize=BODY,
                subtitleLineHeight=round(BODY * LEADING),
                subtitleColor=style.palette.ink_soft,
                subtitlePadding=6,
                offset=20,
            ),
        )
        .configure_view(stroke=None)
    )
    return whole_chart


def canvas(width: float, height: float) -> tuple[alt.X, alt.Y]:
    """Return channels that read the fields `x` and `y` as pixels from the upper left corner."""
    return (
        alt.X("x:Q", scale=alt.Scale(domain=[0, width], nice=False), axis=None),
        alt.Y("y:Q", scale=alt.Scale(domain=[height, 0], nice=False), axis=None),
    )
