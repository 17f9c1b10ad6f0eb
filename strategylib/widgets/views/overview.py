"""The overview on the screen."""

from __future__ import annotations

import traitlets

from strategylib.widgets.viewmodels.overview import OverviewModel
from strategylib.widgets.views.base import View, module


class OverviewView(View):
    """Draws an `OverviewModel`; a chosen cell of the level table goes to `asked`, what is behind it comes back in `answer`."""

    _esm = module("overview")

    asked = traitlets.Unicode().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)

    def __init__(self, model: OverviewModel) -> None:
        super().__init__(content=model.content)
        self.model = model
        traitlets.dlink((self, "asked"), (model, "asked"))
        traitlets.dlink((model, "answer"), (self, "answer"))
