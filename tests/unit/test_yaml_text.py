"""How is a YAML file read: values as people mean them, every value with its line, nothing lost in silence?"""

import random
import string

import pytest
import yaml

from strategylib.corpus import yaml_text
from strategylib.corpus.yaml_text import Document, parse

HALF_PAIR = "\ud800"


def problems(text: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in parse(text).problems]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("nej", "nej"),
        ("true", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("007", 7),
        ("12.0", 12),
        ("12.5", 12.5),
        ("1e3", 1000),
        ("1e999", "1e999"),
        ("12345678901234567890", "12345678901234567890"),
        ("1_000", "1_000"),
        ("0x10", "0x10"),
        ("12:30", "12:30"),
        ("2018-06-15", "2018-06-15"),
        ("2018-06", "2018-06"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ('"12"', "12"),
        ("'true'", "true"),
        ('""', ""),
        ("199-202", "199-202"),
    ],
)
def test_a_plain_value_is_what_a_person_means_by_it(written, meant):
    value = parse(f"key: {written}\n").value["key"]
    assert value == meant
    assert type(value) is type(meant)


def test_a_number_is_remembered_as_it_was_written():
    assert parse("a: 1.10\nb: [007]\na: 2.20\n").written == {("a",): "1.10", ("b", 0): "007"}


def test_keys_are_the_words_that_stand_there():
    assert list(parse("no: 1\n1: 2\ntrue: 3\n~: 4\n2018-06-15: 5\n1.10: 6\n").value) == ["no", "1", "true", "~", "2018-06-15", "1.10"]


def test_every_value_has_the_line_it_stands_on():
    document = parse("# note\n\na:\n  - b: 1\n    c:\n      - x\n\n      - y\n  - {d: 2,\n     e: 3}\nf: >\n  folded\n  text\ng: last\n")
    lines = {path: document.line(path) for path in document.lines}
    assert lines == {
        (): 3,
        ("a",): 3,
        ("a", 0): 4,
        ("a", 0, "b"): 4,
        ("a", 0, "c"): 5,
        ("a", 0, "c", 0): 6,
        ("a", 0, "c", 1): 8,
        ("a", 1): 9,
        ("a", 1, "d"): 9,
        ("a", 1, "e"): 10,
        ("f",): 11,
        ("g",): 14,
    }


def test_a_path_that_does_not_exist_has_the_line_of_what_would_hold_it():
    document = parse("a:\n  - b: 1\n")
    assert document.line(("a", 0, "missing")) == 2
    assert document.line(("missing",)) == 1


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_windows_and_old_mac_line_ends_change_nothing(ending):
    text = "a: 1\nb:\n  - c\n\n  - d\nc: d: e\n"
    other = parse(text.replace("\n", ending))
    assert (other.value, other.lines, other.problems) == (parse(text).value, parse(text).lines, parse(text).problems)


def test_a_duplicate_key_is_named_at_every_level_and_the_first_value_stays():
    document = parse("a: 1\nb:\n  c: 1\n  c: 2\n  d:\n    - e: 1\n      f: 1\n      e: 2\na: 3\na: 4\n")
    found = [(problem.line, problem.path, problem.values["first"]) for problem in document.problems]
    assert found == [(4, ("b", "c"), 3), (8, ("b", "d", 0, "e"), 6), (9, ("a",), 1), (10, ("a",), 1)]
    assert document.value == {"a": 1, "b": {"c": 1, "d": [{"e": 1, "f": 1}]}}


def test_a_duplicate_inside_a_duplicate_points_at_its_own_first():
    document = parse("a:\n  x: 1\na:\n  x: 2\n  x: 3\n")
    assert [(problem.line, problem.values["first"]) for problem in document.problems] == [(3, 1), (5, 4)]


def test_two_spellings_of_a_number_are_two_keys():
    assert problems("1: a\n01: b\n1.0: c\n") == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: &anchor x\n", 1),
        ("a: 1\nb: &Bedre liv\n", 2),
        ("a:\n  - *alias\n", 2),
        ("a: !Husk dette\n", 1),
        ("a: !!int 3\n", 1),
        ("a: &list\n  - 1\n", 1),
        ("&key a: 1\n", 1),
        ("a: {<<: *base}\n", 1),
    ],
)
def test_anchors_aliases_and_tags_swallow_no_words(text, line):
    assert problems(text) == [(line, "mark")]


def test_reading_goes_on_after_an_alias():
    document = parse("a: *x\nb: *y\nc: 3\n")
    assert [problem.line for problem in document.problems] == [1, 2]
    assert document.whole
    assert document.value["c"] == 3


