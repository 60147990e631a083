"""What a text says of itself: its title, its first sentences, and its body as Markdown."""

import re
from collections import Counter
from pathlib import PurePosixPath

from resources.library.fields import squeezed
from resources.search.analysis import terms, words

LONGEST_TITLE = 120
LONGEST_SUMMARY = 500
ENOUGH_SUMMARY = 200
LONGEST_BODY = 20_000  # some eight pages; what is longer is read in the file
_CANDIDATES = 5
_OFTEN = 3
_SAMPLE = 20_000
_LETTERS = 3
_PROSE = 80
_MARKS = re.compile(r"\*\*|__|^[#>\-\s]+|`")
_SENTENCE = re.compile(r"(?<=[.!?…])[»”\"]?\s+(?=[A-ZÀ-Þ«“\"(\d])")
_MARKED = re.compile(r"^([#>+=~|`]|-(?! ))", re.MULTILINE)


def title_of(found: list[str], language: str) -> str:
    """Take the first line before the prose that names what the text goes on about.

    Above a title often stands what a page is: "Tool", a place, a day. Without one that recurs, the
    first line it is; without any, nothing.
    """
    lines: list[str] = []
    for paragraph in found:
        if is_prose(paragraph) or len(lines) == _CANDIDATES:
            break
        line = _as_title(paragraph)
        is_worded = sum(sign.isalpha() for sign in line) >= _LETTERS
        if is_worded and len(line) <= LONGEST_TITLE and not line.endswith("."):
            lines.append(line)
    said = Counter(terms(words("\n".join(found)[:_SAMPLE]), language))
    for line in lines:
        named = terms(words(line), language)
        if named and min(said[term] for term in named) >= _OFTEN:
            return line
    return lines[0] if lines else ""


def title_from_name(name: str) -> str:
    """Make words of a file's name."""
    tidy = squeezed(re.sub(r"[_\-+]+", " ", PurePosixPath(name.replace("\\", "/")).stem))
    return (tidy[:1].upper() + tidy[1:])[:LONGEST_TITLE]


def summary_of(found: list[str], title: str) -> str:
    """Take the first sentences; of a text without any, its first lines."""
    prose = [bare(paragraph) for paragraph in found if is_prose(paragraph)]
    others = [line for line in map(bare, found) if line and line != title]
    pieces = [piece for one in prose for piece in _SENTENCE.split(one)] or others
    summary = ""
    for piece in pieces:
        longer = f"{summary} {piece}".strip()
        if len(longer) > LONGEST_SUMMARY:
            break
        summary = longer
        if len(summary) >= ENOUGH_SUMMARY:
            break
    return summary or (_cut(pieces[0]) if pieces else "")


def body_of(found: list[str], title: str) -> str:
    """Write the text as Markdown; nothing when it is long, for then the file holds it."""
    rest = list(found)
    named = [_as_title(paragraph) for paragraph in found[:_CANDIDATES]]
    if title in named:
        del rest[named.index(title)]
    body = "\n\n".join(_MARKED.sub(r"\\\1", paragraph) for paragraph in rest)
    body = re.sub(r"(?m)^(- .*)\n\n(?=- )", r"\1\n", body)
    return body if len(body) <= LONGEST_BODY else ""


def bare(paragraph: str) -> str:
    """Take the marks of Markdown off."""
    return squeezed(_MARKS.sub("", paragraph))


def _as_title(paragraph: str) -> str:
    return bare(paragraph).rstrip(":;, ")


def is_prose(paragraph: str) -> bool:
    """Tell sentences from titles and lists of words."""
    return len(paragraph) >= _PROSE and any(mark in paragraph for mark in ".!?…")


def _cut(sentence: str) -> str:
    return sentence[: LONGEST_SUMMARY - 1].rpartition(" ")[0] + "…"
