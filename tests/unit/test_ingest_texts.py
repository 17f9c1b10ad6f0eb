"""Are invented texts in the many manners of Danish municipalities read as a person would read them?

Lists without marks, headings in capitals, labels without numbers, letters under numbers, areas that nothing announces: one in each text.
"""

from pathlib import Path

import pytest
import yaml

import strategylib as sl

TEXTS = Path(__file__).parent / "ingest_texts"
EXPECTED = yaml.safe_load((TEXTS / "expected.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module", params=EXPECTED)
def read(request):
    """A text's name, its draft, and what it presents."""
    return request.param, sl.ingest(TEXTS / f"{request.param}.txt", municipality="Strandby"), EXPECTED[request.param]


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
        "aeldrepolitik": ("At færre ældre føler sig ensomme", "ENSOMHED"),
    }
    child, parent = parents[name]
    assert by_label[child]["parent"] == by_label[parent]["id"]


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
