"""What do all views share: the drawing helpers and the styles that go to the browser with them."""

from __future__ import annotations

from pathlib import Path

import anywidget
import traitlets

_WIDGETS = Path(__file__).resolve().parents[1]


def module(name: str) -> str:
    """Return the JavaScript module of a view, with the helpers of `dom.js` before it."""
    return "\n".join((_WIDGETS / "static" / f"{part}.js").read_text(encoding="utf-8") for part in ("dom", name))


def styles() -> str:
    """Return the tokens and the views' styles."""
    return "\n".join((_WIDGETS / "styles" / f"{part}.css").read_text(encoding="utf-8") for part in ("tokens", "views"))


class View(anywidget.AnyWidget):
    """A view that draws the plain data in `content`."""

    _css = styles()

    content = traitlets.Dict().tag(sync=True)
