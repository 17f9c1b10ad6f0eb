"""How is a view drawn? An anywidget over its view model; the drawing is JavaScript in `static/`, the look CSS in `styles/`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import anywidget
import traitlets

from strategylib.widgets.viewmodels.base import ViewModel

_WIDGETS = Path(__file__).resolve().parent


@cache
def module(name: str) -> str:
    """Return the JavaScript module of a view, with the helpers of `dom.js` before it."""
    return "\n".join((_WIDGETS / "static" / f"{part}.js").read_text(encoding="utf-8") for part in ("dom", name))


@cache
def styles(*parts: str) -> str:
    """Return the styles of these files in `styles/`."""
    return "\n".join((_WIDGETS / "styles" / f"{part}.css").read_text(encoding="utf-8") for part in parts)


class Drawn(anywidget.AnyWidget):
    """Something that draws the plain data in `content`."""

    _css = styles("tokens", "views")

    content = traitlets.Dict().tag(sync=True)


class View(Drawn):
    """Draws a view model with the module of that name in `static/`; a key put into `asked` is answered in `answer`.

    `route` is the address that was drawn for: `content` is what it changes, `still` what is drawn beside it for every address.
    """

    _esm = traitlets.Unicode().tag(sync=True)
    still = traitlets.Dict().tag(sync=True)
    route = traitlets.Unicode().tag(sync=True)
    asked = traitlets.Unicode().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)

    def __init__(self, name: str, model: ViewModel, route: str) -> None:
        super().__init__(_esm=module(name), still=model.still, answer=model.answer, route=route)
        self.model = model
        traitlets.dlink((model, "content"), (self, "content"), lambda all_: {key: all_[key] for key in all_.keys() - model.still.keys()})
        traitlets.dlink((self, "asked"), (model, "asked"))
        traitlets.dlink((model, "answer"), (self, "answer"))
        traitlets.dlink((model, "asked"), (self, "asked"))
