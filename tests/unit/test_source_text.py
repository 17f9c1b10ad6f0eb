"""How do the lines of a document read when healed, and which quotations stand there?"""

import random

import pytest

from strategylib.corpus.source_text import SourceText, Span, heal


@pytest.mark.parametrize(
    ("lines", "healed"),
    [
        (["vi-", "den"], "viden"),
        (["fri-", "", "", "hed til"], "frihed til"),
        (["fri- ", "  hed"], "frihed"),
        (["2024-", "2027"], "2024-2027"),
        (["2024-", "", "2027"], "2024-2027"),
        (["10-", "årige"], "10-årige"),
        (["10-", "og 12-årige"], "10- og 12-årige"),
        (["pleje-", "og sundhed"], "pleje- og sundhed"),
        (["pleje-", "", "eller sundhed"], "pleje- eller sundhed"),
        (["pleje-", "ogsom"], "plejeogsom"),
        (["Område-", "MED"], "Område-MED"),
        (["IT-", "systemer"], "IT-systemer"),
        (["vi\u00ad", "den"], "viden"),
        (["et liv -", "hele livet"], "et liv - hele livet"),
        (["en linje", "", "en til"], "en linje en til"),
        (["  ind   rykket\t", "tekst "], "ind rykket tekst"),
        (["• første", "• andet"], "første andet"),
        (["•første", "·andet", "▪ tredje"], "første andet tredje"),
        (["•", "første"], "første"),
        (["\uf0d8 første", "\uf0b7andet"], "første andet"),
        (["Ø Første", "üAndet"], "Første Andet"),
        (["Ø er en ø", "über alles"], "Ø er en ø über alles"),
        (["Øget trivsel"], "Øget trivsel"),
        ([], ""),
        (["", "  "], ""),
    ],
)
def test_lines_are_healed_into_running_text(lines, healed):
    assert heal(lines) == healed


TEXT = SourceText.of(
    "Sammen om ældre-\n"
    "\n"
    "plejen i 2024-\n"
    "2027 – hele livet\n"
    "• Flere skal klare sig selv\n"
    "Udarbejd handleplanSundhedspolitik og\n"
    'den "dobbelte" ambition, den stærke\u00a0sag\n'
    "samarbejde på tværs af sektorer i samarbejde med alle\n"
    "Vi lytter, og vi handler.\n"
)


@pytest.mark.parametrize(
    ("quotation", "first", "last"),
    [
        ("ældreplejen i 2024-2027", 1, 4),
        ("Sammen om ældreplejen", 1, 3),
        ("2024-2027–hele livet", 3, 4),
        ("2024-2027 – hele livet", 3, 4),
        ("Flere skal klare sig selv", 5, 5),
        ("Udarbejd handleplan", 6, 6),
        ("Sundhedspolitik", 6, 6),
        ("den “dobbelte” ambition", 7, 7),
        ("den »dobbelte« ambition", 7, 7),
        ("stærke sag", 7, 7),
        ("stærke\u00a0sag", 7, 7),
        ("Sammen [...] hele livet", 1, 4),
        ("Sammen […] hele livet", 1, 4),
        ("[...] klare sig selv", 5, 5),
        ("samarbejde med alle", 8, 8),
        ("Flere  skal\nklare", 5, 5),
        ("på tværs", 8, 8),
        ("lytter, og vi handler.", 9, 9),
    ],
)
def test_a_quotation_stands_at_its_lines(quotation, first, last):
    assert TEXT.holds(quotation, first, last)


@pytest.mark.parametrize(
    ("quotation", "first", "last"),
    [
        ("ældreplejen", 1, 2),
        ("ældre-plejen", 1, 3),
        ("2024 2027", 3, 4),
        ("202", 3, 4),
        ("024", 3, 4),
        ("klar", 5, 5),
        ("lare sig", 5, 5),
        ("Sundhedspolitik", 5, 5),
        ("Sundhedspoliti", 6, 6),
        ("undhedspolitik", 6, 6),
        ("handlepla", 6, 6),
        ("andleplan", 6, 6),
        ("handleplan Sundhedspolitik", 6, 6),
        ("flere skal klare sig selv", 5, 5),
        ("hele livet [...] Sammen", 1, 4),
        ("Sammen [...] Sammen", 1, 4),
        ("Flere skal … selv", 5, 5),
        ("Flere skal klare sig selv.", 5, 5),
        ("ytter,", 9, 9),
        ("andler.", 9, 9),
        (", og v", 9, 9),
    ],
)
def test_a_quotation_that_is_not_word_for_word_does_not_stand_there(quotation, first, last):
    assert not TEXT.holds(quotation, first, last)


