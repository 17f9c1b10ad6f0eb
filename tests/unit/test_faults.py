"""Is everything that can be wrong in a strategy named once, at its line, with what to do in Danish, and all at once?"""

from pathlib import Path
from typing import NamedTuple

import pytest

from strategylib.model import WorkbookError

FJORDLUND = "strategies/fjordlund.yaml"
KORNMARK = "strategies/kornmark.yaml"
REGISTERS = ("municipalities.yaml", "sources.yaml")
MEASURES = "      - {type: measures, target: goal-1}\n"
POLICY = "    label: Sundhedspolitik\n    lines: 22\n    named: false\n"
GAP = "    lines: 19-20\n  - what: Økonomi"
ANOTHER = "  - id: {}\n    type: goal\n    term: mål\n    label: hjem\n    lines: 15\n    named: true\n    parent: goal-1\n"


class Case(NamedTuple):
    """A change to a file, and the one fault that it must lead to: words on its line, its field, words of its text."""

    old: str
    new: str
    at: str
    field: str
    says: str
    file: str = FJORDLUND


def policy(old: str, new: str, field: str, says: str) -> Case:
    """Return a case within the last element, where the new words themselves show the line."""
    return Case(old, new, new, f"elements[policy-1].{field}", says)


SHAPE = {
    "unknown type": Case("type: goal\n", "type: gaol\n", "gaol", "elements[goal-1].type", "gaol er ikke en mulighed her: mente du goal?"),
    "type unlike any": policy("type: policy", "type: xyz", "type", "xyz er ikke en mulighed her: brug en af: vision, core_task"),
    "empty type": policy("type: policy\n", "type:\n", "type", "feltet er tomt: udfyld det"),
    "list as type": policy("type: policy", "type: [policy]", "type", '["policy"] er ikke en mulighed her'),
    "missing field": Case("    term: politik\n", "", "- id: policy-1", "elements[policy-1].term", "feltet term mangler: tilføj term"),
    "missing title": Case("title: {label: Vejen videre, lines: 1}\n", "", "municipality:", "title", "feltet title mangler", KORNMARK),
    "unknown field": policy("term: politik", "term: politik\n    labl: x", "labl", "ukendt felt labl: mente du label?")._replace(at="labl"),
    "field unlike any": policy("term: politik", "term: politik\n    xyz: x", "xyz", "ukendt felt xyz: fjern det")._replace(at="xyz"),
    "number as field": policy("term: politik", "term: politik\n    12: x", "12", "ukendt felt 12: fjern det")._replace(at="12: x"),
    "unknown field at the top": Case("source: fjordlund\n", "source: fjordlund\nscop: x\n", "scop: x", "scop", "mente du scope?"),
    "unknown field in braces": Case("lines: 1}", "lines: 1, line: 2}", "line: 2", "title.line", "mente du lines?"),
    "text for fields": Case("{label: Vejen videre, lines: 1}", "Vejen", "Vejen", "title", "ikke Vejen: ryk felterne ind", KORNMARK),
    "list for fields": Case(
        "{label: Vejen videre, lines: 1}", "[1]", "[1]", "title", "her skal stå felter (nøgle: værdi), ikke [1]", KORNMARK
    ),
    "text for a list": Case("scope:", "gaps: ingen\nscope:", "gaps: ingen", "gaps", "her skal stå en liste: begynd hvert punkt", KORNMARK),
    "empty list": Case("scope:", "gaps:\nscope:", "gaps:", "gaps", "feltet er tomt", KORNMARK),
    "entry that is nothing": Case("elements:\n", "elements:\n  -\n", "  -\n", "elements[1]", "feltet er tomt"),
    "entry that is a word": Case(
        "elements:\n", "elements:\n  - ord\n", "- ord", "elements[1]", "her skal stå felter (nøgle: værdi), ikke ord"
    ),
    "entry that is a list": Case(
        "elements:\n", "elements:\n  - [1]\n", "- [1]", "elements[1]", "her skal stå felter (nøgle: værdi), ikke [1]"
    ),
    "number for text": Case('number: "1"', "number: 1.10", "1.10", "elements[focus_area-1].number", "1.10 skal være tekst: sæt værdien i"),
    "truth for text": policy("term: politik", "term: true", "term", "true skal være tekst"),
    "number as label": policy("label: Sundhedspolitik", "label: 0024", "label", "0024 skal være tekst"),
    "list for text": policy("term: politik", "term: [politik, plan]", "term", '["politik", "plan"] skal være tekst'),
    "ja for true": Case(POLICY, POLICY.replace("false", "ja"), "ja\n", "elements[policy-1].named", "ja skal være true eller false"),
    "no for false": Case(POLICY, POLICY.replace("false", "no"), "no\n", "elements[policy-1].named", "no skal være true eller false"),
    "word for a whole number": Case(
        "every_months: 6", "every_months: ofte", "ofte", "elements[indicator-1].every_months", "ofte skal være et helt"
    ),
    "half for a whole number": Case(
        "every_months: 6", "every_months: 1.5", "1.5", "elements[indicator-1].every_months", "1.5 skal være et helt"
    ),
    "number with its unit": Case("target: 5", "target: 5 %", "5 %\n", "elements[indicator-1].target", "5 % skal være et tal"),
    "endless number": Case("target: 5", "target: 1e999", "1e999", "elements[indicator-1].target", "1e999 skal være et tal"),
    "no number": Case("target: 5", "target: .nan", ".nan", "elements[indicator-1].target", ".nan skal være et tal"),
    "blank label": policy("label: Sundhedspolitik", 'label: "  "', "label", "feltet er tomt"),
    "empty label": policy("label: Sundhedspolitik", 'label: ""', "label", "feltet er tomt"),
    "label of nothing": policy("label: Sundhedspolitik", 'label: "... [...]"', "label", "... [...] har ikke den rette form"),
    "too small": Case("months: [1, 7]", "months: [0, 7]", "[0, 7]", "elements[indicator-1].months[1]", "0 er mindre end 1"),
    "too large": Case("months: [1, 7]", "months: [1, 13]", "[1, 13]", "elements[indicator-1].months[2]", "13 er større end 12"),
    "once in an age": Case(
        "every_months: 6", "every_months: 1e300", "1e300", "elements[indicator-1].every_months", "1e300 er større end 1200"
    ),
    "twice in a list": Case("months: [1, 7]", "months: [7, 7]", "[7, 7]", "elements[indicator-1].months", "samme værdi står flere gange"),
    "form of an id": Case("id: initiative-1", "id: Indsats 1", "Indsats 1", "elements[Indsats 1].id", "har ikke den rette form: skriv små"),
    "form of a parent": Case(
        "parent: core_task-1", "parent: Kerne", "Kerne", "elements[focus_area-1].parent", "form: skriv id på et element"
    ),
    "form of lines": policy("lines: 22", "lines: 22 til 23", "lines", "form: skriv et linjenummer eller første-sidste linje"),
    "line zero": policy("lines: 22", "lines: 0", "lines", "0 har ikke den rette form"),
    "half a line": policy("lines: 22", "lines: 22.5", "lines", "22.5 har ikke den rette form"),
    "line out of this world": policy("lines: 22", "lines: 1e300", "lines", "1e300 har ikke den rette form"),
    "line of many digits": policy("lines: 22", f"lines: {'9' * 5000}-1", "lines", " … har ikke den rette form"),
    "no lines": policy("lines: 22\n", "lines:\n", "lines", "feltet er tomt"),
    "form of a date": Case('"2024-06-15"', '"15. juni"', '"15. juni"', "published.date", "15. juni har ikke den rette form: skriv år"),
    "number as date": Case('"2024-06-15"', "2024", "date: 2024", "published.date", "2024 skal være tekst: sæt værdien i anførselstegn"),
    "date that is none": Case('"2024-06-15"', '"2024-02-30"', "02-30", "published.date", "2024-02-30 har ikke den rette form: skriv år"),
    "unknown area": Case("[social, health]", "[social, sundhed]", "sundhed]", "scope.areas[2]", "sundhed er ikke en mulighed her"),
}

