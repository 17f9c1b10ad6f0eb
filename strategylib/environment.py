"""What do the server, its kernels and the command line agree on: addresses, variables of the environment, and folders?"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

DEFAULT_PORT = 8866
LAB_PORT = 8888
ROOM_PORT = 8867
LOOPBACK = "127.0.0.1"
LOG_LEVELS = ("error", "warning", "info", "debug")

FOLDER_VARIABLE = "STRATEGYLIB_FOLDER"
WITH_BUNDLED_VARIABLE = "STRATEGYLIB_WITH_BUNDLED"
MODULES_VARIABLE = "STRATEGYLIB_MODULES"
MODULES_URL_VARIABLE = "STRATEGYLIB_MODULES_URL"
ALONE_VARIABLE = "STRATEGYLIB_ALONE"
TEMPLATE_VARIABLE = "STRATEGYLIB_TEMPLATE"
DATABASE_VARIABLE = "STRATEGYLIB_DATABASE_URL"


def asked_folder(environment: Mapping[str, str]) -> tuple[str | None, bool]:
    """Return the data folder that an environment asks for, or None, and whether the bundled strategies stand beside it."""
    return environment.get(FOLDER_VARIABLE), bool(environment.get(WITH_BUNDLED_VARIABLE))


def is_alone(environment: Mapping[str, str]) -> bool:
    """Tell whether only the person whose machine and files these are can reach this process: what decides if an app may change data.

    Our server tells the kernels of its pages by `STRATEGYLIB_ALONE`: 1 only where it answers this machine alone, without login and
    proxy. The page of any other Voila may have any reader, so the answer is no. What remains is the user's own Python, as in JupyterLab.
    """
    told = environment.get(ALONE_VARIABLE)
    if told is not None:
        return told == "1"
    return not (any(name.startswith("VOILA_") for name in environment) or environment.get("SERVER_SOFTWARE", "").startswith("voila"))


def data_home() -> Path:
    """Return the folder of this user's own data, by the system's custom: XDG, macOS or Windows."""
    if sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    elif sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / "strategylib"
