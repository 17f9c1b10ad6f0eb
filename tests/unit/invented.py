"""Small workbooks from model objects, for tests that do sums by hand."""

from __future__ import annotations

from dataclasses import replace

from strategylib.model import (
    Alignment,
    AlignmentRelation,
    Coding,
    Corpus,
    Element,
    ElementType,
    Municipality,
    Quote,
    Relation,
    RelationType,
    Source,
    Strategy,
    Theme,
)
from strategylib.workbook import Workbook

THEMES = ("omsorg", "ledelse", "teknologi", "klima")


def element(own: str, *, label: str | None = None, named: bool = True, parent: str | None = None, supports: str | None = None) -> Element:
    """An element whose municipality, type and line stand in its id, such as `aa.goal-3`."""
    municipality, _, rest = own.partition(".")
    kind, _, number = rest.rpartition("-")
    relations = (Relation(own, supports, RelationType.SUPPORTS),) if supports else ()
    return Element(
        id=own,
        municipality=municipality,
        type=ElementType(kind),
        term=kind,
        quote=Quote(label or own, municipality, int(number), int(number)),
        named=named,
        parent=parent,
        relations=relations,
    )


def workbook(
    *elements: Element, codes: dict[str, str] | None = None, alignments: tuple[tuple[str, str, str], ...] = (), coder: str = "redaktion"
) -> Workbook:
    """A workbook of these elements; `codes` gives each element's themes, main theme first, in one string."""
    names = list(dict.fromkeys(one.municipality for one in elements))
    codings = [Coding(own, theme, rank, coder) for own, themes in (codes or {}).items() for rank, theme in enumerate(themes.split(), 1)]
    return Workbook(
        Corpus(
            municipalities=tuple(Municipality(name, name.upper(), 100 + place) for place, name in enumerate(names)),
            sources=tuple(Source(name, name, name, f"{name}.txt") for name in names),
            themes=tuple(Theme(theme, theme.title(), theme, "", "") for theme in THEMES),
            strategies=tuple(
                Strategy(name, name, Quote(name, name, 1, 1), tuple(one for one in elements if one.municipality == name)) for name in names
            ),
            codings=tuple(codings),
            alignments=tuple(Alignment(a, b, AlignmentRelation(relation), coder) for a, b, relation in alignments),
        )
    )


def merged(*parts: Workbook) -> Workbook:
    """The first workbook with the judgments of all."""
    first = parts[0].corpus
    return Workbook(
        Corpus(
            municipalities=first.municipalities,
            sources=first.sources,
            themes=first.themes,
            strategies=first.strategies,
            codings=tuple(code for part in parts for code in part.corpus.codings),
            alignments=tuple(one for part in parts for one in part.corpus.alignments),
        )
    )


def with_own_themes(first: Workbook, *, coded: bool = True) -> Workbook:
    """The workbook with two themes of its own, for files that must not change when the codebook does."""
    themes = (
        Theme("omsorg", "Omsorg", "Care", "Elementet handler om omsorg.", "About care.", ("pleje", "hjælp"), "Ikke ledelse."),
        Theme("ledelse", "Ledelse", "Leadership", "Elementet handler om ledelse.", "About leadership.", not_en="Not care."),
    )
    return Workbook(replace(first.corpus, themes=themes, codings=first.corpus.codings if coded else ()))
