"""What does the command say, where does it say it, and with which exit code does it end?"""

import os
import subprocess
import sys

import pytest

from strategylib.cli import main

USAGE = [
    [],
    ["nonsense"],
    ["validate", "--nonsense"],
    ["validate", "a", "b"],
    ["validate", "--sources"],
    ["validate", "--language", "sv"],
    ["validate", "--lang", "en"],
    ["serve", "--port", "x"],
]


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "strategylib", *map(str, arguments)],
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        encoding="utf-8",
    )


def test_sound_strategies_end_in_zero_and_nothing_on_stderr():
    ended = run("validate")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.splitlines()[0] == "Ordlyden er ikke tjekket mod kildeteksterne; brug --sources MAPPE."
    assert ended.stdout.splitlines()[1].startswith("5 strategier med ")
    assert ended.stdout.splitlines()[1].endswith(" elementer: ingen fejl.")


def test_with_the_sources_it_says_that_it_looked_at_them(corpus):
    ended = run("validate", corpus.data, "--sources", corpus.sources)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == f"Ordlyden er tjekket mod kildeteksterne i {corpus.sources}.\n2 strategier med 10 elementer: ingen fejl.\n"


def test_faults_end_in_one_with_all_of_them_on_stderr(corpus):
    corpus.edit("strategies/fjordlund.yaml", "label: Nærhed", "label: Fjernhed")
    corpus.edit("strategies/kornmark.yaml", "type: goal", "type: gaol")
    ended = run("validate", corpus.data, "--sources", corpus.sources)
    assert ended.returncode == 1
    first, second, count = ended.stderr.splitlines()
    line = corpus.line("strategies/fjordlund.yaml", "Fjernhed")
    assert first.startswith(
        f"{corpus.data / 'strategies' / 'fjordlund.yaml'}:{line}: elements[focus_area-1].label: ordlyden står ikke i linje 14"
    )
    line = corpus.line("strategies/kornmark.yaml", "gaol")
    assert second.startswith(
        f"{corpus.data / 'strategies' / 'kornmark.yaml'}:{line}: elements[goal-1].type: gaol er ikke en mulighed her: mente"
    )
    assert count == "2 fejl."
    assert "ingen fejl" not in ended.stdout


def test_without_the_sources_a_wrong_quotation_passes_and_the_command_says_why(corpus):
    corpus.edit("strategies/fjordlund.yaml", "label: Nærhed", "label: Fjernhed")
    ended = run("validate", corpus.data)
    assert ended.returncode == 0
    assert "Ordlyden er ikke tjekket" in ended.stdout


def test_the_folder_can_stand_beside_the_five(corpus):
    ended = run("validate", corpus.data, "--with-bundled")
    assert ended.returncode == 0
    assert ended.stdout.splitlines()[1].startswith("7 strategier med ")


def test_one_strategy_and_one_fault_are_counted_as_one(corpus):
    (corpus.data / "strategies" / "kornmark.yaml").unlink()
    (corpus.data / "alignments" / "anna.csv").unlink()
    (corpus.data / "codings" / "anna.csv").unlink()
    assert "1 strategi med 7 elementer: ingen fejl." in run("validate", corpus.data).stdout
    (corpus.data / "strategies" / "fjordlund.yaml").write_text("", encoding="utf-8")
    assert run("validate", corpus.data).stderr.splitlines()[1] == "1 fejl."


@pytest.mark.parametrize("arguments", USAGE)
def test_wrong_usage_ends_in_two_with_the_usage_on_stderr(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("usage: strategylib")


def test_wrong_usage_ends_a_process_in_two():
    ended = run("nonsense")
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr


def test_sources_that_are_no_folder_are_wrong_usage_and_not_said_to_be_looked_at(corpus, capsys):
    assert main(["validate", str(corpus.data), "--sources", str(corpus.sources / "nowhere")]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "findes ikke" in said.err


@pytest.mark.parametrize("arguments", [["--help"], ["validate", "--help"], ["serve", "--help"], ["lab", "--help"]])
def test_help_ends_in_zero(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 0
    assert "strategylib" in capsys.readouterr().out


def test_main_returns_its_exit_code_and_reads_the_command_line_when_asked_nothing(corpus, capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["strategylib", "validate", str(corpus.data)])
    assert main() == 0
    (corpus.data / "strategies" / "kornmark.yaml").write_text("x", encoding="utf-8")
    assert main() == 1
    assert "kornmark.yaml:1: -: her skal stå felter" in capsys.readouterr().err


@pytest.mark.parametrize("folder", ["nowhere", "file"])
def test_a_folder_that_is_none_is_a_fault_and_no_crash(tmp_path, folder, capsys):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert main(["validate", str(tmp_path / folder)]) == 1
    assert f"{tmp_path / folder}:1: -: mappen {tmp_path / folder} findes ikke: " in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_a_terminal_without_our_letters_ends_no_command(corpus, encoding):
    folder = corpus.data.rename(corpus.data.parent / "ærø → ")
    (folder / "strategies" / "kornmark.yaml").write_text("x", encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    for arguments in (["validate", folder, "--sources", folder], ["--help"]):
        command = [sys.executable, "-m", "strategylib", *map(str, arguments)]
        ended = subprocess.run(command, capture_output=True, check=False, timeout=60, env=environment)
        assert ended.returncode == (1 if "validate" in arguments else 0)
        assert b"Traceback" not in ended.stderr


def test_a_name_that_is_no_text_can_be_said(corpus):
    folder = os.fsencode(corpus.data.parent) + b"/\xff"
    os.rename(corpus.sources, folder)  # noqa: PTH104 - a name of bytes
    command = [sys.executable, "-m", "strategylib", "validate", str(corpus.data), "--sources", folder]
    ended = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert ended.returncode == 0
    assert b"Traceback" not in ended.stderr


@pytest.mark.parametrize("asked", [["--language", "da"], ["--language=da"]])
def test_the_reader_may_ask_for_danish_where_another_language_is_set(asked, monkeypatch, capsys):
    monkeypatch.setattr("strategylib.cli.default_language", lambda: "en")
    assert main(["validate", *asked]) == 0
    assert "strategier" in capsys.readouterr().out


def test_the_command_is_installed_under_its_name(corpus):
    command = [os.path.join(os.path.dirname(sys.executable), "strategylib"), "validate", str(corpus.data)]  # noqa: PTH118, PTH120
    ended = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert ended.returncode == 0
