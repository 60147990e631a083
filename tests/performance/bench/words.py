"""Names and texts for the benchmark's people: the same for both sides, and the same every time."""

import random
from html import escape

GIVEN = (
    "Ama",
    "Bruno",
    "Carla",
    "Dario",
    "Elif",
    "Fanny",
    "Goran",
    "Hanna",
    "Ivo",
    "Jana",
    "Karim",
    "Lea",
    "Marek",
    "Nadia",
    "Omar",
    "Petra",
    "Rosa",
    "Samir",
    "Tilde",
    "Uma",
    "Viktor",
    "Wanda",
    "Yann",
    "Zofia",
)
FAMILY = (
    "Adler",
    "Bakari",
    "Costa",
    "Dubois",
    "Eriksen",
    "Fekete",
    "Garnier",
    "Horvat",
    "Ilunga",
    "Jansen",
    "Keita",
    "Lopez",
    "Moreau",
    "Novak",
    "Okoye",
    "Pereira",
    "Rossi",
    "Sarr",
    "Tanaka",
    "Urban",
    "Vidal",
    "Weber",
    "Yilmaz",
    "Zeman",
)
OPENINGS = (
    "Last spring we tried",
    "In our ministry we stopped",
    "Our colleagues in the regions asked for",
    "After two years I would again choose",
    "What helped us most was",
    "We have not yet solved",
    "At the last meeting somebody described",
    "I would be careful with",
)
MATTERS = (
    "a shared list of open questions",
    "one page for every measure, signed by those who pay for it",
    "visits to an office that had done it before",
    "a monthly hour in which nobody presents anything",
    "the old reporting forms, all forty of them",
    "a test with three offices before the decree",
    "reading the figures together instead of sending them",
    "a budget line that nobody had planned",
)
CONSEQUENCES = (
    "and it took half a year until people trusted it.",
    "because the first version was made without the people who use it.",
    "which saved more time than the new software.",
    "though the lawyers needed convincing.",
    "and I still do not know why it worked.",
    "so that the next round began with what we had learned.",
    "but only where the head of the office took part.",
    "and the evaluation says it was worth the effort.",
)
TEXTS = 997  # a prime, so that topics of the same length do not repeat one another


def person_name(number: int) -> str:
    return f"{GIVEN[number % len(GIVEN)]} {FAMILY[number // len(GIVEN) % len(FAMILY)]}"


def subject(number: int) -> str:
    matter = MATTERS[number % len(MATTERS)]
    return f"{OPENINGS[number // 8 % len(OPENINGS)]} {matter} ({number})"


def texts() -> list[tuple[str, str]]:
    """Return posts as Markdown and as HTML, 40 to 160 words each."""
    chance = random.Random(1)  # noqa: S311 -- repeatable, not secret
    return [_text(chance) for _ in range(TEXTS)]


def _text(chance: random.Random) -> tuple[str, str]:
    paragraphs = [
        " ".join(_sentence(chance) for _ in range(chance.randint(2, 4)))
        for _ in range(chance.randint(1, 3))
    ]
    html = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in paragraphs)
    return "\n\n".join(paragraphs), html


def _sentence(chance: random.Random) -> str:
    parts = (chance.choice(OPENINGS), chance.choice(MATTERS), chance.choice(CONSEQUENCES))
    return " ".join(parts)
