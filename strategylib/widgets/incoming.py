"""A file from another program comes in: chosen in the browser, compared with the data, and written when the reader says so."""

from __future__ import annotations

import traitlets

from strategylib.widgets.viewmodels.incoming import IncomingModel
from strategylib.widgets.views import Drawn, module, styles


class Incoming(Drawn):
    """Draws an `IncomingModel` as a dialog. A file comes in pieces, each a message; how much is here is the answer to the next."""

    _esm = module("incoming")
    _css = styles("incoming")

    state = traitlets.Dict().tag(sync=True)

    def __init__(self, model: IncomingModel) -> None:
        self.model = model
        super().__init__(content=model.content, state=model.state)
        traitlets.dlink((model, "state"), (self, "state"))
        self.on_msg(self._act)

    def _act(self, _widget: object, message: object, buffers: list[memoryview]) -> None:
        if isinstance(message, dict) and (answer := self.model.act(message, buffers)):
            self.send(answer)
