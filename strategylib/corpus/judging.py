"""How does a judgment come into its coder's file? A person accepts or rejects a suggestion; the program writes its own.

Accepting is making the judgment: a row in the person's `alignments/<coder>.csv` or `codings/<coder>.csv`. Rejecting is a row in
`rejected/alignments/<coder>.csv` or `rejected/codings/<coder>.csv`, so that it is not suggested again. The last word counts: whoever
judges the same again takes the earlier judgment back. All else in the files, columns of people's own too, stays as it is. The program is
the coder `forslag`, whose files are written whole and are nobody else's.
"""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

from strategylib.corpus import disk
from strategylib.corpus.faults import FaultList
from strategylib.corpus.files import read_text
from strategylib.locale import texts
from strategylib.model import AlignmentRelation, StrategylibError, WorkbookError

PROGRAM = "forslag"
"""The coder whose judgments are the program's suggestions."""

_NAME = re.compile(r"[a-z0-9æøå][a-z0-9æøå_-]*")
_ELEMENT = re.compile(r"[a-z0-9-]+\.[a-z_]+-[0-9]+")
_RANKS = (1, 2, 3)
_PAIR, _CODE = ("a", "b"), ("element", "theme")


def accept_alignment(folder: str | PathLike[str], a: str, b: str, relation: str, *, coder: str, note: str = "") -> None:
    """Write that a person relates two elements.

    Parameters
    ----------
    folder
        The data folder.
    a, b
        Elements of two municipalities.
    relation
        `closeMatch`, `broadMatch` (b contains a), `narrowMatch` (a contains b) or `relatedMatch`.
    coder
        Who judges: small letters, digits, `-` and `_`; not the program.
    note
        A remark, in the coder's words.

    Raises
    ------
    StrategylibError
        When something given is not what it should be, or the coder's file cannot be read or written. Nothing is changed then.
    """
    choices = [one.value for one in AlignmentRelation]
    if relation not in choices:
        raise StrategylibError(texts()("judging.relation", value=relation, choices=", ".join(choices)))
    _judge_pair(folder, coder, Path("alignments"), {"a": a, "b": b, "relation": relation, "note": note})


def reject_alignment(folder: str | PathLike[str], a: str, b: str, *, coder: str, note: str = "") -> None:
    """Write that a person sees no relation between two elements, so that the pair is not suggested to them again.

    Parameters and errors are those of `accept_alignment`.
    """
    _judge_pair(folder, coder, Path("rejected", "alignments"), {"a": a, "b": b, "note": note})


def accept_theme(folder: str | PathLike[str], element: str, theme: str, *, coder: str, rank: int | None = None, note: str = "") -> None:
    """Write that a person gives an element a theme.

    Parameters
    ----------
    folder, coder, note
        As in `accept_alignment`.
    element, theme
        Ids of the element and of the theme in the codebook.
    rank
        1 for the main theme, 2 or 3; the next free one unless given.

    Raises
    ------
    StrategylibError
        As in `accept_alignment`; also when the rank is taken or the element has three themes of this coder.
    """
    _check_coder(coder)
    given = _read(Path(folder, "codings", f"{coder}.csv"))
    taken = {row["rank"] for row in given if row.get("element") == element and row.get("theme") != theme}
    free = [one for one in _RANKS if str(one) not in taken]
    wanted = rank if rank is not None else next(iter(free), None)
    if wanted not in free:
        raise StrategylibError(texts()("judging.rank", element=element, rank=rank or "1-3"))
    _judge_code(folder, coder, Path("codings"), {"element": element, "theme": theme, "rank": str(wanted), "note": note})


def reject_theme(folder: str | PathLike[str], element: str, theme: str, *, coder: str, note: str = "") -> None:
    """Write that an element is not about a theme, so that it is not suggested to this person again.

    Parameters and errors are those of `accept_theme`.
    """
    _judge_code(folder, coder, Path("rejected", "codings"), {"element": element, "theme": theme, "note": note})


