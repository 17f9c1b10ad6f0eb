"""What happens with files, folders and registers that cannot be read: they are named, and everything else still works."""

import os
import random
import re
from pathlib import Path

import pytest

from strategylib.model import WorkbookError
from strategylib.workbook import open_workbook

FJORDLUND = "strategies/fjordlund.yaml"
KORNMARK = "strategies/kornmark.yaml"
REGISTERS = ("municipalities.yaml", "sources.yaml")


@pytest.mark.parametrize("name", [KORNMARK, *REGISTERS, "themes.yaml"])
@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (b"", 1, "filen er tom: udfyld den efter data/README.md"),
        (b"\n\n# kun en kommentar\n", 1, "filen er tom"),
        (b"\xef\xbb\xbf", 1, "filen er tom"),
        (b"null\n", 1, "filen er tom"),
        (b"bare ord\n", 1, "her skal stå "),
        (b"\n42\n", 2, "her skal stå "),
        ("# ø\nnavn: Kornmark på øen\n".encode("latin-1"), 1, "filen er ikke gemt som UTF-8 (byte 0xf8"),
        (b"# a\r\n# b\r\nnavn: \xe5\r\n", 3, "filen er ikke gemt som UTF-8 (byte 0xe5"),
        (b"# a\r# b\rnavn: \xe5\r", 3, "filen er ikke gemt som UTF-8 (byte 0xe5"),
        ("navn: ø\n".encode("utf-16"), 1, "filen er ikke gemt som UTF-8 (byte 0xff"),
        (b"\x89PNG\r\n\x1a\n\x00", 1, "filen er ikke gemt som UTF-8 (byte 0x89"),
    ],
)
def test_a_file_that_holds_nothing_useful_is_named(corpus, name, content, line, says):
    corpus.write(name, content)
    fault = corpus.faults()[0]
    assert (Path(fault.file), fault.line, fault.field) == (corpus.data / name, line, "-")
    assert says in f"{fault.problem}: {fault.remedy}"


def test_a_file_of_two_bytes_a_letter_is_named_at_the_first_letter_that_is_not_ours(corpus):
    line = corpus.line(KORNMARK, "ældreområdet")
    corpus.write(KORNMARK, corpus.read(KORNMARK).encode("utf-16-le"))
    assert corpus.places() == [(KORNMARK, line, "-")]


@pytest.mark.parametrize("name", ["strategies/x.yaml", "themes.yaml", "codings/x.csv", "alignments/x.csv"])
def test_a_folder_with_the_name_of_a_file_is_named(corpus, name):
    (corpus.data / name).mkdir(parents=True)
    (fault,) = corpus.faults()
    assert (Path(fault.file), fault.line, fault.problem) == (corpus.data / name, 1, "dette er ikke en fil")


def test_a_pipe_with_the_name_of_a_file_is_not_waited_for(corpus):
    os.mkfifo(corpus.data / "strategies" / "x.yaml")
    assert corpus.places() == [("strategies/x.yaml", 1, "-")]


@pytest.mark.parametrize("name", [KORNMARK, *REGISTERS, "themes.yaml", "codings/anna.csv"])
def test_a_link_that_leads_back_to_itself_is_named(corpus, name):
    path = corpus.data / name
    path.unlink(missing_ok=True)
    path.symlink_to(path)
    fault = corpus.faults()[0]
    assert (Path(fault.file), fault.line) == (path, 1)
    assert "filen kan ikke læses" in fault.problem


@pytest.mark.parametrize("name", ["strategies", "codings", "alignments"])
def test_a_folder_that_leads_back_to_itself_is_named(corpus, name):
    folder = corpus.data / name
    folder.rename(corpus.data / "away")
    folder.symlink_to(folder)
    assert (name, 1, "-") in corpus.places()


def test_a_link_to_nothing_is_named(corpus):
    (corpus.data / "strategies" / "x.yaml").symlink_to(corpus.data / "gone.yaml")
    (fault,) = corpus.faults()
    assert fault.problem == "filen findes ikke"


