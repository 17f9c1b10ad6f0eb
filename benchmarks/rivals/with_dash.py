"""The leader app's first view as a Dash user would write it: `gunicorn`, as Dash's manual puts it into production."""

import pandas as pd
from dash import Dash, Input, Output, callback, dash_table, dcc, html

from benchmarks.rivals import content

app = Dash(title="Strategier")
server = app.server


def table(frame: pd.DataFrame, name: str, *, shaded: bool = False) -> html.Table:
    def cell(value: object) -> html.Td:
        return html.Td(value, style={"backgroundColor": content.heat(value).partition(": ")[2]} if shaded else None)

    head = html.Tr([html.Th(), *map(html.Th, frame.columns)])
    body = [html.Tr([html.Th(row), *map(cell, values)]) for row, *values in frame.itertuples()]
    return html.Table([html.Thead(head), html.Tbody(body)], id=name)


def card(one: dict[str, str]) -> html.Article:
    lines = [html.P(one[key]) for key in ("published", "elements", "gaps")]
    return html.Article([html.H3(one["name"]), html.P(one["document"]), html.H4(one["heart_title"]), html.Blockquote(one["heart"]), *lines])


app.layout = html.Main(
    [
        html.H1(content.TITLE),
        html.P(content.LEAD),
        html.H2(content.CHAIN_TITLE),
        table(content.chain(), "chain"),
        html.Ul([html.Li(one) for one in content.CAVEATS]),
        html.H2(content.CARDS_TITLE),
        html.Div([card(one) for one in content.CARDS], style={"display": "grid", "gridTemplateColumns": "repeat(5, 1fr)", "gap": "1rem"}),
        html.H2(content.LEVELS_TITLE),
        table(content.levels(), "levels", shaded=True),
        html.H2(content.ELEMENTS_TITLE),
        html.Label(content.CHOOSE, htmlFor="municipality"),
        dcc.Dropdown([content.ALL, *content.MUNICIPALITIES], content.ALL, id="municipality", clearable=False),
        dash_table.DataTable(id="elements", page_size=20, style_cell={"textAlign": "left", "whiteSpace": "normal"}),
    ]
)


@callback(Output("elements", "data"), Input("municipality", "value"))
def chosen(municipality: str) -> list[dict[str, object]]:
    return content.elements(municipality).to_dict("records")
