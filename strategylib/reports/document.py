"""What does a hand-out hold? Plain parts that every writer of this package knows: text, quotations, tables, bars and pictures.

A `Report` is what is on the screen at this moment, ready to be written as slides, PDF, spreadsheet or one HTML file. It holds the
reader's words and knows neither the workbook nor the screen; colours are `#rrggbb`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from strategylib.model import StrategylibError

Shape = Literal["circle", "square", "triangle", "diamond", "hexagon"]
Status = Literal["has", "part", "lacks"]


class ReportError(StrategylibError):
    """A hand-out that cannot be written as asked; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How a municipality is recognised: name, colour and shape, always together."""

    name: str
    colour: str
    shape: Shape


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table. `value` is the number behind the text, for a spreadsheet; `heat` from 0 (least) to 4 shades it."""

    text: str
    value: float | None = None
    heat: int | None = None
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the first cell of a row names it. `columns` are headings, as words or as a municipality's mark.

    `groups` names the rows that begin a group: number of the row (from 0) to the group's heading. `how` says how to read it.
    """

    title: str
    columns: tuple[str | Mark, ...]
    rows: tuple[tuple[Cell, ...], ...]
    groups: Mapping[int, str] = field(default_factory=dict)
    how: str = ""


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars from 0: a category a group, a series a municipality. `percent`: the values are shares, 0 to 1. `decimal` is `,` or `.`."""

    title: str
    categories: tuple[str, ...]
    series: tuple[tuple[Mark, tuple[float, ...]], ...]
    percent: bool
    decimal: str
    alt: str
    how: str = ""

    @property
    def most(self) -> float:
        """The highest value, 0 when there is none."""
        return max((value for _, values in self.series for value in values), default=0.0)

    def written(self, value: float) -> str:
        """Return a value as the reader writes it, a share in whole percent."""
        if self.percent:
            return f"{100 * value:.0f} %" if self.decimal == "," else f"{100 * value:.0f}%"
        return f"{value:g}".replace(".", self.decimal)


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn chart, and the table of what it shows. `svg` and `png` are the files' contents; `alt` says in words what one sees."""

    title: str
    svg: str
    png: bytes
    alt: str
    table: Table
    how: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A document's own words (Danish), where they stand, what they are there, and whether the document itself presents them so."""

    text: str
    place: str
    mark: Mark
    level: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Quotations:
    """Quotations under a heading, such as one commitment in the words of each municipality."""

    title: str
    items: tuple[Quotation, ...]
    how: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """Text under a heading: paragraphs, or the points of a list."""

    title: str
    paragraphs: tuple[str, ...]
    points: bool = False


Part = Table | Bars | Picture | Quotations | Words


@dataclass(frozen=True, slots=True)
class Report:
    """What is on the screen.

    Attributes
    ----------
    title, lead
        The finding, and what it rests on.
    parts
        What follows, in the order of the screen.
    caveats
        How far the comparison carries.
    sources
        The documents, one line each.
    date
        The day it was made, in words.
    language
        `da` or `en`: of all words but the quotations, which are Danish.
    labels
        The fixed words that a writer needs: `caveats`, `sources`, `page` (with `{n}` and `{of}`), `table` (a picture as table), `app`
        (what made it), `about` (the first sheet), `municipality`, `level`, `wording`, `place`, `note`, `continued`.
    name
        A file name without ending, in ASCII.
    """

    title: str
    lead: str
    parts: tuple[Part, ...]
    caveats: tuple[str, ...]
    sources: tuple[str, ...]
    date: str
    language: str
    labels: Mapping[str, str]
    name: str