def test_a_file_that_may_not_be_read_is_named(corpus, monkeypatch):
    def refuse(path: Path) -> bytes:
        if path.name == "kornmark.yaml":
            raise PermissionError(13, "Permission denied")
        return read(path)

    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", refuse)
    workbook = corpus.open()
    (fault,) = workbook.faults
    assert Path(fault.file) == corpus.data / KORNMARK
    assert fault.remedy == "giv læseadgang til filen, eller læg den et andet sted"
    assert [*workbook.strategies.index] == ["fjordlund"]


@pytest.mark.parametrize("name", ["strategies/odense.yml", "strategies/ODENSE.YAML", "codings/bo.CSV", "alignments/bo.Csv"])
def test_a_file_with_nearly_the_right_ending_is_not_passed_over_in_silence(corpus, name):
    corpus.write(name, "x")
    (fault,) = corpus.faults()
    assert (Path(fault.file), fault.line) == (corpus.data / name, 1)
    assert f"navnet ender på {Path(name).suffix}" in fault.problem
    assert fault.remedy in ("giv den et navn, der ender på .yaml", "giv den et navn, der ender på .csv")


def test_hidden_files_and_notes_of_people_and_programs_are_let_be(corpus):
    corpus.write("strategies/._kornmark.yaml", b"\x00\x05\x16\x07")
    (corpus.data / "strategies" / ".#kornmark.yaml").symlink_to("person@host.1")
    corpus.write("strategies/noter.txt", "x")
    corpus.write("codings/.~lock.anna.csv", "x")
    assert corpus.faults() == ()


@pytest.mark.parametrize("name", REGISTERS)
def test_a_missing_register_is_one_fault_and_not_one_for_each_strategy(corpus, name):
    (corpus.data / name).unlink()
    (fault,) = corpus.faults()
    assert (Path(fault.file), fault.line, fault.problem) == (corpus.data / name, 1, "filen findes ikke")


@pytest.mark.parametrize("name", REGISTERS)
def test_a_register_with_a_broken_line_does_not_blame_the_strategies(corpus, name):
    corpus.edit(name, "- id: kornmark", "- id: [kornmark")
    assert [file for file, _, _ in corpus.places()] == [name]


@pytest.mark.parametrize(
    ("name", "old", "new"), [("municipalities.yaml", "code: 902", "code: ni"), ("sources.yaml", "title: Vejen", "tittel: V")]
)
def test_one_broken_entry_of_a_register_leaves_the_other_municipalities_working(corpus, name, old, new):
    corpus.edit(name, old, new)
    workbook = corpus.open()
    assert {Path(fault.file).name for fault in workbook.faults} == {name}
    assert [*workbook.strategies.index] == ["fjordlund"]


def test_a_broken_codebook_blames_no_coder(corpus):
    corpus.write("themes.yaml", "- id: [\n")
    workbook = corpus.open()
    assert {Path(fault.file).name for fault in workbook.faults} == {"themes.yaml"}
    assert workbook.codings.empty
    assert len(workbook.strategies) == 2


def test_an_empty_folder_is_told_what_it_lacks(tmp_path):
    faults = open_workbook(tmp_path, strict=False).faults
    names = [Path(fault.file).name for fault in faults]
    assert names == ["municipalities.yaml", "sources.yaml", "strategies"]


@pytest.mark.parametrize("name", ["nowhere", "file", "x" * 5000, "null\0byte", "a/b/c"])
def test_what_is_no_folder_is_named(tmp_path, name):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    folder = tmp_path / name
    (fault,) = open_workbook(folder, strict=False).faults
    assert fault.file == str(folder)
    assert "findes ikke" in fault.problem
    with pytest.raises(WorkbookError):
        open_workbook(folder)


@pytest.mark.parametrize("name", ["nowhere", "file", "x" * 5000, "null\0byte"])
def test_sources_that_are_no_folder_are_named_once_for_each_text(corpus, tmp_path, name):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    faults = open_workbook(corpus.data, sources=tmp_path / name, strict=False).faults
    assert [Path(fault.file).name for fault in faults] == ["fjordlund.txt", "kornmark.txt"]


