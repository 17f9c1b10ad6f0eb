"""Which municipality is meant: its short id, its name and its official code?"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from importlib import resources

from strategylib.corpus.folder import bundled_folder
from strategylib.corpus.loader import read_corpus
from strategylib.model import Municipality

# The format asks for a code; this one belongs to nobody, and the draft says that it must be set right.
UNKNOWN_CODE = 999
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "u"})


@cache
def _codes() -> dict[str, tuple[str, int]]:
    text = resources.files(__package__).joinpath("municipalities.csv").read_text(encoding="utf-8")
    return {_id(row["name"]): (row["name"], int(row["code"])) for row in csv.DictReader(text.splitlines())}


def _id(name: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", name).casefold().translate(_LETTERS))
    short = re.sub(r"[^a-z0-9]", "", plain)
    return short if short[:1].isalpha() else f"k{short}"


def municipality(name: str) -> Municipality:
    """Return the municipality that a person wrote, with or without the word Kommune.

    One that has a strategy among the bundled ones gets an id and a name that tell the draft from it, so that both can be opened together.
    """
    plain = " ".join(name.split())
    for known in (plain, re.sub(r"s?\s+kommune$", "", plain, flags=re.IGNORECASE), re.sub(r"\s+kommune$", "", plain, flags=re.IGNORECASE)):
        if found := _codes().get(_id(known)):
            return _beside_bundled(Municipality(_id(found[0]), *found))
    return _beside_bundled(Municipality(_id(plain), plain, UNKNOWN_CODE))


@cache
def _bundled_ids() -> frozenset[str]:
    return frozenset(one.id for one in read_corpus(bundled_folder()).municipalities)


def _beside_bundled(one: Municipality) -> Municipality:
    if one.id not in _bundled_ids():
        return one
    return Municipality(f"{one.id}kladde", f"{one.name} (kladde)", one.code)
