"""Is a file that comes in by the app shown before it is written, refused whole when it must be, and never read where others are served?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from strategylib import export, open_workbook
from strategylib.environment import is_alone
from strategylib.locale import texts
from strategylib.widgets import LeaderApp, leader_app
from strategylib.widgets.incoming import Incoming
from strategylib.widgets.viewmodels.incoming import FIRST, MOST_BYTES, PIECE_BYTES, IncomingModel, apart
from tests.conftest import Copy
from tests.sheets import cell, files

STRATEGY = "strategies/kornmark.yaml"
LABEL = "Borgerne møder få og faste medarbejdere"
Edit = Callable[..., bytes]


@pytest.fixture
def edited(corpus: Copy, tmp_path: Path) -> Edit:
    """The invented corpus as a spreadsheet that a function has changed."""

    def edit(change: Callable[[Any], None] = lambda _: None, **which: bool) -> bytes:
        path = export(open_workbook(corpus.data, **which), "xlsx", tmp_path / "made.xlsx")
        book = openpyxl.load_workbook(path)
        change(book)
        book.save(path)
        return path.read_bytes()

    return edit


def new_label(book: Any) -> None:
    cell(book["elements"], "kornmark.goal-1", "label").value = LABEL


def pieces(content: bytes, length: int = PIECE_BYTES) -> Iterator[tuple[int, bytes]]:
    for at in range(0, len(content), length):
        yield at, content[at : at + length]


def bring(model: IncomingModel, content: bytes, name: str = "fra kollegaen.xlsx", length: int = PIECE_BYTES) -> dict[str, Any]:
    """Send a file as the browser does, and return what is shown then."""
    for at, piece in pieces(content, length):
        answer = model.act({"do": "piece", "turn": 1, "name": name, "size": len(content), "at": at}, [memoryview(piece)])
        last = at + len(piece) == len(content)
        assert answer == (None if last else {"turn": 1, "got": at + len(piece)})
    return model.state


@pytest.fixture
def model(corpus: Copy) -> IncomingModel:
    return IncomingModel(corpus.data, texts("da"))


def test_a_file_is_shown_as_what_it_changes_and_then_written(model: IncomingModel, corpus: Copy, edited: Edit) -> None:
    def change(book: Any) -> None:
        new_label(book)
        cell(book["elements"], "kornmark.goal-1", "line_end").value = "otte"
        book["codings"].delete_rows(2)

    corpus.edit(STRATEGY, "  - id: goal-1\n", "  # Målet drøftes igen til efteråret\n  - id: goal-1\n")
    before = files(corpus.data)
    state = bring(model, edited(change), length=5_000)
    assert (state["step"], state["format"], state["said"]) == ("shown", "xlsx", "2 ændringer i data")
    assert state["counts"] == "1 ændret, 1 fjernet"
    changed, removed = state["rows"]
    assert (changed["sign"], changed["word"], changed["what"], changed["where"], changed["field"]) == (
        *("~", "Ændret", "Element", "kornmark.goal-1"),
        "label",
    )
    assert changed["before"] == ["Borgerne møder få og", "kendte", "medarbejdere"]
    assert changed["after"] == ["Borgerne møder få og", "faste", "medarbejdere"]
    assert (removed["sign"], removed["word"], removed["what"], removed["field"]) == ("−", "Fjernet", "Kode", None)
    (deviation,) = state["deviations"]
    assert deviation["where"].endswith("elements!F10")
    assert deviation["problem"] == "otte er ikke nummeret på en linje"
    assert files(corpus.data) == before
    model.act({"do": "apply", "turn": 2})
    assert (model.state["turn"], model.state["step"], model.state["files"]) == (
        2,
        "written",
        ["codings/anna.csv", STRATEGY],
    )
    assert corpus.read(STRATEGY) == before[STRATEGY].decode().replace("få og kendte", "få og faste")
    assert open_workbook(corpus.data).element("kornmark.goal-1").label == LABEL


def test_a_file_that_says_the_same_changes_nothing(model: IncomingModel, edited: Edit) -> None:
    state = bring(model, edited())
    assert (state["step"], state["said"], state["rows"]) == ("shown", "Filen siger det samme som data. Der er intet at ændre.", [])


@pytest.mark.parametrize("content", [b"PK\3\4 nonsense", b"\0", b"id,name\n"])
def test_a_damaged_file_is_refused_and_harms_nothing(model: IncomingModel, corpus: Copy, content: bytes) -> None:
    before = files(corpus.data)
    state = bring(model, content)
    assert state["step"] == "refused"
    assert state["said"].startswith("fra kollegaen.xlsx er beskadiget eller i et andet format")
    model.act({"do": "apply", "turn": 2})
    assert model.state["step"] == "refused"
    assert files(corpus.data) == before


def test_what_is_too_much_or_does_not_fit_together_is_refused_and_forgotten(model: IncomingModel, edited: Edit) -> None:
    content = edited(new_label)
    model.act({"do": "piece", "turn": 1, "name": "a.xlsx", "size": MOST_BYTES + 1, "at": 0}, [b"PK"])
    assert model.state["said"].startswith("Filen er større end 16 MB.")
    for at, size in ((7, len(content)), (0, 3), (-1, len(content))):  # not from its start, more than was said, from nowhere
        model.act({"do": "piece", "turn": 1, "name": "a.xlsx", "size": size, "at": at}, [content])
        assert model.state["said"] == "Filen kom ikke helt frem. Vælg den igen."
        model.act({"do": "read", "turn": 2, "format": "xlsx"})
        assert (model.state["turn"], model.state["step"]) == (2, "refused")
    assert bring(model, content)["step"] == "shown"


def test_faults_that_the_changes_would_bring_are_shown_and_nothing_is_written(model: IncomingModel, corpus: Copy, edited: Edit) -> None:
    def change(book: Any) -> None:
        cell(book["elements"], "kornmark.goal-1", "parent").value = "kornmark.goal-9"

    before = files(corpus.data)
    state = bring(model, edited(change))
    (fault,) = state["faults"]
    assert fault["where"].startswith("kornmark.yaml, linje ")
    assert "goal-9 findes ikke" in fault["problem"]
    model.act({"do": "apply", "turn": 2})
    assert (model.state["step"], model.state["faults"]) == ("refused", [fault])
    assert files(corpus.data) == before


def test_faults_of_the_folder_come_first(model: IncomingModel, corpus: Copy, edited: Edit) -> None:
    content = edited(new_label)
    corpus.edit("municipalities.yaml", "name: Kornmark\n", "nmae: Kornmark\n")
    state = bring(model, content)
    assert (state["step"], state["said"]) == ("refused", "Datamappen har selv fejl. Ret dem, før en fil hentes ind.")
    assert any(one["where"].startswith("municipalities.yaml, linje ") for one in state["faults"])


def test_a_folder_that_changed_meanwhile_is_left_alone_and_compared_again(model: IncomingModel, corpus: Copy, edited: Edit) -> None:
    bring(model, edited(new_label))
    corpus.write(STRATEGY, corpus.read(STRATEGY) + "# en andens\n")
    before = files(corpus.data)
    model.act({"do": "apply", "turn": 2})
    assert (model.state["step"], model.state["again"]) == ("refused", True)
    assert model.state["said"].startswith(f"{STRATEGY} er ændret, siden filen blev sammenlignet med data. Intet er skrevet.")
    assert files(corpus.data) == before
    model.act({"do": "read", "turn": 3, "format": "xlsx"})
    model.act({"do": "apply", "turn": 4})
    assert model.state["step"] == "written"
    assert corpus.read(STRATEGY).endswith("# en andens\n")


def test_a_format_that_cannot_be_told_is_asked_for(model: IncomingModel, edited: Edit) -> None:
    assert bring(model, edited(new_label), name="uden ending")["step"] == "which"
    model.act({"do": "read", "turn": 2, "format": "xlsx"})
    assert (model.state["step"], len(model.state["rows"])) == ("shown", 1)


def test_a_plan_from_elsewhere_asks_whose_strategy_it_is(model: IncomingModel, corpus: Copy) -> None:
    corpus.write("municipalities.yaml", corpus.read("municipalities.yaml") + "- id: noerreby\n  name: Nørreby\n  code: 997\n")
    content = (Path(__file__).parents[1] / "golden" / "fjordlund.stratml.xml").read_bytes()
    foreign = content.replace(b"Fjordlund", b"Andetsteds").replace(b"fjordlund.", b"andet.")
    state = bring(model, foreign, name="plan.xml")
    assert (state["step"], state["format"], state["municipalities"]) == ("refused", "stratml", [["noerreby", "Nørreby"]])
    model.act({"do": "read", "turn": 2, "format": "stratml", "municipality": "noerreby"})
    assert (model.state["step"], model.state["municipality"]) == ("shown", "noerreby")
    assert "noerreby" in {one["where"] for one in model.state["rows"] if one["what"] == "Strategi"}


def test_long_lists_are_cut_until_all_is_asked_for(model: IncomingModel, edited: Edit) -> None:
    def change(book: Any) -> None:
        for n in range(FIRST + 20):
            book["themes"].append(
                [f"nyt_{'abcdefghij'[n // 10 % 10]}{'abcdefghij'[n % 10]}{'x' * (n // 100)}", "Nyt", "New", None, "Om", "About"]
            )

    state = bring(model, edited(change))
    assert (len(state["rows"]), state["more"]) == (FIRST, {"all": True, "said": f"Vis alle {FIRST + 20}"})
    model.act({"do": "all", "turn": 2})
    assert (len(model.state["rows"]), model.state["more"]) == (FIRST + 20, None)


def test_beside_the_bundled_strategies_only_the_folder_changes(corpus: Copy, edited: Edit) -> None:
    def change(book: Any) -> None:
        new_label(book)
        cell(book["elements"], "viborg.goal-1", "note").value = "Ny"

    state = bring(IncomingModel(corpus.data, texts("en"), with_bundled=True), edited(change, with_bundled=True))
    assert [one["where"] for one in state["rows"]] == ["kornmark.goal-1"]


def test_what_goes_wrong_is_logged_without_a_word_of_what_was_read(corpus: Copy, caplog: pytest.LogCaptureFixture) -> None:
    read = "Kim Testesen"

    class Name:
        def __str__(self) -> str:
            raise ValueError(read)

    model = IncomingModel(corpus.data, texts("da"))
    model.act({"do": "piece", "turn": 1, "name": Name(), "size": 1, "at": 0}, [b"x"])
    assert model.state["said"].startswith("Filen kunne ikke hentes ind; det er en fejl i værkstedet. Intet er skrevet.")
    assert "ValueError" in caplog.text
    assert "in act" in caplog.text
    assert read not in caplog.text


def test_what_was_written_is_said_even_when_the_app_cannot_show_it(corpus: Copy, edited: Edit, caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise RuntimeError(LABEL)

    model = IncomingModel(corpus.data, texts("da"), written=fail)
    bring(model, edited(new_label))
    model.act({"do": "apply", "turn": 2})
    assert (model.state["step"], model.state["files"], model.state["shown"]) == ("written", [STRATEGY], False)
    assert LABEL in corpus.read(STRATEGY)
    assert LABEL not in caplog.text


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("", "to ord", (["", "", ""], ["", "to ord", ""])),
        ("a b c", "a x c", (["a", "b", "c"], ["a", "x", "c"])),
        ("a a", "a a a", (["a a", "", ""], ["a a", "a", ""])),
        (
            " ".join(map(str, range(40))),
            " ".join(map(str, [*range(20), "ny", *range(21, 40)])),
            (
                ["… 8 9 10 11 12 13 14 15 16 17 18 19", "20", "21 22 23 24 25 26 27 28 29 30 31 32 …"],
                ["… 8 9 10 11 12 13 14 15 16 17 18 19", "ny", "21 22 23 24 25 26 27 28 29 30 31 32 …"],
            ),
        ),
    ],
)
def test_two_texts_are_parted_where_they_differ(before: str, after: str, found: tuple[list[str], list[str]]) -> None:
    assert apart(before, after) == found


# Where it may be


def send(widget: Any, message: dict[str, Any]) -> None:
    """Let a widget have a message from the browser."""
    widget._handle_custom_msg(message, [])  # noqa: SLF001 - what ipywidgets itself calls


def press(app: LeaderApp) -> None:
    """Send the message of the button, which anyone can send by hand."""
    send(app.frame, {"bring": True})


@pytest.mark.parametrize(
    ("environment", "alone"),
    [
        ({}, True),
        ({"STRATEGYLIB_ALONE": "1", "VOILA_BASE_URL": "/"}, True),
        ({"STRATEGYLIB_ALONE": "0"}, False),
        ({"STRATEGYLIB_ALONE": ""}, False),
        ({"SERVER_SOFTWARE": "voila/0.5.13"}, False),
        ({"VOILA_PREHEAT": "True"}, False),
    ],
)
def test_data_are_changed_only_where_nobody_else_is_served(
    environment: dict[str, str], *, alone: bool, corpus: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert is_alone(environment) is alone
    for app in (leader_app(corpus.data), _served(corpus.data, monkeypatch)):
        press(app)
        assert app.frame.content["brings"] is alone
        assert any(isinstance(one, Incoming) for one in app.children) is alone


def _served(folder: Path, monkeypatch: pytest.MonkeyPatch) -> LeaderApp:
    monkeypatch.setenv("STRATEGYLIB_FOLDER", str(folder))
    return leader_app()


def test_the_bundled_data_and_a_workbook_that_was_opened_are_not_changed(bundled: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from strategylib.corpus.folder import bundled_folder

    for app in (leader_app(), leader_app(bundled), leader_app(bundled_folder()), _served(bundled_folder(), monkeypatch)):
        press(app)
        assert not app.frame.content["brings"]
        assert len(app.children) == 2


def test_the_app_shows_what_was_written_where_the_reader_was(corpus: Copy, edited: Edit) -> None:
    app = leader_app(corpus.data)
    app.frame.route = "roed-traad/kornmark?sprog=en"
    press(app)
    incoming = app.children[2]
    assert incoming.content["texts"]["title"] == "Import a file"
    bring(incoming.model, edited(new_label))
    assert LABEL not in str(app.children[1].children[0].model.content)
    incoming.model.act({"do": "apply", "turn": 2})
    (view,) = app.children[1].children
    assert (view.route, incoming.state["step"]) == ("roed-traad/kornmark?sprog=en", "written")
    assert LABEL in str(view.model.content)
    send(incoming, {"do": "close"})
    assert len(app.children) == 2
