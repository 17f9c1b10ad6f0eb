"""What did coders do in NVivo, ATLAS.ti, MAXQDA or QualCoder? The codes of a REFI-QDA project as codings of this data.

A selection is known by its id or name when it came from here, else by its words, which must be those of one element of its document; a code
by its id or its name; a user by a coder's name. Users whose names could be those of persons get a cover name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lxml import etree

from strategylib.formats.qda import CODEBOOK, PROJECT, guid
from strategylib.formats.reading import ExchangeError, Reading, Sheet
from strategylib.formats.safe import XmlDeviations, parse_xml, unzip
from strategylib.formats.tables import Row
from strategylib.model import Corpus, Element, Theme

_CODER = re.compile(r"[a-z0-9æøå]+(?:[-_][a-z0-9æøå]+)*\Z")
_MOST_CODES = 3
_PROJECT_FILE = "project.qde"


def read_qdc(content: bytes, file: Path, *, corpus: Corpus, language: str | None = None) -> Reading:
    """Return the themes of a REFI-QDA codebook: their names and definitions, known by id or name. Raises `ExchangeError`.

    A new code has no text in the other language and is named as a deviation.
    """
    root = parse_xml(content, file, language)
    if etree.QName(root).localname != "CodeBook":
        raise ExchangeError.of("other_xml", language, file=file, format="REFI-QDA", found=root.tag)
    deviations = XmlDeviations(str(file), language)
    if etree.QName(root).namespace != CODEBOOK:
        deviations.at(root, "namespace", found=etree.QName(root).namespace or "–", wanted=CODEBOOK)
    known, names = _Themes(corpus.themes), {code.get("name") for code in root.iter("{*}Code")}
    suffix = max(("da", "en"), key=lambda language: sum(getattr(one, language) in names for one in corpus.themes))
    rows: list[Row] = []
    for code in root.iter("{*}Code"):
        if code.get("isCodable") == "false":
            continue
        theme = known.find(code)
        if theme is None:
            deviations.at(code, "no_theme", name=code.get("name") or "–")
            continue
        definition, _, not_when = (_said(code, "Description") or "").partition("\n")
        rows.append({"id": theme.id, suffix: code.get("name"), f"definition_{suffix}": definition, f"not_{suffix}": not_when or None})
    return Reading({"themes": Sheet(tuple(row for row in rows if all(value != "" for value in row.values())))}, deviations.sorted())


def read_qdpx(content: bytes, file: Path, *, corpus: Corpus, language: str | None = None) -> Reading:
    """Return the codings of a REFI-QDA project.

    Parameters
    ----------
    content, file
        The project.
    corpus
        The data: elements, themes and coders that the project speaks of.
    language
        Language of the deviations.

    Returns
    -------
    Reading
        The codings of every coder in the project, for the elements selected in it: a code that is gone there goes here, too. The first code
        of an element is its main theme.

    Raises
    ------
    ExchangeError
        When the file is no project, or is not safe to open.
    """
    files = unzip(content, file, language)
    name = next((one for one in files if one.casefold().rpartition("/")[2] == _PROJECT_FILE), None)
    if name is None:
        raise ExchangeError.of("no_project", language, file=file)
    root = parse_xml(files[name], file / name, language)
    if etree.QName(root).localname != "Project":
        raise ExchangeError.of("other_xml", language, file=file, format="REFI-QDA", found=root.tag)
    deviations = XmlDeviations(str(file / name), language)
    if etree.QName(root).namespace != PROJECT:
        deviations.at(root, "namespace", found=etree.QName(root).namespace or "–", wanted=PROJECT)
    return _Project(root, files, corpus, deviations).reading()


def _said(element: Any, name: str) -> str | None:
    found = element.find(f"{{*}}{name}")
    return None if found is None else found.text


def _plain(own: str | None) -> str:
    return (own or "").strip().strip("{}").casefold()


class _Themes:
    """The themes of the codebook by everything that a code may call them."""

    def __init__(self, themes: Iterable[Theme]) -> None:
        self._by_id: dict[str, Theme] = {}
        self._by_name: dict[str, Theme] = {}
        for theme in themes:
            self._by_id[guid("theme", theme.id)] = theme
            for name in (theme.id, theme.da, theme.en, *theme.alt_da):
                self._by_name.setdefault(name.casefold(), theme)

    def find(self, code: Any) -> Theme | None:
        return self._by_id.get(_plain(code.get("guid"))) or self._by_name.get((code.get("name") or "").strip().casefold())


@dataclass(frozen=True, slots=True)
class _Judged:
    coder: str
    element: str
    theme: str
    note: str | None


class _Project:
    def __init__(self, root: Any, files: Mapping[str, bytes], corpus: Corpus, deviations: XmlDeviations) -> None:
        self._root, self._deviations = root, deviations
        self._files = {name.rpartition("/")[2].casefold(): content for name, content in files.items()}
        self._elements = [one for strategy in corpus.strategies for one in strategy.elements]
        self._known = {one.id: one for one in self._elements}
        self._by_selection = {
            guid("selection", one.id, str(number)): one for one in self._elements for number in range(1 + len(one.quotes))
        }
        self._sources = {guid("source", one.source): one.municipality for one in corpus.strategies}
        titles = {one.id: one.title for one in corpus.sources}
        self._titles = {titles[one.source].casefold(): one.municipality for one in corpus.strategies}
        self._ranks: dict[tuple[str, str], dict[str, int]] = {}
        for coding in corpus.codings:
            self._ranks.setdefault((coding.coder, coding.element), {})[coding.theme] = coding.rank
        self._codes = self._read_codes(_Themes(corpus.themes))
        self._coders = self._read_users({one.coder for one in corpus.codings})
        self._notes = {_plain(one.get("guid")): self._text(one) for one in root.iter("{*}Note")}

    def _read_codes(self, themes: _Themes) -> dict[str, str]:
        """Return the themes by the ids of their codes, after naming the codes that are used and are none."""
        used = {_plain(one.get("targetGUID")) for one in self._root.iter("{*}CodeRef")}
        found = {}
        for code in self._root.iter("{*}Code"):
            own, theme = _plain(code.get("guid")), themes.find(code)
            if theme is not None:
                found[own] = theme.id
            elif own in used:
                self._deviations.at(code, "no_theme", name=code.get("name") or "–")
        return found

    def _read_users(self, coders: set[str]) -> dict[str, str]:
        """Return the coders by the ids of users; a name that is no coder's gets a cover name that nobody has."""
        users = list(self._root.iter("{*}User"))
        taken = coders | {one.get("name") or "" for one in users}
        found, number = {}, 0
        for user in users:
            name = user.get("name") or ""
            if not _CODER.match(name):
                number += 1
                while f"koder-{number}" in taken:
                    number += 1
                self._deviations.at(user, "coder", coder=f"koder-{number}")
                name = f"koder-{number}"
            found[_plain(user.get("guid"))] = name
        return found

    def reading(self) -> Reading:
        """Return the codings, ranked by their order."""
        judged: list[_Judged] = []
        selected: set[str] = set()
        for source in self._root.iterfind("{*}Sources/*"):
            if etree.QName(source).localname != "TextSource":
                self._deviations.at(source, "other_source", name=source.get("name") or etree.QName(source).localname)
                continue
            for selection, element in self._selections(source):
                selected.add(element.id)
                judged += self._codings(selection, element)
        by_element: dict[tuple[str, str], dict[str, _Judged]] = {}
        for one in judged:
            by_element.setdefault((one.coder, one.element), {}).setdefault(one.theme, one)
        rows = [row for key, own in by_element.items() for row in self._ranked(key, list(own.values()))]
        coders = set(self._coders.values())
        sheet = Sheet(tuple(rows), removes=lambda row: row["coder"] in coders and row["element"] in selected)
        return Reading({"codings": sheet}, self._deviations.sorted())

    def _ranked(self, key: tuple[str, str], judged: list[_Judged]) -> Iterator[Row]:
        """Yield a coder's codes of an element; in the order that the data have, their ranks stay as they are."""
        known = self._ranks.get(key, {})
        for one in judged[_MOST_CODES:]:
            self._deviations.note(1, one.element, "too_many_codes", element=one.element, theme=one.theme)
        same = [one.theme for one in judged] == sorted(known, key=known.__getitem__)
        for place, one in enumerate(judged[:_MOST_CODES], 1):
            rank = known[one.theme] if same else place
            yield {"coder": one.coder, "element": one.element, "theme": one.theme, "rank": rank, "note": one.note}

    def _selections(self, source: Any) -> Iterator[tuple[Any, Element]]:
        municipality = self._sources.get(_plain(source.get("guid"))) or self._titles.get((source.get("name") or "").casefold())
        text: str | None = None
        for selection in source.iterfind("{*}PlainTextSelection"):
            element = self._by_selection.get(_plain(selection.get("guid"))) or self._known.get(selection.get("name") or "")
            if element is None and selection.find("{*}Coding") is not None:
                text = self._text(source) or "" if text is None else text
                element = self._worded(selection, text, municipality)
                if element is None:
                    self._deviations.at(selection, "no_element", name=selection.get("name") or selection.get("startPosition") or "–")
            if element is not None:
                yield selection, element

    def _worded(self, selection: Any, text: str, municipality: str | None) -> Element | None:
        """Return the one element that has the words of a selection."""
        try:
            start, end = int(selection.get("startPosition")), int(selection.get("endPosition"))
        except (TypeError, ValueError):
            return None
        words = " ".join(text[max(start, 0) : max(end, 0)].split())
        own = [one for one in self._elements if municipality in (None, one.municipality)]
        found = [one for one in own if words and any(" ".join(quote.text.split()) == words for quote in (one.quote, *one.quotes))]
        return found[0] if len(found) == 1 else None

    def _text(self, source: Any) -> str | None:
        inside = _said(source, "PlainTextContent")
        if inside is not None:
            return inside
        name = (source.get("plainTextPath") or "").rpartition("/")[2].casefold()
        content = self._files.get(name)
        return None if content is None else content.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")

    def _codings(self, selection: Any, element: Element) -> Iterator[_Judged]:
        for coding in selection.iterfind("{*}Coding"):
            user = _plain(coding.get("creatingUser") or selection.get("creatingUser"))
            coder = self._coders.get(user)
            if coder is None:
                coder = self._coders.setdefault(user, "uden-navn")
                self._deviations.at(coding, "no_user", coder=coder)
            for code in coding.iterfind("{*}CodeRef"):
                theme = self._codes.get(_plain(code.get("targetGUID")))
                if theme is not None:
                    notes = [self._notes.get(_plain(one.get("targetGUID"))) for one in coding.iterfind("{*}NoteRef")]
                    yield _Judged(coder, element.id, theme, "\n".join(filter(None, notes)) or None)
