"""How does a hand-out become one HTML file that opens from a mail, without the net and without a program in it?"""

from __future__ import annotations

import base64
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined

from strategylib.charts import palette
from strategylib.reports.document import Bars, Part, Picture, Quotations, Report, Table, Words

_FONTS = {400: "IBMPlexSans-Regular-Latin1.woff2", 600: "IBMPlexSans-SemiBold-Latin1.woff2"}
_KINDS: dict[type[Part], str] = {Table: "table", Bars: "bars", Picture: "picture", Quotations: "quotations", Words: "words"}


def write(report: Report) -> bytes:
    """Return the report as HTML: styles, fonts and pictures inside, every text escaped, no script."""
    template = _environment().get_template("report.html.j2")
    return template.render(report=report, labels=report.labels, fonts=_fonts(), light=palette.LIGHT).encode()


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("strategylib.reports"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.tests["mark"] = lambda column: not isinstance(column, str)
    made.filters["kind"] = lambda part: _KINDS[type(part)]
    made.filters["picture"] = lambda svg: f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
    return made


@cache
def _fonts() -> dict[int, str]:
    folder = resources.files("strategylib") / "page" / "static" / "fonts"
    return {weight: base64.b64encode((folder / name).read_bytes()).decode() for weight, name in _FONTS.items()}
