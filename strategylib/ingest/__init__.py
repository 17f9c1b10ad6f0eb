"""How does a published document become a draft strategy?

    draft = sl.ingest(["strategi.pdf"], municipality="Ny Kommune", folder="ny-kommune")

Each file is looked at (`kinds`), read in a process of its own (`sandbox`, `readers`), freed of what belongs to its pages (`furniture`)
and of names of persons (`names`), joined to paragraphs, headings and points (`blocks`), and read for elements (`outline`, `points`,
`prose`, `mentions`) and for what it tells of itself (`metadata`). The result is a data folder like any other (`building`, `draft`,
`folder`), with a list of what a person must look at.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from types import ModuleType
from typing import Any

from strategylib.ingest import kinds, sandbox
from strategylib.ingest.draft import SURE, Doubt, Draft, Place
from strategylib.ingest.extract import Unreadable
from strategylib.ingest.folder import refuse_taken, write
from strategylib.ingest.municipality import municipality as _municipality
from strategylib.locale import Texts, texts
from strategylib.model import Fault, Municipality, StrategylibError

__all__ = ["SURE", "Doubt", "Draft", "IngestError", "Place", "default_folder", "ingest"]


class IngestError(StrategylibError):
    """Files that cannot be read as a strategy; `faults` tells for each what is wrong and what to do."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


def default_folder(municipality: str) -> Path:
    """Return the folder that a municipality's draft is written to unless another is named."""
    return Path(_municipality(municipality).id)


def ingest(
    files: str | PathLike[str] | Iterable[str | PathLike[str]],
    *,
    municipality: str,
    folder: str | PathLike[str] | None = None,
    language: str | None = None,
) -> Draft:
    """Read a published strategy and draft its elements.

    Parameters
    ----------
    files
        The document: PDF, DOCX, PPTX, HTML or TXT; several files are the parts of one document, in their order.
    municipality
        Whose it is, with or without the word Kommune.
    folder
        Write the draft here as a data folder; it must be new or empty. Without it nothing is written.
    language
        Language of remarks and errors, `da` (default) or `en`.

    Returns
    -------
    Draft
        Elements with the document's own words, their lines in the healed text, how sure the draft is of each, and what a person must
        look at.

    Raises
    ------
    IngestError
        When a file is encrypted, scanned, broken, too large, hostile or no document of these kinds; all files' faults at once.
    StrategylibError
        When the folder is not empty or cannot be written.
    """
    words = texts(language)
    own = _municipality(municipality)
    paths = [Path(one) for one in ([files] if isinstance(files, str | PathLike) else files)]
    if not paths or not municipality.strip():
        raise StrategylibError(words("ingest.nothing_given"))
    if folder is not None:
        refuse_taken(Path(folder), words)
    draft = _draft(own, paths, words)
    if folder is not None:
        write(draft, Path(folder), words)
    return draft


def _draft(own: Municipality, paths: list[Path], words: Texts) -> Draft:
    """Draft what the files hold; raise `IngestError` with the faults of all that were refused."""
    refusals: sandbox.Refusals = []
    files = []
    for place, path in enumerate(paths):
        try:
            files.append((path, kinds.kind(path)))
        except Unreadable as refusal:
            refusals.append((place, refusal))
    if not refusals:
        try:
            return sandbox.draft(own, files, words.language)
        except sandbox.Refused as refused:
            refusals = refused.refusals
    raise IngestError(tuple(_fault(paths[place], refusal.code, refusal.values, words) for place, refusal in refusals))


def _fault(path: Path, code: str, values: dict[str, Any], words: Texts) -> Fault:
    known = code if words.has(f"ingest.refused.{code}") else "gave_up"
    shown = {key: value for key, value in values.items() if isinstance(value, str | int | float)} if known == code else {}
    problem, remedy = (words(f"ingest.refused.{known}.{part}", file=path.name, **shown) for part in ("problem", "remedy"))
    return Fault(str(path), 1, "-", problem, remedy)


class _Package(ModuleType):
    """The package itself, which can be called: `strategylib.ingest` is the function and the place where its parts live."""

    def __call__(self, *arguments: Any, **options: Any) -> Draft:
        return ingest(*arguments, **options)


sys.modules[__name__].__class__ = _Package
