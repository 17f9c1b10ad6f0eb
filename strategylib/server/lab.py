"""How does JupyterLab start on the notebooks? In the reader's language, on this machine only, with help in the YAML files.

JupyterLab looks for news, updates and extensions on the internet: all of that is turned off. Its settings and open tabs are
kept in a folder of our own, so that the user's own JupyterLab is left alone.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import signal
import sys
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_config_dir
from traitlets.config import Config

from strategylib.corpus.folder import repository
from strategylib.locale import Texts, texts
from strategylib.model import StrategylibError
from strategylib.server import yaml_help
from strategylib.server.ports import bind

_EXTENSIONS = ("jupyterlab", "jupyter_lsp", "jupyter_server_terminals", "voila.server_extension")
# Tab does the same, except first in a line, where it indents
_COMPLETE = {"command": "completer:invoke-file", "keys": ["Ctrl Space"], "selector": ".jp-FileEditor .jp-mod-completer-enabled"}


def lab(*, port: int, ip: str, open_browser: bool, language: str) -> int:
    """Run JupyterLab until interrupted, then end its kernels and return 0.

    Run from the repository it shows the repository; installed, it shows the folder it was started in.

    Parameters
    ----------
    port, ip
        Where to listen. Port 0 takes a free one. Another port is never taken silently.
    open_browser
        Open JupyterLab in the browser.
    language
        `da` or `en`.

    Raises
    ------
    PortError
        When the port is taken or may not be used; the message says what to do.
    StrategylibError
        When JupyterLab is not installed.
    """
    words = texts(language)
    sockets = bind(port, ip, command="strategylib lab --port", words=words)
    port = sockets[0].getsockname()[1]
    for one in sockets:  # JupyterLab binds the port itself
        one.close()
    _keep_settings_apart(words)
    server = _server(_config(repository() or Path.cwd(), port, ip, open_browser=open_browser), words)

    def stop(*_: object) -> None:
        print(words("cli.stopping"), flush=True)
        server.stop(from_signal=True)

    # JupyterLab's own answer to Ctrl-C is a question, or without a terminal to leave its kernels running
    signal.signal(signal.SIGINT, stop)
    url = f"{server.connection_url}?token={server.identity_provider.token}"
    server.io_loop.add_callback(print, words("cli.lab_serving", url=url), flush=True)  # after it has begun to listen
    server.start()
    print(words("cli.stopped"), flush=True)
    return 0


def _server(config: Config, words: Texts) -> Any:
    """Return JupyterLab's server, ready to start, with the YAML language server when that is installed."""
    try:
        from jupyter_server.serverapp import ServerApp
        from jupyterlab.labapp import LabApp

        language_servers = yaml_help.servers()
    except ImportError as error:
        raise StrategylibError(words("cli.no_lab")) from error
    if not language_servers:
        print(words("cli.lab_no_yaml"), file=sys.stderr)
    config.LanguageServerManager.language_servers = language_servers
    server: Any = ServerApp.instance(config=config)
    server.initialize(argv=[], starter_extension=LabApp.name, find_extensions=False)
    yaml_help.fit(server.language_server_manager)
    return server


def _keep_settings_apart(words: Texts) -> None:
    """Give Jupyter a settings folder of our own with our defaults in it. It reads the variable when it is imported."""
    folder = Path(jupyter_config_dir(), "strategylib")
    defaults = folder / "labconfig" / "default_setting_overrides.json"
    defaults.parent.mkdir(parents=True, exist_ok=True)
    defaults.write_text(json.dumps(_defaults(words)), encoding="utf-8")
    os.environ["JUPYTER_CONFIG_DIR"] = str(folder)
    os.environ["STRATEGYLIB_LANGUAGE"] = words.language


def _defaults(words: Texts) -> dict[str, Any]:
    """Return what JupyterLab's settings are until the user changes them."""
    menus = [_menu(name, **menu) for name, menu in words.section("lab.menus").items()]
    return {
        "@jupyterlab/translation-extension:plugin": {"locale": words("lab.locale")},
        "@jupyterlab/mainmenu-extension:plugin": {"menus": menus},
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
        "@jupyterlab/extensionmanager-extension:plugin": {"enabled": False},
        "@jupyterlab/fileeditor-extension:plugin": {"editorConfig": {"lineNumbers": True, "indentUnit": "2"}},
        "@jupyterlab/completer-extension:manager": {"showDocumentationPanel": True},
        "@jupyterlab/shortcuts-extension:shortcuts": {"shortcuts": [_COMPLETE]},
    }


def _menu(name: str, label: str, submenus: dict[str, str]) -> dict[str, Any]:
    """Return the labels of a menu, which our language pack does not reach: JupyterLab's server reads them elsewhere."""
    items = [{"type": "submenu", "submenu": {"id": submenu, "label": text}} for submenu, text in submenus.items()]
    return {"id": name, "label": label, "items": items}


def _config(root: Path, port: int, ip: str, *, open_browser: bool) -> Config:
    """Return the server's settings: one folder, one port, no calls to the internet."""
    return Config(
        {
            "Application": {"log_level": logging.ERROR},
            "ServerApp": {
                "root_dir": str(root),
                "port": port,
                "port_retries": 0,
                "ip": ip,
                "open_browser": open_browser,
                "allow_root": True,  # the only user of many a container; a token is asked for all the same
                "jpserver_extensions": dict.fromkeys(_EXTENSIONS, True),
            },
            # A token that the server makes itself is announced in English, at length
            "IdentityProvider": {"token": secrets.token_hex()},
            "LabApp": {
                "default_url": "/lab/tree/notebooks" if (root / "notebooks").is_dir() else "/lab",
                "extension_manager": "readonly",
                "news_url": None,
                "check_for_updates_class": "jupyterlab.handlers.announcements.NeverCheckForUpdate",
            },
            # Looking for other language servers starts npm, which looks for its own updates
            "LanguageServerManager": {"autodetect": False},
        }
    )
