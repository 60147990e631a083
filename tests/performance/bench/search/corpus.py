"""Posts to be found and questions to find them by: mixed French and English, the same every time."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from resources.search.engine import Document, Filters, Question, Thing


def listed(words: str) -> list[str]:
    return words.split()


LENGTH = 600  # characters of a post
SHARE_FRENCH = 0.6
READABLE, PROTECTED = 100, 5  # places; one post in twenty stands where the reader may not look
AUTHORS = 2_000
TAGS = ("pratique", "évaluation", "mentorat", "outil", "méthode", "terrain", "retour", "projet")
SMALL = {
    "fr": listed("le la les de des du et en un une dans pour que qui sur avec nous vous est sont"),
    "en": listed("the of and to in a is that for it with as on are this we you be by from"),
}
KNOWN = {
    "fr": listed(
        "communauté pratique facilitateur animation évaluation partage groupe réunion projet membre"
        " expérience apprentissage échange organisation équipe atelier méthode besoin accompagnement"
        " ministère région commune service public agent formation mentorat démarche écoute décision"
    ),
    "en": listed(
        "community practice facilitator learning evaluation sharing group meeting project member"
        " experience exchange organisation team workshop method need support ministry region council"
        " service public officer training mentoring approach listening decision peer"
    ),
}
RARE = 20_000
REACHES = (10, 30, 1_000, RARE)
ENDINGS = {
    "fr": listed("er ation ement eur euse ité iste able s es ique ance"),
    "en": listed("ing ed tion er ness ly able s es ive ment al"),
}
SYLLABLES = listed(
    "ba cor da fel gra lim mon nu par pli qua ra sel tor ven vi cla bre don mar ti lu"
)


def vocabulary(language: str) -> list[str]:
    """Return words by how common they are, the most common first."""
    chance = random.Random(language)  # noqa: S311 - no secret
    made = {
        "".join(chance.choices(SYLLABLES, k=chance.choice((2, 3))))
        + chance.choice(ENDINGS[language])
        for _ in range(RARE)
    }
    shuffled = sorted(made)  # a set has another order in each process
    chance.shuffle(shuffled)
    return KNOWN[language] + shuffled


WORDS = {language: vocabulary(language) for language in SMALL}
WEIGHTS = {  # as in real texts, the second word half as often as the first, and so on
    language: list(accumulate(1 / (place + 8) for place in range(len(words))))
    for language, words in WORDS.items()
}


def posts(number: int) -> Iterator[Document]:
    """Yield posts in the order in which they were written."""
    chance = random.Random(number)  # noqa: S311
    begun = datetime(2016, 1, 1, tzinfo=UTC)
    step = timedelta(days=3600) / number
    for key in range(1, number + 1):
        language = "fr" if chance.random() < SHARE_FRENCH else "en"
        place = key % READABLE if chance.random() < 0.95 else READABLE + key % PROTECTED
        yield Document(
            thing=Thing("post", key),
            place=f"space:{place}",
            language=language,
            written_at=begun + key * step,
            title=_text(chance, language, 30),
            text=_text(chance, language, LENGTH),
            community_id=place % 40,
            author_id=chance.randrange(AUTHORS),
            tags=tuple(chance.sample(TAGS, k=1)) if chance.random() < 0.1 else (),
        )


def text_of(number: int) -> tuple[str, str]:
    """Return the text of a post of the site as Markdown and as HTML; no two are the same."""
    chance = random.Random(number)  # noqa: S311
    text = _text(chance, "fr" if chance.random() < SHARE_FRENCH else "en", LENGTH)
    return text, f"<p>{text}</p>\n"


def _text(chance: random.Random, language: str, length: int) -> str:
    count = length // 4
    content = chance.choices(WORDS[language], cum_weights=WEIGHTS[language], k=count)
    small = chance.choices(SMALL[language], k=count)
    mixed = [word for pair in zip(content, small, strict=True) for word in pair]
    return " ".join(mixed)[:length]


def reach_of(turn: int) -> int:
    """Return among how many of the commonest words a question chooses."""
    return REACHES[turn // 2 % len(REACHES)]


def questions(number: int = 200) -> list[Question]:
    """Return one- and two-word questions: very common words, middling and rare ones."""
    chance = random.Random(number)  # noqa: S311
    places = frozenset(f"space:{place}" for place in range(READABLE))
    asked = []
    for turn in range(number):
        words = WORDS["fr" if turn % 2 else "en"]
        chosen = chance.sample(words[: reach_of(turn)], k=1 + turn // 8 % 2)
        asked.append(Question(" ".join(chosen), places, Filters()))
    return asked
