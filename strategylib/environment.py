"""Where does the server listen, how much does it log, how does it tell its kernels which strategies to show and where to put modules?"""

from __future__ import annotations

from collections.abc import Mapping

DEFAULT_PORT = 8866
LAB_PORT = 8888
LOOPBACK = "127.0.0.1"
LOG_LEVELS = ("error", "warning", "info", "debug")

FOLDER_VARIABLE = "STRATEGYLIB_FOLDER"
WITH_BUNDLED_VARIABLE = "STRATEGYLIB_WITH_BUNDLED"
MODULES_VARIABLE = "STRATEGYLIB_MODULES"
MODULES_URL_VARIABLE = "STRATEGYLIB_MODULES_URL"
TEMPLATE_VARIABLE = "STRATEGYLIB_TEMPLATE"


def asked_folder(environment: Mapping[str, str]) -> tuple[str | None, bool]:
    """Return the data folder that an environment asks for, or None, and whether the bundled strategies stand beside it."""
    return environment.get(FOLDER_VARIABLE), bool(environment.get(WITH_BUNDLED_VARIABLE))