SENSE = {
    "dangling parent": Case(
        "parent: core_task-1", "parent: core_task-9", "task-9", "elements[focus_area-1].parent", "mente du core_task-1?"
    ),
    "dangling relation": Case(
        "target: policy-1", "target: xyz-1", "xyz-1", "elements[initiative-1].relations[2].target", "xyz-1 findes ikke"
    ),
    "own parent": Case("parent: vision-1", "parent: core_task-1 #", "task-1 #", "elements[core_task-1].parent", "henviser til sig selv"),
    "own relation": Case(
        "target: policy-1", "target: initiative-1", "target: initiative-1", "elements[initiative-1].relations[2].target", "sig selv"
    ),
    "ring of parents": Case(
        "    parent: focus_area-1\n",
        f"    parent: goal-2\n{ANOTHER.format('goal-2')}",
        "parent: goal-2",
        "elements[goal-1].parent",
        "elementerne ligger under hinanden i ring: goal-1 → goal-2 → goal-1: fjern parent",
    ),
    "id used twice": Case(
        POLICY, POLICY + ANOTHER.format("policy-1 # igen"), "# igen", "elements[policy-1].id", "id policy-1 er brugt før"
    ),
    "wrong nesting": policy(
        "term: politik", "parent: goal-1  # her\n    term: politik", "parent", "policy kan ikke ligge under goal (goal-1)"
    )._replace(at="# her"),
    "upside down": Case(
        POLICY,
        POLICY + ANOTHER.format("value-1").replace("goal\n", "value\n").replace("parent: goal-1", "parent: goal-1  # her"),
        "# her",
        "elements[value-1].parent",
        "value kan ikke ligge under goal (goal-1): vælg en parent højere oppe",
    ),
    "lines backwards": Case("lines: 6-8", "lines: 8-6", "lines: 8-6", "elements[vision-1].lines", "linjerne går baglæns (8-6)"),
    "lines of a gap backwards": Case(GAP, GAP.replace("19-20", "20-19"), "20-19", "gaps[1].lines", "baglæns (20-19)"),
    "period backwards": Case("to: 2027", "to: 2023", "to: 2023", "period.to", "perioden slutter (2023), før den begynder (2024)"),
    "given and missing": Case(
        "missing: [m", "months: [3]\n    missing: [m", "[3]", "elements[initiative-1].months", "både udfyldt og nævnt"
    ),
    "unit without number": Case("    target: 5\n", "", "unit:", "elements[indicator-1].unit", "enhed uden tal"),
    "unknown municipality": Case(
        "municipality: fjordlund", "municipality: by", "municipality: by", "municipality", "kommunen by står ikke i"
    ),
    "unknown source": Case("source: fjordlund", "source: by", "source: by", "source", "dokumentet by står ikke i sources.yaml"),
    "source of another": Case(
        "source: fjordlund", "source: kornmark", "source: kornmark", "source", "dokumentet kornmark hører til kornmark"
    ),
    "source of nobody": Case(
        "municipality: kornmark", "municipality: by", "by", "[kornmark].municipality", "kommunen by står", "sources.yaml"
    )._replace(at="municipality: by"),
    "municipality twice": Case(
        "- id: kornmark",
        "- id: fjordlund #\n  name: F\n  code: 901\n- id: kornmark",
        "fjordlund #",
        "[fjordlund].id",
        "id fjordlund er brugt før, i linje 3",
        "municipalities.yaml",
    ),
    "code too long": Case("code: 901", "code: 9010", "9010", "[fjordlund].code", "9010 er større end 999", "municipalities.yaml"),
    "folder in a file name": Case("file: kornmark.txt", "file: a/b.txt", "a/b", "[kornmark].file", "skriv kun filens navn", "sources.yaml"),
    "relation twice": Case(
        f"relations:\n{MEASURES}",
        f"relations:  # her\n{MEASURES}{MEASURES}",
        "# her",
        "elements[indicator-1].relations",
        "samme værdi står flere",
    ),
}

