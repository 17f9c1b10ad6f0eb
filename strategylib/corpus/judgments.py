"""Who judged what: the codings and alignments of people and programs, one CSV file a coder.

The coder's name is the file's name. `codings/<coder>.csv` has the columns `element, theme, rank` and
`alignments/<coder>.csv` the columns `a, b, relation` and `reform_codings/<coder>.csv` the columns `element, item`. What a person has
rejected of a program's suggestions stands in `rejected/codings/<coder>.csv` and `rejected/alignments/<coder>.csv`. A `note` may stand
beside any judgment; further columns are for people and are left alone.
"""

from __future__ import annotations

import csv
import io
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Generic, TypeVar

from strategylib.corpus.faults import FaultList
from strategylib.corpus.files import files_in, read_text
from strategylib.corpus.schema import nearest
from strategylib.model import Alignment, AlignmentRelation, Coding, Corpus, ReformCoding, RejectedAlignment, RejectedCoding

_RANKS = ("1", "2", "3")
_RELATIONS = {relation.value: relation for relation in AlignmentRelation}


def read(folder: Path, corpus: Corpus, faults: FaultList, *, themes_known: bool = True) -> Corpus:
    """Add the codings, alignments and reform codings of a folder to a corpus whose strategies and reforms are read.

    A file with faults is left out and its faults are named. Judgments of elements whose strategy has faults of its own, or
    was not asked for, are passed over: that fault is named already. So are codes where the codebook could not be read
    (`themes_known` False).
    """
    codings: list[Coding] = []
    for path in files_in(folder / "codings", ".csv", faults):
        codings += _file(path, _CodingReader(corpus, themes_known=themes_known), faults)
    alignments: list[Alignment] = []
    for path in files_in(folder / "alignments", ".csv", faults):
        alignments += _file(path, _AlignmentReader(corpus), faults)
    reform_codings: list[ReformCoding] = []
    for path in files_in(folder / "reform_codings", ".csv", faults):
        reform_codings += _file(path, _ReformReader(corpus), faults)
    rejected_codings: list[RejectedCoding] = []
    for path in files_in(folder / "rejected" / "codings", ".csv", faults):
        rejected_codings += _file(path, _RejectedCodingReader(corpus, themes_known=themes_known), faults)
    rejected_alignments: list[RejectedAlignment] = []
    for path in files_in(folder / "rejected" / "alignments", ".csv", faults):
        rejected_alignments += _file(path, _RejectedAlignmentReader(corpus), faults)
    return replace(
        corpus,
        codings=(*corpus.codings, *codings),
        alignments=(*corpus.alignments, *alignments),
        reform_codings=(*corpus.reform_codings, *reform_codings),
        rejected_codings=(*corpus.rejected_codings, *rejected_codings),
        rejected_alignments=(*corpus.rejected_alignments, *rejected_alignments),
    )


T = TypeVar("T", Coding, Alignment, ReformCoding, RejectedCoding, RejectedAlignment)


class _Complaint:
    """Names what is wrong in one row."""

    def __init__(self, path: Path, line: int, faults: FaultList) -> None:
        self._path, self._line, self._faults = path, line, faults

    def __call__(self, column: str, code: str, **values: object) -> None:
        self._faults.add(self._path, self._line, column, code, **values)


class _Reader(ABC, Generic[T]):
    """Turns the rows of one kind of file into judgments, and says what is wrong with a row."""

    columns: tuple[str, ...]

    def __init__(self, corpus: Corpus) -> None:
        self.elements = {element.id for strategy in corpus.strategies for element in strategy.elements}
        self.read_municipalities = {strategy.municipality for strategy in corpus.strategies}
        self.seen: dict[object, int] = {}

    @abstractmethod
    def judge(self, row: dict[str, str], coder: str, line: int, complain: _Complaint) -> T | None:
        """Return the judgment of a row, or None where there is none to make."""

    def known(self, row: dict[str, str], column: str, complain: _Complaint) -> bool:
        """Tell whether the row's element is here; complain when its strategy is here and it is not."""
        if row[column] in self.elements:
            return True
        if row[column].partition(".")[0] in self.read_municipalities or "." not in row[column]:
            guess = nearest(row[column], sorted(self.elements))
            complain(column, "dangling_guess" if guess else "dangling", id=row[column], guess=guess)
        return False

    def first_time(self, key: object, line: int, column: str, complain: _Complaint) -> None:
        if key in self.seen:
            complain(column, "judged_twice", first=self.seen[key])
        self.seen.setdefault(key, line)


class _ThemeReader(_Reader[T]):
    """Reads judgments of an element and a theme."""

    def __init__(self, corpus: Corpus, *, themes_known: bool) -> None:
        super().__init__(corpus)
        self.themes = {theme.id for theme in corpus.themes}
        self.themes_known = themes_known

    def check_theme(self, row: dict[str, str], complain: _Complaint) -> None:
        if row["theme"] not in self.themes and self.themes_known:
            guess = nearest(row["theme"], sorted(self.themes))
            complain("theme", "unknown_theme_guess" if guess else "unknown_theme", id=row["theme"], guess=guess)


