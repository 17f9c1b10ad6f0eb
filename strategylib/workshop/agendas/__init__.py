"""Which agendas are ready to use? One TOML file each: what is asked in which order, and from where its items are taken."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def agendas() -> dict[str, dict[str, Any]]:
    """Return the agendas by the name of their file.

    Returns
    -------
    dict
        For each `title`, `about` and `exercises`: each with `kind`, `title`, perhaps `question`, `dots`, and `choose`: types of element
        with `|` between (those of one's own strategy, of the first type that has any), `lacking` (what at least two others have and we have
        not) or `pairs` (ours that others' are aligned with). Without `choose` there are no items yet.
    """
    found = sorted((one for one in files(__name__).iterdir() if one.name.endswith(".toml")), key=lambda one: one.name)
    return {one.name.removesuffix(".toml"): tomllib.loads(one.read_text(encoding="utf-8")) for one in found}
