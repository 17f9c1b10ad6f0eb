"""The leader app's first view as a Solara user would write it: `solara run`. Its Markdown would fetch KaTeX from the net."""

import solara

from benchmarks.rivals import content

municipality = solara.reactive(content.ALL)


@solara.component
def Card(one: dict[str, str]) -> None:
    with solara.Card(one["name"], subtitle=one["document"]):
        solara.HTML("h4", one["heart_title"])
        solara.HTML("blockquote", one["heart"])
        for key in ("published", "elements", "gaps"):
            solara.HTML("p", one[key])


@solara.component
def Page() -> None:
    solara.Title("Strategier")
    with solara.Column():
        solara.HTML("h1", content.TITLE)
        solara.HTML("p", content.LEAD)
        solara.HTML("h2", content.CHAIN_TITLE)
        solara.HTML(unsafe_innerHTML=content.chain().to_html())
        for caveat in content.CAVEATS:
            solara.HTML("p", caveat)
        solara.HTML("h2", content.CARDS_TITLE)
        with solara.GridFixed(columns=5):
            for one in content.CARDS:
                Card(one)
        solara.HTML("h2", content.LEVELS_TITLE)
        solara.HTML(unsafe_innerHTML=content.levels().style.map(content.heat).to_html())
        solara.HTML("h2", content.ELEMENTS_TITLE)
        solara.Select(content.CHOOSE, values=[content.ALL, *content.MUNICIPALITIES], value=municipality)
        solara.DataFrame(content.elements(municipality.value), items_per_page=20)
