"""One facilitator, one projector and three phones: a whole session, from an empty page to minutes in hand and results in the graph."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Locator, Page, expect

import strategylib as sl

from .conftest import LEADER, RunningServer, Start, violations

pytestmark = [pytest.mark.browser, pytest.mark.integration]

Visit = Callable[..., Page]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder that has nothing yet but a place for results."""
    (tmp_path / "egne" / "workshops").mkdir(parents=True)
    return tmp_path / "egne"


@pytest.fixture
def room(start_server: Start, folder: Path, tmp_path: Path) -> RunningServer:
    database = f"sqlite:///{tmp_path / 'rum.sqlite'}"
    return start_server(str(folder), "--with-bundled", environment={"STRATEGYLIB_DATABASE_URL": database})


def _exercise(page: Page, number: int) -> Locator:
    return page.locator(".sv-exercise").nth(number - 1)


def _step(page: Page, number: int, name: str) -> None:
    _exercise(page, number).get_by_role("button", name=name, exact=True).click()


def _send(phone: Page, name: str = "Send svar") -> None:
    phone.get_by_role("button", name=name, exact=True).click()
    expect(phone.locator("#said")).to_contain_text("er modtaget")


def _decide(one: Locator, words: str, role: str, month: str, involvement: str) -> None:
    one.get_by_text("Skriv en beslutning").first.click()
    deciding = one.locator(".sv-decide[open]").first
    deciding.get_by_label("Beslutning").fill(words)
    deciding.get_by_label("Måned").fill(month)
    for number, value in enumerate((role, involvement)):
        deciding.locator("select").nth(number).select_option(value)
    deciding.get_by_role("button", name="Gem", exact=True).click()
    expect(one.get_by_text(f"Besluttet: {words}")).to_be_visible()


def _taken(page: Page, name: str) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("button", name=name, exact=True).click()
    return Path(download.value.path()).read_bytes()


