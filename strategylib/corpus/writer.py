"""How are files of a data folder changed, so that nothing is lost and nobody's work is overwritten?

A `FolderWriter` reads files, takes changes in memory and saves them together: what nobody changed stays byte for byte
(`yaml_edit`, `table_edit`), the whole is read by the loader before it replaces anything, a file that somebody else changed
meanwhile is not overwritten, and each file is replaced in one step.
"""

from __future__ import annotations

import copy
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

from strategylib.corpus import disk
from strategylib.corpus.faults import FaultList
from strategylib.corpus.files import read_text
from strategylib.corpus.fingerprint import REGISTERS, SUBFOLDERS
from strategylib.corpus.loader import read_corpus
from strategylib.corpus.table_edit import Row, change_rows, revise_rows, rows_of
from strategylib.corpus.yaml_edit import revise
from strategylib.corpus.yaml_text import parse
from strategylib.locale import texts
from strategylib.model import Corpus, Fault, StrategylibError, WorkbookError

TABLES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "codings": (("element", "theme"), ("element", "theme", "rank", "note")),
    "alignments": (("a", "b"), ("a", "b", "relation", "note")),
    "reform_codings": (("element", "item"), ("element", "item", "note")),
    "rejected/codings": (("element", "theme"), ("element", "theme", "note")),
    "rejected/alignments": (("a", "b"), ("a", "b", "note")),
    "unsure": (("element",), ("element", "confidence", "why")),
}
"""The kinds of rows about elements: which columns tell them apart, and which columns a new file has.

`unsure` is what whoever drafted a folder was unsure of: one file, `unsure.csv`, and no coder's.
"""

_CODER = re.compile(r"[a-z0-9æøå]+(?:[-_][a-z0-9æøå]+)*\Z")
_LONGEST_CODER = 40


class ChangedMeanwhileError(StrategylibError):
    """Somebody else changed these files since they were read; nothing was written. `files` names them."""

    def __init__(self, files: tuple[Path, ...], said: str) -> None:
        self.files = files
        super().__init__(said)


