"""How do codebook, quotations and codes go to NVivo, ATLAS.ti, MAXQDA or QualCoder? As a REFI-QDA project (.qdpx) or codebook (.qdc).

Themes are codes, coders are users, every document is a plain text and every quotation a selection in it. Whole documents are not part of
the data: without a folder of source texts a document's text is made of its quotations, each on a line of its own below the lines where it
stands. Ids are made from the data's own, so that the same thing has the same id in every export and a project can come back (`qda_back`).
"""

from __future__ import annotations

import colorsys
import io
import uuid
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lxml import etree

from strategylib.formats.selections import Selection, made_text, placed_in
from strategylib.locale import texts
from strategylib.model import Coding, Element, Source, Theme
from strategylib.workbook import Workbook

PROJECT, CODEBOOK = "urn:QDA-XML:project:1.0", "urn:QDA-XML:codebook:1.0"
_NAMESPACE = uuid.UUID("5f0f3d8e-8f0c-5d38-9c53-3a7c3d1f6f2b")  # of this package's ids; any, but always the same
_STAMP = (2020, 1, 1, 0, 0, 0)  # the same data make the same file
_SATURATION, _LIGHTNESS = 0.55, 0.5
_GOLDEN = 0.618034  # steps of the golden ratio around the colour circle keep neighbours apart


def guid(kind: str, *names: str) -> str:
    """Return the id of a thing of the data: the same for the same names."""
    return str(uuid.uuid5(_NAMESPACE, "\n".join((kind, *names))))


def write_qdc(workbook: Workbook, *, language: str | None = None) -> bytes:
    """Return the codebook as REFI-QDA codebook; names in the reader's language."""
    root = etree.Element(f"{{{CODEBOOK}}}CodeBook", nsmap={None: CODEBOOK}, origin="strategylib")
    _codes(etree.SubElement(root, f"{{{CODEBOOK}}}Codes"), workbook.corpus.themes, language)
    return _bytes(root)


def write_qdpx(workbook: Workbook, *, sources: Path | None = None, language: str | None = None) -> bytes:
    """Return codebook, documents, quotations and all coders' codes as a REFI-QDA project.

    Parameters
    ----------
    workbook
        What is written.
    sources
        Folder with the source texts: the documents are then whole, and selections stand at their places in them.
    language
        Language of the codes' names, `da` (default) or `en`.

    Raises
    ------
    ExchangeError
        When a source text is not in the folder.
    """
    return _Project(workbook, sources, language).written()


def _bytes(root: Any) -> bytes:
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def _codes(parent: Any, themes: Iterable[Theme], language: str | None) -> None:
    """Write the themes below one code that is no theme, each with its colour and when it is used."""
    namespace = etree.QName(parent).namespace
    words, english = texts(language), texts(language).language == "en"
    group = etree.SubElement(
        parent, f"{{{namespace}}}Code", guid=guid("group", "themes"), name=words("exchange.qda.themes"), isCodable="false"
    )
    for place, theme in enumerate(themes):
        code = etree.SubElement(
            group,
            f"{{{namespace}}}Code",
            guid=guid("theme", theme.id),
            name=theme.en if english else theme.da,
            isCodable="true",
            color=_colour(place),
        )
        said = (theme.definition_en, theme.not_en) if english else (theme.definition_da, theme.not_da)
        etree.SubElement(code, f"{{{namespace}}}Description").text = "\n".join(" ".join(one.split()) for one in said if one)


def _colour(place: int) -> str:
    parts = colorsys.hls_to_rgb((place * _GOLDEN) % 1, _LIGHTNESS, _SATURATION)
    return "#" + "".join(f"{round(255 * part):02X}" for part in parts)


class _Project:
    def __init__(self, workbook: Workbook, sources: Path | None, language: str | None) -> None:
        self._corpus = workbook.corpus
        self._sources, self._language = sources, language
        self._codings: dict[str, list[Coding]] = {}
        for one in sorted(self._corpus.codings, key=lambda one: (one.coder, one.rank)):
            self._codings.setdefault(one.element, []).append(one)
        self._notes: list[Coding] = []

    def written(self) -> bytes:
        words = texts(self._language)
        root = etree.Element(f"{{{PROJECT}}}Project", nsmap={None: PROJECT}, name=words("exchange.about.title"), origin="strategylib")
        coders = sorted({one.coder for one in self._corpus.codings})
        if coders:
            users = self._add(root, "Users")
            for coder in coders:
                self._add(users, "User", guid=guid("coder", coder), name=coder)
        _codes(self._add(self._add(root, "CodeBook"), "Codes"), self._corpus.themes, self._language)
        files = {}
        if self._corpus.strategies:
            parent = self._add(root, "Sources")
            by_id = {one.id: one for one in self._corpus.sources}
            for strategy in self._corpus.strategies:
                source = by_id[strategy.source]
                text, selections = self._text(source, strategy.elements)
                files[f"Sources/{guid('source', source.id)}.txt"] = text
                self._source(parent, source, selections)
        if self._notes:
            parent = self._add(root, "Notes")
            for one in self._notes:
                note = self._add(
                    parent, "Note", guid=_note(one), name=f"{one.element} · {one.theme}", creatingUser=guid("coder", one.coder)
                )
                self._add(note, "PlainTextContent").text = one.note
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in {"project.qde": _bytes(root), **{name: text.encode() for name, text in files.items()}}.items():
                archive.writestr(zipfile.ZipInfo(name, _STAMP), content, zipfile.ZIP_DEFLATED)
        return packed.getvalue()

    def _add(self, parent: Any, tag: str, /, **attributes: str) -> Any:
        return etree.SubElement(parent, f"{{{PROJECT}}}{tag}", **attributes)

    def _text(self, source: Source, elements: Iterable[Element]) -> tuple[str, list[Selection]]:
        if self._sources is None:
            return made_text(elements, self._language)
        return placed_in(source, elements, self._sources, self._language)

    def _source(self, parent: Any, source: Source, selections: Iterable[Selection]) -> None:
        own = guid("source", source.id)
        made = self._add(parent, "TextSource", guid=own, name=source.title, plainTextPath=f"internal://{own}.txt")
        if source.note:
            self._add(made, "Description").text = source.note
        for one in selections:
            place = {"startPosition": str(one.start), "endPosition": str(one.end)}
            selection = self._add(made, "PlainTextSelection", guid=_selection(one), name=one.element.id, **place)
            self._add(selection, "Description").text = f"{one.element.type.value}: {one.element.term}"
            for coding in self._codings.get(one.element.id, ()) if one.number == 0 else ():
                self._coding(selection, coding)

    def _coding(self, selection: Any, one: Coding) -> None:
        made = self._add(selection, "Coding", guid=guid("coding", one.coder, one.element, one.theme), creatingUser=guid("coder", one.coder))
        self._add(made, "CodeRef", targetGUID=guid("theme", one.theme))
        if one.note:
            self._notes.append(one)
            self._add(made, "NoteRef", targetGUID=_note(one))


def _note(one: Coding) -> str:
    return guid("note", one.coder, one.element, one.theme)


def _selection(one: Selection) -> str:
    return guid("selection", one.element.id, str(one.number))