def write_suggestions(
    folder: str | PathLike[str],
    *,
    alignments: Iterable[Mapping[Any, Any]] | None = None,
    codings: Iterable[Mapping[Any, Any]] | None = None,
) -> list[Path]:
    """Write the program's suggestions as those of the coder `forslag`, in the place of what it suggested before.

    Parameters
    ----------
    folder
        The data folder.
    alignments
        Rows with `a, b, score, why`; each is written as `relatedMatch`, the least that a suggestion says. Nothing is written unless given.
    codings
        Rows with `element, theme, score, why`, an element's main theme first. Nothing is written unless given.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    StrategylibError
        When the folder cannot be written.
    """
    written = []
    if alignments is not None:
        columns = ("a", "b", "relation", "score", "why")
        rows = [{**row, "relation": AlignmentRelation.RELATED.value} for row in alignments]
        written.append(_write(Path(folder, "alignments", f"{PROGRAM}.csv"), _table(columns, rows)))
    if codings is not None:
        ranks: dict[object, int] = {}
        rows = []
        for row in codings:
            ranks[row["element"]] = ranks.get(row["element"], 0) + 1
            rows.append({**row, "rank": ranks[row["element"]]})
        written.append(_write(Path(folder, "codings", f"{PROGRAM}.csv"), _table(("element", "theme", "rank", "score", "why"), rows)))
    return written


def _judge_pair(folder: str | PathLike[str], coder: str, kind: Path, row: Mapping[str, str]) -> None:
    for one in _PAIR:
        _check_element(row[one])
    if row["a"].partition(".")[0] == row["b"].partition(".")[0]:
        raise StrategylibError(texts()("judging.same_municipality", a=row["a"], b=row["b"]))
    _judge(Path(folder), coder, kind, row, _PAIR)


def _judge_code(folder: str | PathLike[str], coder: str, kind: Path, row: Mapping[str, str]) -> None:
    _check_element(row["element"])
    if not _NAME.fullmatch(row["theme"]):
        raise StrategylibError(texts()("judging.theme", id=row["theme"]))
    _judge(Path(folder), coder, kind, row, _CODE)


def _check_element(own: str) -> None:
    if not _ELEMENT.fullmatch(own):
        raise StrategylibError(texts()("judging.element", id=own))


def _check_coder(coder: str) -> None:
    if not _NAME.fullmatch(coder) or coder == PROGRAM:
        raise StrategylibError(texts()("judging.coder", coder=coder, program=PROGRAM))


def _judge(folder: Path, coder: str, kind: Path, row: Mapping[str, str], key: Sequence[str]) -> None:
    """Write a row into the coder's file of this kind, and take an earlier judgment of the same out of both files."""
    _check_coder(coder)
    if not folder.is_dir():
        raise StrategylibError(texts()("judging.no_folder", folder=folder))
    same = frozenset(row[column] for column in key)
    changed = {}
    for one in (Path(kind.name), Path("rejected", kind.name)):
        path = folder / one / f"{coder}.csv"
        before = _text(path)
        after = _without(before, key, same)
        if one == kind:
            after = _with(after, row)
        if after != before:
            changed[path] = after
    for path, text in changed.items():
        _write(path, text)


def _text(path: Path) -> str:
    if not os.path.lexists(path):
        return ""
    faults = FaultList()
    text = read_text(path, faults)
    if text is None:
        raise WorkbookError(faults.sorted())
    return text


def _read(path: Path) -> list[dict[str, str]]:
    rows = csv.DictReader(io.StringIO(_text(path), newline=""))
    return [{key: value.strip() for key, value in row.items() if key and value} for row in rows]


def _without(text: str, key: Sequence[str], same: frozenset[str]) -> str:
    """Return the text of a file without the rows that judge the same; every other line as it was."""
    lines = text.splitlines(keepends=True)
    reader = csv.reader(lines)
    names: list[str] = []
    kept, start = [], 0
    for cells in reader:
        found = [cell.strip() for cell in cells]
        if not names:
            names = found
        elif all(column in names for column in key) and len(found) == len(names) and {found[names.index(one)] for one in key} == same:
            start = reader.line_num
            continue
        kept += lines[start : reader.line_num]
        start = reader.line_num
    return "".join(kept)


def _with(text: str, row: Mapping[str, str]) -> str:
    """Return the text of a file with one more row, in the file's own columns."""
    if not text.strip():
        return _table(tuple(row), [row])
    names = [name.strip() for name in next(csv.reader(io.StringIO(text, newline="")))]
    lines = io.StringIO(newline="")
    csv.DictWriter(lines, names, extrasaction="ignore", lineterminator="\n").writerow({name: row.get(name, "") for name in names})
    between = "" if text.endswith(("\n", "\r")) else "\n"
    return text + between + lines.getvalue()


def _table(columns: Sequence[str], rows: Iterable[Mapping[Any, Any]]) -> str:
    lines = io.StringIO(newline="")
    writer = csv.DictWriter(lines, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return lines.getvalue()


def _write(path: Path, text: str) -> Path:
    """Write a file whole or not at all."""
    try:
        disk.waiting(path, text.encode()).replace(path)
        disk.settle(path.parent)
    except OSError as error:
        raise StrategylibError(texts()("judging.unwritable", file=path, said=error.strerror)) from error
    return path
