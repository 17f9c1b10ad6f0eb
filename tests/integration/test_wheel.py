"""Does the built package hold all that it needs, wherever it is installed and started?"""

import gzip
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUNDLED = ("data", "apps", "notebooks")

pytestmark = pytest.mark.integration


def run(*command, **options):
    ended = subprocess.run(command, capture_output=True, check=False, timeout=300, encoding="utf-8", **options)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    (path,) = folder.glob("strategylib-*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """A folder that holds the wheel and nothing else; what it depends on comes from the environment of the tests."""
    folder = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", folder, wheel)
    return folder


def python(installed, cwd, *arguments):
    return run(sys.executable, *arguments, cwd=cwd, env={**os.environ, "PYTHONPATH": str(installed), "PYTHONIOENCODING": "utf-8"})


def test_the_wheel_holds_every_file_of_the_data_apps_and_notebooks(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in BUNDLED:
        files = [path for path in (ROOT / folder).rglob("*") if path.is_file() and ".ipynb_checkpoints" not in path.parts]
        assert files
        assert {f"strategylib/_bundled/{path.relative_to(ROOT).as_posix()}" for path in files} <= names


def test_the_wheel_holds_every_file_of_the_package_and_no_tests(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    left_out = {"__pycache__", "frontend"}
    files = [path for path in (ROOT / "strategylib").rglob("*") if path.is_file() and left_out.isdisjoint(path.parts)]
    assert {path.relative_to(ROOT).as_posix() for path in files} <= names
    assert not any("frontend" in name for name in names)
    assert {name.partition("/")[0] for name in names if not name.startswith("strategylib-")} == {"strategylib"}


def test_the_wheel_holds_the_front_end_as_it_was_built(wheel):
    archive = zipfile.ZipFile(wheel)
    folder = "strategylib/page/static/build/"
    for name in json.loads(archive.read(f"{folder}files.json")).values():
        assert archive.getinfo(folder + name).file_size > 0
        assert gzip.decompress(archive.read(f"{folder}{name}.gz")) == archive.read(folder + name)


def test_the_wheel_says_how_it_is_started_and_under_which_licence(wheel):
    archive = zipfile.ZipFile(wheel)
    (entry_points,) = [name for name in archive.namelist() if name.endswith("entry_points.txt")]
    assert "strategylib = strategylib.cli:main" in archive.read(entry_points).decode()
    assert any("licenses/LICENSE" in name for name in archive.namelist())


def test_the_five_open_from_an_installed_package_in_any_folder(installed, tmp_path):
    program = "import strategylib as sl; print(sl.__file__, len(sl.open_workbook().strategies))"
    file, strategies = python(installed, tmp_path, "-c", program).split()
    assert Path(file).is_relative_to(installed)
    assert strategies == "5"


def test_apps_and_notebooks_are_found_in_an_installed_package(installed, tmp_path):
    program = f"from strategylib.corpus.folder import bundled; print(*(bundled(name) for name in {BUNDLED}), sep='\\n')"
    folders = [Path(line) for line in python(installed, tmp_path, "-c", program).splitlines()]
    assert [folder.relative_to(installed).as_posix() for folder in folders] == [f"strategylib/_bundled/{name}" for name in BUNDLED]
    assert (folders[1] / "leder.ipynb").is_file()


def test_the_command_validates_from_an_installed_package(installed, tmp_path):
    said = python(installed, tmp_path, "-m", "strategylib", "validate", "--language", "da")
    assert said.splitlines()[-1].endswith("ingen fejl.")
