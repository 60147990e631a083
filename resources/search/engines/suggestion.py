"""Did you mean: words near to those asked for, among those that this reader can find."""

import time
from collections.abc import Callable, Iterable

from resources.search import analysis

SHORTEST, LONGEST = 3, 30  # letters of a word that is remembered
MOST_TRIED = 12  # candidates looked up for one word
SECONDS = 0.15  # after which an answer without a suggestion is better than a later one

# Given a word and how many errors it may have, the remembered words that come into question: at
# least those that are near to it, and hidden ones among them.
Vocabulary = Callable[[str, int], Iterable[str]]


def memorable(found: Iterable[str]) -> set[str]:
    """Return of the words of a text those worth suggesting, without what is elided before them."""
    bare = {analysis.without_elision(word) for word in found}
    return {word for word in bare if SHORTEST <= len(word) <= LONGEST and not word.isnumeric()}


def suggest(
    asked: str,
    *,
    vocabulary: Vocabulary,
    occurs: Callable[[str], bool],
    is_seen: Callable[[str], bool],
) -> str:
    """Return the question with its unknown words replaced, or nothing where that fails.

    ``occurs`` tells whether this reader finds anything under a word, ``is_seen`` whether they find
    a document in which it is written just so: only such words are suggested.
    """
    deadline = time.monotonic() + SECONDS
    corrected = []
    for word in analysis.words(asked):
        bare = analysis.without_elision(word)
        if analysis.is_small(bare) or occurs(bare):
            corrected.append(word)
            continue
        nearest = _nearest(bare, vocabulary)
        better = next((near for near in nearest if is_seen(near)), "")
        if not better or time.monotonic() > deadline:
            return ""
        corrected.append(word.replace(bare, better))
    suggestion = " ".join(corrected)
    return "" if suggestion == " ".join(analysis.words(asked)) else suggestion


def _nearest(word: str, vocabulary: Vocabulary) -> list[str]:
    """Return the remembered words at most two typing errors away, the nearest first."""
    plain = analysis.fold(word)
    most = 2 if len(plain) > 4 else 1  # noqa: PLR2004 -- two errors in "avis" leave nothing of it
    letters = _letters(plain)
    near = []
    for candidate in vocabulary(word, most):
        folded = analysis.fold(candidate)
        # An error changes two letters of the set at most; this spares nearly all the comparisons.
        if (letters ^ _letters(folded)).bit_count() <= 2 * most:
            errors = distance(plain, folded, most)
            if errors <= most:
                near.append((errors, folded[0] != plain[0], candidate))
    return [candidate for *_, candidate in sorted(near)[:MOST_TRIED]]


def _letters(word: str) -> int:
    present = 0
    for letter in word:
        present |= 1 << (ord(letter) & 31)
    return present


def distance(one: str, other: str, most: int) -> int:
    """Return how many typing errors lie between two words; neighbours swapped are one error.

    Anything above ``most`` only says: more.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, opposite in enumerate(other, 1):
            cost = min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != opposite))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == opposite:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return row[-1]
