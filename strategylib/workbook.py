"""What is in a workbook? The strategies of a folder, validated whole, as frames and as one graph.

`open_workbook()` is where everyone starts: without arguments it opens the strategies that come with the package. Frames
and graph are built when first asked for, so that opening is quick.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from strategylib.corpus.fingerprint import State, fingerprint
from strategylib.corpus.folder import data_folders
from strategylib.corpus.loader import read_corpus
from strategylib.locale import texts
from strategylib.model import Corpus, Element, Fault, Strategy, WorkbookError

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd


class Workbook:
    """Strategies, themes and judgments of one or more data folders, immutable.

    Each frame is a fresh view of the same data; change a copy, not the frame. The objects of `strategylib.model` behind
    the frames are in `corpus`.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus

    def __repr__(self) -> str:
        names = ", ".join(strategy.municipality for strategy in self.corpus.strategies)
        return f"<Workbook: {len(self._elements)} elements of {len(self.corpus.strategies)} strategies ({names})>"

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What was wrong in the files that were left out; empty unless opened with `strict=False`."""
        return self.corpus.faults

    @cached_property
    def _elements(self) -> dict[str, Element]:
        return {element.id: element for strategy in self.corpus.strategies for element in strategy.elements}

    def element(self, element_id: str) -> Element:
        """Return the element with this id, its quotes and details included. Raises `KeyError`."""
        return self._elements[element_id]

    def strategy(self, municipality: str) -> Strategy:
        """Return a municipality's strategy. Raises `KeyError`."""
        for strategy in self.corpus.strategies:
            if strategy.municipality == municipality:
                return strategy
        raise KeyError(municipality)

    @cached_property
    def elements(self) -> pd.DataFrame:
        """One row an element: index `id`; `municipality, type, term, label, parent, source, line_start, line_end, named`."""
        from strategylib.frames import elements_frame

        return elements_frame(self._elements.values())

    @cached_property
    def details(self) -> pd.DataFrame:
        """What elements state beyond the common columns: `element, field, value, stated`."""
        from strategylib.frames import details_frame

        return details_frame(self._elements.values())

    @cached_property
    def quotes(self) -> pd.DataFrame:
        """Every quotation with its place: `element, text, source, line_start, line_end`."""
        from strategylib.frames import quotes_frame

        return quotes_frame(self._elements.values())

    @cached_property
    def relations(self) -> pd.DataFrame:
        """Relations inside the strategies: `source, target, type`; a parent is a `part_of`."""
        from strategylib.frames import relations_frame

        return relations_frame(self._elements.values())

    @cached_property
    def codings(self) -> pd.DataFrame:
        """Themes of elements: `element, theme, rank, coder`."""
        from strategylib.frames import codings_frame

        return codings_frame(self.corpus.codings)

    @cached_property
    def alignments(self) -> pd.DataFrame:
        """Judged pairs across municipalities: `a, b, relation, coder`."""
        from strategylib.frames import alignments_frame

        return alignments_frame(self.corpus.alignments)

    @cached_property
    def themes(self) -> pd.DataFrame:
        """The codebook: index `id`; `da, en, alt_da, definition_da, definition_en, not_da, not_en`."""
        from strategylib.frames import themes_frame

        return themes_frame(self.corpus.themes)

    @cached_property
    def municipalities(self) -> pd.DataFrame:
        """The municipalities: index `id`; `name, code`."""
        from strategylib.frames import municipalities_frame

        return municipalities_frame(self.corpus.municipalities)

    @cached_property
    def sources(self) -> pd.DataFrame:
        """The documents: index `id`; `municipality, title, file, note`."""
        from strategylib.frames import sources_frame

        return sources_frame(self.corpus.sources)

    @cached_property
    def strategies(self) -> pd.DataFrame:
        """One row a strategy: index `municipality`; title, dates, period, scope and counts."""
        from strategylib.frames import strategies_frame

        return strategies_frame(self.corpus.strategies)

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """What the documents do not give: `municipality, what, why, line_start, line_end`."""
        from strategylib.frames import gaps_frame

        return gaps_frame(self.corpus.strategies)

    @cached_property
    def workshops(self) -> pd.DataFrame:
        """The sessions whose results are here: index `id`; `title, date, people, exercises`."""
        from strategylib.frames import workshops_frame

        return workshops_frame(self.corpus.workshops)

    @cached_property
    def workshop_results(self) -> pd.DataFrame:
        """What rooms said, figure by figure: `workshop, exercise, kind, title, item, text, elements, n, figure, value`."""
        from strategylib.frames import workshop_results_frame

        return workshop_results_frame(self.corpus.workshops)

    def trace(
        self,
        *elements: str,
        municipality: str | Sequence[str] | None = None,
        theme: str | None = None,
        type: str | None = None,  # noqa: A002 - the column's name
        coder: str | None = None,
    ) -> pd.DataFrame:
        """Show what stands behind a number: elements with their words, lines, codes and coders.

        Parameters
        ----------
        elements
            Element ids, such as those in a measure's `elements` column; all unless given.
        municipality, theme, type, coder
            Keep only these, as in the row and column of a cell. Several municipalities may be given, as for a score of a pair.

        Returns
        -------
        DataFrame
            One row for each code of each element, and one without code for an element that has none and is not asked for by theme or coder.
            Columns `element, municipality, type, term, label, source, line_start, line_end, named, theme, rank, coder`.

        Raises
        ------
        KeyError
            When an element id is unknown.
        """
        unknown = [one for one in elements if one not in self._elements]
        if unknown:
            raise KeyError(", ".join(unknown))
        found = self.elements.loc[list(elements)] if elements else self.elements
        if municipality is not None:
            found = found[found.municipality.isin([municipality] if isinstance(municipality, str) else list(municipality))]
        if type is not None:
            found = found[found.type == type]
        codes = self.codings
        if coder is not None:
            codes = codes[codes.coder == coder]
        if theme is not None:
            codes = codes[codes.theme == theme]
        how: Literal["inner", "left"] = "left" if theme is None and coder is None else "inner"
        rows = found.drop(columns="parent").rename_axis("element").reset_index().merge(codes, on="element", how=how)
        return rows.astype({"rank": "Int64"})

    def trace_pair(self, a: str, b: str, *, coder: str | None = None) -> pd.DataFrame:
        """Show the alignments behind an edge or a cell: every judged pair between two municipalities, or between two elements.

        Parameters
        ----------
        a, b
            Two municipalities, or two element ids.
        coder
            Keep only this coder's judgments.

        Returns
        -------
        DataFrame
            Columns `a, b, relation, coder, label_a, lines_a, label_b, lines_b`; relation read from a to b, lines as (first, last).
        """
        turned = {"broadMatch": "narrowMatch", "narrowMatch": "broadMatch"}
        rows = []
        for one in self.corpus.alignments:
            for x, y, relation in ((one.a, one.b, one.relation.value), (one.b, one.a, turned.get(one.relation.value, one.relation.value))):
                if a in (x, x.partition(".")[0]) and b in (y, y.partition(".")[0]) and coder in (None, one.coder):
                    first, second = self._elements[x].quote, self._elements[y].quote
                    lines = ((first.line_start, first.line_end), (second.line_start, second.line_end))
                    rows.append((x, y, relation, one.coder, first.text, lines[0], second.text, lines[1]))
        columns = ["a", "b", "relation", "coder", "label_a", "lines_a", "label_b", "lines_b"]
        import pandas as pd

        return pd.DataFrame(rows, columns=columns)

    @cached_property
    def graph(self) -> nx.MultiDiGraph[str]:
        """Elements, themes and municipalities as one `networkx.MultiDiGraph`; see `strategylib.graph`."""
        from strategylib.graph import build_graph

        return build_graph(self.corpus)