def test_a_whole_session_to_the_minutes_and_into_the_graph(  # noqa: PLR0915 - a session has many steps
    visit: Visit, room: RunningServer, folder: Path
) -> None:
    leads = visit(f"{room.url}voila/render/facilitator.ipynb", 1440, 900)
    leads.on("dialog", lambda dialog: dialog.accept())
    leads.get_by_label("Mødets navn").fill("Fællesledermøde")
    leads.get_by_role("button", name="Opret mødet").click()
    leads.locator(".sv-agenda select").nth(0).select_option("viborg")
    leads.locator(".sv-agenda select").nth(1).select_option("hvad-mangler-vi")
    leads.get_by_role("button", name="Hent øvelserne").click()
    expect(leads.locator(".sv-exercise")).to_have_count(3)
    projector = visit(str(leads.get_by_role("link", name="Åbn lærredet").get_attribute("href")), 1920, 1080)
    pin = leads.locator(".sv-pin").inner_text().replace(" ", "")
    phones = [visit(f"{room.url}deltag#pin={pin}") for _ in range(3)]
    expect(projector.get_by_text("3 er med")).to_be_visible()

    # Opinions on what others have; the room sees them when they are shown, not before
    _step(leads, 1, "Åbn for svar")
    leads.get_by_role("button", name="Start uret").click()
    expect(projector.locator("#left")).to_contain_text(":")
    for phone in phones:
        phone.get_by_label("Enig", exact=True).first.check()
        _send(phone)
    expect(projector.locator(".count").last).to_have_text("3")
    assert "Enig" not in projector.locator("main").inner_text()
    _step(leads, 1, "Luk")
    expect(phones[0].locator("main")).to_contain_text("Afstemningen er lukket")
    _step(leads, 1, "Vis resultatet")
    expect(projector.locator(".result li").first).to_contain_text("Enig 3")

    # Dots, and a decision about the first
    _step(leads, 2, "Åbn for svar")
    for phone in phones:
        phone.get_by_role("button", name="Flere: ").nth(1).click()
        _send(phone)
    leads.get_by_role("button", name="Lås for nye").click()
    late = visit(f"{room.url}deltag#pin={pin}")
    expect(late.locator("#said")).to_contain_text("Mødet er låst")
    _step(leads, 2, "Vis resultatet")
    expect(projector.locator(".result li").first).to_contain_text("3 prikker")
    _decide(_exercise(leads, 2), "Vi prøver det af", "leader", "2027-02", "resource_persons")

    # The core task in people's own words: the facilitator looks first
    _step(leads, 3, "Åbn for svar")
    for phone, words in zip(phones, ("spørger, før vi handler", "ringer tilbage samme dag", "noget, der ikke skal vises"), strict=True):
        phone.locator("textarea").fill(words)
        _send(phone, "Send")
    for words in ("spørger, før vi handler", "ringer tilbage samme dag"):
        leads.get_by_role("button", name=f"Vis: {words}").click()
    expect(leads.locator(".sv-idea.sv-shown")).to_have_count(2)
    _step(leads, 3, "Vis resultatet")
    expect(projector.locator(".result li")).to_have_text(["spørger, før vi handler", "ringer tilbage samme dag"])

    # What was shown becomes a plan, month by month
    leads.get_by_role("button", name="Ny øvelse").click()
    leads.locator(".sv-editor select").first.select_option("plan")
    leads.get_by_label("Overskrift").fill("Hvem gør hvad hvornår?")
    leads.locator(".sv-finder select").first.select_option("ideas")
    for words in ("spørger, før vi handler", "ringer tilbage samme dag"):
        leads.get_by_role("button", name=f"Tilføj: {words}").click()
    leads.get_by_role("button", name="Gem", exact=True).click()
    expect(leads.locator(".sv-exercise")).to_have_count(4)
    _step(leads, 4, "Åbn for svar")
    _decide(_exercise(leads, 4), "Begynder i to teams", "team", "2027-01", "leaders")
    _decide(_exercise(leads, 4), "Gælder alle", "head", "2027-03", "many")
    _step(leads, 4, "Vis resultatet")
    grid = projector.locator(".plan tbody tr")
    expect(projector.locator(".plan thead th")).to_have_count(4)
    expect(grid.first.get_by_role("img", name="Ledere")).to_be_visible()
    expect(grid.last.get_by_role("img", name="Mange medarbejdere")).to_be_visible()
    assert violations(projector) == []

    leads.get_by_role("button", name="Afslut mødet").click()
    for phone in phones:
        expect(phone.get_by_role("heading", level=1)).to_have_text("Mødet er slut")

    # Home with the minutes, the session as a file, and a copy
    minutes = docx.Document(io.BytesIO(_taken(leads, "Word")))
    said = "\n".join(
        [one.text for one in minutes.paragraphs] + [cell.text for table in minutes.tables for row in table.rows for cell in row.cells]
    )
    for words in ("Vi prøver det af", "Leder", "februar 2027", "ringer tilbage samme dag", "Hvem gør hvad hvornår?"):
        assert words in said
    assert "ikke skal vises" not in said
    session = json.loads(_taken(leads, "JSON"))
    assert len({one["body"]["participant"] for one in session["events"] if "participant" in one["body"]}) == 3
    address = leads.url
    leads.get_by_role("button", name="Begynd et nyt møde med de samme øvelser").click()
    expect(leads.locator(".sv-exercise .sv-meta").first).to_contain_text("Ikke åbnet")
    assert leads.url != address
    expect(leads.locator(".sv-exercise")).to_have_count(4)
    leads.goto("about:blank")
    leads.goto(f"{room.url}voila/render/facilitator.ipynb")
    leads.get_by_label("Åbn et gemt møde").set_input_files(
        {"name": "moede.json", "mimeType": "application/json", "buffer": json.dumps(session).encode()}
    )
    expect(leads.locator(".sv-exercise")).to_have_count(4)
    expect(_exercise(leads, 2)).to_contain_text("3 prikker")

    # Into the graph: analysts query it, leaders read it
    leads.get_by_role("button", name="Læg resultatet ved strategierne").click()
    expect(leads.locator(".sv-said")).to_contain_text("Resultatet ligger ved strategierne")
    wb = sl.open_workbook(folder, with_bundled=True)
    first = sl.priorities(wb).iloc[0]
    assert (first.place, first.share, first.n) == (1, 1.0, 3)
    assert sl.decisions(wb).decision.tolist() == ["Vi prøver det af", "Begynder i to teams", "Gælder alle"]
    assert sl.proposals(wb).text.tolist() == ["spørger, før vi handler", "ringer tilbage samme dag"]
    leader = visit(f"{room.url}{LEADER}#moeder", 1440, 900)
    expect(leader.get_by_role("heading", level=1)).to_contain_text("Rummet satte", timeout=30_000)
    expect(leader.get_by_role("link", name="Møder")).to_be_visible()
    leader.get_by_role("button", name="Vis, hvor det står: ").first.click()
    expect(leader.get_by_role("dialog").locator("blockquote").first).to_contain_text("linje")
    expect(leader.get_by_role("dialog")).to_contain_text("3 af 3 satte prik (nr. 1)")
    leader.keyboard.press("Escape")
    assert violations(leader) == []
