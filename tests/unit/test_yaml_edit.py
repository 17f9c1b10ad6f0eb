"""Is a YAML file changed only where it shall say something else?"""

import copy
import difflib
import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from strategylib.corpus.folder import bundled_folder
from strategylib.corpus.yaml_edit import revise, same
from strategylib.corpus.yaml_text import parse

FILES = sorted([*bundled_folder().glob("strategies/*.yaml"), *bundled_folder().glob("*.yaml")])

# What a municipality, or somebody who wants to break something, may write as a label.
HOSTILE = [
    "Målet: borgeren", "a #b", "# x", "- y", '"q"', "'s'", "it's", "true", "ja", "12", "1.50", "null", "~", "", " ", "[a]", "{b}", "a:",
    "*a", "&b", "!c", "%d", "@e", "`f", "-", "?", "|", ">", "...", "---", "<<", "=", "2018-06-15", "0x10", "1e3", ".inf", " foran",
    "bag ", "a, b", "a\nb", "a\tb", "a\\b", "\\n", "é", "😀", "a" * 600, "a: 'b' \"c\" \\d", "<script>alert(1)</script>", "{{7*7}}",
    "${HOME}", "=1+1",
]  # fmt: skip


def read(text):
    document = parse(text)
    assert document.problems == []
    return document.value


def changed_lines(before, after):
    """Return the lines that were taken away and those that were added."""
    found = list(difflib.ndiff(before.split("\n"), after.split("\n")))
    return [line[2:] for line in found if line[0] == "-"], [line[2:] for line in found if line[0] == "+"]


def comments(text):
    return [line.strip() for line in text.split("\n") if line.strip().startswith("#")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_who_changes_nothing_changes_no_byte(path):
    text = path.read_bytes().decode()
    assert revise(text, copy.deepcopy(read(text))) == text
    windows = text.replace("\n", "\r\n")
    assert revise(windows, copy.deepcopy(read(windows))) == windows


LIST = """\
# Øverst
navn: en  # bag navnet
title: {label: Sammen, lines: 1}

elements:
  # Om den første
  - id: goal-1
    label: "et mål"  # ordret
    lines: 3

  # Om den anden
  - id: goal-2
    label: to
    missing: [months]
    quotes:
      - label: tre
        lines: 4-5
    # hører til goal-2

  - id: goal-3
    label: fire
"""


def test_a_value_is_changed_in_its_place_in_the_quotation_marks_that_it_had():
    value = read(LIST)
    value["elements"][0]["label"] = "et andet mål"
    value["navn"] = "en: to"
    value["title"]["label"] = "Sammen, hver dag"
    assert changed_lines(LIST, revise(LIST, value)) == (
        ["navn: en  # bag navnet", "title: {label: Sammen, lines: 1}", '    label: "et mål"  # ordret'],
        ['navn: "en: to"  # bag navnet', 'title: {label: "Sammen, hver dag", lines: 1}', '    label: "et andet mål"  # ordret'],
    )


def test_a_field_is_added_where_it_stands_among_the_others():
    value = read(LIST)
    value["elements"][0] = {
        "id": "goal-1",
        "type": "goal",
        "label": "et mål",
        "lines": 3,
        "relations": [{"type": "supports", "target": "goal-2"}],
    }
    added = ["    type: goal", "    relations:", "      - {type: supports, target: goal-2}"]
    assert changed_lines(LIST, revise(LIST, value)) == ([], added)
    value = read(LIST)
    value["elements"][1]["note"] = "sidst"
    assert revise(LIST, value).split("\n")[16:19] == ["        lines: 4-5", "    note: sidst", "    # hører til goal-2"]


def test_a_field_is_taken_away_with_all_that_is_in_it():
    value = read(LIST)
    del value["elements"][1]["quotes"]
    del value["title"]
    gone = ["title: {label: Sammen, lines: 1}", "    quotes:", "      - label: tre", "        lines: 4-5"]
    assert changed_lines(LIST, revise(LIST, value)) == (gone, [])
    value = read(LIST)
    del value["elements"][0]["id"]
    assert changed_lines(LIST, revise(LIST, value))[1] == ['  - label: "et mål"  # ordret']


def test_an_entry_that_goes_leaves_the_comments_of_the_others():
    value = read(LIST)
    del value["elements"][0]
    left = revise(LIST, value)
    assert comments(left) == ["# Øverst", "# Om den første", "# Om den anden", "# hører til goal-2"]
    assert left == LIST.replace('  - id: goal-1\n    label: "et mål"  # ordret\n    lines: 3\n\n', "")
    value = read(LIST)
    del value["elements"][2]
    assert revise(LIST, value) == LIST.replace("\n  - id: goal-3\n    label: fire\n", "")


def test_a_new_entry_stands_above_the_comment_of_the_next():
    value = read(LIST)
    value["elements"].insert(1, {"id": "goal-9", "label": "ny", "quotes": [{"label": "et citat", "lines": 7}]})
    new = "\n  - id: goal-9\n    label: ny\n    quotes:\n      - label: et citat\n        lines: 7\n"
    assert revise(LIST, value) == LIST.replace("\n  # Om den anden", f"{new}\n  # Om den anden")
    value = read(LIST)
    value["elements"].append({"id": "goal-9", "label": "ny"})
    assert revise(LIST, value) == f"{LIST}\n  - id: goal-9\n    label: ny\n"
    value = read(LIST)
    value["elements"].insert(0, {"id": "goal-9", "label": "ny"})
    assert revise(LIST, value) == LIST.replace("  - id: goal-1", "  - id: goal-9\n    label: ny\n\n  - id: goal-1")


def test_an_entry_that_moves_takes_its_own_comments_along():
    value = read(LIST)
    value["elements"].insert(0, value["elements"].pop(1))
    moved = revise(LIST, value)
    assert read(moved) == value
    assert comments(moved) == ["# Øverst", "# Om den første", "# hører til goal-2", "# Om den anden"] or sorted(comments(moved)) == sorted(
        comments(LIST)
    )
    assert moved.count("# hører til goal-2") == 1


def test_an_entry_with_a_new_name_is_known_by_its_old_one():
    value = read(LIST)
    value["elements"][0]["id"] = "vision-1"
    assert changed_lines(LIST, revise(LIST, value, renamed={"goal-1": "vision-1"})) == (["  - id: goal-1"], ["  - id: vision-1"])


def test_a_list_in_brackets_and_a_list_of_lines_may_change_into_each_other():
    value = read(LIST)
    value["elements"][1]["missing"] = ["months", "target"]
    value["elements"][1]["quotes"] = ["et", "to"]
    value["title"] = "Sammen"
    value["navn"] = {"label": "to ord", "lines": 3}
    assert same(read(revise(LIST, value)), value)


@pytest.mark.parametrize("label", HOSTILE)
def test_every_label_reads_back_as_itself_wherever_it_stands(label):
    value = read(LIST)
    value["navn"] = value["title"]["label"] = value["elements"][0]["label"] = value["elements"][1]["quotes"][0]["label"] = label
    value["elements"].append({"id": "goal-9", "label": label, "missing": [label]})
    assert same(read(revise(LIST, value)), value)


words = st.sampled_from([*HOSTILE, "ord", "flere ord", 3, 2.5, True, False])
quotes = st.lists(st.fixed_dictionaries({"label": words}, optional={"lines": words}), min_size=1, max_size=3)
fields = st.fixed_dictionaries(
    {}, optional={"type": words, "label": words, "lines": words, "note": words, "missing": st.lists(words, max_size=3), "quotes": quotes}
)


@st.composite
def elements(draw):
    names = draw(st.lists(st.integers(1, 9), min_size=1, max_size=7, unique=True))
    return [{"id": f"goal-{name}"} | draw(fields) for name in names]


@settings(max_examples=150, deadline=None)
@given(elements(), elements())
def test_any_list_becomes_any_other_and_no_comment_above_an_entry_is_lost(before, after):
    start = revise("# top\nelements:\n  - id: x-1\n", {"elements": before})
    place = iter(range(99))
    start = re.sub(r"(?m)^  - id", lambda _: f"  # nr. {next(place)}\n  - id", start)
    there = revise(start, {"elements": after})
    assert same(read(there), {"elements": after})
    assert sorted(comments(there)) == sorted(comments(start))
    assert same(read(revise(there, {"elements": before})), {"elements": before})


LAYOUTS = [
    (None, {}),
    (None, {"indent": 4, "width": 20}),
    ('"', {"width": 30}),
    (">", {"indent": 6}),
    ("|", {}),
    (None, {"default_flow_style": None}),
    ("'", {"default_flow_style": True, "width": 40}),
]


def laid_out(value, style, **options):
    """Return a value as another program would write it, its texts in this style."""

    class Dumper(yaml.SafeDumper):
        pass

    Dumper.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style))
    return yaml.dump(value, Dumper=Dumper, allow_unicode=True, sort_keys=False, **options)


