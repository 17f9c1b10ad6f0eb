# The leader app's first view as a Shiny user would write it: `shiny run`. Shiny would show a docstring on the page.

from shiny.express import input as chosen
from shiny.express import render, ui

from benchmarks.rivals import content

ui.page_opts(title="Strategier", lang="da")

ui.h1(content.TITLE)
ui.p(content.LEAD)
ui.h2(content.CHAIN_TITLE)


@render.table(index=True)
def chain():
    return content.chain()


ui.tags.ul([ui.tags.li(one) for one in content.CAVEATS])
ui.h2(content.CARDS_TITLE)
with ui.layout_column_wrap(width="16rem"):
    for one in content.CARDS:
        with ui.card():
            ui.card_header(one["name"])
            ui.p(one["document"])
            ui.h5(one["heart_title"])
            ui.tags.blockquote(one["heart"])
            ui.p(one["published"])
            ui.p(one["elements"])
            ui.p(one["gaps"])

ui.h2(content.LEVELS_TITLE)


@render.table
def levels():
    return content.levels().style.map(content.heat)


ui.h2(content.ELEMENTS_TITLE)
ui.input_select("municipality", content.CHOOSE, [content.ALL, *content.MUNICIPALITIES])


@render.data_frame
def elements():
    return render.DataGrid(content.elements(chosen.municipality()), width="100%", height="600px")
