"""Are invented texts in the many manners of Danish municipalities read as a person would read them?

Boxes side by side, a margin beside the text, lists without marks, headings in capitals, labels without numbers, letters under numbers,
areas that nothing announces: something else in each.
"""

from pathlib import Path

import pytest
import typst
import yaml

import strategylib as sl

TEXTS = Path(__file__).parent / "ingest_texts"
EXPECTED = yaml.safe_load((TEXTS / "expected.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=EXPECTED)
def read(request, tmp_path_factory):
    """A text's name, its draft, and what it presents; one that is typeset is read as a PDF."""
    file = TEXTS / f"{request.param}.txt"
    if not file.exists():
        file = tmp_path_factory.mktemp("typeset") / f"{request.param}.pdf"
        file.write_bytes(typst.compile(str(TEXTS / f"{request.param}.typ")))
    return request.param, sl.ingest(file, municipality="Strandby"), EXPECTED[request.param]


def test_what_the_text_presents_is_found_with_its_type_and_nothing_else(read):
    _, draft, expected = read
    found = {}
    for one in draft.elements:
        if one["named"] and one["type"] != "cascade_level":
            found.setdefault(one["type"], []).append(one["label"])
    assert found == expected


def test_what_stands_under_an_area_belongs_to_it(read):
    name, draft, _ = read
    by_label = {one["label"]: one for one in draft.elements}
    parents = {
        "socialstrategi": ("stillinger besættes første gang", "En attraktiv arbejdsplads"),
        "sundhedspolitik": ("Styrke hjælpen til rygestop", "En røgfri fremtid"),
        "sundhedsstrategi": ("Ingen børn begynder at ryge", "Færre børn og unge ryger"),
        "velfaerdsstrategi": ("Ledere har højst 30 medarbejdere", "Vi er en arbejdsplads, man anbefaler til andre"),
        "handleplan": ("Flere elevpladser", "Flere hænder"),
        "vaerdighedspolitik": ("Opspore vægttab tidligt", "Mad og ernæring"),
        "handicapstrategi": ("Ventetiden er højst fire uger", "Tidlig og rettidig indsats"),
        "seniorstrategi": ("Færre er ensomme", None),
        "udsattepolitik": ("Bolig først", None),
        "demensstrategi": ("Alle nyansatte får et demenskursus", "Viden og kompetencer"),
        "aeldrepolitik": ("At færre ældre føler sig ensomme", "ENSOMHED"),
    }
    child, parent = parents[name]
    assert by_label[child].get("parent") == (by_label[parent]["id"] if parent else None)


def test_who_is_responsible_and_which_percentage_is_meant_are_fields():
    plan = sl.ingest(TEXTS / "handleplan.txt", municipality="Strandby")
    by_label = {one["label"]: one for one in plan.elements}
    assert by_label["Flere elevpladser"]["responsible"] == "Uddannelseskonsulenterne"
    assert (by_label["Sygefraværet falder til 6 %"]["target"], by_label["Sygefraværet falder til 6 %"]["unit"]) == (6, "%")
    assert "target" not in by_label["90 procent af eleverne gennemfører"]


def test_who_signs_and_where_to_call_is_no_element():
    policy = sl.ingest(TEXTS / "sundhedspolitik.txt", municipality="Strandby")
    whole = "\n".join(policy.files.values())
    assert "Mortensen" not in whole
    assert not [one for one in policy.elements if "Rådhuspladsen" in one["label"] or "glad for at" in one["label"]]