@settings(max_examples=60, deadline=None)
@given(elements(), elements(), st.sampled_from(LAYOUTS), st.booleans())
def test_a_file_may_be_laid_out_in_any_way(before, after, layout, windows):
    style, options = layout
    text = laid_out({"elements": before, "rest": [{"a": 1}]}, style, **options)
    text = text.replace("\n", "\r\n") if windows else text
    start = read(text)
    assert revise(text, copy.deepcopy(start)) == text
    there = revise(text, start | {"elements": after})
    assert same(read(there), start | {"elements": after})
    assert ("\n" in there.replace("\r\n", "")) is not windows or "\n" not in there


def test_a_dash_may_stand_alone_or_before_a_comment():
    text = "- # a - b\n  id: x-1\n  label: et\n-\n  id: x-2\n  label: to\n"
    moved = revise(text, [{"id": "x-2", "label": "to"}, {"id": "x-1", "label": "en"}])
    assert read(moved) == [{"id": "x-2", "label": "to"}, {"id": "x-1", "label": "en"}]
    assert moved.count("# a - b") == 1
    assert revise(text, [{"id": "x-2", "label": "to"}]) == "-\n  id: x-2\n  label: to\n"


def test_a_faulty_file_and_what_yaml_cannot_say_are_refused():
    for text in ("a: [", "a: 1\na: 2\n", "a: &x 1\n"):
        with pytest.raises(ValueError, match="without faults"):
            revise(text, {"a": 3})
    with pytest.raises(ValueError, match="read back"):
        revise("a: 1\n", {"a": "usynlig \x07"})
