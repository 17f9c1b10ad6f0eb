"""An invented strategy as a person would publish it, in five kinds of file, with what is in it."""

from __future__ import annotations

from dataclasses import dataclass, field

import docx
import pptx
import typst

TITLE = "Tæt på livet"
SUBTITLE = "Velfærdsstrategi 2025-2029"


@dataclass
class Track:
    """One track of the invented strategy."""

    name: str
    prose: str
    goals: list[str]
    initiatives: list[str]
    signs: list[str]


TRACKS = [
    Track(
        "Sundhed i nabolaget",
        "Flere får brug for hjælp tæt på deres hjem. Derfor rykker vi ud, hvor folk bor, og vi begynder der, hvor behovet er størst.",
        ["Alle kan gå til et sundhedstilbud i deres eget kvarter", "Færre ældre bliver indlagt uden grund"],
        [
            "Åbne tre sundhedshuse i boligområderne",
            "Tilbyde hjemmebesøg til alle over 75 år",
            "Uddanne sundhedsvejledere blandt frivillige",
        ],
        ["antallet af forebyggelige indlæggelser falder", "halvdelen af de inviterede tager imod et besøg"],
    ),
    Track(
        "Faglighed med hjertet",
        "Gode kolleger er vores vigtigste ressource. Et fagligt stærkt hus lærer af sine fejl og deler det, der virker.",
        ["Medarbejderne bliver længere i deres stilling", "Nye kolleger føler sig ventet og velkomne"],
        ["Give alle nyansatte en makker det første halve år", "Samle læringen fra utilsigtede hændelser hver måned"],
        ["personaleomsætningen er lavere end i nabokommunerne", "ni ud af ti nyansatte anbefaler arbejdspladsen"],
    ),
    Track(
        "Fællesskaber for alle",
        "Ensomhed er et vilkår for alt for mange. Foreninger og naboer kan det, som ingen forvaltning kan.",
        ["Ingen borger er alene mod sin vilje", "Foreningerne har plads til mennesker med handicap"],
        ["Støtte foreninger, der åbner dørene for nye grupper", "Oprette en frivilligbank i hver by"],
        ["flere borgere deltager i et fællesskab hver uge", "foreningerne melder om flere medlemmer med støttebehov"],
    ),
]
CHALLENGES = ["Der bliver flere over 80 år og færre i den arbejdsdygtige alder", "Mange unge mistrives og har svært ved at finde fodfæste"]
VALUES = ["Ordentlighed i det, vi siger og gør", "Nysgerrighed på det menneske, vi møder", "Mod til at gå nye veje"]
VISION = "I Strandby lever alle et trygt og aktivt liv, hvor man har brug for hinanden"
FOREWORD = "Det er en glæde at kunne præsentere vores nye strategi for velfærden. Mange har bidraget på borgermøder og i høringer."
SIGNED = "Birgitte Holm Nielsen"

EXPECTED = (
    [("vision", VISION)]
    + [("challenge", one) for one in CHALLENGES]
    + [("value", one) for one in VALUES]
    + [("focus_area", one.name) for one in TRACKS]
    + [("goal", goal) for one in TRACKS for goal in one.goals]
    + [("initiative", initiative) for one in TRACKS for initiative in one.initiatives]
    + [("indicator", sign) for one in TRACKS for sign in one.signs]
)


def text() -> str:
    """The strategy as plain text, broken at 70 characters with words parted."""
    lines = [
        TITLE,
        SUBTITLE,
        "",
        "Forord",
        "",
        *_wrapped(FOREWORD),
        "",
        SIGNED,
        "Borgmester",
        "",
        "Vores vision",
        "",
        *_wrapped(f"{VISION}."),
        "",
    ]
    lines += ["Vores udfordringer", "", *(f"• {one}" for one in CHALLENGES), "", "Vores værdier", "", *(f"• {one}" for one in VALUES), ""]
    for number, one in enumerate(TRACKS, 1):
        lines += [f"Spor {number}: {one.name}", "", *_wrapped(one.prose), "", "Mål", "", *(f"• {goal}" for goal in one.goals), ""]
        lines += [
            "Det vil vi",
            "",
            *(f"• {done}" for done in one.initiatives),
            "",
            "Vi lykkes, når",
            "",
            *(f"• {sign}" for sign in one.signs),
            "",
        ]
    return "\n".join(lines)


def _wrapped(prose: str) -> list[str]:
    """Break prose at 60 characters, and part a word where it is long enough."""
    lines, line = [], ""
    for word in prose.split():
        if len(line) + len(word) > 60:
            cut = len(word) // 2
            parted = cut > 3 and word.isalpha()
            lines.append(f"{line} {word[:cut]}-".strip() if parted else line)
            line = word[cut:] if parted else word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]