YAML = {
    "key twice": policy("term: politik", "term: politik\n    term: plan", "term", "nøglen term står to gange")._replace(at="term: plan"),
    "key twice at the top": Case(
        "elements:\n", "source: x  # igen\nelements:\n", "# igen", "source", "nøglen source står to gange (også i linje 4)"
    ),
    "key twice in braces": Case("lines: 1}", "lines: 1, lines: 9}", "lines: 9}", "title.lines", "nøglen lines står to gange"),
    "alias": policy("term: politik", "term: *politik", "term", "mærket *politik bruges ikke"),
    "anchor": policy("term: politik", "term: &politik x", "term", "mærket &politik bruges ikke"),
    "tag": policy("term: politik", "term: !politik x", "term", "mærket !politik bruges ikke"),
    "invisible character": Case("term: politik", "term: poli\x0btik", "poli\x0b", "-", "her står et usynligt tegn (U+000B)"),
    "line separator": Case("term: politik", "term: poli\u2028tik", "poli\u2028", "-", "her står et usynligt tegn (U+2028)"),
    "tab": Case("    term: politik", "\tterm: politik", "\tterm", "-", "indryk med mellemrum"),
    "colon in text": Case("term: politik", "term: politik: ny", "politik: ny", "-", "sæt teksten i anførselstegn"),
    "no colon": Case("source: fjordlund\n", "source\n", "source\n", "-", "her mangler et kolon efter nøglen"),
    "open quotation mark": Case("term: politik\n", 'term: "politik\n', '"politik', "-", "et anførselstegn er ikke lukket"),
    "open brace": Case("lines: 1}", "lines: 1", "title:", "-", "parentes er ikke lukket"),
    "two documents": Case(POLICY, POLICY + "---\nx: 1\n", "---", "-", "her begynder et nyt dokument"),
}


