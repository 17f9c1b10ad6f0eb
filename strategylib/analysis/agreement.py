"""How far do two readers agree, and on what must they talk? Computed only over what both judged."""

from __future__ import annotations

import krippendorff
import numpy as np
import pandas as pd

from strategylib.workbook import Workbook


def theme_agreement(wb: Workbook, a: str, b: str) -> pd.DataFrame:
    """Compare two coders' themes over the elements that both coded.

    Returns
    -------
    DataFrame
        One row a measure; columns `value` and `n`.

        - `share`: share of elements with the same main theme, 0 to 1
        - `kappa`: Cohen's kappa on the main theme, (p_o - p_e) / (1 - p_e), -1 to 1 (Cohen 1960, doi:10.1177/001316446002000104)
        - `alpha`: Krippendorff's alpha on the main theme, nominal, up to 1 (Krippendorff 2019, doi:10.4135/9781071878781)
        - `jaccard`: mean over elements of |A ∩ B| / |A ∪ B| of the sets of all themes, 0 to 1

        By convention 0.67 is the least for tentative and 0.8 for firm conclusions (Krippendorff). Two readers of the same school agree
        more than strangers would: the value belongs to these two.

    Raises
    ------
    ValueError
        When there is nothing that both coded.
    """
    main_a, main_b, sets_a, sets_b = _both(wb, a, b)
    themes = list(wb.themes.index)
    same = float((main_a == main_b).mean())
    expected = float(sum((main_a == theme).mean() * (main_b == theme).mean() for theme in themes))
    codes = np.array([[themes.index(theme) for theme in main] for main in (main_a, main_b)], dtype=float)
    together = [len(x & y) / len(x | y) for x, y in zip(sets_a, sets_b, strict=True)]
    alpha = krippendorff.alpha(reliability_data=codes, level_of_measurement="nominal") if len(np.unique(codes)) > 1 else float("nan")
    values = {
        "share": same,
        "kappa": (same - expected) / (1 - expected) if expected < 1 else float("nan"),
        "alpha": float(alpha),
        "jaccard": float(np.mean(together)),
    }
    return pd.DataFrame({"value": values, "n": len(main_a)})


def _both(wb: Workbook, a: str, b: str) -> tuple[pd.Series, pd.Series, list[set[str]], list[set[str]]]:
    codes = {name: wb.codings[wb.codings.coder == name] for name in (a, b)}
    shared = [one for one in wb.elements.index if all(one in set(found.element) for found in codes.values())]
    if not shared:
        raise ValueError(f"coders {a!r} and {b!r} have coded no element in common")
    main = [found[found["rank"] == 1].set_index("element").theme.reindex(shared) for found in codes.values()]
    sets = [[set(group) for group in found.groupby("element").theme.agg(list).reindex(shared)] for found in codes.values()]
    return main[0], main[1], sets[0], sets[1]


def theme_disagreements(wb: Workbook, a: str, b: str) -> pd.DataFrame:
    """List the elements that both coded and coded differently, those with another main theme first.

    Returns
    -------
    DataFrame
        Index element; `label`, one column of themes (a tuple, main theme first) for each coder, and `main_differs`.
    """
    main_a, main_b, _, _ = _both(wb, a, b)
    themes = {
        name: wb.codings[wb.codings.coder == name]
        .sort_values("rank", kind="stable")
        .groupby("element")
        .theme.agg(tuple)
        .reindex(main_a.index)
        for name in (a, b)
    }
    frame = pd.DataFrame({"label": wb.elements.label.reindex(main_a.index), **themes, "main_differs": main_a != main_b})
    return frame[frame[a] != frame[b]].sort_values("main_differs", ascending=False, kind="stable")


def alignment_agreement(wb: Workbook, a: str, b: str) -> pd.DataFrame:
    """Compare two coders' alignments over the pairs of municipalities that both judged.

    Returns
    -------
    DataFrame
        One row `any relation`, one for each relation, columns `precision, recall, f1` (0 to 1, b held against a) and `n_a`, `n_b`,
        `both`. F1 is 2 PR / (P + R) (van Rijsbergen 1979). For a single relation both must have given that relation; broad read from
        one side is narrow from the other and counts as the same.
    """
    judged = {name: _oriented(wb.alignments[wb.alignments.coder == name]) for name in (a, b)}
    pairs = {name: {(x.partition(".")[0], y.partition(".")[0]) for x, y in found} for name, found in judged.items()}
    here = pairs[a] & pairs[b]
    kept = {
        name: {key: relation for key, relation in found.items() if (key[0].partition(".")[0], key[1].partition(".")[0]) in here}
        for name, found in judged.items()
    }
    rows = {"any relation": _f1(set(kept[a]), set(kept[b]))}
    for relation in ("closeMatch", "broadMatch", "narrowMatch", "relatedMatch"):
        rows[relation] = _f1(*({key for key, given in kept[name].items() if given == relation} for name in (a, b)))
    return pd.DataFrame.from_dict(rows, orient="index", columns=["precision", "recall", "f1", "n_a", "n_b", "both"])


_TURNED = {"broadMatch": "narrowMatch", "narrowMatch": "broadMatch"}


def _oriented(alignments: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Return relation by pair, each pair in one order."""
    found = {}
    for a, b, relation in alignments[["a", "b", "relation"]].itertuples(index=False):
        found[min(a, b), max(a, b)] = relation if a <= b else _TURNED.get(relation, relation)
    return found


def _f1(a: set[tuple[str, str]], b: set[tuple[str, str]]) -> tuple[float, float, float, int, int, int]:
    both = len(a & b)
    precision = both / len(b) if b else float("nan")
    recall = both / len(a) if a else float("nan")
    f1 = 2 * both / (len(a) + len(b)) if a or b else float("nan")
    return precision, recall, f1, len(a), len(b), both


def alignment_disagreements(wb: Workbook, a: str, b: str) -> pd.DataFrame:
    """List the pairs that only one coder aligned, or that they related differently.

    Returns
    -------
    DataFrame
        Columns `a, b` (elements), `label_a, label_b`, and one column for each coder with its relation, missing where there is none.
    """
    judged = {name: _oriented(wb.alignments[wb.alignments.coder == name]) for name in (a, b)}
    rows = []
    for pair in sorted({*judged[a], *judged[b]}):
        given = [judged[name].get(pair) for name in (a, b)]
        if given[0] != given[1]:
            rows.append((*pair, wb.elements.label[pair[0]], wb.elements.label[pair[1]], *given))
    return pd.DataFrame(rows, columns=["a", "b", "label_a", "label_b", a, b])
