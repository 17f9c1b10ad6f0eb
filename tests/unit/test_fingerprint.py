"""Changed data files are noticed, and only changed ones are read again."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from strategylib.corpus.fingerprint import fingerprint
from strategylib.widgets import leader_app
from strategylib.workbook import current_workbook, open_workbook
from tests.conftest import Copy


def test_untouched_files_keep_their_fingerprint(corpus: Copy) -> None:
    assert fingerprint(corpus.data) == fingerprint(corpus.data)


@pytest.mark.parametrize(
    "name",
    ["municipalities.yaml", "sources.yaml", "strategies/kornmark.yaml", "codings/anna.csv", "alignments/anna.csv"],
)
def test_every_file_that_is_read_counts(corpus: Copy, name: str) -> None:
    before = fingerprint(corpus.data)
    corpus.write(name, corpus.read(name) + "\n")
    changed = fingerprint(corpus.data)
    (corpus.data / name).unlink()
    assert len({before, changed, fingerprint(corpus.data)}) == 3


@pytest.mark.parametrize("name", ["themes.yaml", "reforms.yaml", "strategies/ny.yml", "reform_codings/anna.csv", "codings/ny.csv"])
def test_a_new_file_counts(corpus: Copy, name: str) -> None:
    before = fingerprint(corpus.data)
    corpus.write(name, "")
    assert fingerprint(corpus.data) != before


def test_a_file_with_the_same_size_and_age_counts_when_it_is_another(corpus: Copy) -> None:
    path = corpus.data / "municipalities.yaml"
    before, times = fingerprint(corpus.data), path.stat()
    path.write_bytes(path.read_bytes().swapcase())
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert fingerprint(corpus.data) != before


def test_what_belongs_to_a_program_or_to_another_folder_does_not_count(corpus: Copy) -> None:
    before = fingerprint(corpus.data)
    corpus.write("strategies/.kornmark.yaml.swp", "")
    corpus.write("noter.txt", "")
    assert fingerprint(corpus.data) == before


def test_a_folder_that_is_not_there_or_is_a_file_has_a_fingerprint_too(corpus: Copy) -> None:
    shutil.rmtree(corpus.data / "codings")
    without = fingerprint(corpus.data)
    corpus.write("codings", "")
    assert fingerprint(corpus.data) != without
    assert fingerprint(corpus.data / "nowhere") == fingerprint(corpus.data / "nowhere")


def test_asking_for_it_loads_nothing_heavy() -> None:
    code = "import strategylib.corpus.fingerprint, sys; print({'pandas', 'yaml', 'jsonschema_rs', 'networkx'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout == "set()\n"


def test_the_data_are_read_once_until_they_change(corpus: Copy) -> None:
    first = current_workbook(corpus.data)
    assert current_workbook(corpus.data) is first
    corpus.edit("municipalities.yaml", "name: Kornmark\n", "name: Nyborggaard\n")
    assert "Nyborggaard" in set(current_workbook(corpus.data).municipalities["name"])
    assert "Nyborggaard" not in set(first.municipalities["name"])


def test_they_are_read_anew_in_another_language_and_with_other_folders(corpus: Copy) -> None:
    corpus.edit("strategies/kornmark.yaml", "municipality: kornmark\n", "municipality: ukendt\n")
    danish, english = (current_workbook(corpus.data, language=language) for language in ("da", "en"))
    assert danish.faults[0].problem != english.faults[0].problem
    assert current_workbook(corpus.data).faults == danish.faults
    assert len(current_workbook(corpus.data, with_bundled=True).corpus.strategies) == 1 + len(open_workbook().corpus.strategies)


def test_the_leader_app_shows_changed_data_when_it_is_opened_again(corpus: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRATEGYLIB_FOLDER", str(corpus.data))
    assert "Nyborggaard" not in shown()
    corpus.edit("municipalities.yaml", "name: Kornmark\n", "name: Nyborggaard\n")
    assert "Nyborggaard" in shown()


def shown() -> str:
    place = leader_app().children[1]
    return str(place.children[0].model.content)
