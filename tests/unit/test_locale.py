"""Are all texts there, in both languages, with the same places to fill in?"""

import ast
import re
import string
import tomllib
from pathlib import Path

import pytest

import strategylib
from strategylib.cli import main
from strategylib.formats.tables import TABLES
from strategylib.locale import texts
from strategylib.model import ElementType, RelationType
from strategylib.workbook import open_workbook

FOLDER = Path(strategylib.__file__).parent / "locale"
CORPUS = Path(strategylib.__file__).parent / "corpus"


def load(language):
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def leaves(tree, path=""):
    """Return every text by its dotted key; the texts of a list by their numbers."""
    if isinstance(tree, dict | list):
        pairs = tree.items() if isinstance(tree, dict) else enumerate(tree)
        return {key: text for name, branch in pairs for key, text in leaves(branch, f"{path}.{name}").items()}
    return {path.removeprefix("."): tree}


def places(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def fault_codes():
    """Return every code that the reading of files can give a fault, as it stands in the program."""
    where = {"Problem": 2, "add": 3, "complain": 1, "_complain": 3}
    found = set()
    for path in CORPUS.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            place = where.get(name)
            if place is not None and len(node.args) > place:
                code = node.args[place]
                branches = [code.body, code.orelse] if isinstance(code, ast.IfExp) else [code]
                found |= {branch.value for branch in branches if isinstance(branch, ast.Constant)}
    return found


def words_of_the_program():
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in CORPUS.glob("*.py")]
    return {node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_both_languages_have_the_same_texts():
    assert leaves(load("en")).keys() == leaves(load("da")).keys()


def test_both_languages_fill_in_the_same_places():
    danish, english = leaves(load("da")), leaves(load("en"))
    assert {key: places(text) for key, text in english.items()} == {key: places(text) for key, text in danish.items()}


@pytest.mark.parametrize("language", ["da", "en"])
def test_no_text_is_empty_or_ends_in_a_blank(language):
    found = leaves(load(language))
    assert {key: text for key, text in found.items() if not isinstance(text, str) or not text or text != text.strip()} == {}


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_fault_that_the_program_names_says_what_is_wrong_and_what_to_do(language):
    faults = load(language)["faults"]
    codes = fault_codes()
    assert len(codes) > 30
    for code in codes:
        assert faults[code].keys() == {"problem", "remedy"}


def test_no_fault_has_texts_that_the_program_never_says():
    asked_for = words_of_the_program() | {f"not_{kind}" for kind in ("mapping", "list", "text", "truth", "integer", "number")}
    assert set(load("da")["faults"]) - {"fields"} - asked_for == set()


def test_every_refusal_and_deviation_of_exchange_has_its_texts_and_none_has_texts_in_vain():
    sources = [path.read_text(encoding="utf-8") for path in (FOLDER.parent / "formats").glob("*.py")]
    words = {
        node.value
        for text in sources
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    told = load("da")["exchange"]
    refused = {code for text in sources for code in re.findall(r'ExchangeError\.of\(\s*"([a-z_]+)"', text)}
    assert refused == set(told["refused"])
    assert set(told["deviations"]) - words - {f"not_{kind}" for kind in ("integer", "line", "number", "truth", "months")} == set()
    noted = {code for text in sources for code in re.findall(r'(?:\.at\([\w\[\]]+|\.note\([^"]*), "([a-z_]+)"', text)}
    assert len(noted) > 15
    assert noted - {table.name for table in TABLES} <= set(told["deviations"])


def test_every_kind_of_value_that_a_schema_wants_has_a_text():
    for kind in ("mapping", "list", "text", "truth", "integer", "number"):
        assert texts("da").has(f"faults.not_{kind}.problem")


def test_every_type_and_relation_has_a_name():
    for kind in ElementType:
        assert texts("da").section(f"types.{kind.value}").keys() == {"one", "other", "title"}
    for relation in set(RelationType) - {RelationType.PART_OF}:
        assert texts("da")(f"relations.out.{relation.value}")
        assert texts("da")(f"relations.in.{relation.value}")


def test_a_text_is_filled_in_whatever_the_places_are_called():
    assert "feltet key mangler" in texts("da")("faults.required.problem", key="key")
    assert texts("da").count("cli.faults", 1) == "1 fejl."
    assert texts("da").count("cli.faults", 0) == "0 fejl."


def test_what_is_filled_in_is_not_filled_in_again():
    assert texts("da")("faults.dangling.problem", id="{x}") == "{x} findes ikke"


def test_a_key_without_a_text_is_an_error():
    with pytest.raises(KeyError):
        texts("da")("faults.nothing.problem")
    assert not texts("da").has("faults.nothing")


def test_danish_is_spoken_unless_asked_otherwise(monkeypatch):
    assert texts().language == "da"
    monkeypatch.setenv("STRATEGYLIB_LANGUAGE", "sv")
    assert texts().language == "da"
    with pytest.raises(ValueError, match="sv"):
        texts("sv")


@pytest.mark.parametrize(
    ("asked", "environment"), [(["--language", "en"], "da"), (["--language=en"], "da"), ([], "en"), (["--language", "en"], "sv")]
)
def test_the_command_speaks_english_when_asked(asked, environment, monkeypatch, capsys):
    monkeypatch.setenv("STRATEGYLIB_LANGUAGE", environment)
    assert main(["validate", *asked]) == 0
    assert capsys.readouterr().out.splitlines()[0] == texts("en")("cli.quotes_unchecked") != texts("da")("cli.quotes_unchecked")


def test_faults_are_in_english_when_asked(corpus):
    corpus.write("strategies/kornmark.yaml", "")
    (fault,) = open_workbook(corpus.data, strict=False, language="en").faults
    assert fault.problem == texts("en")("faults.empty_file.problem") != texts("da")("faults.empty_file.problem")
