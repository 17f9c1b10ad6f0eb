"""The facilitator's app: a session is led over a socket of the page's own; the kernel finds what it can be about."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import Any

import traitlets

from strategylib.environment import asked_folder
from strategylib.locale import Texts, texts
from strategylib.widgets.viewmodels.facilitator import FacilitatorModel
from strategylib.widgets.views import Drawn, module
from strategylib.workbook import Workbook, current_workbook
from strategylib.workshop.exercises import Involvement, Role

_LISTS: dict[str, type[StrEnum]] = {"roles": Role, "involvement": Involvement}


class FacilitatorApp(Drawn):
    """Prepare and lead a session. `asked` and `found` are those of `FacilitatorModel`; the session itself never passes the kernel."""

    _esm = module("facilitator")

    asked = traitlets.Dict().tag(sync=True)
    found = traitlets.Dict().tag(sync=True)

    def __init__(self, workbook: Workbook, words: Texts, *, keeps: bool = False) -> None:
        self.model = FacilitatorModel(workbook, words)
        said: dict[str, Any] = {"texts": words.section("facilitator"), "page": words.section("workshop.page"), "language": words.language}
        said["keeps"] = keeps  # whether there is a folder of one's own to put results into
        said |= {name: [[one.value, words(f"workshop.page.{name}.{one.value}")] for one in kinds] for name, kinds in _LISTS.items()}
        super().__init__(content=self.model.content | said)
        traitlets.dlink((self, "asked"), (self.model, "asked"))
        traitlets.dlink((self.model, "found"), (self, "found"))


def facilitator_app(workbook: Workbook | None = None, *, language: str | None = None) -> FacilitatorApp:
    """Build the facilitator's app, for a Voila page; it needs the workshop's server around it.

    Parameters
    ----------
    workbook
        What the sessions are about. Unless given, the folder that the server was started with, or the bundled five.
    language
        `da` (default) or `en`.
    """
    folder = None
    if workbook is None:
        folder, with_bundled = asked_folder(os.environ)
        workbook = current_workbook(folder, with_bundled=with_bundled, language=language)
    return FacilitatorApp(workbook, texts(language), keeps=folder is not None)