def html() -> str:
    """The strategy as a page with menus, a cookie banner and a script around it."""
    body = f"<h1>{TITLE}</h1><p>{SUBTITLE}</p><h2>Vision</h2><p>{VISION}.</p><h2>Udfordringer</h2>{_ul(CHALLENGES)}"
    body += f"<h2>Værdier</h2>{_ul(VALUES)}<h2>Strategiske spor</h2>"
    for one in TRACKS:
        body += (
            f"<h3>{one.name}</h3><p>{one.prose}</p><h4>Mål</h4>{_ul(one.goals)}<p><strong>Det vil vi:</strong></p>{_ul(one.initiatives)}"
        )
        body += f"<p>Vi lykkes, når:</p>{_ul(one.signs)}"
    return (
        f"<!doctype html><html lang=da><head><meta charset=utf-8><title>{TITLE}</title><script>alert('Mål: intet')</script></head><body>"
        "<nav><ul><li>Borger</li><li>Politikker</li></ul></nav><div class='cookie-banner'>Vi bruger cookies</div>"
        f"<main>{body}</main><footer><p>Strandby Kommune, Havnen 1</p></footer></body></html>"
    )


def _ul(points: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{point}</li>" for point in points) + "</ul>"


def docx_file(path) -> None:
    """The strategy as a Word document with styles, lists, and a table for one track."""
    document = docx.Document()
    document.add_heading(TITLE, 0)
    document.add_paragraph(SUBTITLE)
    document.add_heading("Forord", 1)
    document.add_paragraph(FOREWORD)
    document.add_paragraph(f"{SIGNED}, borgmester")
    document.add_heading("Vision", 1)
    document.add_paragraph(f"{VISION}.")
    for head, points in (("Udfordringer", CHALLENGES), ("Værdigrundlag", VALUES)):
        document.add_heading(head, 1)
        for point in points:
            document.add_paragraph(point, style="List Bullet")
    document.add_heading("Fokusområder", 1)
    for one in TRACKS:
        document.add_heading(one.name, 2)
        document.add_paragraph(one.prose)
        if one is TRACKS[-1]:
            table = document.add_table(rows=3, cols=3)
            for column, (head, points) in enumerate((("Mål", one.goals), ("Indsatser", one.initiatives), ("Indikatorer", one.signs))):
                table.cell(0, column).text = head
                for row, point in enumerate(points[:2], 1):
                    table.cell(row, column).text = point
            continue
        for head, points in (("Målsætninger", one.goals), ("Sådan gør vi", one.initiatives), ("Succeskriterier", one.signs)):
            document.add_paragraph().add_run(head).bold = True
            for point in points:
                document.add_paragraph(point, style="List Bullet" if head != "Sådan gør vi" else "List Number")
    document.save(path)


def pptx_file(path) -> None:
    """The strategy as slides: a title and points on each."""
    deck = pptx.Presentation()
    cover = deck.slides.add_slide(deck.slide_layouts[0])
    cover.shapes.title.text, cover.placeholders[1].text = TITLE, SUBTITLE
    slides = [("Vores vision", [f"{VISION}."]), ("Udfordringer", CHALLENGES), ("Værdier", VALUES)]
    for number, one in enumerate(TRACKS, 1):
        slides.append((f"Fokusområde {number}: {one.name}", [one.prose]))
        slides += [("Mål", one.goals), ("Indsatser", one.initiatives), ("Sådan ved vi, at vi lykkes", one.signs)]
    for head, points in slides:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = head
        slide.placeholders[1].text = "\n".join(points)
    deck.save(path)


@dataclass
class Layout:
    """How the PDF is set."""

    columns: int = 1
    contents: bool = True
    numbered: bool = False
    heads: tuple[str, str, str] = ("Mål", "Det gør vi", "Vi lykkes, når")
    parts: str = "Pejlemærke"
    page: str = "a4"
    options: dict = field(default_factory=dict)


def pdf(layout: Layout) -> bytes:
    """The strategy as a PDF with running heads, page numbers, and a table of contents."""
    heads = layout.heads
    source = [
        '#set text(lang: "da", size: 10.5pt, hyphenate: true)\n#set par(justify: true)',
        f'#set page(paper: "{layout.page}", margin: 2cm, header: [Strandby Kommune #h(1fr) {TITLE}])',
        "#set page(footer: context [#h(1fr) Side #counter(page).display()])",
        f"#align(center + horizon)[#text(28pt)[{TITLE}] \\ #text(16pt)[{SUBTITLE}]]\n#pagebreak()",
        f"= Forord\n{FOREWORD}\n\n{SIGNED}\n\nBorgmester\n#pagebreak()",
    ]
    if layout.contents:
        source.append("#outline(title: [Indhold])\n#pagebreak()")
    if layout.columns > 1:
        source.append(f"#show: body => columns({layout.columns}, body)")
    source.append(
        f"= Vision\n#quote(block: true)[”{VISION}”]\n= De største udfordringer\n{_points(CHALLENGES)}\n= Vores værdier\n{_points(VALUES)}\n"
    )
    for number, one in enumerate(TRACKS, 1):
        goals = (
            "\n\n".join(f"*{number}.{place}* {goal}" for place, goal in enumerate(one.goals, 1)) if layout.numbered else _points(one.goals)
        )
        source.append(f"= {layout.parts} {number}: {one.name}\n{one.prose} {one.prose}\n\n== {heads[0]}\n{goals}")
        source.append(f"== {heads[1]}\n{_points(one.initiatives)}\n== {heads[2]}\n{_points(one.signs)}\n")
    return typst.compile("\n\n".join(source).encode())


def _points(points: list[str]) -> str:
    return "\n".join(f"- {point}" for point in points)