def line_of(text: str, words: str) -> int:
    assert text.count(words) == 1, f"{words!r} stands {text.count(words)} times"
    return text[: text.index(words)].count("\n") + 1


@pytest.mark.parametrize("name", [*SHAPE, *SENSE, *YAML])
def test_a_fault_is_named_once_at_its_line_with_what_to_do(corpus, name):
    case = (SHAPE | SENSE | YAML)[name]
    corpus.edit(case.file, case.old, case.new)
    (fault,) = corpus.faults()
    assert Path(fault.file) == corpus.data / case.file
    assert fault.line == line_of(corpus.read(case.file), case.at)
    assert fault.field == case.field
    assert case.says in f"{fault.problem}: {fault.remedy}"
    assert fault.problem
    assert fault.remedy


@pytest.mark.parametrize("name", [*SHAPE, *SENSE, *YAML])
def test_the_line_moves_with_the_file_and_not_with_its_line_ends(corpus, name):
    case = (SHAPE | SENSE | YAML)[name]
    corpus.edit(case.file, case.old, case.new)
    (fault,) = corpus.faults()
    corpus.write(case.file, "\ufeff# æøå\n\n#\n".encode() + corpus.read(case.file).encode())
    assert corpus.places() == [(case.file, fault.line + 3, fault.field)]
    corpus.write(case.file, (corpus.data / case.file).read_bytes().replace(b"\n", b"\r\n"))
    assert corpus.places() == [(case.file, fault.line + 3, fault.field)]


