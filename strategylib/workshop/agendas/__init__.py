"""Which agendas are ready to use? One TOML file each: what is asked in which order, and from where its items are taken."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def agendas(language: str = "da") -> dict[str, dict[str, Any]]:
    """Return the agendas by the name of their file, in the words of a language (`da` or `en`; the latter have `_en` in the file).

    Returns
    -------
    dict
        For each `title`, `about` and `exercises`: each with `kind`, `title`, perhaps `question`, `dots`, and `choose`: types of element
        with `|` between (those of one's own strategy, of the first type that has any), `lacking` (what at least two others have and we have
        not) or `pairs` (ours that others' are aligned with). Without `choose` there are no items yet.
    """
    found = sorted((one for one in files(__name__).iterdir() if one.name.endswith(".toml")), key=lambda one: one.name)
    return {one.name.removesuffix(".toml"): _said(tomllib.loads(one.read_text(encoding="utf-8")), language) for one in found}


def _said(agenda: dict[str, Any], language: str) -> dict[str, Any]:
    """Return an agenda, or an exercise of one, with the texts of one language under their plain names."""
    plain = {key: value for key, value in agenda.items() if not key.endswith("_en")}
    own = {key: agenda.get(f"{key}_en", value) for key, value in plain.items()} if language == "en" else plain
    return own | ({"exercises": [_said(one, language) for one in own["exercises"]]} if "exercises" in own else {})
