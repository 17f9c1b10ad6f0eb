"""Is the package quick to import, and is what is heavy loaded only when it is used?"""

import subprocess
import sys

import pytest

HEAVY = {
    "pandas",
    "numpy",
    "networkx",
    "ipywidgets",
    "anywidget",
    "traitlets",
    "voila",
    "jupyter_server",
    "yaml",
    "jsonschema_rs",
    "lxml",
    "openpyxl",
    "rdflib",
}


def loaded(program):
    """Return the heavy packages that a program has loaded when it ends."""
    command = [sys.executable, "-c", f"{program}\nimport sys; print(*(name.partition('.')[0] for name in sys.modules))"]
    ended = subprocess.run(command, capture_output=True, check=True, timeout=60, encoding="utf-8")
    return set(ended.stdout.splitlines()[-1].split()) & HEAVY


@pytest.mark.parametrize(
    "program",
    [
        "import strategylib",
        "import strategylib as sl; dir(sl); sl.__version__; sl.ElementType; sl.WorkbookError",
        "from strategylib.locale import texts; texts('da')('cli.ok.one', elements=1)",
        "from strategylib.cli import main; import contextlib\nwith contextlib.suppress(SystemExit): main(['--help'])",
    ],
)
def test_importing_loads_nothing_heavy(program):
    assert loaded(program) == set()


def test_opening_a_workbook_loads_neither_frames_nor_graph_nor_widgets():
    assert loaded("import strategylib as sl; sl.open_workbook().corpus.strategies") == {"yaml", "jsonschema_rs"}


def test_the_graph_is_loaded_when_it_is_asked_for():
    assert "networkx" in loaded("import strategylib as sl; sl.open_workbook().graph")


def test_every_public_name_is_there_and_no_other():
    import strategylib as sl

    assert {name for name in sl.__all__ if getattr(sl, name) is None} == set()
    assert set(sl.__all__) <= set(dir(sl))
    with pytest.raises(AttributeError, match="nothing"):
        _ = sl.nothing
