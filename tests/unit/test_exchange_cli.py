"""Do the commands `export` and `import` say what they do, and end as the others do?"""

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from strategylib.cli import main
from strategylib.formats import FORMATS
from strategylib.formats.reading import ExchangeError
from strategylib.locale import texts

ROOT = Path(__file__).resolve().parents[2]


def files(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("command", ["export", "import"])
def test_help_lists_the_formats_and_what_they_are_for(command, capsys):
    with pytest.raises(SystemExit) as ended:
        main([command, "--help", "--language", "en"])
    said = " ".join(capsys.readouterr().out.split())
    assert ended.value.code == 0
    for name, words in texts("en").section("exchange.formats").items():
        assert (f"{name} {words}" in said) == (command == "export" or FORMATS[name].read is not None)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_written_and_those_that_can_come_back_change_nothing(name, corpus, tmp_path, capsys):
    path = tmp_path / f"made.{FORMATS[name].ending}"
    more = ["--municipality", "fjordlund"] if FORMATS[name].single else []
    assert main(["export", name, str(corpus.data), "-o", str(path), "--language", "en", *more]) == 0
    assert capsys.readouterr().out == f"Written: {path}\n"
    assert path.stat().st_size > 500
    if FORMATS[name].read:
        assert main(["import", name, str(path), str(corpus.data), "--language", "en"]) == 0
        assert capsys.readouterr().out == "The file says the same as the data. There is nothing to change.\n"


def test_changes_are_shown_first_and_written_when_asked(corpus, tmp_path, capsys):
    path = tmp_path / "made.xlsx"
    main(["export", "xlsx", str(corpus.data), "-o", str(path)])
    book = openpyxl.load_workbook(path)
    book["municipalities"]["B2"].value = "Fjordlunden"
    book["municipalities"]["C3"].value = "ni"
    book.save(path)
    before = files(corpus.data)
    capsys.readouterr()
    assert main(["import", "xlsx", str(path), str(corpus.data), "--language", "en"]) == 1
    shown = capsys.readouterr()
    assert shown.out.splitlines() == [
        "municipalities: 1 changed",
        "  ~ fjordlund.name: Fjordlund → Fjordlunden",
        "Nothing is written. Use --apply to write the changes.",
    ]
    assert shown.err.splitlines() == [
        f"{path}:3: municipalities!C3: ni is not a whole number: write a whole number",
        "1 deviation in the file; the rest was read.",
    ]
    assert files(corpus.data) == before
    assert main(["import", "xlsx", str(path), str(corpus.data), "--apply"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == f"Skrevet: {corpus.data / 'municipalities.yaml'}"
    assert corpus.open(strict=True).municipalities.name.to_list() == ["Fjordlunden", "Kornmark"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["export", "stratml", "-o", "{tmp}/a.xml"], "--municipality: holstebro, viborg"),
        (["export", "csv", "-o", "{tmp}/no/a.zip"], "kan ikke skrives"),
        (["import", "xlsx", "{tmp}/none.xlsx"], "none.xlsx kan ikke læses"),
        (["import", "qdpx", "{tmp}"], "er en mappe"),
    ],
)
def test_what_cannot_be_done_is_said_and_ends_in_two(arguments, words, tmp_path, capsys):
    assert main([one.format(tmp=tmp_path) for one in arguments]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["export"], ["export", "nonsense", "-o", "x"], ["export", "xlsx"], ["import", "graphml", "x"]])
def test_wrong_usage_ends_in_two(arguments, capsys):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err


def test_faults_of_the_folder_come_first_and_end_in_one(corpus, tmp_path, capsys):
    path = tmp_path / "made.csv"
    main(["export", "csv", str(corpus.data), "-o", str(path)])
    corpus.edit("strategies/kornmark.yaml", "term: pejlemærke", "trem: pejlemærke")
    for arguments in (["export", "csv", str(corpus.data), "-o", str(path)], ["import", "csv", str(path), str(corpus.data)]):
        assert main(arguments) == 1
        assert "kornmark.yaml:" in capsys.readouterr().err


def test_without_the_extra_csv_and_graphs_work_and_the_others_say_what_to_install(tmp_path):
    program = (
        "import sys\n"
        "for name in ('lxml', 'openpyxl', 'rdflib'): sys.modules[name] = None\n"
        "from strategylib.cli import main\n"
        f"path = {str(tmp_path / 'made')!r}\n"
        "codes = [main(['export', name, '-o', path]) for name in ('csv', 'cytoscape', 'annotations', 'xlsx', 'qdpx', 'skos')]\n"
        "assert codes == [0, 0, 0, 2, 2, 2], codes"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, encoding="utf-8", env={**os.environ, "PYTHONIOENCODING": "utf-8"}
    )
    assert ended.stderr.count('pip install "strategylib[exchange]"') == 3


def test_every_format_is_described_in_the_documentation():
    told = (ROOT / "docs" / "exchange.md").read_text(encoding="utf-8")
    assert [name for name in FORMATS if f"| `{name}` |" not in told] == []


def test_formats_say_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "rdflib", None)
    monkeypatch.delitem(sys.modules, "strategylib.formats.skos", raising=False)
    with pytest.raises(ExchangeError, match="rdflib"):
        FORMATS["skos"].function("write")


def test_a_file_that_was_written_beside_the_five_comes_back_into_the_folder_alone(corpus, tmp_path, capsys):
    path = tmp_path / "both.xlsx"
    main(["export", "xlsx", str(corpus.data), "--with-bundled", "-o", str(path)])
    assert main(["import", "xlsx", str(path), str(corpus.data), "--with-bundled", "--language", "en"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "The file says the same as the data. There is nothing to change."
