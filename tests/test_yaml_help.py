"""Does the language server get our schemas and nothing else, and JupyterLab only what it can insert?"""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from strategylib.server import yaml_help

REPOSITORY = Path(__file__).parents[1]


class Manager:
    """The part of `jupyter_lsp`'s manager and session that is used."""

    def __init__(self) -> None:
        self.delivered: list[Any] = []
        self.answered: list[Any] = []

    async def on_server_message(self, message: str, session: Manager) -> None:
        assert session is self
        self.delivered.append(json.loads(message))

    def write(self, message: str) -> None:
        self.answered.append(json.loads(message))


def told(message: dict[str, Any]) -> Manager:
    manager = Manager()
    yaml_help.fit(manager)
    with ThreadPoolExecutor() as thread:  # of its own: where a browser is driven, this one has a loop that runs
        thread.submit(asyncio.run, manager.on_server_message(json.dumps(message), manager)).result()
    return manager


def asked_for_settings() -> Manager:
    items = [{"section": "yaml"}, {"section": "http"}]
    return told({"id": 7, "method": "workspace/configuration", "params": {"items": items}})


def test_the_settings_turn_the_internet_off() -> None:
    manager = asked_for_settings()
    assert manager.delivered == []
    (answer,) = manager.answered
    yaml, http = answer["result"]
    assert answer["id"] == 7
    assert http is None
    assert yaml["schemaStore"] == yaml["kubernetesCRDStore"] == {"enable": False}


def test_jupyterlab_and_vs_code_use_the_same_schemas() -> None:
    schemas = asked_for_settings().answered[0]["result"][0]["schemas"]
    here = {Path(url2pathname(urlsplit(uri).path)): files for uri, files in schemas.items()}
    code = json.loads((REPOSITORY / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    assert here == {REPOSITORY / schema: files for schema, files in code["yaml.schemas"].items()}
    assert all(path.is_file() for path in here)


def test_a_suggestion_is_one_line_without_placeholders() -> None:
    items = [
        {"label": "goal", "insertText": "goal"},
        {"label": "named", "insertText": "named: ${1:false}"},
        {"label": "quotes", "insertText": "quotes:\n  - label: $1\n    lines: $2"},
        {"label": "element", "insertText": "term: $1\nlabel: $2"},
    ]
    (message,) = told({"id": 1, "result": {"items": items, "isIncomplete": False}}).delivered
    assert [item["insertText"] for item in message["result"]["items"]] == ["goal", "named: ", "quotes:"]


def test_other_messages_pass_unchanged() -> None:
    message = {"id": 2, "result": {"contents": "Den fremtid, strategien vil skabe."}}
    assert told(message).delivered == [message]
    assert told({"id": 3, "result": None}).delivered == [{"id": 3, "result": None}]
