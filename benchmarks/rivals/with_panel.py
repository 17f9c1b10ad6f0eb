"""The leader app's first view as a Panel user would write it: `panel serve`."""

import panel as pn

from benchmarks.rivals import content

pn.extension("tabulator")

choice = pn.widgets.Select(name=content.CHOOSE, options=[content.ALL, *content.MUNICIPALITIES])


def card(one: dict[str, str]) -> pn.Card:
    words = f"{one['document']}\n\n**{one['heart_title']}**\n\n> {one['heart']}\n\n{one['published']}\n\n{one['elements']}\n\n{one['gaps']}"
    return pn.Card(pn.pane.Markdown(words), title=one["name"], width=260)


pn.Column(
    f"# {content.TITLE}",
    content.LEAD,
    f"## {content.CHAIN_TITLE}",
    pn.pane.DataFrame(content.chain()),
    pn.pane.Markdown("\n".join(f"- {one}" for one in content.CAVEATS)),
    f"## {content.CARDS_TITLE}",
    pn.FlexBox(*map(card, content.CARDS)),
    f"## {content.LEVELS_TITLE}",
    pn.pane.DataFrame(content.levels().style.map(content.heat)),
    f"## {content.ELEMENTS_TITLE}",
    choice,
    pn.widgets.Tabulator(pn.bind(content.elements, choice), show_index=False, disabled=True, height=600, sizing_mode="stretch_width"),
).servable(title="Strategier")
