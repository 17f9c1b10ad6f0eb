"""What does a reader find in a file, whatever its format: lines with their places and what tells of their role?

A reader fills in what its format knows and leaves the rest at None; `strategylib.ingest.blocks` makes paragraphs of the lines.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or one whole paragraph where the format has them.

    `page` counts from 1 (a page, a slide; 1 throughout where there are none). `level` is a heading's level from 1, told by
    the format. `item` tells a list item, `whole` that the line is a whole paragraph. `size` is the letters' height in points and
    `bold` their weight. `left` and `right` are the line's edges in points; `gap` is the white above it in line heights.
    `begins` tells that the line starts something new: a page, a column, a cell. `top` is how far down its page it stands, from 0 to 1.
    `row` is, in a table whose head says what each column holds, the text of the whole row.
    """

    text: str
    page: int = 1
    level: int | None = None
    item: bool = False
    whole: bool = False
    size: float | None = None
    bold: bool = False
    left: float | None = None
    right: float | None = None
    gap: float | None = None
    begins: bool = False
    top: float | None = None
    row: str | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a person must know of the draft: a text of the locale's section `ingest.remarks` and its values."""

    code: str
    page: int | None = None
    values: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Extract:
    """All lines of a file in reading order, the number of its pages, its own title, and remarks."""

    lines: tuple[Line, ...]
    pages: int = 1
    title: str | None = None
    remarks: tuple[Remark, ...] = field(default=())


class Unreadable(Exception):  # noqa: N818 - a refusal, not an error of the program
    """A file that is refused: a text of the locale's section `ingest.refused` and its values."""

    def __init__(self, code: str, **values: object) -> None:
        self.code, self.values = code, values
        super().__init__(code)