def test_a_second_strategy_of_a_municipality_is_named_with_the_first(corpus):
    corpus.write("strategies/nyere.yaml", corpus.read(KORNMARK))
    (fault,) = corpus.faults()
    assert (Path(fault.file).name, fault.line, fault.field) == ("nyere.yaml", 1, "municipality")
    assert str(corpus.data / KORNMARK) in fault.problem


def test_a_second_strategy_does_not_step_in_for_a_broken_first(corpus):
    corpus.write("strategies/nyere.yaml", corpus.read(KORNMARK))
    corpus.edit(KORNMARK, "type: goal\n", "type: gaol\n")
    workbook = corpus.open()
    assert [(Path(fault.file).name, fault.field) for fault in workbook.faults] == [
        ("kornmark.yaml", "elements[goal-1].type"),
        ("nyere.yaml", "municipality"),
    ]
    assert [*workbook.strategies.index] == ["fjordlund"]


def test_a_municipality_that_two_folders_describe_differently_is_named_at_its_line(corpus):
    corpus.edit("municipalities.yaml", "- id: fjordlund\n  name: Fjordlund\n  code: 901", "- id: viborg\n  name: Vibjerg\n  code: 901")
    faults = open_workbook(corpus.data, with_bundled=True, strict=False).faults
    (fault,) = [fault for fault in faults if Path(fault.file).name == "municipalities.yaml"]
    assert (fault.line, fault.field) == (corpus.line("municipalities.yaml", "- id: viborg"), "[viborg].id")
    assert "viborg står i begge mapper" in fault.problem


def mutated(dice: random.Random, text: str) -> str:
    """Return a text with a few of the things that go wrong when people edit."""
    lines = text.split("\n")
    for _ in range(dice.randrange(1, 4)):
        at = dice.randrange(len(lines))
        line = lines[at]
        cut = dice.randrange(len(line) + 1)
        lines[at : at + 1] = dice.choice(
            [
                [],
                [line, line],
                [line[:cut], line[cut:]],
                [line[:cut] + dice.choice(":-#[]{}&*!|>'\"%@`?,\t\x00\u2028 0æ") + line[cut:]],
                [" " * dice.randrange(1, 4) + line],
                [line.lstrip()],
                [
                    line.partition(":")[0]
                    + dice.choice([":", ": null", ": no", ": 5", ": -1.5", ": []", ": {}", ": {a: 1}", ": [null]", ": ''", ": ~"])
                ],
                [dice.choice(lines)],
            ]
        )
    return "\n".join(lines)


@pytest.mark.parametrize("name", [FJORDLUND, *REGISTERS])
def test_no_slip_of_the_hand_makes_a_crash_or_a_fault_without_its_place_and_advice(corpus, name):
    dice = random.Random(name)
    whole = corpus.read(name)
    for _ in range(400):
        text = mutated(dice, whole)
        corpus.write(name, text)
        for fault in corpus.faults(sources=True):
            path = Path(fault.file)
            lines = (
                [" ".join(re.split(r"[\s\0]+", line)) for line in path.read_text(encoding="utf-8").split("\n")] if path.is_file() else [""]
            )
            assert 1 <= fault.line <= len(lines), text
            assert fault.problem, text
            assert fault.remedy, text
            assert len(str(fault).splitlines()) == 1, text
            key = fault.field.rpartition(".")[2]
            if "[" not in key and key != "-" and "mangler" not in fault.problem:
                assert key in lines[fault.line - 1], f"{fault}\n{text}"


def test_no_noise_of_bytes_makes_a_crash(corpus):
    dice = random.Random(11)
    for name in (KORNMARK, *REGISTERS, "codings/anna.csv", "alignments/anna.csv"):
        whole = (corpus.data / name).read_bytes()
        for _ in range(60):
            raw = bytearray(whole)
            for _ in range(dice.randrange(1, 6)):
                raw[dice.randrange(len(raw))] = dice.randrange(256)
            corpus.write(name, bytes(raw[: dice.randrange(len(raw)) if dice.random() < 0.2 else None]))
            corpus.open(sources=True)
        corpus.write(name, whole)
