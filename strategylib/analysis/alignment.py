"""Which commitments in two strategies mean the same, what do many share, and what does one lack?"""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx
import pandas as pd

from strategylib.analysis.coded import EDITORS
from strategylib.model import AlignmentRelation, ElementType
from strategylib.workbook import Workbook

COMMITMENTS = (
    ElementType.VISION,
    ElementType.CORE_TASK,
    ElementType.CORE_TASK_TRANSLATION,
    ElementType.BEHAVIOUR,
    ElementType.FOCUS_AREA,
    ElementType.GOAL,
    ElementType.INITIATIVE,
    ElementType.PILLAR,
    ElementType.PRINCIPLE,
    ElementType.INDICATOR,
    ElementType.ACTIVITY,
    ElementType.VALUE,
)
"""The types that commit to something, and are therefore aligned."""

SAME = (AlignmentRelation.CLOSE,)
SAME_OR_WITHIN = (AlignmentRelation.CLOSE, AlignmentRelation.BROAD, AlignmentRelation.NARROW)
ANY = tuple(AlignmentRelation)


def _commitments(wb: Workbook, *, named: bool | None) -> pd.DataFrame:
    found = wb.elements[wb.elements.type.isin([kind.value for kind in COMMITMENTS])]
    return found if named is None else found[found.named == named]


def _alignments(wb: Workbook, relations: Iterable[AlignmentRelation], coder: str) -> pd.DataFrame:
    """Return the coder's alignments of the given relations, each both ways: `a, b, a_municipality, b_municipality`."""
    found = wb.alignments[wb.alignments.coder == coder]
    if found.empty:
        have = ", ".join(sorted(wb.alignments.coder.unique())) or "none"
        raise ValueError(f"no alignments of coder {coder!r} in this workbook; coders: {have}")
    found = found[found.relation.isin([relation.value for relation in relations])][["a", "b"]]
    home = wb.elements.municipality
    found = found.assign(a_municipality=home.reindex(found.a).to_numpy(), b_municipality=home.reindex(found.b).to_numpy())
    turned = {"a": "b", "b": "a", "a_municipality": "b_municipality", "b_municipality": "a_municipality"}
    return pd.concat([found, found.rename(columns=turned)], ignore_index=True)


def alignment_matrix(
    wb: Workbook, *, relations: Iterable[AlignmentRelation] = ANY, named: bool | None = True, coder: str = EDITORS
) -> pd.DataFrame:
    """Tell how much of each strategy the others have too.

    Parameters
    ----------
    wb
        The workbook.
    relations
        Which alignments count; any unless given.
    named
        As in `coverage`: whose commitments are counted, in the row's strategy. The counterpart may be named or read.
    coder
        Whose alignments.

    Returns
    -------
    DataFrame
        Municipality x municipality, 0 to 1: the share of the row's commitments that have at least one counterpart in the column's strategy.
        Not symmetric: a short strategy may stand whole in a long one. The diagonal is 1; a row without commitments is missing.
        `attrs["n"]` holds the number of commitments behind each row.

    Raises
    ------
    ValueError
        When there are no alignments of that coder.
    """
    commitments = _commitments(wb, named=named)
    pairs = _alignments(wb, relations, coder)
    pairs = pairs[pairs.a.isin(commitments.index)]
    names = list(wb.strategies.index)
    n = commitments.groupby("municipality").size().reindex(names, fill_value=0)
    once = pairs.drop_duplicates(["a", "b_municipality"])
    counts = pd.crosstab(once.a_municipality, once.b_municipality)
    result = counts.reindex(index=names, columns=names, fill_value=0).div(n.where(n > 0), axis=0).astype(float)
    for name in names:
        result.loc[name, name] = 1.0 if n[name] else float("nan")
    result.index.name = result.columns.name = "municipality"
    result.attrs["n"] = n.to_dict()
    return result


