"""The JavaScript and styles of widgets become files under a name made of their content."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

URL = "/modules/"


def states(folder: Path, program: str) -> list[dict[str, Any]]:
    """Return what a process of its own would send to the page for the widgets in `made`, and of each later `send()`."""
    before = f"""
import os, sys, json
os.environ.update(STRATEGYLIB_MODULES={str(folder)!r}, STRATEGYLIB_MODULES_URL={URL!r})
from strategylib.server.modules import serve_modules_as_files
sent = []
def send(*widgets):
    sent.extend({{name: widget.get_state()[name] for name in ('_esm', '_css') if name in widget.keys}} for widget in widgets)
"""
    ended = subprocess.run(
        [sys.executable, "-c", f"{before}{program}\nprint(json.dumps(sent))"], capture_output=True, check=True, text=True
    )
    found: list[dict[str, Any]] = json.loads(ended.stdout)
    return found


def address(text: str, ending: str) -> str:
    return f"{URL}{hashlib.sha256(text.encode()).hexdigest()[:32]}{ending}"


WIDGET = """
import anywidget
class Own(anywidget.AnyWidget):
    _esm = 'export default { render() { /* æøå */ } }'
    _css = '.a { color: red }'
"""


@pytest.mark.parametrize("program", [f"serve_modules_as_files(){WIDGET}", f"{WIDGET}serve_modules_as_files()"])
def test_a_widget_is_sent_with_addresses_whether_anywidget_was_loaded_before_or_not(tmp_path: Path, program: str) -> None:
    (sent, again) = states(tmp_path, f"{program}\nsend(Own(), Own())")
    esm, css = "export default { render() { /* æøå */ } }", ".a { color: red }"
    assert sent == again == {"_esm": address(esm, ".js"), "_css": address(css, ".css")}
    files = {f"{URL}{file.name}": file.read_text(encoding="utf-8") for file in tmp_path.iterdir()}
    assert files == {sent["_esm"]: esm, sent["_css"]: css}


def test_addresses_stay_as_they_are(tmp_path: Path) -> None:
    given = ["https://example.org/a.js", "http://example.org/a.js", "/modules/a.js"]
    program = f"""
serve_modules_as_files()
import anywidget, traitlets
class Own(anywidget.AnyWidget):
    _esm = traitlets.Unicode().tag(sync=True)
send(*[Own(_esm=esm) for esm in {given}])
"""
    assert [sent["_esm"] for sent in states(tmp_path, program)] == given
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_changes_while_its_widget_is_shown_gets_another_address(tmp_path: Path) -> None:
    folder = tmp_path / "modules"
    folder.mkdir()
    program = f"""
serve_modules_as_files()
import anywidget, pathlib
from anywidget._file_contents import FileContents
path = pathlib.Path({str(tmp_path / "own.js")!r})
path.write_text('export default 1')
class Own(anywidget.AnyWidget):
    _esm = FileContents(path, start_thread=False)
own = Own()
send(own)
Own._esm.changed.emit('export default 2')
send(own)
"""
    assert [sent["_esm"] for sent in states(folder, program)] == [address(f"export default {n}", ".js") for n in (1, 2)]
    assert len(list(folder.iterdir())) == 2


def test_what_cannot_be_written_is_sent_as_text(tmp_path: Path) -> None:
    (sent,) = states(tmp_path / "nowhere", f"serve_modules_as_files(){WIDGET}\nsend(Own())")
    assert sent["_css"] == ".a { color: red }"


def test_other_widgets_and_kernels_without_widgets_are_left_alone(tmp_path: Path) -> None:
    assert states(tmp_path, "serve_modules_as_files()\nimport ipywidgets, anywidget\nsend(ipywidgets.IntSlider())") == [{}]
    assert states(tmp_path, "serve_modules_as_files()\nassert not {'ipywidgets', 'anywidget'} & set(sys.modules)") == []


def test_without_a_folder_nothing_is_done(tmp_path: Path) -> None:
    program = f"del os.environ['STRATEGYLIB_MODULES']\nserve_modules_as_files(){WIDGET}\nsend(Own())"
    assert states(tmp_path, program)[0]["_css"] == ".a { color: red }"
    assert list(tmp_path.iterdir()) == []