def test_letters_taken_apart_from_their_rings_and_accents_are_the_same_letters():
    apart = SourceText.of("Et ga\u030ardråd pa\u030a en cafe\u0301-\nø\n")
    assert apart.holds("Et gårdråd på", 1, 1)
    assert apart.holds("Et ga\u030ardråd", 1, 1)
    assert not apart.holds("Et ga", 1, 1)
    assert not apart.holds("cafe", 1, 1)
    assert apart.holds("caféø", 1, 2)


def test_lines_are_counted_as_an_editor_does():
    assert len(SourceText.of("a\nb\n").lines) == 2
    assert len(SourceText.of("a\nb").lines) == 2
    assert len(SourceText.of("a\n\n\n").lines) == 3
    assert SourceText.of("a\r\nb\x0cc\u2028d\r\n").passage(2, 2) == "b c d"


def test_every_run_of_whole_words_is_found_however_the_lines_are_broken():
    dice = random.Random(1849)
    for _ in range(300):
        words = ["".join(dice.choice("abcdeæøå") for _ in range(dice.randrange(3, 9))) for _ in range(12)]
        text = SourceText.of("".join(word + dice.choice([" ", "\n", "\n\n", " \n  "]) for word in words))
        first, last = sorted(dice.sample(range(13), 2))
        assert text.holds(" ".join(words[first:last]), 1, len(text.lines))


def test_no_part_of_a_word_is_found_however_the_lines_are_broken():
    dice = random.Random(1850)
    for _ in range(300):
        word = "".join(dice.sample("abcdefghijklmnopqrstuvwxyzæøå", 12))
        cut = dice.randrange(1, 12)
        text = SourceText.of(f"Ord {word[:cut]}-{dice.choice(['', chr(10)])}\n{word[cut:]} ord\n")
        assert text.holds(word, 1, len(text.lines))
        first, last = sorted(dice.sample(range(13), 2))
        assert text.holds(word[first:last], 1, len(text.lines)) == (last - first == 12)


def test_a_quotation_is_traced_to_its_characters():
    text = SourceText.of("• Vi er for bor-\n\ngeren. Bor her.\nØ Vi kan\n")
    assert text.spans("Vi er for borgeren.", 1, 3) == (Span(1, 2, 15), Span(3, 0, 6))
    assert text.spans("Vi [...] Bor her.", 1, 3) == (Span(1, 2, 4), Span(3, 7, 15))
    assert text.spans("Bor", 1, 3) == (Span(3, 7, 10),)
    assert text.spans("her. Vi kan", 3, 4) == (Span(3, 11, 14), Span(4, 2, 8))
    assert text.spans("ukendt", 1, 4) == ()


def test_what_is_marked_becomes_whole_words_on_the_lines_that_have_some():
    text = SourceText.of("• Vi er for bor-\n\ngeren hver dag.\n")
    assert text.selection(Span(1, 6, 6), Span(3, 7, 7)) == ("er for borgeren hver", 1, 3)
    assert text.selection(Span(2, 0, 0), Span(3, 5, 5)) == ("geren", 3, 3)
    assert text.selection(Span(1, 2, 2), Span(2, 0, 0))[1:] == (1, 1)
    assert text.selection(Span(2, 0, 0), Span(2, 0, 0))[0] == ""
    assert text.selection(Span(90, 0, 0), Span(99, 0, 0))[0] == ""


def test_every_quotation_that_a_source_holds_can_be_traced():
    dice = random.Random(1851)
    for _ in range(200):
        words = ["".join(dice.choice("abcdeæøå") for _ in range(dice.randrange(3, 9))) for _ in range(12)]
        text = SourceText.of("".join(word + dice.choice([" ", "\n", "\n\n", " \n  "]) for word in words))
        first, last = sorted(dice.sample(range(13), 2))
        spans = text.spans(" ".join(words[first:last]), 1, len(text.lines))
        assert " ".join(text.lines[one.line - 1][one.start : one.end] for one in spans).split() == words[first:last]
