"""How the server behaves from the first click to Ctrl-C, and with data that is broken or one's own."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import expect

from benchmarks.invented import write_folder

from .conftest import LEADER, RunningServer, Start, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.integration]

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the five, to be broken."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def test_ctrl_c_ends_the_server_and_its_kernels(start_server: Start, visitor: Visitor) -> None:
    server = start_server()
    visitor.open_app(server)
    kernels = server.kernels()
    assert len(kernels) == 1
    code, said = server.stop()
    assert code == 0
    assert said.split() == ["Stopper", "…", "Stoppet."]
    assert psutil.wait_procs(kernels, timeout=10)[1] == []


def test_stopping_while_pages_are_being_made_ends_them_too(start_server: Start) -> None:
    server = start_server("--pool", "4")
    time.sleep(0.5)
    below = psutil.Process(server.process.pid).children(recursive=True)
    assert below
    code, said = server.stop()
    assert code == 0
    assert said.split() == ["Stopper", "…", "Stoppet."]
    assert psutil.wait_procs(below, timeout=10)[1] == []


def test_a_closed_page_ends_its_kernel(start_server: Start, visitor: Visitor) -> None:
    server = start_server()
    visitor.open_app(server)
    kernels = server.kernels()
    visitor.page.close(run_before_unload=True)
    assert psutil.wait_procs(kernels, timeout=15)[1] == []
    assert server.stop(signal.SIGTERM)[0] == 0


def test_a_port_in_use_is_said_in_words() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        line = [sys.executable, "-m", "strategylib", "serve", "--no-browser", "--port", str(port)]
        ended = subprocess.run(line, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    assert ended.returncode == 2
    assert ended.stderr == f"Port {port} er optaget af et andet program. Vælg en anden: strategylib serve --port {port + 1}\n"


def test_a_folder_that_does_not_exist_is_said_in_words(tmp_path: Path) -> None:
    line = [sys.executable, "-m", "strategylib", "serve", "--no-browser", str(tmp_path / "findes-ikke")]
    ended = subprocess.run(line, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    assert ended.returncode == 2
    assert "findes-ikke findes ikke. Ret stien" in ended.stderr


def test_an_unknown_address_answers_in_danish(server: RunningServer, visitor: Visitor) -> None:
    for address in ("findes/ikke", "voila/render/findes-ikke.ipynb", "voila/tree"):
        answer = visitor.page.goto(f"{server.url}{address}")
        assert answer is not None
        assert answer.status == 404
        expect(visitor.page.locator("html")).to_have_attribute("lang", "da")
        expect(visitor.page.get_by_role("heading", level=1)).to_have_text("Siden findes ikke")


def test_a_page_that_cannot_be_computed_says_so_in_danish(start_server: Start, visitor: Visitor, tmp_path: Path) -> None:
    notebook = (DATA.parent / "apps" / "leder.ipynb").read_text(encoding="utf-8")
    (tmp_path / "leder.ipynb").write_text(notebook.replace("leader_app()", "no_such_app()"), encoding="utf-8")
    server = start_server("--apps", str(tmp_path))
    visitor.page.goto(f"{server.url}{LEADER}")
    expect(visitor.page.locator("#sv-failed")).to_contain_text("Siden kunne ikke vises", timeout=30_000)
    expect(visitor.page.locator("#sv-loading")).to_be_hidden()
    assert "Traceback" not in visitor.page.content()


def test_a_broken_file_is_named_and_the_others_work(start_server: Start, visitor: Visitor, folder: Path) -> None:
    broken = folder / "strategies" / "viborg.yaml"
    broken.write_text(broken.read_text(encoding="utf-8").replace("type: pillar", "type: pilar", 1), encoding="utf-8")
    server = start_server(str(folder))
    visitor.page.goto(server.url)
    expect(visitor.page.get_by_text("1 fejl i datafilerne.")).to_be_visible()
    page = visitor.open_app(server)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("viborg.yaml")
    expect(alert).to_contain_text("mente du pillar?")
    expect(page.locator(".sv-chain thead th")).to_have_count(5)
    page.goto(f"{server.url}{LEADER}#roed-traad/norddjurs")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Norddjurs")


def test_a_folder_without_strategies_says_what_to_do(start_server: Start, visitor: Visitor, tmp_path: Path) -> None:
    server = start_server(str(tmp_path))
    visitor.page.goto(server.url)
    expect(visitor.page.get_by_text("Ingen strategier kunne læses.")).to_be_visible()
    page = visitor.open_app(server)
    expect(page.get_by_role("heading", level=1)).to_have_text("Ingen strategier at vise")
    page.get_by_role("link", name="Den røde tråd", exact=True).click()
    expect(page.get_by_role("link", name="Den røde tråd", exact=True)).to_have_attribute("aria-current", "page")


def test_own_strategies_stand_beside_the_five(start_server: Start, visitor: Visitor, tmp_path: Path) -> None:
    server = start_server(str(write_folder(tmp_path / "own", 1)), "--with-bundled")
    page = visitor.open_app(server)
    expect(page.locator(".sv-chain thead th")).to_have_text(
        ["Fælles niveau", "Holstebro", "Viborg", "Hillerød", "Norddjurs", "Hedensted", "Kommune 1"]
    )