@pytest.mark.parametrize("name", [*SHAPE, *SENSE, *YAML])
def test_one_broken_file_leaves_the_others_working(corpus, name):
    case = (SHAPE | SENSE | YAML)[name]
    corpus.edit(case.file, case.old, case.new)
    workbook = corpus.open()
    if case.file in REGISTERS:
        assert workbook.strategies.size
    else:
        assert [*workbook.strategies.index] == [{FJORDLUND: "kornmark", KORNMARK: "fjordlund"}[case.file]]
    with pytest.raises(WorkbookError) as raised:
        corpus.open(strict=True)
    assert raised.value.faults == workbook.faults
    assert str(raised.value) == "\n".join(map(str, workbook.faults))


def test_all_faults_of_all_files_come_at_once(corpus):
    whole = SHAPE | SENSE
    names = [
        "type unlike any",
        "missing field",
        "too large",
        "number as date",
        "number for text",
        "dangling relation",
        "lines backwards",
        "lines of a gap backwards",
        "period backwards",
        "given and missing",
        "unit without number",
        "upside down",
        "unknown field at the top",
        "source of nobody",
        "code too long",
    ]
    for name in names:
        corpus.edit(whole[name].file, whole[name].old, whole[name].new)
    corpus.edit(FJORDLUND, "label: Nærhed", "label: Fjernhed")
    corpus.edit(KORNMARK, "term: mål", "term: mål\n    term: igen")
    corpus.write("strategies/tom.yaml", "")
    corpus.write("codings/bo.csv", "element,theme,rank\nfjordlund.goal-1,mestrin,2\n")
    expected = {(whole[name].file, whole[name].field) for name in names}
    expected |= {(FJORDLUND, "elements[focus_area-1].label"), (KORNMARK, "elements[goal-1].term")}
    expected |= {("strategies/tom.yaml", "-"), ("codings/bo.csv", "theme")}
    found = corpus.places(sources=True)
    assert {(file, field) for file, _, field in found} == expected
    assert found == sorted(found)


def test_a_fault_reads_as_file_line_field_problem_and_remedy_on_one_line(corpus):
    corpus.edit(FJORDLUND, "term: politik", 'term: politik\n    "to\\nlinjer": {a: [1, ja]}')
    (fault,) = corpus.faults()
    line = corpus.line(FJORDLUND, "linjer")
    assert str(fault).startswith(f"{corpus.data / FJORDLUND}:{line}: elements[policy-1].to linjer: ukendt felt to linjer: fjern det")
    assert "\n" not in str(fault)


def test_a_value_of_many_pages_is_shown_short(corpus):
    corpus.edit(FJORDLUND, "type: policy", f"type: {'lang ' * 1000}")
    (fault,) = corpus.faults()
    assert len(str(fault)) < 2000


def test_a_label_of_five_thousand_letters_is_a_label(corpus):
    corpus.edit(FJORDLUND, "label: Sundhedspolitik", f"label: {'æ' * 5000}")
    assert corpus.faults() == ()
    (fault,) = corpus.faults(sources=True)
    assert fault.field == "elements[policy-1].label"


def test_the_first_of_several_with_the_same_id_counts_when_rings_are_looked_for(corpus):
    corpus.edit(FJORDLUND, POLICY, POLICY + ANOTHER.format("focus_area-1 # igen"))
    assert [field for _, _, field in corpus.places()] == ["elements[focus_area-1].id"]


def test_the_longest_ring_and_the_longest_chain_are_followed(corpus):
    def element(number: int, parent: int) -> str:
        return f"  - {{id: goal-{number}, type: goal, term: mål, label: hjem, lines: 15, named: true, parent: goal-{parent}}}\n"

    head = corpus.read(KORNMARK).partition("elements:\n")[0] + "elements:\n"
    corpus.write(KORNMARK, head + "".join(element(n, n + 1) for n in range(1, 2000)) + element(2000, 1))
    (fault,) = corpus.faults()
    assert (fault.line, fault.field) == (7, "elements[goal-1].parent")
    assert "i ring: goal-1 → goal-2 → " in fault.problem


