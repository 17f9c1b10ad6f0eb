"""Accepting and rejecting what was suggested: rows in people's own files, everything else as it was."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import strategylib as sl
from strategylib.cli import main
from strategylib.corpus.folder import bundled_folder
from strategylib.model import StrategylibError

A, B, C = "viborg.goal-2", "hilleroed.initiative-3", "hilleroed.goal-5"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(bundled_folder(), tmp_path / "data")
    return tmp_path / "data"


def test_an_accepted_pair_is_the_persons_own_and_not_suggested_to_them_again(folder: Path) -> None:
    sl.accept_alignment(folder, A, B, "relatedMatch", coder="anna", note='"måske", næste gang')
    wb = sl.open_workbook(folder)
    mine = wb.alignments[wb.alignments.coder == "anna"]
    assert mine[["a", "b", "relation"]].to_numpy().tolist() == [[A, B, "relatedMatch"]]
    assert (A, B) in pairs(sl.suggest_alignments(wb))
    assert (A, B) not in pairs(sl.suggest_alignments(wb, coder="anna"))
    assert (A, B) in pairs(sl.suggest_alignments(wb, coder="bo"))


def pairs(frame: object) -> set[tuple[str, str]]:
    return set(zip(frame.a, frame.b, strict=True))  # type: ignore[attr-defined]


def test_a_rejected_pair_is_remembered_and_is_no_judgment_of_a_relation(folder: Path) -> None:
    sl.reject_alignment(folder, B, A, coder="anna")
    wb = sl.open_workbook(folder)
    assert "anna" not in set(wb.alignments.coder)
    assert (A, B) not in pairs(sl.suggest_alignments(wb, coder="anna"))


def test_the_last_word_counts(folder: Path) -> None:
    sl.accept_alignment(folder, A, B, "relatedMatch", coder="anna")
    sl.accept_alignment(folder, A, C, "closeMatch", coder="anna")
    sl.accept_alignment(folder, B, A, "closeMatch", coder="anna")
    assert (folder / "alignments" / "anna.csv").read_text() == f"a,b,relation,note\n{A},{C},closeMatch,\n{B},{A},closeMatch,\n"
    sl.reject_alignment(folder, A, B, coder="anna")
    assert (folder / "alignments" / "anna.csv").read_text() == f"a,b,relation,note\n{A},{C},closeMatch,\n"
    sl.accept_alignment(folder, A, B, "broadMatch", coder="anna")
    assert (folder / "rejected" / "alignments" / "anna.csv").read_text() == "a,b,note\n"
    assert not sl.open_workbook(folder).faults


def test_a_file_keeps_its_own_columns_order_and_lines(folder: Path) -> None:
    path = folder / "alignments" / "anna.csv"
    before = f'mine,relation,b,a\n"to\nlinjer",closeMatch,{B},{A}\n\n x , relatedMatch, {C}, {A}'
    path.write_text(before)
    sl.accept_alignment(folder, "viborg.goal-3", B, "relatedMatch", coder="anna", note="uden plads")
    assert path.read_text() == f"{before}\n,relatedMatch,{B},viborg.goal-3\n"
    sl.reject_alignment(folder, B, A, coder="anna")
    assert path.read_text() == f"mine,relation,b,a\n\n x , relatedMatch, {C}, {A}\n,relatedMatch,{B},viborg.goal-3\n"


def test_themes_take_the_next_free_rank(folder: Path) -> None:
    for theme in ("mestring", "livskvalitet"):
        sl.accept_theme(folder, A, theme, coder="anna")
    sl.reject_theme(folder, A, "teknologi", coder="anna")
    wb = sl.open_workbook(folder)
    mine = wb.codings[wb.codings.coder == "anna"]
    assert mine[["theme", "rank"]].to_numpy().tolist() == [["mestring", 1], ["livskvalitet", 2]]
    assert A not in set(sl.suggest_themes(wb, coder="anna").element)
    assert [one.theme for one in wb.corpus.rejected_codings] == ["teknologi"]
    sl.accept_theme(folder, A, "teknologi", coder="anna")
    with pytest.raises(StrategylibError, match="kan ikke få rang"):
        sl.accept_theme(folder, A, "klima", coder="anna")
    with pytest.raises(StrategylibError, match="kan ikke få rang 1"):
        sl.accept_theme(folder, A, "livskvalitet", coder="anna", rank=1)


def test_a_rejected_theme_is_not_suggested_again(folder: Path) -> None:
    first = sl.suggest_themes(sl.open_workbook(folder)).iloc[0]
    sl.reject_theme(folder, first.element, first.theme, coder="anna")
    wb = sl.open_workbook(folder)
    left = sl.suggest_themes(wb, coder="anna")
    assert first.theme not in set(left[left.element == first.element].theme)


@pytest.mark.parametrize(
    ("coder", "pair", "relation", "said"),
    [
        ("forslag", (A, B), "closeMatch", "programmets eget"),
        ("../redaktion", (A, B), "closeMatch", "kan ikke være en koders navn"),
        ("anna", (A, "viborg.goal-3"), "closeMatch", "samme kommune"),
        ("anna", (A, B), "exactMatch", "vælg en af closeMatch"),
        ("anna", ("viborg", B), "closeMatch", "intet element-id"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    folder: Path, coder: str, pair: tuple[str, str], relation: str, said: str
) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(StrategylibError, match=said):
        sl.accept_alignment(folder, *pair, relation, coder=coder)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_file_in_another_encoding_is_left_alone(folder: Path) -> None:
    path = folder / "alignments" / "anna.csv"
    path.write_bytes("a,b,relation,note\nviborg.goal-2,hilleroed.goal-5,closeMatch,på\n".encode("latin-1"))
    before = path.read_bytes()
    with pytest.raises(StrategylibError, match=r"anna\.csv:2"):
        sl.accept_alignment(folder, A, B, "closeMatch", coder="anna")
    assert path.read_bytes() == before


def test_faults_in_rejections_are_found_like_any_other(folder: Path) -> None:
    for kind, text in (("alignments", f"a,b\n{A},viborg.goal-3\n{A},hilleroed.goal-99\n"), ("codings", f"element,theme\n{A},mestringg\n")):
        (folder / "rejected" / kind).mkdir(parents=True)
        (folder / "rejected" / kind / "anna.csv").write_text(text)
    faults = sl.open_workbook(folder, strict=False).faults
    assert [(Path(one.file).parent.name, one.line, one.field) for one in faults] == [
        ("alignments", 2, "b"),
        ("alignments", 3, "b"),
        ("codings", 2, "theme"),
    ]


def test_the_command_writes_the_programs_own_files_and_no_others(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    others = {path: path.read_bytes() for path in folder.rglob("*.csv")}
    assert main(["align", str(folder), "--write", "--least", "0.5"]) == 0
    assert main(["align", str(folder), "--write", "--themes", "--least", "0.5"]) == 0
    assert "forslag.csv" in capsys.readouterr().out
    wb = sl.open_workbook(folder)
    assert set(wb.alignments[wb.alignments.coder == "forslag"].relation) == {"relatedMatch"}
    assert (wb.codings[wb.codings.coder == "forslag"].groupby("element")["rank"].min() == 1).all()
    assert {path: path.read_bytes() for path in others} == others


def test_the_command_prints_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["align", "--top", "3", "--language", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "a,b,score,why"
    assert len(lines) == 4


def test_the_command_names_faults_and_wrong_usage(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "alignments" / "anna.csv").write_text("a,b\n")
    assert main(["align", str(folder)]) == 1
    assert "anna.csv:1" in capsys.readouterr().err
    assert main(["align", "--write"]) == 2
    with pytest.raises(SystemExit, match="2"):
        main(["align", "--least", "2"])
