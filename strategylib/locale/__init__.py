"""Which words does the reader see? Every text of the CLI, the apps and the faults, Danish first, English beside it.

The texts stand in `da.toml` and `en.toml` with the same keys. `STRATEGYLIB_LANGUAGE` chooses the language where a
caller does not; it is Danish unless asked.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

LANGUAGES = ("da", "en")


class Texts:
    """The texts of one language, looked up by dotted key."""

    def __init__(self, language: str, tree: Mapping[str, Any]) -> None:
        self.language = language
        self._tree = tree

    def section(self, key: str) -> dict[str, Any]:
        """Return all texts under a dotted key, for a view that shows many of them. Raises `KeyError`."""
        return dict(self._find(key))

    def has(self, key: str) -> bool:
        """Tell whether a text stands under this dotted key."""
        try:
            self._find(key)
        except KeyError:
            return False
        return True

    def __call__(self, key: str, /, **values: object) -> str:
        """Return the text of a dotted key with `{name}` replaced by the values. Raises `KeyError`."""
        text = str(self._find(key))
        return text.format(**values) if values else text

    def count(self, key: str, n: int, /, **values: object) -> str:
        """Return the `one` or `other` form under a dotted key, with `{n}` and the values filled in."""
        return self(f"{key}.{'one' if n == 1 else 'other'}", n=n, **values)

    def _find(self, key: str) -> Any:
        node: Any = self._tree
        for part in key.split("."):
            node = node[part]
        return node


def default_language() -> str:
    """Return the language chosen by `STRATEGYLIB_LANGUAGE`, or Danish."""
    asked = os.environ.get("STRATEGYLIB_LANGUAGE", LANGUAGES[0])
    return asked if asked in LANGUAGES else LANGUAGES[0]


@cache
def _load(language: str) -> Texts:
    text = resources.files(__package__).joinpath(f"{language}.toml").read_text(encoding="utf-8")
    return Texts(language, tomllib.loads(text))


def texts(language: str | None = None) -> Texts:
    """Return the texts of `language` (`da` or `en`), or of the default language. Raises `ValueError`."""
    chosen = language or default_language()
    if chosen not in LANGUAGES:
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, not {chosen!r}")
    return _load(chosen)