def aligned_groups(
    wb: Workbook,
    *,
    at_least: int = 3,
    relations: Iterable[AlignmentRelation] = SAME_OR_WITHIN,
    named: bool | None = None,
    coder: str = EDITORS,
) -> pd.DataFrame:
    """Find the commitments that several municipalities share, each with its own wording.

    Parameters
    ----------
    wb
        The workbook.
    at_least
        How many municipalities must share a commitment, 2 or more.
    relations
        Which alignments bind: the same or one within the other (default), or any.
    named
        Look only at named (True) or read (False) elements; both unless given, since a commitment in prose is one too.
    coder
        Whose alignments.

    Returns
    -------
    DataFrame
        One row for each element of each group; columns `group` (from 1, most municipalities first), `municipalities` (how many the group
        has), `element, municipality, type, term, label, line_start, line_end, named`. An element may be in two groups: one that
        contains both recruitment and competence shares each.

    Raises
    ------
    ValueError
        When there are no alignments of that coder, or `at_least` is below 2.

    Notes
    -----
    Groups are clique communities with k = 3 (Palla et al. 2005, doi:10.1038/nature03607): elements of three municipalities that are all
    aligned with each other make a group, and groups that share a pair are one. Chains (A like B, B like C, A not like C) bind nobody.
    With `at_least` 2 a single pair is enough (k = 2).
    """
    if at_least < 2:  # noqa: PLR2004 - nobody shares alone
        raise ValueError("at_least must be 2 or more: a commitment is shared by two")
    allowed = set(_commitments(wb, named=named).index)
    pairs = _alignments(wb, relations, coder)
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from((a, b) for a, b in pairs[["a", "b"]].itertuples(index=False) if a in allowed and b in allowed)
    place = {element: number for number, element in enumerate(wb.elements.index)}
    communities = nx.community.k_clique_communities(graph, min(at_least, 3))
    groups = [sorted(group, key=place.__getitem__) for group in communities]
    sized = [(len({one.partition(".")[0] for one in group}), group) for group in groups]
    kept = sorted((entry for entry in sized if entry[0] >= at_least), key=lambda entry: (-entry[0], place[entry[1][0]]))
    rows = [(number, count, element) for number, (count, group) in enumerate(kept, 1) for element in group]
    columns = ["municipality", "type", "term", "label", "line_start", "line_end", "named"]
    return pd.DataFrame(rows, columns=["group", "municipalities", "element"]).join(wb.elements[columns], on="element")


def unique_commitments(wb: Workbook, municipality: str | None = None, *, named: bool | None = True, coder: str = EDITORS) -> pd.DataFrame:
    """List what one municipality has that no other has, in any relation.

    Parameters
    ----------
    wb
        The workbook.
    municipality
        Whose commitments; those of each municipality unless given.
    named, coder
        As in `alignment_matrix`.

    Returns
    -------
    DataFrame
        Index element; the element columns, in document order. Empty when all is shared.

    Raises
    ------
    ValueError
        When there are no alignments of that coder.
    """
    pairs = _alignments(wb, ANY, coder)
    own = _commitments(wb, named=named)
    if municipality is not None:
        own = own[own.municipality == municipality]
    return own[~own.index.isin(pairs.a)]


def missing(wb: Workbook, municipality: str, *, named: bool | None = True, coder: str = EDITORS) -> pd.DataFrame:
    """List what others have that this municipality has not, with who has it and in which words.

    Parameters
    ----------
    wb, municipality
        The workbook and the municipality that asks.
    named
        Whose commitments are listed, in the others' strategies; a counterpart read from this municipality's prose counts as having it.
    coder
        Whose alignments.

    Returns
    -------
    DataFrame
        Index element (of another municipality, without counterpart of any relation here); columns `municipality, type, term, label,
        line_start, line_end, theme` (main theme), `shared_by` (tuple: the municipalities that have it or something aligned with it),
        `n` (how many) and `counterparts` (tuple of element ids in those). What most others have comes first.
        That a municipality lacks something is no fault: it may stand in another of its documents.

    Raises
    ------
    ValueError
        When the municipality has no strategy here or there are no alignments of that coder.
    """
    if municipality not in wb.strategies.index:
        raise ValueError(f"no strategy of {municipality!r} in this workbook; there are: {', '.join(wb.strategies.index)}")
    pairs = _alignments(wb, ANY, coder)
    here = set(pairs.a[pairs.b_municipality == municipality])
    others = _commitments(wb, named=named)
    others = others[(others.municipality != municipality) & ~others.index.isin(here)]
    order = {name: place for place, name in enumerate(wb.strategies.index)}
    counterparts: dict[str, list[str]] = {element: [] for element in others.index}
    sharing: dict[str, set[str]] = {element: {name} for element, name in others.municipality.items()}  # type: ignore[misc]
    for a, b, name in pairs[pairs.a.isin(others.index)][["a", "b", "b_municipality"]].itertuples(index=False):
        counterparts[a].append(b)
        sharing[a].add(name)
    main = wb.codings[(wb.codings.coder == coder) & (wb.codings["rank"] == 1)].set_index("element").theme
    result = others[["municipality", "type", "term", "label", "line_start", "line_end"]].copy()
    result["theme"] = main.reindex(result.index)
    result["shared_by"] = [tuple(sorted(names, key=order.__getitem__)) for names in sharing.values()]
    result["n"] = [len(names) for names in sharing.values()]
    result["counterparts"] = [tuple(found) for found in counterparts.values()]
    return result.sort_values("n", ascending=False, kind="stable")