class _CodingReader(_ThemeReader[Coding]):
    columns = ("element", "theme", "rank")

    def judge(self, row: dict[str, str], coder: str, line: int, complain: _Complaint) -> Coding | None:
        self.check_theme(row, complain)
        if row["rank"] not in _RANKS:
            complain("rank", "rank", value=row["rank"])
        self.first_time((row["element"], row["theme"]), line, "theme", complain)
        self.first_time((row["element"], "rank", row["rank"]), line, "rank", complain)
        if not self.known(row, "element", complain) or row["rank"] not in _RANKS or row["theme"] not in self.themes:
            return None
        return Coding(row["element"], row["theme"], int(row["rank"]), coder, row["note"] or None)


class _RejectedCodingReader(_ThemeReader[RejectedCoding]):
    columns = ("element", "theme")

    def judge(self, row: dict[str, str], coder: str, line: int, complain: _Complaint) -> RejectedCoding | None:
        self.check_theme(row, complain)
        self.first_time((row["element"], row["theme"]), line, "theme", complain)
        if not self.known(row, "element", complain) or row["theme"] not in self.themes:
            return None
        return RejectedCoding(row["element"], row["theme"], coder, row["note"] or None)


class _PairReader(_Reader[T]):
    """Reads judgments of two elements of different municipalities."""

    def check_pair(self, row: dict[str, str], line: int, complain: _Complaint) -> bool:
        """Tell whether both elements are here; complain of what is wrong with the pair."""
        if row["a"].partition(".")[0] == row["b"].partition(".")[0]:
            complain("b", "same_municipality")
        self.first_time(frozenset((row["a"], row["b"])), line, "b", complain)
        first, second = self.known(row, "a", complain), self.known(row, "b", complain)
        return first and second


class _RejectedAlignmentReader(_PairReader[RejectedAlignment]):
    columns = ("a", "b")

    def judge(self, row: dict[str, str], coder: str, line: int, complain: _Complaint) -> RejectedAlignment | None:
        return RejectedAlignment(row["a"], row["b"], coder, row["note"] or None) if self.check_pair(row, line, complain) else None


class _AlignmentReader(_PairReader[Alignment]):
    columns = ("a", "b", "relation")

    def judge(self, row: dict[str, str], coder: str, line: int, complain: _Complaint) -> Alignment | None:
        relation = _RELATIONS.get(row["relation"])
        if relation is None:
            guess = nearest(row["relation"], list(_RELATIONS))
            code = "not_a_choice_guess" if guess else "not_a_choice"
            complain("relation", code, value=row["relation"], choices=", ".join(_RELATIONS), guess=guess)
        if not self.check_pair(row, line, complain) or relation is None:
            return None
        return Alignment(row["a"], row["b"], relation, coder, row["note"] or None)


class _ReformReader(_Reader[ReformCoding]):
    columns = ("element", "item")

    def __init__(self, corpus: Corpus) -> None:
        super().__init__(corpus)
        self.items = [item.id for reform in corpus.reforms for item in reform.items]

    def judge(self, row: dict[str, str], coder: str, line: int, complain: _Complaint) -> ReformCoding | None:
        if row["item"] not in self.items:
            guess = nearest(row["item"], self.items)
            complain("item", "unknown_item_guess" if guess else "unknown_item", id=row["item"], guess=guess)
        self.first_time((row["element"], row["item"]), line, "item", complain)
        if not self.known(row, "element", complain) or row["item"] not in self.items:
            return None
        return ReformCoding(row["element"], row["item"], coder, row["note"] or None)


def _file(path: Path, reader: _Reader[T], faults: FaultList) -> list[T]:
    before, judged, coder = len(faults), [], path.stem
    text = read_text(path, faults)
    if text is not None:
        for line, row in _rows(path, text, reader.columns, faults):
            judgment = reader.judge(row, coder, line, _Complaint(path, line, faults))
            if judgment is not None:
                judged.append(judgment)
    return judged if len(faults) == before else []


def _rows(path: Path, text: str, columns: tuple[str, ...], faults: FaultList) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the wanted columns of every row that has them all, with the line where the row begins."""
    table = _table(path, text, faults)
    _, names = next(table, (1, []))
    missing = [column for column in columns if column not in names]
    if missing:
        faults.add(path, 1, missing[0], "no_column", column=missing[0], columns=", ".join(columns))
        return
    places = [(column, names.index(column)) for column in columns]
    note = names.index("note") if "note" in names else len(names)
    for line, cells in table:
        row = {column: cells[place] if place < len(cells) else "" for column, place in places}
        if not all(row.values()) or any(cells[len(names) :]):
            empty = next((column for column, value in row.items() if not value), "-")
            faults.add(path, line, empty, "row", columns=len(names))
        else:
            row["note"] = cells[note] if note < len(cells) else ""
            yield line, row


def _table(path: Path, text: str, faults: FaultList) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not blank, each cell without the spaces around it."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield line, stripped
            line = reader.line_num + 1
    except csv.Error as error:
        faults.add(path, line, "-", "csv", said=error)
