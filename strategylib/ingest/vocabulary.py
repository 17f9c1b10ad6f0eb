"""Which Danish words does the recognition of prose know? They stand in `vocabulary.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

from strategylib.model import ElementType


@cache
def vocabulary() -> dict[str, Any]:
    """Return the words as they stand in the file."""
    return tomllib.loads(resources.files(__package__).joinpath("vocabulary.toml").read_text(encoding="utf-8"))


def any_of(patterns: Iterable[str]) -> str:
    """Return a pattern that fits any of these; one that goes over several lines is written with its white space free."""
    return "|".join(re.sub(r"\n\s*", "", one).replace("[ ]", " ") for one in patterns)


@cache
def prose_rules() -> tuple[tuple[ElementType, re.Pattern[str], float], ...]:
    """Return the rules for sentences in the order they are tried: type, pattern and confidence."""
    return tuple((ElementType(one["type"]), re.compile(any_of(one["any"]), re.IGNORECASE), one["sure"]) for one in vocabulary()["prose"])
