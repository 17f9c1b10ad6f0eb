"""The coding bench: a draft is corrected and coded beside its document, in JupyterLab or on a page of ours."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import traitlets

from strategylib.corpus.draft import Draft
from strategylib.corpus.folder import bundled_folder
from strategylib.corpus.loader import read_corpus
from strategylib.corpus.source_text import SourceText
from strategylib.corpus.writer import FolderWriter
from strategylib.locale import texts
from strategylib.model import StrategylibError, WorkbookError
from strategylib.widgets.viewmodels.bench import BenchModel, Suggested, Timer
from strategylib.widgets.views import Drawn, module
from strategylib.workbook import Workbook

if TYPE_CHECKING:
    import pandas as pd

_WORTH_A_LOOK = 0.1  # the score from which a suggested pair is shown


class Bench(Drawn):
    """Draws a `BenchModel`. Deeds come as messages of their own, so that none is lost when several come at once."""

    _esm = module("bench")

    state = traitlets.Dict().tag(sync=True)
    found = traitlets.Dict().tag(sync=True)

    def __init__(self, model: BenchModel) -> None:
        self.model = model
        super().__init__(content=model.content, state=model.state, found=model.found)
        traitlets.dlink((model, "state"), (self, "state"))
        traitlets.dlink((model, "found"), (self, "found"))
        self.on_msg(self._act)

    def _act(self, _widget: object, message: object, _buffers: object) -> None:
        if isinstance(message, dict):
            self.model.act(message)


def bench(
    folder: str | os.PathLike[str],
    *,
    municipality: str | None = None,
    source: str | os.PathLike[str] | None = None,
    coder: str = "koder-1",
    with_bundled: bool = True,
    suggest: bool = True,
    suggested_themes: pd.DataFrame | None = None,
    suggested_alignments: pd.DataFrame | None = None,
    language: str | None = None,
) -> Bench:
    """Open the draft of a strategy for correcting and coding.

    What is done is saved by itself into the folder's YAML and CSV files; their comments and all that nobody changed stay as they are.

    Parameters
    ----------
    folder
        A data folder. With an `unsure.csv` (`element, confidence, why`) beside its other files, what it gives a confidence below 0.7
        or none is shown as unsure until it is accepted; rows without element are remarks about the whole document.
    municipality
        Whose strategy; may be left out when the folder has but one.
    source
        The document's text, into which the line numbers point; the file named in `sources.yaml`, in the folder's `sources`, unless given.
    coder
        Whose themes and alignments these are: a short cover name, no person's name. It can be changed at the bench.
    with_bundled
        Offer the elements of the five that come with the package to align with.
    suggest
        Show what `suggest_themes` and `suggest_alignments` suggest, which takes a few seconds when the bench is opened.
    suggested_themes
        What another program suggests instead, with the columns `element, theme, score, why` (score 0 to 1): shown first where themes
        are chosen.
    suggested_alignments
        The same for alignments, with the columns `a, b, score, why`. Nothing is written before a person chooses it.
    language
        `da` (default) or `en`.

    Returns
    -------
    Bench
        The widget; show it as the last line of a cell.

    Raises
    ------
    WorkbookError
        When the folder has faults that must be mended first; it lists them all.
    StrategylibError
        When the strategy or the document's text cannot be found.
    """
    words = texts(language)
    home = Path(folder)
    own = read_corpus(home, language=words.language)
    names = [one.municipality for one in own.strategies]
    chosen = municipality or (names[0] if len(names) == 1 else None)
    if chosen is None and not own.faults:
        raise StrategylibError(words("bench.refused.which", names=", ".join(names)))
    if chosen not in names:
        raise WorkbookError(own.faults) if own.faults else StrategylibError(words("writing.no_strategy", municipality=chosen, folder=home))
    strategy = next(one for one in own.strategies if one.municipality == chosen)
    file = next(one.file for one in own.sources if one.id == strategy.source)
    text = Path(source) if source is not None else home / "sources" / file
    if not text.is_file():
        raise StrategylibError(words("bench.refused.no_text", file=text.name, folder=text.parent))
    beside = (bundled_folder(),) if with_bundled and not _holds_bundled(home, names) else ()
    writer = FolderWriter(home, beside=beside, sources=text.parent, language=words.language)
    writer.table("codings", coder)  # refuses what is no coder's name
    draft = Draft(writer, chosen, SourceText.of(text.read_text(encoding="utf-8-sig")), coder, words)
    others = read_corpus(*beside, home, language=words.language)
    if suggest:
        from strategylib.analysis.suggestions import suggest_alignments, suggest_themes

        whole = Workbook(others)
        if suggested_themes is None:
            suggested_themes = suggest_themes(whole, language=words.language)
        if suggested_alignments is None:
            suggested_alignments = suggest_alignments(whole, least=_WORTH_A_LOOK, language=words.language)
    suggestions = _suggestions(draft, suggested_themes, suggested_alignments)
    return Bench(BenchModel(draft, others, words, suggestions=suggestions, later=_later()))


def _suggestions(draft: Draft, themes: pd.DataFrame | None, alignments: pd.DataFrame | None) -> dict[str, Suggested]:
    """Return the suggestions for a draft by wording."""
    wordings = {f"{draft.municipality}.{one['id']}": one["label"] for one in draft.elements()}
    found = {label: Suggested() for label in wordings.values()}
    if themes is not None:
        for element, theme, score, why in themes[["element", "theme", "score", "why"]].itertuples(index=False):
            if element in wordings:
                found[wordings[element]].themes.append((theme, float(score), why))
    if alignments is not None:
        for a, b, score, why in alignments[["a", "b", "score", "why"]].itertuples(index=False):
            for ours, theirs in ((a, b), (b, a)):
                if ours in wordings:
                    found[wordings[ours]].aligned.append((theirs, float(score), why))
    for one in found.values():
        one.themes.sort(key=lambda each: -each[1])
        one.aligned.sort(key=lambda each: -each[1])
    return found


def _holds_bundled(home: Path, names: list[str]) -> bool:
    """Tell whether a folder is the bundled one, or has a strategy that stands there too."""
    return bool({path.stem for path in (bundled_folder() / "strategies").glob("*.yaml")} & set(names)) or home.resolve() == bundled_folder()


def _later() -> Callable[[float, Callable[[], None]], Timer] | None:
    """Return what calls a function after so many seconds: the kernel's loop, or nothing where none runs."""
    try:
        return asyncio.get_running_loop().call_later
    except RuntimeError:
        return None