def open_workbook(
    folder: str | PathLike[str] | None = None,
    *,
    with_bundled: bool = False,
    sources: str | PathLike[str] | None = None,
    strict: bool = True,
    language: str | None = None,
) -> Workbook:
    """Open the strategies of a data folder.

    Parameters
    ----------
    folder
        A data folder as `data/README.md` describes it; the five strategies that come with the package unless given.
    with_bundled
        Put the folder's strategies beside the five.
    sources
        Folder with the source texts; every quotation is then checked against its lines.
    strict
        Raise when a file has faults. With False the faulty files are left out and named in `Workbook.faults`.
    language
        Language of the faults, `da` (default) or `en`.

    Returns
    -------
    Workbook
        The validated whole.

    Raises
    ------
    WorkbookError
        When `strict` and something is wrong; it lists every fault as `file:line: field: what: what to do`.
    """
    folders = data_folders(folder, with_bundled=with_bundled)
    corpus = read_corpus(*folders, sources=None if sources is None else Path(sources), language=language)
    if strict and corpus.faults:
        raise WorkbookError(corpus.faults)
    return Workbook(corpus)


def current_workbook(folder: str | PathLike[str] | None = None, *, with_bundled: bool = False, language: str | None = None) -> Workbook:
    """Open what `open_workbook(strict=False)` opens, but read the files only when they have changed since the last time.

    The workbook is shared by all who ask for the same one in this process.
    """
    folders = data_folders(folder, with_bundled=with_bundled)
    return _read(folders, texts(language).language, fingerprint(*folders))


@lru_cache(maxsize=1)
def _read(folders: tuple[Path, ...], language: str, _state: tuple[State, ...]) -> Workbook:
    return Workbook(read_corpus(*folders, language=language))