def test_a_bomb_of_aliases_does_not_go_off():
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    document = parse("\n".join(lines))
    assert {problem.code for problem in document.problems} == {"mark"}
    assert document.value["a39"] == ["*a38"] * 9


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 100_000, "- " * 5000 + "x", "\n".join("  " * n + "a:" for n in range(3000))])
def test_runaway_nesting_is_named_and_not_followed(text):
    document = parse(text)
    assert [problem.code for problem in document.problems] == ["too_deep"]
    assert not document.whole


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        ("a: 1\nb: c: d\n", 2, "syntax_colon"),
        ("a: 1\nbcd\nc: 2\n", 2, "syntax_missing_colon"),
        ("a: 1\n\nbcd\n\n\n", 3, "syntax_missing_colon"),
        ('a: 1\nb: "open\n\nc: 2\n', 2, "syntax_quote"),
        ("a: 1\nb: 'open\nc: 2\n", 2, "syntax_quote"),
        ("a: 1\nb: [1, 2\nc: 3\n", 2, "syntax_bracket"),
        ("a: {x: 1\nc: 3\n", 1, "syntax_bracket"),
        ("a: 1\nb: @x\n", 2, "syntax_character"),
        ("a: 1\nb: %x\n", 2, "syntax_character"),
        ("a: 1\nb: `x`\n", 2, "syntax_character"),
        ("a: 1\nb: - x\n", 2, "syntax_character"),
        ("a: !x!y z\n", 1, "syntax_character"),
        ("a: >x\n", 1, "syntax_character"),
        ("a:\n\tb: 2\n", 2, "syntax_character"),
        ("a:\n  - b\n c\n", 3, "syntax_indentation"),
        ('a: 1\nb: "x" y\n', 2, "syntax_indentation"),
        ("  a: 1\n b: 2\n", 2, "syntax_indentation"),
        ("a: 1\n---\nb: 2\n", 2, "second_document"),
        ("? [a]\n: b\n", 1, "key_not_text"),
        ("%YAML 3.0\n---\na: 1\n", 1, "syntax"),
        ('a: "\\q"\n', 1, "syntax"),
    ],
)
def test_what_is_no_yaml_is_named_where_it_begins(text, line, code):
    assert problems(text) == [(line, code)]


def test_a_second_document_is_not_mixed_into_the_first():
    assert parse("a: 1\n---\nb: 2\n").value == {"a": 1}


@pytest.mark.parametrize("mark", ["\x00", "\x07", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\x9f", "\u2028", "\u2029", "\ufeff", "\uffff"])
def test_an_invisible_character_is_named_on_its_line_and_does_not_move_the_others(mark):
    document = parse(f"æøå: 1\n\nb: ord{mark}ord\nc: 1\nc: 2\n")
    assert [(problem.line, problem.code) for problem in document.problems] == [(3, "invisible"), (5, "duplicate_key")]
    assert document.value["b"] == "ord ord"


@pytest.mark.parametrize("escape", [r"\a", r"\x07", r"\0", r"\N", r"\L"])
def test_an_escaped_invisible_character_is_named_too(escape):
    assert problems(f'a: 1\nb: "x{escape}y"\n') == [(2, "invisible")]


@pytest.mark.parametrize("loader", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
def test_half_a_surrogate_pair_never_reaches_the_values(loader, monkeypatch):
    monkeypatch.setattr(yaml_text, "LOADER", loader)
    document = parse('a: "\\ud800"\n')
    assert document.problems
    assert HALF_PAIR not in str(document.value)


def test_soft_hyphens_emoji_and_letters_of_symbol_fonts_are_ordinary_text():
    assert parse("a: vi\u00adden \U0001f600 \uf0d8 \u00a0 \u200b\n").problems == []


@pytest.mark.parametrize("text", ["", "\n\n", "# kun en kommentar\n", "---\n", "null\n"])
def test_an_empty_file_holds_nothing(text):
    document = parse(text)
    assert document.value is None
    assert document.problems == []


def random_value(dice: random.Random, depth: int = 0):
    kind = dice.randrange(3 if depth < 4 else 1)
    if kind == 1:
        return [random_value(dice, depth + 1) for _ in range(dice.randrange(4))]
    if kind == 2:
        return {f"k{dice.randrange(50)}": random_value(dice, depth + 1) for _ in range(dice.randrange(4))}
    words = [
        "",
        "no",
        "# ikke en kommentar",
        "a: b",
        "- punkt",
        "*x",
        "&y",
        "!z",
        '"',
        "'",
        "[...] ord",
        "5 %",
        "@",
        "\t",
        "linje\nlinje",
        "æøå “”",
    ]
    return dice.choice([None, True, False, dice.randrange(-99, 99), dice.random(), *words, "lang " * dice.randrange(60)])


def test_whatever_a_yaml_writer_writes_is_read_back_the_same():
    dice = random.Random(20240615)
    for _ in range(300):
        value = {"root": random_value(dice)}
        style = dice.choice([None, True, False])
        text = yaml.safe_dump(value, allow_unicode=dice.random() < 0.5, default_flow_style=style, width=dice.choice([20, 80, 1000]))
        document = parse(text)
        assert document.problems == [], text
        assert document.value == value, text


def test_both_parsers_agree_on_values_and_lines(monkeypatch):
    dice = random.Random(7)
    texts = [yaml.safe_dump({"root": random_value(dice)}, allow_unicode=True) for _ in range(60)]

    def read(loader: type) -> list[Document]:
        monkeypatch.setattr(yaml_text, "LOADER", loader)
        return [parse(text) for text in texts]

    assert read(yaml.SafeLoader) == read(getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@pytest.mark.parametrize("loader", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
def test_nothing_that_can_be_typed_makes_the_reader_raise_or_point_outside_the_file(loader, monkeypatch):
    monkeypatch.setattr(yaml_text, "LOADER", loader)
    dice = random.Random(5)
    signs = "abc:-#[]{}&*!|>'\"%@`?, \t\n\n\n\r\x00\x85\u2028\ufeffæ😀" + string.digits
    for _ in range(3000):
        text = "".join(dice.choice(signs) for _ in range(dice.randrange(60)))
        document = parse(text)
        last = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        assert all(1 <= problem.line <= last for problem in document.problems), repr(text)
        assert document.whole or document.problems, repr(text)
