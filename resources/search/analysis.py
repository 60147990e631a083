"""From text to the terms of an index, in French and English, and from a question to what it asks."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from django.utils.translation import gettext as _
from whoosh.lang.snowball.english import EnglishStemmer
from whoosh.lang.snowball.french import FrenchStemmer
from whoosh.lang.stopwords import stoplists

from resources.search.engine import MAX_QUESTION, MAX_TERMS, Document, Question, QuestionError
from resources.search.marks import without_marks

VERSION = 2  # to be raised with every change of the terms: an older index is built anew
LANGUAGES = ("fr", "en")
MOST_REMEMBERED = 60_000  # words of one language, some 15 MB
LONGEST_TERM = 64
MOST_LEANING = 400  # words by which a language is told
LONGEST_PREFIX = 6  # "co développement", "peer learning": may also be written in one word
PASSAGE = 200  # characters
LONGEST_READ = 50_000  # characters that are read for a passage

_WORD = re.compile(r"[^\W_]+(?:['’ʼ\-‐‑][^\W_]+)*")
_ELIDED = re.compile(r"^(?:[ldjmtsnc]|(?:jus|lors|puis|quoi|pres|quel)?qu)'")
_CONTRACTED = re.compile(r"'(?:s|t|re|ve|ll|d|m)$")
_QUOTED = re.compile(r'"([^"]*)"')
_MARKS = {"’": "'", "ʼ": "'", "‐": "-", "‑": "-", "“": '"', "”": '"', "«": '"', "»": '"', "İ": "i"}
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})

# The French stemmer wants accents, which people leave out, and keeps most feminine and masculine
# forms apart. So it is given words without accents, brought to one form: animatrice and animateur,
# chercheuse and chercheur, heureuse and heureux, enjeux and enjeu, conseillère and conseiller, active and actif.
_FRENCH_FORMS = (
    (re.compile(r"^(tu|no|jo|bo)yaux$"), r"\1yau"),
    (re.compile(r"trices?$"), "teur"),
    (re.compile(r"(?<=\w\w\w)(?<!at)eu(?:x|ses?|rs?|res?)$"), "eu"),
    (re.compile(r"(?<=\w\w\w)er(?:es?|s)$"), "er"),
    (re.compile(r"(?<=[st])i(?:fs?|ves?)$"), "iv"),
    (re.compile(r"^publiques?$"), "public"),
    (re.compile(r"ite(s?)$"), r"ité\1"),
    (re.compile(r"ee(s?)$"), r"ée\1"),
)

Terms = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """A word or phrase of a question: a document must hold one of its alternatives.

    An alternative is one term, or several that stand side by side.
    """

    words: str
    alternatives: tuple[Terms, ...]


def words(text: str) -> list[str]:
    """Return the words as written, in small letters; elisions and hyphens are still in them."""
    return _WORD.findall(_plain(text).lower())


def _plain(text: str) -> str:
    """Bring what can be written in several ways to one, without the least change of meaning."""
    text = unicodedata.normalize("NFC", text)
    for mark, plain in _MARKS.items():  # str.translate() takes ten times as long
        text = text.replace(mark, plain)
    return text


def fold(word: str) -> str:
    """Take the accents off."""
    if word.isascii():
        return word
    bare = unicodedata.normalize("NFKD", word.translate(_LIGATURES))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def terms(found: Sequence[str], language: str) -> list[str]:
    """Return the index terms of ``words()``; those of hyphenated words follow once more, joined.

    Joined terms stand at the end so that they come between no two words of a phrase. A question is
    read in both languages, so text without a language may be read in either.
    """
    return _analysed(found, _TERMS.get(language, _TERMS["fr"]))


def forms(found: Sequence[str], language: str) -> list[str]:
    """Do as ``terms()``, but leave the stemming to an engine that has its own."""
    return _analysed(found, _FORMS.get(language, _FORMS["fr"]))


def is_small(word: str) -> bool:
    """Tell whether a word is too common to be looked for, in one of the languages."""
    return any(fold(word) in stops for stops in _STOPS.values())


def language_of(text: str, default: str) -> str:
    """Tell French from English by the small words."""
    return _leaning(words(text[:2000]), default)


def _leaning(found: Iterable[str], default: str) -> str:
    balance = sum(map(_LEANING.__getitem__, found))
    if not balance:
        return default
    return "fr" if balance > 0 else "en"


def words_of(document: Document) -> tuple[Document, list[str], list[str]]:
    """Return a document in the language it is written in, the words of its title and of its text."""
    title, body = words(document.title), words(document.text)
    if document.is_guessed:
        language = _leaning([*title, *body[:MOST_LEANING]], document.language)
        if language != document.language:
            document = replace(document, language=language)
    return document, title, body


def _one_form(word: str) -> str:
    for ending, replacement in _FRENCH_FORMS:
        word = ending.sub(replacement, word)
    return word


class _Analysis(dict[str, Terms]):
    """What each word becomes in one language, remembered: most words of a text were met before."""

    def __init__(self, stops: frozenset[str], stem: Callable[[str], str]) -> None:
        super().__init__()
        self.stops = stops
        self.stem = stem

    def __missing__(self, word: str) -> Terms:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        parts = [fold(part) for part in without_elision(word).split("-")]
        found = tuple(self.term(part) for part in parts if part and part not in self.stops)
        self[word] = found
        return found

    def term(self, folded: str) -> str:
        return fold(self.stem(folded[:LONGEST_TERM]))

    def joined(self, word: str) -> str:
        return self.term(fold(without_elision(word).replace("-", "")))


def without_elision(word: str) -> str:
    """Take off what is said in one breath with a word: l'évaluation, the peer's."""
    if "'" not in word:
        return word
    return _CONTRACTED.sub("", _ELIDED.sub("", word)).replace("'", "")


def bare_words(text: str) -> set[str]:
    """Return the words of a text as one would name them, without what is elided before them."""
    return set(map(without_elision, words(text)))


def _analysed(found: Sequence[str], analysis: _Analysis) -> list[str]:
    plain = list(chain.from_iterable(map(analysis.__getitem__, found)))
    return plain + [analysis.joined(word) for word in found if "-" in word]


# The stop list knows the question words of English alone.
_ASKING = {
    "fr": [
        "combien",
        "comment",
        "pourquoi",
        "quand",
        "quel",
        "quelle",
        "quelles",
        "quels",
        "quoi",
        "svp",
    ],
    "en": ["please"],
}
_STOPS = {
    language: frozenset(map(fold, [*stoplists[language], *_ASKING[language]]))
    for language in LANGUAGES
}
_FRENCH, _ENGLISH = FrenchStemmer(), EnglishStemmer()
_TERMS = {
    "fr": _Analysis(_STOPS["fr"], lambda word: _FRENCH.stem(_one_form(word))),
    "en": _Analysis(_STOPS["en"], _ENGLISH.stem),
}
_FORMS = {
    "fr": _Analysis(_STOPS["fr"], _one_form),
    "en": _Analysis(_STOPS["en"], str),
}


class _Leaning(dict[str, int]):
    """How a word leans, remembered: 1 for a small word of French, -1 of English, else 0."""

    def __missing__(self, word: str) -> int:
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        folded = fold(without_elision(word))
        self[word] = (folded in _STOPS["fr"]) - (folded in _STOPS["en"])
        return self[word]


_LEANING = _Leaning()


@lru_cache(maxsize=256)
def parse(asked: str, *, stemmed: bool = True) -> tuple[Clause, ...]:
    """Return what a document must hold: every word and every "phrase", as either language has it.

    Anything else that search engines take for syntax is plain text. Words that are too common in
    one of the languages count only where there are no others. Raises ``QuestionError``.
    """
    if len(asked) > MAX_QUESTION:
        raise QuestionError(
            _("Your question is too long: please ask in at most %(most)d characters.")
            % {"most": MAX_QUESTION}
        )
    text = _plain(asked)
    analyses = list((_TERMS if stemmed else _FORMS).values())
    phrases = [found for phrase in _QUOTED.findall(text) if (found := words(phrase))]
    plain = words(_QUOTED.sub(" ", text))
    strong, weak = _clauses(phrases, plain, analyses)
    if sum(len(clause.alternatives[0]) for clause in strong) > MAX_TERMS:
        raise QuestionError(
            _("Your question has too many words: please ask with at most %(most)d.")
            % {"most": MAX_TERMS}
        )
    return tuple(strong or weak[:MAX_TERMS])


def clauses_of(question: Question, *, stemmed: bool = True) -> tuple[Clause, ...]:
    """Return what a document must hold to answer a question. Raises ``QuestionError``."""
    clauses = parse(question.words, stemmed=stemmed)
    if not question.any_word or not clauses:
        return clauses
    alternatives = dict.fromkeys(one for clause in clauses for one in clause.alternatives)
    return (Clause(question.words, tuple(alternatives)),)


def share_held(text: str, asked: str) -> float:
    """Return how much of a question a text holds, from 0 to 1; a very long text is not read whole."""
    clauses = parse(asked)
    found = words(text[:LONGEST_READ])
    held = {term for language in LANGUAGES for term in terms(found, language)}
    answered = sum(any(held.issuperset(one) for one in clause.alternatives) for clause in clauses)
    return answered / len(clauses) if clauses else 0.0


def _clauses(
    phrases: Iterable[Sequence[str]], plain: Sequence[str], analyses: Sequence[_Analysis]
) -> tuple[list[Clause], list[Clause]]:
    """Return the clauses that count, and those that do so only where there are no others."""
    strong: dict[Clause, None] = {}  # asked twice is asked once
    weak: dict[Clause, None] = {}
    for phrase in phrases:
        if alternatives := _side_by_side(phrase, analyses):
            strong[Clause(" ".join(phrase), alternatives)] = None
    for place, word in enumerate(plain):
        pairs = list(_joined_with_neighbours(plain, place))
        joined = [(analysis.joined(pair),) for analysis in analyses for pair in pairs]
        if own := _side_by_side([word], analyses):
            clause = Clause(word, tuple(dict.fromkeys([*own, *joined])))
            (strong if all(analysis[word] for analysis in analyses) else weak)[clause] = None
    return list(strong), list(weak)


def _side_by_side(found: Sequence[str], analyses: Iterable[_Analysis]) -> tuple[Terms, ...]:
    """Return the terms of words in sequence, as each language has them; hyphened ones also joined."""
    variants: list[Terms] = []
    for analysis in analyses:
        variants.append(tuple(chain.from_iterable(analysis[word] for word in found)))
        if any("-" in word for word in found):
            joined = [(analysis.joined(word),) if "-" in word else analysis[word] for word in found]
            variants.append(tuple(chain.from_iterable(joined)))
    return tuple(dict.fromkeys(filter(None, variants)))


def _joined_with_neighbours(plain: Sequence[str], place: int) -> Iterator[str]:
    for first, second in ((place - 1, place), (place, place + 1)):
        if first < 0 or second == len(plain) or len(plain[first]) > LONGEST_PREFIX:
            continue
        if not is_small(plain[first]):  # "des pairs" does not ask for despair
            yield plain[first] + plain[second]


def highlight(text: str, asked: str) -> list[tuple[str, bool]]:
    """Return the passage that answers best as pieces of plain text, each with whether it is a hit.

    Where nothing is hit, that is the beginning. Only the first part of a very long text is read.
    """
    text = without_marks(unicodedata.normalize("NFC", text[:LONGEST_READ]))
    text = " ".join(text.split())
    wanted = {term for clause in parse(asked) for terms in clause.alternatives for term in terms}
    hits = [
        (match.start(), match.end(), found)
        for match in _WORD.finditer(text)
        if (found := wanted & _all_terms(match.group()))
    ]
    start, end = _passage(text, _densest(hits))
    pieces = [("…", False)] if start else []
    place = start
    for first, last, _found in hits:
        if start <= first and last <= end:
            pieces += [(text[place:first], False), (text[first:last], True)]
            place = last
    pieces += [(text[place:end], False), ("…" if end < len(text) else "", False)]
    return [piece for piece in pieces if piece[0]]


Found = tuple[int, int, Set[str]]  # from, to, and the terms of the question found there


@lru_cache(maxsize=MOST_REMEMBERED // 4)
def _all_terms(word: str) -> frozenset[str]:
    found = words(word)
    return frozenset(term for language in LANGUAGES for term in terms(found, language))


def _densest(hits: Sequence[Found]) -> Sequence[Found]:
    """Return neighbouring hits that fit in a passage: most different terms, then most hits."""
    best: tuple[int, int] = (0, 0)
    chosen = slice(0, 0)
    inside: Counter[str] = Counter()
    first = 0
    for last, (_start, end, found) in enumerate(hits):
        inside.update(found)
        while first < last and end - hits[first][0] > PASSAGE:
            inside.subtract(hits[first][2])
            inside = +inside
            first += 1
        if (value := (len(inside), last - first)) > best:
            best, chosen = value, slice(first, last + 1)
    return hits[chosen]


def _passage(text: str, hits: Sequence[Found]) -> tuple[int, int]:
    """Return where a passage around hits starts and ends: between words, and not in mid-air."""
    if not hits or len(text) <= PASSAGE:
        start = 0
    else:
        spare = PASSAGE - (hits[-1][1] - hits[0][0])
        start = max(0, min(hits[0][0] - spare // 2, len(text) - PASSAGE))
    end = min(len(text), start + PASSAGE)
    if start:
        start = text.find(" ", start - 1, hits[0][0]) + 1 or hits[0][0]
    if end < len(text):
        end = max(text.rfind(" ", start, end), hits[-1][1] if hits else 0) or end
    return start, end
