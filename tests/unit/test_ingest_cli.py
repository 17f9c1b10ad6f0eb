"""What does `strategylib ingest` say, and with which exit code, when it is done, refused or asked wrongly?"""

import pytest

from strategylib.cli import main
from tests.unit import ingest_documents as made


@pytest.fixture
def document(tmp_path, monkeypatch):
    """The invented strategy as a text file in the folder one stands in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "strategi.txt").write_text(made.text(), encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("document")
def test_a_draft_is_written_to_a_folder_of_the_municipality_s_name_and_can_be_validated(capsys):
    assert main(["ingest", "strategi.txt", "-m", "Nørreby Kommune"]) == 0
    said = capsys.readouterr().out
    assert "Kladden ligger i noerrebykommune" in said
    assert "Dokumentet siger ikke, hvornår" in said
    assert main(["validate", "noerrebykommune", "--with-bundled"]) == 0
    assert main(["validate", "noerrebykommune", "--sources", "noerrebykommune/sources"]) == 0


@pytest.mark.usefixtures("document")
@pytest.mark.parametrize("language", ["da", "en"])
def test_the_command_that_it_tells_to_check_the_draft_with_works(language, capsys):
    main(["ingest", "strategi.txt", "-m", "Nørreby", "-o", "ny", "--language", language])
    told = capsys.readouterr().out.rpartition("strategylib validate ")[2].split()
    assert told
    assert main(["validate", *told]) == 0


def test_refused_files_are_named_with_what_to_do_and_nothing_is_written(document, capsys):
    (document / "tom.pdf").write_bytes(b"")
    assert main(["ingest", "tom.pdf", "mangler.docx", "-m", "Nørreby", "-o", "ny"]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["tom.pdf", "mangler.docx"]
    assert not (document / "ny").exists()


def test_a_folder_that_holds_something_is_wrong_usage_and_left_alone(document, capsys):
    assert main(["ingest", "strategi.txt", "-m", "Nørreby", "-o", "."]) == 2
    assert "er ikke tom" in capsys.readouterr().err
    assert [one.name for one in document.iterdir()] == ["strategi.txt"]


def test_without_a_municipality_it_is_wrong_usage(document):
    with pytest.raises(SystemExit) as caught:
        main(["ingest", str(document / "strategi.txt")])
    assert caught.value.code == 2


def test_it_speaks_english_when_asked(document, capsys):
    assert main(["ingest", "strategi.txt", "-m", "Nørreby", "-o", "new", "--language", "en"]) == 0
    assert "The draft is in new" in capsys.readouterr().out
    assert "Point under" in (document / "new" / "unsure.csv").read_text(encoding="utf-8")