def test_every_one_of_hundreds_of_faults_is_listed(corpus):
    element = "  - {{id: goal-{0}, type: goal, term: mål, label: hjem, lines: 15, named: true, parent: focus-{0}}}\n"
    head = corpus.read(KORNMARK).partition("elements:\n")[0] + "elements:\n"
    corpus.write(KORNMARK, head + "".join(element.format(n) for n in range(1, 301)))
    assert len(corpus.faults()) == 300


# Quotations against their lines


@pytest.mark.parametrize(
    "case",
    [
        Case(
            "label: Nærhed",
            "label: Fjernhed",
            "Fjernhed",
            "elements[focus_area-1].label",
            "ikke i linje 14 af kilden, hvor der står: Fokusomr",
        ),
        Case("label: Nærhed", "label: Nærhe", "Nærhe\n", "elements[focus_area-1].label", "ordlyden står ikke i linje 14 af kilden"),
        Case(
            "lines: 14", "lines: 13", "Nærhed\n", "elements[focus_area-1].label", "ordlyden står ikke i linje 13 af kilden, hvor der står:"
        ),
        Case("lines: 22\n", "lines: 23\n", "Sundhedspolitik", "elements[policy-1].label", "hvor der står: Vedtaget af byrådet"),
        Case("lines: 22\n", "lines: 24\n", "lines: 24", "elements[policy-1].lines", "linje 24 findes ikke; kilden har 23 linjer"),
        Case(
            "label: sundhedstilbud", "label: tilbud", "label: tilbud", "elements[initiative-1].quotes[1].label", "står ikke i linje 16-17"
        ),
        Case("label: Social og Sundhed", "label: social og sundhed", "social og", "scope.label", "ordlyden står ikke i linje 2"),
        Case("label: 2024-2027", "label: 2024–2027", "2024–", "period.label", "hvor der står: Strategi for Social og Sundhed 2024-2027"),
        Case(GAP, GAP.replace("19-20", "19-200"), "19-200", "gaps[1].lines", "linje 200 findes ikke; kilden har 23 linjer"),
    ],
)
def test_a_quotation_that_does_not_stand_at_its_lines_is_named_when_the_sources_are_at_hand(corpus, case):
    corpus.edit(case.file, case.old, case.new)
    (fault,) = corpus.faults(sources=True)
    assert fault.line == line_of(corpus.read(case.file), case.at)
    assert fault.field == case.field
    assert case.says in fault.problem
    assert corpus.faults() == ()


def test_quotations_are_checked_in_a_strategy_that_has_other_faults(corpus):
    corpus.edit(FJORDLUND, "municipality: fjordlund", "municipality: by")
    corpus.edit(FJORDLUND, "type: goal\n", "type: gaol\n")
    corpus.edit(FJORDLUND, "label: Sundhedspolitik", "label: Sundhed")
    fields = {field for _, _, field in corpus.places(sources=True)}
    assert fields == {"municipality", "elements[goal-1].type", "elements[policy-1].label"}


@pytest.mark.parametrize(
    ("break_source", "line", "says"),
    [
        (lambda path: path.unlink(), 1, "kildeteksten findes ikke"),
        (lambda path: (path.unlink(), path.mkdir()), 1, "dette er ikke en fil"),
        (lambda path: path.write_bytes("Vejen\nvidere på\n".encode("latin-1")), 2, "filen er ikke gemt som UTF-8 (byte 0xe5"),
        (lambda path: path.write_text("Vejen\n", encoding="utf-16"), 1, "filen er ikke gemt som UTF-8"),
    ],
)
def test_a_source_text_that_cannot_be_read_is_named(corpus, break_source, line, says):
    path = corpus.sources / "kornmark.txt"
    break_source(path)
    workbook = corpus.open(sources=True)
    (fault,) = workbook.faults
    assert (Path(fault.file), fault.line) == (path, line)
    assert says in fault.problem
    assert [*workbook.strategies.index] == ["fjordlund"]


def test_source_texts_with_windows_line_ends_and_byte_order_mark_hold_the_same_quotations(corpus):
    for path in corpus.sources.iterdir():
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert corpus.faults(sources=True) == ()
