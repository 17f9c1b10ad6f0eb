"""What is measured beside what? The leader app, plain Voila and the other frameworks: how each is served, and when its page is ready.

Each framework runs as it does in production: no reloading, no telemetry, one server process. The Voilas run from this environment, the
others from the one that `make bench-pages` makes. Everywhere a page is ready when its last table has rows in the document. Of plain
Voila's pages without a table the empty one is ready when Voila takes its waiting picture away, which it does before it has reached the
kernel, and the one with a label when that is there.
"""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.browser.conftest import LEADER

ROOT = Path(__file__).parents[1]
_RIVALS = ROOT / "benchmarks" / "rivals"
FILL_DELAY_SECONDS = 3
_EXTENSIONS = ["@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget"]
_VOILA = (
    *(sys.executable, "-m", "voila", "--no-browser", "--Voila.ip=127.0.0.1", "--port={port}", "--template=lab"),
    f"--VoilaConfiguration.extension_allowlist={_EXTENSIONS}",
)
_APP_READY = ("html[data-app-ready]",)
_CELLS_SHOWN = ("#rendered_cells:not([style*=none])",)


@dataclass(frozen=True)
class Side:
    """One way to serve a page.

    `command` has `{port}` where the port goes; every selector of `ready` has a match when the page is ready; `fills` is True
    when the server starts a kernel for the next page some seconds after it has given one out.
    """

    name: str
    command: tuple[str, ...]
    path: str
    ready: tuple[str, ...]
    fills: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)


def sides(*, ours: str, cold: str, pool: int, rivals: Path) -> dict[str, Side]:
    """Return all sides by id.

    Parameters
    ----------
    ours, cold
        The command that serves the leader app, without its port; and what turns its preheated kernels off.
    pool
        How many kernels plain Voila keeps preheated.
    rivals
        The virtual environment of the other frameworks.
    """
    leader = (*shlex.split(ours), "--no-browser", "--port", "{port}")
    heated = ("--preheat_kernel=True", f"--pool_size={pool}", f"--VoilaKernelManager.fill_delay={FILL_DELAY_SECONDS}")
    empty, label, page = (str(_RIVALS / f"{name}.ipynb") for name in ("plain", "plain_label", "plain_page"))
    return {
        "leader": Side("leader app, preheated", leader, LEADER, _APP_READY, fills=True),
        "leader-cold": Side("leader app, cold", (*leader, *shlex.split(cold)), LEADER, _APP_READY),
        "voila": Side("plain Voila, empty page, preheated", (*_VOILA, *heated, empty), "", _CELLS_SHOWN, fills=True),
        "voila-cold": Side("plain Voila, empty page, cold", (*_VOILA, empty), "", _CELLS_SHOWN),
        "voila-label": Side("plain Voila, one label, preheated", (*_VOILA, *heated, label), "", (".widget-label",), fills=True),
        "voila-page": Side("plain Voila, the leader app, preheated", (*_VOILA, *heated, page), "", _APP_READY, fills=True),
        "voila-page-cold": Side("plain Voila, the leader app, cold", (*_VOILA, page), "", _APP_READY),
    } | _rivals(rivals / "bin")


def _rivals(programs: Path) -> dict[str, Side]:
    def command(program: str, *arguments: str) -> tuple[str, ...]:
        return (str(programs / program), *arguments)

    def app(framework: str) -> str:
        return str(_RIVALS / f"with_{framework}.py")

    return {
        "panel": Side(
            "Panel",
            command("panel", "serve", app("panel"), "--port={port}", "--allow-websocket-origin=127.0.0.1:{port}"),
            "with_panel",
            (".tabulator-row",),
        ),
        "shiny": Side(
            "Shiny",
            command("shiny", "run", app("shiny"), "--port={port}", "--no-dev-mode"),
            "",
            ("#levels tbody tr", "#elements tbody tr"),
        ),
        "solara": Side(
            "Solara",
            command("uvicorn", "--host=127.0.0.1", "--port={port}", "solara.server.starlette:app"),
            "",
            (".solara-data-table tbody tr",),
            environment={"SOLARA_APP": app("solara"), "SOLARA_MODE": "production", "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "False"},
        ),
        "dash": Side(
            "Dash",
            command("gunicorn", "--bind=127.0.0.1:{port}", "--threads=4", "benchmarks.rivals.with_dash:server"),
            "",
            ("#elements td.dash-cell",),
        ),
        "streamlit": Side(
            "Streamlit",
            command(
                *("streamlit", "run", app("streamlit"), "--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"),
                *("--browser.gatherUsageStats=false", "--server.fileWatcherType=none", "--client.toolbarMode=viewer"),
            ),
            "",
            ("[data-testid=stDataFrame] canvas td",),
        ),
        "marimo": Side(
            "marimo",
            command("marimo", "run", app("marimo"), "--port={port}", "--host=127.0.0.1", "--headless", "--no-token"),
            "",
            ("#T_levels tbody tr", "marimo-table tbody tr"),
        ),
    }
