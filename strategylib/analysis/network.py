"""Which themes tie the municipalities together, and which groups do they form?

The functions call networkx and leave its choice of backend open (`networkx.config`).
"""

from __future__ import annotations

import networkx as nx
import numpy as np
import pandas as pd

from strategylib.analysis.coded import EDITORS, coded_elements
from strategylib.analysis.coverage import coverage
from strategylib.graph import THEME_PREFIX
from strategylib.workbook import Workbook


def theme_network(wb: Workbook, *, named: bool | None = True, coder: str = EDITORS) -> nx.Graph[str]:
    """Return themes and municipalities as a bipartite graph; an edge's `weight` is the number of elements, its `share` the salience.

    Themes that nobody takes up are left out. Nodes have `kind` (`theme`, `municipality`) and `label`.
    """
    counts = coverage(wb, named=named, coder=coder)
    shares = coverage(wb, named=named, coder=coder, share=True)
    labels = wb.themes.da.to_dict()
    graph: nx.Graph[str] = nx.Graph()
    for municipality in wb.strategies.index:
        graph.add_node(municipality, kind="municipality", label=wb.municipalities.loc[municipality, "name"])
        for theme, weight, share in zip(counts.index, counts[municipality], shares[municipality], strict=True):
            if weight:
                graph.add_node(f"{THEME_PREFIX}{theme}", kind="theme", label=labels[theme])
                graph.add_edge(municipality, f"{THEME_PREFIX}{theme}", weight=float(weight), share=float(share))
    return graph


def theme_positions(graph: nx.Graph[str], *, seed: int = 1) -> dict[str, tuple[float, float]]:
    """Return where the nodes of `theme_network` stand: municipalities on a circle, themes inside near those that take them up.

    Returns
    -------
    dict
        Node to x and y, -1 to 1 and y downwards; the first municipality stands at the top, the others follow clockwise. Themes are moved
        by forces from the middle of their municipalities (Fruchterman & Reingold 1991, doi:10.1002/spe.4380211102); the same graph
        and seed give the same places.
    """
    municipalities = [node for node in graph if graph.nodes[node]["kind"] == "municipality"]
    angles = 2 * np.pi * np.arange(len(municipalities)) / max(len(municipalities), 1)
    # One alone stands in the middle of its themes.
    out = 1.0 if len(municipalities) > 1 else 0.0
    places = {node: (float(out * np.sin(angle)), float(-out * np.cos(angle))) for node, angle in zip(municipalities, angles, strict=True)}
    themes = [node for node in graph if node not in places]
    if not themes:
        return places
    start = dict(places)
    for theme in themes:
        around = np.array([places[node] for node in graph[theme]])
        start[theme] = tuple(np.average(around, axis=0, weights=[graph.edges[theme, node]["share"] for node in graph[theme]]))
    found = nx.spring_layout(graph, pos=start, fixed=municipalities, weight="share", seed=seed)
    return {node: (float(x), float(y)) for node, (x, y) in found.items()}


def bridging_themes(wb: Workbook, *, named: bool | None = True, coder: str = EDITORS) -> pd.DataFrame:
    """Rank themes by how they tie municipalities together.

    Returns
    -------
    DataFrame
        Index theme; `municipalities` (how many take it up), `evenness` of its shares over all municipalities (Pielou's H / ln k, 0 to 1,
        1 where all give it the same attention), `betweenness` in `theme_network` (0 to 1, share of shortest paths that run through it,
        unweighted; Freeman 1977, doi:10.2307/3033543). Themes that most take up, and most evenly, come first.
    """
    graph = theme_network(wb, named=named, coder=coder)
    between = nx.betweenness_centrality(graph)
    shares = coverage(wb, named=named, coder=coder, share=True)
    rows = []
    for theme in shares.index:
        node = f"{THEME_PREFIX}{theme}"
        if node in graph:
            part = shares.loc[theme] / shares.loc[theme].sum()
            entropy = float(-(part[part > 0] * np.log(part[part > 0])).sum())
            evenness = entropy / np.log(len(part)) if len(part) > 1 else float("nan")
            rows.append((theme, graph.degree(node), evenness, between[node]))
    frame = pd.DataFrame(rows, columns=["theme", "municipalities", "evenness", "betweenness"]).set_index("theme")
    return frame.sort_values(["municipalities", "evenness"], ascending=False, kind="stable")


def theme_communities(wb: Workbook, *, named: bool | None = True, coder: str = EDITORS, seed: int = 1) -> pd.DataFrame:
    """Group themes that stand together on the same elements.

    Returns
    -------
    DataFrame
        Index theme; `community` (from 1, largest first) and `strength` (number of elements it shares with others). Communities are
        Louvain's (Blondel et al. 2008, doi:10.1088/1742-5468/2008/10/P10008) on the co-occurrence of themes; another seed may move
        the border.
    """
    graph: nx.Graph[str] = nx.Graph()
    for _, themes in coded_elements(wb, named=named, coder=coder).groupby("element").theme:
        found = sorted(themes)
        graph.add_nodes_from(found)
        for place, one in enumerate(found):
            for other in found[place + 1 :]:
                weight = graph.get_edge_data(one, other, {"weight": 0})["weight"]
                graph.add_edge(one, other, weight=weight + 1)
    groups = sorted(nx.community.louvain_communities(graph, seed=seed), key=lambda group: (-len(group), min(group)))
    community = {theme: number for number, group in enumerate(groups, 1) for theme in group}
    order = [theme for theme in wb.themes.index if theme in community]
    strength = dict(graph.degree(weight="weight"))
    frame = pd.DataFrame(
        {"community": [community[theme] for theme in order], "strength": [strength[theme] for theme in order]}, index=order
    )
    frame.index.name = "theme"
    return frame.sort_values(["community", "strength"], ascending=[True, False], kind="stable")
