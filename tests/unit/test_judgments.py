"""Who judged what: are codings and alignments read as spreadsheets and people write them, and each slip named at its line?"""

from pathlib import Path

import pytest

from strategylib.workbook import open_workbook

CODING = "codings/anna.csv"
ALIGNMENT = "alignments/anna.csv"
HEAD = "element,theme,rank\n"
PAIRS = "a,b,relation\n"


def codes(workbook):
    return [tuple(row) for row in workbook.codings.itertuples(index=False)]


def test_the_coder_is_the_name_of_the_file(invented):
    assert codes(invented) == [
        ("fjordlund.goal-1", "mestring", 1, "anna"),
        ("fjordlund.goal-1", "livskvalitet", 2, "anna"),
        ("kornmark.goal-1", "relation", 1, "anna"),
        ("fjordlund.goal-1", "mestring", 2, "bo"),
    ]
    assert [tuple(row) for row in invented.alignments.itertuples(index=False)] == [
        ("fjordlund.goal-1", "kornmark.goal-1", "relatedMatch", "anna")
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfelement,theme,rank\r\nkornmark.goal-1,relation,1\r\n",
        b"element,theme,rank\rkornmark.goal-1,relation,1\r",
        b"element,theme,rank\nkornmark.goal-1,relation,1",
        b" element , theme ,rank\n kornmark.goal-1 , relation , 1 \n",
        b'"element","theme","rank"\n"kornmark.goal-1","relation","1"\n',
        b"rank,note,theme,element\n1,,relation,kornmark.goal-1\n",
        b"element,theme,rank,\nkornmark.goal-1,relation,1,\n,,,\n",
        b"element,theme,rank\n\n\nkornmark.goal-1,relation,1\n,,\n\n",
        b"\n\nelement,theme,rank\nkornmark.goal-1,relation,1\n",
        b'element,theme,rank,note\nkornmark.goal-1,relation,1,"to\nlinjer, med ""citat"" og \xe2\x80\xa8 skift"\n',
    ],
)
def test_what_spreadsheets_write_is_read(corpus, content):
    corpus.write("codings/bo.csv", content)
    workbook = corpus.open()
    assert workbook.faults == ()
    assert codes(workbook)[-1] == ("kornmark.goal-1", "relation", 1, "bo")
    assert len(workbook.codings) == 4


@pytest.mark.parametrize(
    ("content", "line", "field", "says"),
    [
        (HEAD + "fjordlund.goal-1,mestrin,1\n", 2, "theme", "temaet mestrin står ikke i themes.yaml: mente du mestring?"),
        (HEAD + "fjordlund.goal-1,xyz,1\n", 2, "theme", "temaet xyz står ikke i themes.yaml: brug et id fra kodebogen"),
        (HEAD + "fjordlund.goal-9,mestring,1\n", 2, "element", "fjordlund.goal-9 findes ikke: mente du fjordlund.goal-1?"),
        (HEAD + "xyz,mestring,1\n", 2, "element", "xyz findes ikke: ret henvisningen"),
        (HEAD + "fjordlund.goal-1,mestring,4\n", 2, "rank", "4 er ikke en rang: skriv 1 for hovedtemaet"),
        (HEAD + "fjordlund.goal-1,mestring,én\n", 2, "rank", "én er ikke en rang"),
        (HEAD + "\nfjordlund.goal-1,mestring,1\n\nfjordlund.goal-1,mestring,2\n", 5, "theme", "det samme er kodet før, i linje 3"),
        (HEAD + "fjordlund.goal-1,mestring,1\nfjordlund.goal-1,relation,1\n", 3, "rank", "det samme er kodet før, i linje 2"),
        (HEAD + "fjordlund.goal-1\n", 2, "theme", "rækken har ikke en værdi i hver af de 3 kolonner"),
        (HEAD + "fjordlund.goal-1,mestring\n", 2, "rank", "rækken har ikke en værdi i hver af de 3 kolonner"),
        (HEAD + "fjordlund.goal-1,,1\n", 2, "theme", "rækken har ikke en værdi"),
        (HEAD + "fjordlund.goal-1,  ,1\n", 2, "theme", "rækken har ikke en værdi"),
        (HEAD + "fjordlund.goal-1,mestring,1,fordi, ja\n", 2, "-", "sæt tekst med komma i anførselstegn"),
        ("element;theme;rank\nfjordlund.goal-1;mestring;1\n", 1, "element", "kolonnen element mangler: første linje skal have kolonnerne"),
        ("element,tema,rank\n", 1, "theme", "kolonnen theme mangler"),
        ("", 1, "element", "kolonnen element mangler"),
        ("\n\n", 1, "element", "kolonnen element mangler"),
        (HEAD + 'fjordlund.goal-1,"mestring,1\nkornmark.goal-1,relation,1\n', 2, "-", "filen kan ikke læses som CSV herfra"),
        (HEAD + 'fjordlund.goal-1,"mestring"x,1\n', 2, "-", "filen kan ikke læses som CSV herfra"),
        (HEAD + f"fjordlund.goal-1,mestring,1\nkornmark.goal-1,{'x' * 140_000},1\n", 3, "-", "filen kan ikke læses som CSV herfra"),
        ('element,theme,rank,note\nkornmark.goal-1,relation,1,"a\nb\nc"\nfjordlund.goal-1,xyz,1,\n', 5, "theme", "temaet xyz"),
        ('element,theme,rank,note\nfjordlund.goal-1,xyz,1,"a\nb\nc"\n', 2, "theme", "temaet xyz"),
        ("element,theme,rank,note\nkornmark.goal-1,relation,1,a\u2028b\x0bc\x0cd\nfjordlund.goal-1,xyz,1,\n", 3, "theme", "temaet xyz"),
    ],
)
def test_a_slip_in_a_coding_is_named_at_its_line(corpus, content, line, field, says):
    corpus.write("codings/bo.csv", content)
    workbook = corpus.open()
    (fault,) = workbook.faults
    assert (Path(fault.file), fault.line, fault.field) == (corpus.data / "codings" / "bo.csv", line, field)
    assert says in f"{fault.problem}: {fault.remedy}"
    assert {row[-1] for row in codes(workbook)} == {"anna"}


