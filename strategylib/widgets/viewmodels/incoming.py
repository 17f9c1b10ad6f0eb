"""What does a reader see of a file that comes in? First what it would change in the data; what was written when they have said so."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile
from pathlib import Path, PurePath
from typing import Any

from traitlets import Dict, HasTraits
from traitlets.log import get_logger

from strategylib.corpus.loader import read_corpus
from strategylib.corpus.writer import ChangedMeanwhileError
from strategylib.formats import FORMATS
from strategylib.formats.changes import Change
from strategylib.formats.importing import Import, import_content
from strategylib.formats.tables import cell_text
from strategylib.formats.telling import told
from strategylib.locale import Texts, wording
from strategylib.model import Fault, StrategylibError, WorkbookError

MOST_BYTES = 16 * 2**20
"""The largest file that an app takes. A hundred times the five strategies as a spreadsheet; larger ones go by the command line."""

PIECE_BYTES = 2**20
"""A file comes in pieces of this many bytes: the server's WebSocket takes messages of at most 10 MiB, and each is held in memory whole."""

FIRST, MOST = 100, 5_000
"""How many changes or deviations are shown at once, and how many when all are asked for: a browser draws no more with ease."""

_LONGEST_NAME = 120
_AROUND = 12  # words that stay as they are, shown before and after those that change
_LONGEST = 1_000  # letters of what changes in a cell

Message = Mapping[str, Any]


