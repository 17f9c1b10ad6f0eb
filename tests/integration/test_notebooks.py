"""The analyst's notebooks run from top to bottom, carry no outputs and use only what is public."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
APPS = sorted((ROOT / "apps").glob("*.ipynb"))

pytestmark = pytest.mark.integration


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_top_to_bottom(path: Path, tmp_path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()


@pytest.mark.parametrize("path", [*NOTEBOOKS, *APPS], ids=lambda path: path.stem)
def test_a_notebook_carries_no_outputs_and_imports_only_the_public_package(path: Path) -> None:
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    assert [cell for cell in cells if cell.outputs or cell.execution_count is not None] == []
    assert path.stat().st_size < 200_000
    for cell in cells:
        assert re.findall(r"(?:from|import) strategylib\.\w+", cell.source) == []


@pytest.mark.parametrize("path", APPS, ids=lambda path: path.stem)
def test_an_app_is_thin(path: Path) -> None:
    assert len(nbformat.read(path, as_version=4).cells) <= 4
