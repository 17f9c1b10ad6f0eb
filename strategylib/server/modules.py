"""How does a widget's JavaScript reach the browser? As a file that the server gives out and the browser keeps.

An anywidget carries its module and its styles as text, which every page would fetch through its kernel's socket anew. Where the
server names a folder that it gives out, the text is written there once, under a name made of its content, and the page is told
the address instead. The widget itself still holds its text.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from functools import cache
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

from strategylib.environment import MODULES_URL_VARIABLE, MODULES_VARIABLE

_ENDINGS = {"_esm": ".js", "_css": ".css"}
_DIGITS = 32


def serve_modules_as_files() -> None:
    """Let every anywidget of this process that is made from now on be sent with addresses in place of its texts.

    `STRATEGYLIB_MODULES` names the folder and `STRATEGYLIB_MODULES_URL` the address under which the server gives it out, such as
    `/modules/`; without both nothing is done. A text that is an address already is left as it is, and so is one that cannot be
    written.
    """
    folder, url = os.environ.get(MODULES_VARIABLE), os.environ.get(MODULES_URL_VARIABLE)
    if not folder or not url:
        return
    served = _Served(Path(folder), url)
    if "anywidget" in sys.modules:
        served.register()
    else:
        sys.meta_path.insert(0, _WhenImported(served))


class _Served:
    def __init__(self, folder: Path, url: str) -> None:
        self._folder = folder
        self._url = url
        self._name = cache(self._write)

    def register(self) -> None:
        """Have every widget that is made brought here before it is sent."""
        from ipywidgets import Widget

        Widget.on_widget_constructed(self._fit)

    def _fit(self, widget: Any) -> None:
        """Give the traits of an anywidget another form for sending, its later values (hot reload) included."""
        traits = widget.traits(sync=True)
        if "_esm" in traits:
            for name in _ENDINGS.keys() & traits.keys():
                traits[name].tag(to_json=lambda text, _, ending=_ENDINGS[name]: self._address(text, ending))

    def _address(self, text: str, ending: str) -> str:
        if text.startswith(("http://", "https://", self._url)):
            return text
        try:
            return self._url + self._name(text, ending)
        except OSError:
            return text

    def _write(self, text: str, ending: str) -> str:
        content = text.encode()
        path = self._folder / (hashlib.sha256(content).hexdigest()[:_DIGITS] + ending)
        if not path.exists():
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as file:
                file.write(content)
            Path(file.name).replace(path)
        return path.name


class _WhenImported(MetaPathFinder):
    """Waits until anywidget is imported, so that a kernel without widgets does not import them."""

    def __init__(self, served: _Served) -> None:
        self._served = served

    def find_spec(self, name: str, *_: object) -> None:
        """Leave the search to the others, after registering."""
        if name == "anywidget":
            sys.meta_path.remove(self)
            self._served.register()