class IncomingModel(HasTraits):
    """A file on its way into a data folder.

    `content` is what stays: texts, formats and limits. `state` is where the file stands: `step` is `start`, `which` (the format is not
    known), `shown` (with `rows`, `deviations` and `faults`), `refused` (with `said` and perhaps `faults`) or `written` (with `files`). It
    bears the `turn` of the message that it answers. `act` takes a message whose `do` names the deed:

    - `piece` brings the next bytes of a file: `name`, its `size`, and where they stand (`at`). When all are there it is read.
    - `read` reads it again, in another `format` or as the strategy of another `municipality`.
    - `all` shows what was left out of long lists, `apply` writes the changes.

    Parameters
    ----------
    folder
        The data folder that is compared and changed.
    texts
        What is said, and in which language.
    with_bundled
        The strategies that come with the package stand beside the folder's; what a file says of them is passed over.
    written
        Called when files of the folder were written.
    """

    content = Dict()
    state = Dict()

    def __init__(self, folder: Path, texts: Texts, *, with_bundled: bool = False, written: Callable[[], None] = lambda: None) -> None:
        super().__init__()
        self._folder, self._texts, self._with_bundled, self._written = folder, texts, with_bundled, written
        self._name, self._held, self._format, self._municipality = "", bytearray(), "", ""
        self._municipalities: list[list[str]] = []
        self._taken: Import | None = None
        self._shown = FIRST
        self._turn: object = None
        names = texts.section("exchange.formats")
        self.content = {
            "texts": texts.section("incoming") | {"close": texts("evidence.close")},
            "most": MOST_BYTES,
            "piece": PIECE_BYTES,
            "formats": [[name, names[name][0].upper() + names[name][1:]] for name, form in FORMATS.items() if form.read],
            "accept": ",".join(sorted({f".{form.ending}" for form in FORMATS.values() if form.read} | {".json"})),
            "about": [
                texts("incoming.about", folder=folder.name),
                texts("incoming.limit", most=MOST_BYTES // 2**20),
                *([texts("incoming.beside")] if with_bundled else []),
            ],
        }
        self.state = {"turn": None, "step": "start"}

    def act(self, message: Message, buffers: Sequence[Any] = ()) -> dict[str, Any] | None:
        """Do what a message says; return the answer that is only for the sender: how much of the file is here (`got`)."""
        self._turn = message.get("turn")
        try:
            match message["do"]:
                case "piece":
                    return self._take(str(message["name"]), message["size"], message["at"], buffers)
                case "read":
                    self._read(str(message["format"]), str(message.get("municipality") or ""))
                case "all":
                    self._shown = MOST
                    self._show()
                case "apply":
                    self._apply()
        except Exception as error:  # noqa: BLE001 - whatever it is, the reader is told
            _log(error)
            self._refuse(self._texts("incoming.broken"))
        return None

    def _take(self, name: str, size: int, at: int, pieces: Sequence[Any]) -> dict[str, Any] | None:
        """Put the next bytes to those that are here. What does not fit them, or is too much, is refused and forgotten."""
        if at == 0:
            self._forget()
            self._name = PurePath(name.replace("\\", "/")).name[-_LONGEST_NAME:] or "-"
        if not isinstance(size, int) or size > MOST_BYTES:
            self._refuse(self._texts("incoming.too_big", most=MOST_BYTES // 2**20))
            return None
        coming = b"".join(bytes(piece) for piece in pieces)
        if at != len(self._held) or not coming or at + len(coming) > size:
            self._forget()
            self._refuse(self._texts("incoming.lost"))
            return None
        self._held += coming
        if len(self._held) == size:
            self._read(told(self._name, bytes(self._held)) or "", "")
            return None
        return {"turn": self._turn, "got": len(self._held)}

    def _forget(self) -> None:
        self._held, self._taken, self._shown = bytearray(), None, FIRST
        self._format, self._municipality, self._municipalities = "", "", []

    def _read(self, format_name: str, municipality: str) -> None:
        """Compare the file with the folder, and show the difference or why there is none."""
        self._format, self._municipality, self._taken, self._shown = format_name, municipality, None, FIRST
        self._municipalities = self._choices()
        if not self._held:
            self._refuse(self._texts("incoming.lost"))
        elif not format_name:
            self._set("which")
        else:
            try:
                self._taken = import_content(
                    format_name,
                    bytes(self._held),
                    self._name,
                    self._folder,
                    municipality=municipality or None,
                    with_bundled=self._with_bundled,
                    language=self._texts.language,
                )
                self._show()
            except WorkbookError as error:
                self._refuse(self._texts("incoming.folder_faults"), error.faults)
            except StrategylibError as error:
                self._refuse(str(error))

    def _show(self) -> None:
        """Show what would change, what the reader passed over, and what would be wrong then."""
        taken = self._taken
        if taken is None:
            self._refuse(self._texts("incoming.lost"))
            return
        try:
            faults = taken.faults()
        except StrategylibError as error:
            self._refuse(str(error), again=isinstance(error, ChangedMeanwhileError))
            return
        n = len(taken.rows)
        self._set(
            "shown",
            said=self._texts.count("incoming.changes", n, shown=wording.number(n, self._texts)) if n else self._texts("incoming.none"),
            counts=self._counts(taken.rows),
            rows=[self._row(one) for one in taken.rows[: self._shown]],
            more=self._more(n),
            deviations=[self._place(one) for one in taken.deviations[: self._shown]],
            deviations_said=self._texts.count("incoming.deviations", len(taken.deviations)) if taken.deviations else "",
            deviations_more=self._more(len(taken.deviations)),
            **self._faults(faults),
            faults_said=self._texts("incoming.would_be_faulty") if faults else "",
        )

    def _apply(self) -> None:
        """Write the changes that are shown, and let the app read its data again."""
        if self._taken is None:
            self._refuse(self._texts("incoming.lost"))
            return
        try:
            files = self._taken.apply()
        except ChangedMeanwhileError as error:
            self._taken = None
            self._refuse(str(error), again=True)
        except WorkbookError as error:
            self._refuse(self._texts("incoming.would_be_faulty"), error.faults)
        except StrategylibError as error:
            self._refuse(str(error))
        else:
            self._forget()
            self._set(
                "written",
                shown=self._is_shown(),
                said=self._texts.count("incoming.written", len(files)),
                files=[(path.relative_to(self._folder) if path.is_relative_to(self._folder) else path).as_posix() for path in files],
            )

    def _is_shown(self) -> bool:
        """Let the app show what was written; tell whether it does."""
        try:
            self._written()
        except Exception as error:  # noqa: BLE001 - the files are written all the same, and that is what must be said
            _log(error)
            return False
        return True

    def _refuse(self, said: str, faults: Sequence[Fault] = (), *, again: bool = False) -> None:
        self._set("refused", said=said, again=again, **self._faults(faults))

    def _set(self, step: str, **more: Any) -> None:
        chosen = {"name": self._name, "format": self._format, "municipality": self._municipality, "municipalities": self._municipalities}
        self.state = {"turn": self._turn, "step": step, **chosen, **more}

    def _choices(self) -> list[list[str]]:
        """Return the municipalities that the file may be the strategy of, where its format does not say: those that have none yet."""
        form = FORMATS.get(self._format)
        if form is None or "municipality" not in form.needs or not self._held:
            return []
        corpus = read_corpus(self._folder, language=self._texts.language)
        there = {one.municipality for one in corpus.strategies}
        return [[one.id, one.name] for one in corpus.municipalities if one.id not in there]

    def _faults(self, faults: Sequence[Fault]) -> dict[str, Any]:
        """Return the first faults, and what is said of those that are not shown."""
        n = len(faults)
        more = self._texts("incoming.most", shown=FIRST, n=wording.number(n, self._texts)) if n > FIRST else ""
        return {"faults": [self._place(one, file=True) for one in faults[:FIRST]], "faults_more": more}

    def _more(self, n: int) -> dict[str, Any] | None:
        """Return what is said of those that are not shown, and whether all of them can be; None where all are."""
        if n <= self._shown:
            return None
        of, most = wording.number(n, self._texts), wording.number(MOST, self._texts)
        if self._shown == MOST:
            return {"all": False, "said": self._texts("incoming.most", shown=most, n=of)}
        return {"all": True, "said": self._texts("incoming.all", n=of) if n <= MOST else self._texts("incoming.first", n=most)}

    def _counts(self, rows: Sequence[Change]) -> str:
        kinds = {kind: len({(one.table, one.key, one.column) for one in rows if one.change == kind}) for kind in _SIGNS}
        return ", ".join(self._texts.count(f"exchange.changes.{kind}", n) for kind, n in kinds.items() if n)

    def _row(self, one: Change) -> dict[str, Any]:
        before, after = apart(cell_text(one.before), cell_text(one.after))
        return {
            "change": one.change,
            "sign": _SIGNS[one.change],
            "word": self._texts(f"incoming.signs.{one.change}"),
            "what": self._texts(f"incoming.tables.{one.table}"),
            "where": one.key,
            "field": one.column,
            "before": before,
            "after": after,
        }

    def _place(self, fault: Fault, *, file: bool = False) -> dict[str, str]:
        """Return a fault or deviation; one in the folder with its file."""
        line = self._texts("app.fault_line", line=fault.line)
        where = f"{Path(fault.file).name}, {line}" if file else line
        return {"where": f"{where}, {fault.field}", "problem": fault.problem, "remedy": fault.remedy}


def _log(error: Exception) -> None:
    """Log what failed and where, but not what it says: that may be words of the file."""
    get_logger().error("a file could not be taken in: %s\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))


_SIGNS = {"added": "+", "changed": "~", "removed": "−"}


def apart(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return two texts, each as what stands before their difference, the difference, and what stands after it; long stretches cut short."""
    old, new = before.split(), after.split()
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    return _parted(old, head, tail), _parted(new, head, tail)


def _alike(old: list[str], new: list[str]) -> int:
    """Return how many words two lists begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _parted(words: list[str], head: int, tail: int) -> list[str]:
    first, own, last = words[:head], " ".join(words[head : len(words) - tail]), words[len(words) - tail :]
    return [
        " ".join(first if head <= _AROUND else ["…", *first[-_AROUND:]]),
        own if len(own) <= _LONGEST else f"{own[:_LONGEST]} …",
        " ".join(last if tail <= _AROUND else [*last[:_AROUND], "…"]),
    ]
