"""The red thread on the screen."""

from __future__ import annotations

import traitlets

from strategylib.widgets.viewmodels.thread import ThreadModel
from strategylib.widgets.views.base import View, module


class ThreadView(View):
    """Draws a `ThreadModel`; opening a box and stepping through the document need no Python."""

    _esm = module("thread")

    def __init__(self, model: ThreadModel) -> None:
        super().__init__(content=model.content)
        self.model = model
        traitlets.dlink((model, "content"), (self, "content"))
