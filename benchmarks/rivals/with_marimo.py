"""The leader app's first view as a marimo user would write it: `marimo run`."""

import marimo

app = marimo.App(width="full", app_title="Strategier")


@app.cell
def _():
    import marimo as mo

    from benchmarks.rivals import content

    return content, mo


@app.cell(hide_code=True)
def _(content, mo):
    mo.md(f"# {content.TITLE}\n\n{content.LEAD}\n\n## {content.CHAIN_TITLE}")


@app.cell(hide_code=True)
def _(content, mo):
    mo.plain(content.chain())


@app.cell(hide_code=True)
def _(content, mo):
    mo.md("\n".join(f"- {one}" for one in content.CAVEATS) + f"\n\n## {content.CARDS_TITLE}")


@app.cell(hide_code=True)
def _(content, mo):
    def card(one):
        lines = f"{one['heart']}\n\n{one['published']}\n\n{one['elements']}\n\n{one['gaps']}"
        return mo.md(f"### {one['name']}\n\n{one['document']}\n\n**{one['heart_title']}**\n\n{lines}").callout()

    mo.hstack([card(one) for one in content.CARDS], widths="equal")


@app.cell(hide_code=True)
def _(content, mo):
    mo.vstack([mo.md(f"## {content.LEVELS_TITLE}"), mo.Html(content.levels().style.map(content.heat).to_html(table_uuid="levels"))])


@app.cell(hide_code=True)
def _(content, mo):
    municipality = mo.ui.dropdown([content.ALL, *content.MUNICIPALITIES], content.ALL, label=content.CHOOSE)
    mo.vstack([mo.md(f"## {content.ELEMENTS_TITLE}"), municipality])
    return (municipality,)


@app.cell(hide_code=True)
def _(content, mo, municipality):
    mo.ui.table(content.elements(municipality.value), selection=None, page_size=20)


if __name__ == "__main__":
    app.run()