class FolderWriter:
    """Changes to the files of one data folder, kept in memory until they are saved.

    Parameters
    ----------
    folder
        The data folder that is written.
    beside
        Folders that are read along with it, so that alignments with their elements can be checked; never written.
    sources
        Folder with the source texts; with it no quotation can be saved that does not stand at its lines.
    language
        Language of what is said, `da` (default) or `en`.

    A file's name is relative to the folder: `strategies/viborg.yaml`, `codings/koder-1.csv`.
    """

    def __init__(
        self, folder: str | os.PathLike[str], *, beside: Sequence[Path] = (), sources: Path | None = None, language: str | None = None
    ) -> None:
        self.folder = Path(folder)
        self._beside = tuple(beside)
        self._sources = sources
        self._texts = texts(language)
        self._read: dict[str, bytes | None] = {}  # as the file stood when it was read; None where there was none
        self._first: dict[str, str | None] = {}  # what it said when it was first read, whatever was saved since
        self._now: dict[str, str | None] = {}

    # What files say

    def text(self, name: str) -> str | None:
        """Return what a file shall say, or None where there shall be none. Raises `WorkbookError` when it cannot be read as text."""
        if name not in self._now:
            path = self._path(name)
            raw = path.read_bytes() if path.exists() else None
            faults = FaultList(self._texts.language)
            if raw is not None and read_text(path, faults) is None:
                raise WorkbookError(faults.sorted())
            self._read[name] = raw
            self._now[name] = self._first[name] = None if raw is None else raw.decode("utf-8")
        return self._now[name]

    def value(self, name: str) -> Any:
        """Return what a YAML file says, as a copy to be changed and given back to `set_value`. Raises `WorkbookError` for a faulty file."""
        text = self.text(name)
        document = parse((text or "").removeprefix("\ufeff"))
        if text is None or document.problems or not document.whole:
            faults = FaultList(self._texts.language)
            read_text(self._path(name), faults)
            faults.extend(self._path(name), document, document.problems)
            raise WorkbookError(faults.sorted())
        return copy.deepcopy(document.value)

    def set_value(self, name: str, value: Any, *, renamed: Mapping[str, str] | None = None) -> None:
        """Let a YAML file, also a new one, say `value`; what it says already stays as it is written, with its comments.

        A JSON file is written whole, as the program that made it does: nobody lays one out by hand.
        `renamed` has new ids by old ones, so that an entry that gets another `id` is changed and not replaced.
        """
        text = self.text(name)
        if text is not None:
            self.value(name)  # says what is wrong in a faulty file
        if name.endswith(".json"):
            self._now[name] = json.dumps(_plain(value), ensure_ascii=False, indent=1)
            return
        self._now[name] = revise(text or "", _plain(value), renamed=renamed)

    def rows(self, kind: str, coder: str = "") -> list[Row]:
        """Return a coder's judgments, `kind` as in `TABLES`; none where there is no file. Raises `WorkbookError` when it is no CSV."""
        name = self.table(kind, coder)
        try:
            return rows_of(self.text(name) or "")
        except ValueError as error:
            faults = FaultList(self._texts.language)
            faults.add(self._path(name), 1, "-", "csv", said=error)
            raise WorkbookError(faults.sorted()) from error

    def set_rows(self, kind: str, coder: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Let a coder's file have just these rows; those that were there stay as they are. Raises `ValueError` for two of one key."""
        name = self.table(kind, coder)
        before = self.rows(kind, coder)
        key, columns = TABLES[kind]
        wanted = [{column: str(value) for column, value in row.items()} for row in rows]
        if wanted or before:
            self._now[name] = revise_rows(self.text(name) or "", wanted, key=key, columns=columns)

    def table(self, kind: str, coder: str = "") -> str:
        """Return the name of a coder's file. Raises `StrategylibError` for a coder's name that is none."""
        if kind == "unsure":
            return "unsure.csv"
        if not _CODER.match(coder) or len(coder) > _LONGEST_CODER:
            raise StrategylibError(self._texts("writing.coder", coder=coder))
        return f"{_known(kind)}/{coder}.csv"

    def coders(self, kind: str) -> list[str]:
        """Return the coders who have a file of this kind, sorted."""
        if kind == "unsure":
            return [""] if self.text("unsure.csv") is not None else []
        return sorted(path.stem for path in (self.folder / _known(kind)).glob("*.csv") if not path.name.startswith("."))

    # Strategies and their elements

    def strategy_file(self, municipality: str) -> str:
        """Return the name of the file with a municipality's strategy. Raises `StrategylibError` when there is none."""
        for path in sorted((self.folder / "strategies").glob("*.yaml")):
            document = parse(self.text(f"strategies/{path.name}") or "")
            if isinstance(document.value, dict) and document.value.get("municipality") == municipality:
                return f"strategies/{path.name}"
        raise StrategylibError(self._texts("writing.no_strategy", municipality=municipality, folder=self.folder))

    def put_element(self, municipality: str, element: Mapping[str, Any], *, after: str | None = None) -> None:
        """Add an element, or change the one with its `id`; its fields are those of the file.

        A field that is left out is taken away. A new element goes below the element `after`, else at the end; one that is there
        stays in its place unless `after` names another.
        """
        name = self.strategy_file(municipality)
        value = self.value(name)
        elements, own = value["elements"], element["id"]
        place = next((at for at, one in enumerate(elements) if one["id"] == own), len(elements))
        del elements[place : place + 1]
        if after is not None:
            place = 1 + next(at for at, one in enumerate(elements) if one["id"] == after)
        elements.insert(place, dict(element))
        self.set_value(name, value)

    def remove_element(self, municipality: str, element: str) -> None:
        """Take an element away, and with it the relations to it and every coder's judgments of it; its children lose their parent."""
        name = self.strategy_file(municipality)
        value = self.value(name)
        value["elements"] = [one for one in value["elements"] if one["id"] != element]
        for one in value["elements"]:
            if one.get("parent") == element:
                del one["parent"]
            if "relations" in one:
                one["relations"] = [relation for relation in one["relations"] if relation["target"] != element]
                if not one["relations"]:
                    del one["relations"]
        self.set_value(name, value)
        self._judged(municipality, element, None)

    def rename_element(self, municipality: str, old: str, new: str) -> None:
        """Give an element another id; parents, relations and every coder's judgments follow."""
        name = self.strategy_file(municipality)
        value = self.value(name)
        for one in value["elements"]:
            for holder, key in ((one, "id"), (one, "parent"), *((relation, "target") for relation in one.get("relations", ()))):
                if holder.get(key) == old:
                    holder[key] = new
        self.set_value(name, value, renamed={old: new})
        self._judged(municipality, old, new)

    def _judged(self, municipality: str, old: str, new: str | None) -> None:
        """Let every row about an element be about another, or be none; a draft's own list may leave the municipality out."""
        names = {f"{municipality}.{old}": f"{municipality}.{new}", old: new}

        def change(row: Row) -> Row | None:
            at = {column: names[row[column]] for column in ("element", "a", "b") if row.get(column) in names}
            return None if at and new is None else row | {column: str(own) for column, own in at.items()}

        self.change_rows(change)

    def change_rows(self, change: Callable[[Row], Row | None], kinds: Sequence[str] = tuple(TABLES)) -> None:
        """Let every coder's rows of these kinds be as `change` returns them, each in its place; None takes one away."""
        for kind in kinds:
            for coder in self.coders(kind):
                self.rows(kind, coder)  # says what is wrong in a file that is no CSV
                name = self.table(kind, coder)
                self._now[name] = change_rows(self.text(name) or "", change)

    # Saving

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the files that would be written."""
        return tuple(name for name, text in sorted(self._now.items()) if _bytes(text) != self._read[name])

    def state(self) -> dict[str, str | None]:
        """Return what all files that were read or changed shall say, to come back to with `restore`."""
        return dict(self._now)

    def restore(self, state: Mapping[str, str | None]) -> None:
        """Let the files say what they did at `state`; those that were read since, what they said when they were first read."""
        self._now = self._first | {name: text for name, text in state.items() if name in self._first}

    def is_at(self, state: Mapping[str, str | None]) -> bool:
        """Tell whether the files say what they did at `state`."""
        return all(text == state.get(name, self._first[name]) for name, text in self._now.items())

    def reload(self) -> None:
        """Forget what was read and changed."""
        self._read.clear()
        self._first.clear()
        self._now.clear()

    def changed_meanwhile(self) -> tuple[Path, ...]:
        """Return the files that are not on the disk as they were when they were read."""
        return tuple(path for name in sorted(self._read) if disk.content(path := self._path(name)) != self._read[name])

    def check(self) -> Corpus:
        """Return the folder as the loader reads it with the changes; `faults` names what is wrong in it, in the folder's own names."""
        with tempfile.TemporaryDirectory(prefix="strategylib-") as place:
            folder = Path(place) / "data"
            self._copy(folder)
            corpus = read_corpus(*self._beside, folder, language=self._texts.language)
            faults = set(corpus.faults)
            if self._sources is not None:
                faults |= set(read_corpus(folder, sources=self._sources, language=self._texts.language).faults)
        return replace(corpus, faults=tuple(sorted(_moved(fault, folder, self.folder) for fault in faults)))

    def new_faults(self) -> tuple[Fault, ...]:
        """Return the faults that the changes bring: those that `check` finds and that were not there before. With them nothing is saved."""
        found = self.check().faults
        if not found:
            return ()
        before = FolderWriter(self.folder, beside=self._beside, sources=self._sources, language=self._texts.language).check().faults
        known = {(fault.file, fault.field, fault.problem) for fault in before}
        return tuple(fault for fault in found if (fault.file, fault.field, fault.problem) not in known)

    def save(self) -> tuple[Path, ...]:
        """Write what was changed, all or nothing.

        Returns
        -------
        tuple of Path
            The files that were written; empty when nothing was changed.

        Raises
        ------
        WorkbookError
            When the changes bring faults that were not there before; it lists them all.
        ChangedMeanwhileError
            When somebody else changed one of the files since it was read.
        StrategylibError
            When the disk refuses.
        """
        names = self.changed
        if not names:
            return ()
        with disk.alone(self.folder):
            self._refuse_if_changed(names)
            if new := self.new_faults():
                raise WorkbookError(new)
            try:
                self._replace(names)
            except OSError as error:
                raise StrategylibError(self._texts("writing.refused", said=error.strerror or error, folder=self.folder)) from error
        for name in names:
            self._read[name] = _bytes(self._now[name])
        return tuple(self._path(name) for name in names)

    def _refuse_if_changed(self, names: Sequence[str]) -> None:
        files = tuple(path for name in names if disk.content(path := self._path(name)) != self._read[name])
        if files:
            shown = ", ".join(path.relative_to(self.folder).as_posix() for path in files)
            raise ChangedMeanwhileError(files, self._texts("writing.changed", files=shown))

    def _replace(self, names: Sequence[str]) -> None:
        """Put the new files in the places of the old; when one cannot be, put back those that were."""
        ready = {name: disk.waiting(self._path(name), raw) for name in names if (raw := _bytes(self._now[name])) is not None}
        done: list[str] = []
        try:
            for name in names:
                path = self._path(name)
                if name in ready:
                    ready[name].replace(path)
                else:
                    path.unlink()
                done.append(name)
            for folder in {self._path(name).parent for name in names}:
                disk.settle(folder)
        except OSError:
            for name in done:
                old = self._read[name]
                if old is None:
                    self._path(name).unlink(missing_ok=True)
                else:
                    disk.waiting(self._path(name), old).replace(self._path(name))
            raise
        finally:
            for left in ready.values():
                left.unlink(missing_ok=True)

    def _copy(self, to: Path) -> None:
        """Copy what the loader reads of the folder, with the changes."""
        to.mkdir()
        for name in REGISTERS:
            if (self.folder / name).is_file():
                shutil.copyfile(self.folder / name, to / name)
        for name in SUBFOLDERS:
            if (self.folder / name).is_dir():
                shutil.copytree(self.folder / name, to / name)
        for name in self.changed:
            path, raw = to / name, _bytes(self._now[name])
            path.parent.mkdir(parents=True, exist_ok=True)
            if raw is None:
                path.unlink()
            else:
                path.write_bytes(raw)

    def _path(self, name: str) -> Path:
        """Return a file's path; where it is a link, that of the file itself. Raises `ValueError` when the name leads out of the folder."""
        if Path(name).is_absolute() or ".." in PurePath(name.replace("\\", "/")).parts:
            raise ValueError(f"{name!r} leads out of the folder")
        return Path(os.path.realpath(self.folder / name)) if (self.folder / name).is_symlink() else self.folder / name


def _known(kind: str) -> str:
    if kind not in TABLES:
        raise ValueError(f"kind must be one of {', '.join(TABLES)}, not {kind!r}")
    return kind


def _plain(value: Any) -> Any:
    """Return a value as YAML knows it: tuples as lists, names of enumerations as texts."""
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return str(value) if isinstance(value, str) else value


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode("utf-8")


def _moved(fault: Fault, old: Path, new: Path) -> Fault:
    return replace(fault, file=fault.file.replace(str(old), str(new)), problem=fault.problem.replace(str(old), str(new)))
