"""What happens when a file from elsewhere is taken in? It is read, compared with the data folder, and written only when asked.

taken = sl.import_file("xlsx", "workbook.xlsx", "my-folder")
taken.deviations    # what in the file could not be understood
taken.changes       # what would change in the folder, as a frame
taken.faults()      # what would be wrong in the folder then
taken.apply()       # now it is written
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from strategylib.corpus.fingerprint import State, fingerprint
from strategylib.corpus.folder import bundled_folder, repository
from strategylib.corpus.loader import read_corpus
from strategylib.corpus.writer import ChangedMeanwhileError, FolderWriter
from strategylib.formats import FORMATS, Format, beside, format_named
from strategylib.formats.changes import Change, changed, lines
from strategylib.formats.putting import put
from strategylib.formats.reading import Deviations, ExchangeError, Reading
from strategylib.formats.rebuilt import corpus_of
from strategylib.formats.safe import read_bytes
from strategylib.formats.tables import Row, cell_text, tables_of
from strategylib.locale import texts
from strategylib.model import Corpus, Fault, WorkbookError

if TYPE_CHECKING:
    import pandas as pd

Done = TypeVar("Done")


def import_file(
    format: str,  # noqa: A002 - the word of the field
    path: str | PathLike[str],
    folder: str | PathLike[str] | None = None,
    *,
    municipality: str | None = None,
    sources: str | PathLike[str] | None = None,
    with_bundled: bool = False,
    language: str | None = None,
) -> Import:
    """Read a file and compare it with a data folder; nothing is written before `apply`.

    Parameters
    ----------
    format
        Name of the format, such as `xlsx`; `strategylib.formats.FORMATS` lists them.
    path
        The file (for `csv` also a folder of CSV files).
    folder
        The data folder that it is compared with; a folder that does not exist yet begins empty. The data of the repository unless given.
    municipality
        Whose strategy it is, for a format that does not say.
    sources
        Folder with the source texts; with it no quotation is written that does not stand at its lines.
    with_bundled
        The folder stands beside the strategies that come with the package: what a file says of those is passed over.
    language
        Language of what is said, `da` (default) or `en`.

    Returns
    -------
    Import
        The changes and the deviations.

    Raises
    ------
    ExchangeError
        When there is no such format, it cannot be taken in, or the file cannot be used at all.
    WorkbookError
        When the data folder itself has faults: they come first.
    """
    form, file = _readable(format, language), Path(path)
    more: dict[str, Any] = {"sources": sources, "with_bundled": with_bundled, "language": language}
    if not file.is_dir():
        return import_content(format, read_bytes(file, language), file, folder, municipality=municipality, **more)
    if form is not FORMATS["csv"]:
        raise ExchangeError.of("folder", language, file=file)
    from strategylib.formats.csv_tables import read_csv_folder

    return _compared(lambda _: read_csv_folder(file, language=language), file, folder, **more)


def import_content(
    format: str,  # noqa: A002 - the word of the field
    content: bytes,
    name: str | PathLike[str],
    folder: str | PathLike[str] | None = None,
    *,
    municipality: str | None = None,
    sources: str | PathLike[str] | None = None,
    with_bundled: bool = False,
    language: str | None = None,
) -> Import:
    """Do as `import_file` with the content of a file that is not on this disk; `name` is what it is called in what is said of it."""
    form, file = _readable(format, language), Path(name)

    def read(corpus: Corpus) -> Reading:
        more = {"corpus": corpus, "municipality": municipality}
        reading: Reading = form.function("read")(content, file, language=language, **{one: more[one] for one in form.needs})
        return reading

    return _compared(read, file, folder, sources=sources, with_bundled=with_bundled, language=language)


def _readable(name: str, language: str | None) -> Format:
    """Return a format whose files can be taken in. Raises `ExchangeError`."""
    form = format_named(name, language)
    if form.read is None:
        raise ExchangeError.of("no_import", language, format=name)
    return form


def _compared(
    read: Callable[[Corpus], Reading],
    file: Path,
    folder: str | PathLike[str] | None,
    *,
    sources: str | PathLike[str] | None,
    with_bundled: bool,
    language: str | None,
) -> Import:
    home = Path(folder) if folder is not None else bundled_folder()
    state = fingerprint(home)
    corpus = _present(home, language)
    reading = read(corpus)
    if with_bundled:
        reading = beside.without(reading, {one.municipality for one in read_corpus(bundled_folder(), language=language).strategies})
    deviations = Deviations(str(file), language)
    new, changes = changed(tables_of(corpus), reading, deviations)
    return Import(
        home,
        corpus,
        new,
        state=state,
        changes=changes,
        deviations=tuple(sorted({*reading.deviations, *deviations.sorted()})),
        language=language,
        writer=partial(
            FolderWriter,
            home,
            beside=(bundled_folder(),) if with_bundled else (),
            sources=None if sources is None else Path(sources),
            language=language,
        ),
        may_write=folder is not None or repository() is not None,
    )


def _present(folder: Path, language: str | None) -> Corpus:
    """Return what a data folder holds; one without a strategy may have its registers or nothing but workshops. Raises `WorkbookError`."""
    if not folder.is_dir() or not any(folder.iterdir()):
        return Corpus()
    corpus = read_corpus(folder, language=language)
    begun = not any((folder / "strategies").glob("*.yaml"))
    lacking = {folder / name for name in ("strategies", "sources.yaml")}
    if not (register := folder / "municipalities.yaml").exists():
        lacking.add(register)
    faults = [one for one in corpus.faults if not (begun and Path(one.file) in lacking)]
    if faults:
        raise WorkbookError(tuple(faults))
    return corpus


class Import:
    """A file that was read and compared with a data folder.

    Attributes
    ----------
    folder
        The data folder.
    deviations
        Every place where the file is not as it should be; what stands there is passed over.
    rows
        The changes, one `Change` a row or cell.
    """

    def __init__(
        self,
        folder: Path,
        before: Corpus,
        after: Mapping[str, Sequence[Row]],
        *,
        state: tuple[State, ...],
        changes: tuple[Change, ...],
        deviations: tuple[Fault, ...],
        language: str | None,
        writer: Callable[[], FolderWriter],
        may_write: bool,
    ) -> None:
        self.folder = folder
        self.rows = changes
        self.deviations = deviations
        self._before, self._after, self._state = before, after, state
        self._language, self._writer, self._may_write = language, writer, may_write

    def __repr__(self) -> str:
        return f"<Import into {self.folder}: {len(self.rows)} changes, {len(self.deviations)} deviations>"

    def __str__(self) -> str:
        return "\n".join(lines(self.rows, texts(self._language)))

    @cached_property
    def changes(self) -> pd.DataFrame:
        """What would change: `table, change (added, removed, changed), key, column, before, after`, values as texts."""
        import pandas as pd

        rows = [(one.table, one.change, one.key, one.column, cell_text(one.before), cell_text(one.after)) for one in self.rows]
        return pd.DataFrame(rows, columns=["table", "change", "key", "column", "before", "after"])

    def faults(self) -> tuple[Fault, ...]:
        """Return what would be wrong in the folder with the changes and is not now; with faults nothing is written.

        Raises
        ------
        StrategylibError
            When somebody else changed the folder since the file was read, or the changes cannot be written at all.
        """
        return self._with_changes(FolderWriter.new_faults) if self.rows else ()

    def apply(self) -> tuple[Path, ...]:
        """Write the changes and return the files that were written; comments and all that did not change stay as they are.

        Raises
        ------
        WorkbookError
            When the folder would have faults with them; they are listed, and nothing is written.
        ChangedMeanwhileError
            When somebody else changed the folder since the file was read: the changes shown are no longer those that would be made.
        StrategylibError
            When the folder cannot be written to; nothing is changed.
        """
        if not self._may_write:
            raise ExchangeError.of("bundled", self._language)
        if not self.rows:
            return ()
        new = not self.folder.exists()
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            return self._with_changes(FolderWriter.save)
        finally:
            if new and not any(self.folder.iterdir()):
                self.folder.rmdir()

    def _with_changes(self, act: Callable[[FolderWriter], Done]) -> Done:
        """Return what `act` does with a writer that has the changes, and has read the files that they were compared with."""
        writer = self._writer()
        try:
            put(writer, corpus_of(self._after), self._before, self._language)
            self._refuse_if_changed()
            return act(writer)
        except ValueError as error:  # a text that no YAML file can hold
            raise ExchangeError.of("unwritable", self._language, said=error) from error

    def _refuse_if_changed(self) -> None:
        files = tuple(sorted({Path(path) for path, _ in {*fingerprint(self.folder)} ^ {*self._state}}))
        if files:
            shown = ", ".join(path.relative_to(self.folder).as_posix() if path.is_relative_to(self.folder) else path.name for path in files)
            raise ChangedMeanwhileError(files, texts(self._language)("writing.compared", files=shown))
