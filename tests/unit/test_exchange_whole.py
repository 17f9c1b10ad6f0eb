"""Whatever a data folder holds goes out as a spreadsheet and as CSV and comes back as it was, also into a folder that has nothing yet."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from strategylib import export, import_file, open_workbook
from strategylib.corpus.fingerprint import REGISTERS, SUBFOLDERS
from strategylib.corpus.workshops import FIGURES
from strategylib.corpus.writer import FolderWriter
from strategylib.formats.putting import put
from strategylib.model import (
    Alignment,
    AlignmentRelation,
    Coding,
    Corpus,
    Element,
    ElementType,
    Gap,
    Municipality,
    Quote,
    Reform,
    ReformCoding,
    ReformItem,
    RejectedAlignment,
    RejectedCoding,
    Relation,
    RelationType,
    Source,
    Strategy,
    Theme,
    Workshop,
    WorkshopExercise,
    WorkshopItem,
)
from tests.sheets import files

# What spreadsheets like to take for something else.
ODD = (
    *("=1+1", "+45", "-", "- punkt", "@navn", "'=x", "''+", "1.10", "1e5", "TRUE", "nej", "#REF!", "_x000D_", "3/4"),
    *("2025-01-01", "a; b;", '"', "<b>&"),
)
word = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
text = st.one_of(st.sampled_from(ODD), st.lists(st.one_of(word, st.sampled_from(ODD)), min_size=1, max_size=4).map(" ".join))
maybe = st.none() | text
line = st.integers(1, 9_999)
number = st.none() | st.integers(-10, 10**6) | st.floats(-1e6, 1e6).map(lambda one: round(one, 3))
several = st.lists(text, max_size=3, unique=True).map(tuple)


def quotes(source):
    return st.builds(lambda label, first, more: Quote(label, source, first, first + more), text, line, st.integers(0, 9))


@st.composite
def strategies(draw, own):
    source = f"{own}-plan"
    count = draw(st.integers(1, 4))
    ids = [f"{own}.goal-{place}" for place in range(1, count + 1)]
    elements = []
    for place, id_ in enumerate(ids):
        others = [one for one in ids if one != id_]
        elements.append(
            Element(
                id_,
                own,
                ElementType.GOAL,
                draw(text.filter(lambda one: one.strip(" [].") != "")),
                draw(quotes(source)),
                draw(st.booleans()),
                parent=draw(st.none() | st.sampled_from(ids[:place])) if place else None,
                number=draw(maybe),
                responsible=draw(maybe),
                note=draw(maybe),
                quotes=tuple(draw(st.lists(quotes(source), max_size=2))),
                relations=tuple(Relation(id_, one, RelationType.SUPPORTS) for one in others[:1]),
            )
        )
    target = draw(number)
    elements.append(
        Element(
            f"{own}.indicator-1",
            own,
            ElementType.INDICATOR,
            "indikator",
            draw(quotes(source)),
            named=True,
            target=target,
            baseline=draw(number),
            unit=None if target is None else draw(maybe),
            months=tuple(sorted(draw(st.sets(st.integers(1, 12), max_size=3)))),
            involvement=draw(maybe),
        )
    )
    gaps = tuple(draw(st.lists(st.builds(Gap, text, text), max_size=2)))
    return Strategy(own, source, draw(quotes(source)), tuple(elements), gaps=gaps)


@st.composite
def workshops(draw, ids):
    exercises = []
    for kind in draw(st.lists(st.sampled_from(sorted(FIGURES)), unique=True, max_size=3)):
        items = []
        for own in draw(st.lists(st.sampled_from("abc1"), unique=True, max_size=3)):
            decision = draw(st.dictionaries(st.sampled_from(["text", "role", "involvement"]), text, max_size=3))
            figures = {name: draw(st.integers(0, 500) | st.floats(0, 1).map(lambda one: round(one, 4))) for name in FIGURES[kind]}
            about = tuple(ids[:2]) if kind == "alignment" else tuple(draw(st.lists(st.sampled_from(ids), unique=True, max_size=2)))
            marks = tuple(draw(st.lists(st.sampled_from(["shared", "dividing"]), unique=True)))
            items.append(WorkshopItem(own, draw(text), about, figures, draw(several), marks, decision))
        question = draw(st.just("") | text)
        each = draw(st.none() | st.integers(1, 9))
        exercises.append(WorkshopExercise(kind, kind, draw(text), draw(st.integers(0, 99)), tuple(items), question, each))
    return Workshop(
        draw(st.sampled_from(["2026-03-12-moede", "Møde 1"])), draw(text), "2026-03-12", draw(st.integers(0, 99)), tuple(exercises)
    )


@st.composite
def corpora(draw):
    """Corpora of two municipalities with all that a folder may hold."""
    plans = tuple(draw(strategies(own)) for own in ("aa", "bb"))
    ids = [plan.elements[0].id for plan in plans] + ["elsewhere.goal-1"]
    coder = draw(st.sampled_from(["anna", "koder-1"]))
    note = draw(maybe)
    themes = tuple(
        Theme(own, draw(text), draw(text), draw(text), draw(text), draw(several), draw(maybe), draw(maybe)) for own in ("ledelse", "omsorg")
    )
    item = ReformItem("akut", draw(text), draw(text), draw(text), draw(text), draw(maybe))
    reform = Reform(
        "lov", draw(text), draw(text), "2024-01", "2025-07", ("elder",), (draw(text),), (item,), draw(st.none() | st.just("2024-12-01"))
    )
    return Corpus(
        municipalities=tuple(Municipality(own, draw(text), code) for code, own in enumerate(("aa", "bb"), 101)),
        sources=tuple(Source(f"{own}-plan", own, draw(text), f"{own}.txt", draw(maybe)) for own in ("aa", "bb")),
        themes=themes,
        strategies=plans,
        codings=(Coding(ids[0], "ledelse", 1, coder, note),),
        alignments=(Alignment(ids[0], ids[1], AlignmentRelation.CLOSE, coder, note),),
        reforms=(reform,),
        reform_codings=(ReformCoding(ids[1], "akut", coder, note),),
        rejected_codings=(RejectedCoding(ids[1], "omsorg", coder, note),),
        rejected_alignments=(RejectedAlignment(ids[0], plans[1].elements[-1].id, coder, note),),
        workshops=(draw(workshops(ids)),),
    )


def written(corpus, folder):
    """Write a corpus as a data folder, read it and return the workbook."""
    folder.mkdir()
    writer = FolderWriter(folder)
    put(writer, corpus, Corpus(), "en")
    writer.save()
    return open_workbook(folder)


@settings(max_examples=30, deadline=None)
@given(corpora(), st.sampled_from(["xlsx", "csv"]))
def test_any_folder_comes_back_unchanged(corpus, name):
    with tempfile.TemporaryDirectory() as place:
        home, new = Path(place, "home"), Path(place, "new")
        assert written(corpus, home).corpus == corpus
        assert {*REGISTERS, *SUBFOLDERS} <= {name if name in REGISTERS else name.rpartition("/")[0] for name in files(home)}
        path = export(open_workbook(home), name, Path(place, "all"))
        taken = import_file(name, path, home)
        assert (taken.rows, taken.deviations) == ((), ())
        before = import_file(name, path, new)
        assert before.deviations == ()
        before.apply()
        assert open_workbook(new).corpus == corpus
