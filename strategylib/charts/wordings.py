"""Which promises do several municipalities share, and how does each put it? Words beside words."""

from __future__ import annotations

import pandas as pd

from strategylib.charts.figure import Figure
from strategylib.charts.grammar import BODY, LEADING, PAGE, SMALL, Row, Style, canvas, compose, marks, rules, words
from strategylib.charts.wrapping import wrap
from strategylib.locale import wording
from strategylib.workbook import Workbook

_NAME, _PLACE = 132, 92


def aligned_groups(
    frame: pd.DataFrame, wb: Workbook, *, most: int = 6, each: int = 2, language: str | None = None, dark: bool = False
) -> Figure:
    """Draw groups of commitments that mean the same, each with every municipality's own words.

    Parameters
    ----------
    frame
        From `analysis.aligned_groups`.
    wb
        The workbook, for names and marks.
    most, each
        How many groups are drawn, and how many wordings of each municipality in a group; what is left out is said.
    language, dark
        Danish unless asked; on a dark ground where asked.

    Returns
    -------
    Figure
        Its table has the wordings that are drawn, whole, with their lines in the document.
    """
    style = Style.of(wb, language, dark=dark)
    say, palette = style.texts, style.palette
    total = int(frame.group.nunique())
    groups = [group for _, group in frame.groupby("group", sort=True)][:most]
    room = PAGE - _NAME - _PLACE
    heads: list[Row] = []
    said: list[Row] = []
    at = 0.0
    for number, group in enumerate(groups, 1):
        shared = list(dict.fromkeys(group.municipality))
        text = say("charts.groups.head", number=number, count=style.count(len(shared)), names=style.names(shared))
        heads.append({"y": at, "text": wrap(text, PAGE, BODY, lines=1, bold=True)[0]})
        at += 36
        before = None
        for one in group.groupby("municipality", sort=False).head(each).to_dict("records"):
            lines = wrap(say("charts.groups.quoted", text=one["label"]), room, BODY, lines=4)
            again = one["municipality"] == before
            before = one["municipality"]
            said.append(
                {
                    "group": number,
                    "municipality": style.name(before),
                    "label": one["label"],
                    "lines": wording.lines(one["line_start"], one["line_end"], say),
                    "y": at,
                    "text": "\n".join(lines),
                    # A second wording of the same municipality stands under its name without repeating it.
                    "name": "" if again else style.name(before),
                    **({} if again else style.look(before)),
                }
            )
            at += len(lines) * round(BODY * LEADING) + 12
        at += 18
    height = max(at - 18, 40)
    y = canvas(PAGE, height)[1]
    marked = [{**one, "y": one["y"] + 6.5} for one in said if "shape" in one]
    layers = [
        rules(heads, x=_at(0), x2=_at(PAGE), y=y, ink=palette.line, width=0.7),
        words(heads, _at(0), y, bold=True, ink=palette.ink, baseline="top", dy=10),
        marks(marked, _at(8), y),
        words(said, _at(24), y, text="name", ink=palette.ink, baseline="top"),
        words(said, _at(_NAME), y, ink=palette.ink, baseline="top"),
        words(said, _at(PAGE), y, text="lines", size=SMALL, ink=palette.ink_soft, baseline="top", align="right", dy=1),
    ]
    least = int(frame.municipalities.min()) if total else 0
    title = say.count("charts.groups.title", total, count=wording.count_word(total, say), least=style.count(least))
    title = title if total else say("charts.groups.title_none")
    how = [say("charts.groups.how")]
    if len(said) < len(frame):
        how.append(say("charts.groups.top", shown=len(groups), total=total, each=style.count(each)))
    alt_text = f"{title}. {say('charts.groups.alt_none')}"
    if said:
        names = style.names(dict.fromkeys(groups[0].municipality))
        alt_text = say("charts.groups.alt", title=title, names=names, first=said[0]["municipality"], text=said[0]["label"])
    chart = compose(
        layers,
        style,
        title=title,
        how=" ".join(how),
        caveat=style.caveat(set(frame.municipality)),
        width=PAGE,
        height=height,
        left=0,
        foot=12,
        alt_text=alt_text,
    )
    columns = {"group": say("charts.groups.group"), "municipality": say("charts.municipality")}
    columns |= {"label": say("charts.groups.label"), "lines": say("charts.groups.lines")}
    return Figure(chart, pd.DataFrame(said, columns=list(columns)).rename(columns=columns), alt_text)


def _at(pixels: float) -> dict[str, float]:
    return {"value": pixels}