@pytest.mark.parametrize("head", ['"element,theme,rank\n', 'element,"theme"x,rank\n', f"element,{'x' * 140_000}\n"])
def test_a_broken_first_line_of_a_table_is_named(corpus, head):
    corpus.write("codings/bo.csv", head + "kornmark.goal-1,relation,1\n")
    faults = corpus.faults()
    assert {(Path(fault.file).name, fault.line) for fault in faults} == {("bo.csv", 1)}
    assert any("filen kan ikke læses som CSV herfra" in fault.problem for fault in faults)


@pytest.mark.parametrize(
    ("content", "line", "field", "says"),
    [
        (PAIRS + "fjordlund.goal-1,kornmark.goal-1,exactMatch\n", 2, "relation", "exactMatch er ikke en mulighed her"),
        (PAIRS + "fjordlund.goal-1,kornmark.goal-1,closematch\n", 2, "relation", "mente du closeMatch?"),
        (PAIRS + "fjordlund.goal-1,fjordlund.vision-1,closeMatch\n", 2, "b", "begge elementer er fra samme kommune"),
        (PAIRS + "fjordlund.goal-1,kornmark.goal-8,closeMatch\n", 2, "b", "kornmark.goal-8 findes ikke: mente du kornmark.goal-1?"),
        (PAIRS + "fjordlund.gaol-1,kornmark.goal-1,closeMatch\n", 2, "a", "mente du fjordlund.goal-1?"),
        (
            PAIRS + "fjordlund.goal-1,kornmark.goal-1,closeMatch\nkornmark.goal-1,fjordlund.goal-1,broadMatch\n",
            3,
            "b",
            "det samme er kodet før, i linje 2",
        ),
    ],
)
def test_a_slip_in_an_alignment_is_named_at_its_line(corpus, content, line, field, says):
    corpus.write("alignments/bo.csv", content)
    (fault,) = corpus.faults()
    assert (Path(fault.file), fault.line, fault.field) == (corpus.data / "alignments" / "bo.csv", line, field)
    assert says in f"{fault.problem}: {fault.remedy}"


def test_all_slips_of_a_file_come_at_once_and_none_of_its_judgments_count(corpus):
    corpus.write(CODING, HEAD + "fjordlund.goal-1,x,7\nfjordlund.gool-1,mestring,1\nkornmark.goal-1,relation,1\n")
    workbook = corpus.open()
    assert [(fault.line, fault.field) for fault in workbook.faults] == [(2, "rank"), (2, "theme"), (3, "element")]
    assert {row[-1] for row in codes(workbook)} == {"bo"}


def test_what_is_coded_three_times_points_at_the_first(corpus):
    corpus.write("alignments/bo.csv", PAIRS + "fjordlund.goal-1,kornmark.goal-1,closeMatch\n" * 3)
    assert [(fault.line, fault.problem) for fault in corpus.faults()] == [
        (3, "det samme er kodet før, i linje 2"),
        (4, "det samme er kodet før, i linje 2"),
    ]


def test_a_file_in_another_encoding_is_named(corpus):
    corpus.write(CODING, (HEAD + "kornmark.goal-1,relation,1\n\nkornmark.mål-1,relation,2\n").encode("latin-1"))
    assert corpus.places() == [(CODING, 4, "-")]


def test_judgments_of_a_strategy_that_is_left_out_are_passed_over(corpus):
    corpus.edit("strategies/kornmark.yaml", "type: goal\n", "type: gaol\n")
    workbook = corpus.open()
    assert {Path(fault.file).name for fault in workbook.faults} == {"kornmark.yaml"}
    assert {row[0] for row in codes(workbook)} == {"fjordlund.goal-1"}
    assert workbook.alignments.empty


def test_judgments_across_two_folders_count_when_both_are_open(corpus):
    corpus.write("alignments/bo.csv", PAIRS + "fjordlund.goal-1,viborg.goal-2,closeMatch\n")
    assert "bo" not in set(corpus.open(strict=True).alignments["coder"])
    assert "bo" in set(open_workbook(corpus.data, with_bundled=True).alignments["coder"])


def test_a_folder_with_a_codebook_of_its_own_is_coded_by_it(corpus):
    corpus.write("themes.yaml", "- {id: mestring, da: Mestring, en: Coping, definition_da: Klare selv., definition_en: Managing.}\n")
    workbook = corpus.open()
    assert [*workbook.themes.index] == ["mestring"]
    assert [(fault.line, fault.field) for fault in workbook.faults] == [(3, "theme"), (4, "theme")]
    assert codes(workbook) == [("fjordlund.goal-1", "mestring", 2, "bo")]
