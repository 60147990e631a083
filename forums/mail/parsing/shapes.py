"""Tells by its shape whether a line of plain text is prose, code, or laid out by hand."""

import re
from enum import Enum, auto

LOOKED_AT = 300  # longer lines are prose, and patterns stay fast
SHORTEST_DRAWING = 3
FEWEST_LETTERS = 0.6  # prose has more
INDENTED = 6  # spaces before a line that stands in a column
DRAWN_SHARE = 0.6  # of characters that are neither letters nor figures


class Shape(Enum):
    """What a line looks like, taken by itself."""

    BLANK = auto()
    RULE = auto()  # a line drawn with one character
    CODE = auto()
    LAID_OUT = auto()  # columns or drawings: code where several stand together
    PERHAPS_CODE = auto()  # code where it touches code
    PROSE = auto()


_RULE = re.compile(r"([-=_*~#+])(?:\s?\1){4,}")
_CODE = re.compile(
    r"""
      [\w.)\]"'$]\s*<<?-\s*[\w("'.\[{-]        # an assignment
    | [\w)]\s*->\s*[\w.]+$
    | %(?:>|\*|in|o|/)?%\s | \|>
    | ^[\w.:$@]+\([^()]*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)[^()]*)*\)[\w.$\[\]():,"'~]*\s*[;,+{]?\s*(?:\#.*)?$   # a call alone
    | ^(?:library|require|install\.packages|source|setwd|function|for|while|if)\s*\(
    | ^\[\d+,?\]\s | ^\[\[\d+\]\]$ | ^\[,\d+\]   # what R prints
    | ^[\w.$]+\s*=\s*(?:[\w.]+\(|\[|\d|["'])     # an assignment
    | ^[\w.]+\(.*,$                              # a call that goes on
    | ^(?:Call|Coefficients|Residuals|Warning\ messages?):$ | ^Signif\.\ codes:
    | ^(?:Error|Warning)(?:\ in\ .+)?\ ?:\s
    | \{$ | [=()\[\]<$].*;$ | ^```
    | ^\}
    | ^</?\w+(?:\s[^>]*)?/?>
    """,
    re.VERBOSE,
)
_COMMENT = re.compile(r"#+\s?\S")
_STRING = re.compile(r"\"[^\"]*\"|\s#.*")
_PROMPT = re.compile(r"[+>$]\s+\S|[\w.\"']+\s*=\s*\S|[\w.]+\(|.*[,)({+~]$|\S*[^\sA-Za-z,.]\S*$|\w$")
_GAP = re.compile(r"(?:[^\s.!?:,]\s{2}|\S\s{3})\s*(?=\S)")
_ITEM = re.compile(r"(?:[-*•]|\d{1,2}[.)])\s")
_SENTENCE = re.compile(
    r"[A-Za-zÀ-ÿ'’]{2,}[,.;:!?)]{0,2}(?: {1,2}\(?[A-Za-zÀ-ÿ'’-]+[,.;:!?)]{0,2}){4}"
)


def shape_of(line: str) -> Shape:
    """Judge one line; neighbours decide about the doubtful shapes."""
    text = line.strip()
    if not text:
        return Shape.BLANK
    if is_rule(text):
        return Shape.RULE
    if len(line) > LOOKED_AT:
        return Shape.PROSE
    is_sentence = _SENTENCE.search(_STRING.sub('""', text)) is not None
    if _CODE.search(text) and not is_sentence:
        return Shape.CODE
    if _is_laid_out(text):
        return Shape.LAID_OUT
    may_be_code = _PROMPT.match(text) or _letters(text) < FEWEST_LETTERS
    is_indented = len(line) - len(line.lstrip()) >= INDENTED
    is_doubtful = is_indented or _COMMENT.match(text) or (may_be_code and not is_sentence)
    return Shape.PERHAPS_CODE if is_doubtful else Shape.PROSE


def is_rule(line: str) -> bool:
    """Whether this is a line drawn across the page."""
    return _RULE.fullmatch(line.strip()[:LOOKED_AT]) is not None


def is_output(line: str) -> bool:
    """Whether a program printed this: what follows a prompt, never a quotation."""
    return re.match(r"\s*(?:\[\d+\]\s|\[\d+,\]|\+ |Error\b|Warning\b)", line) is not None


def _is_laid_out(text: str) -> bool:
    gaps = len(_GAP.findall(text))
    if gaps > 1 or (gaps and any(character.isdigit() for character in text)):
        return not (_ITEM.match(text) or _SENTENCE.search(text))
    drawn = sum(not character.isalnum() and not character.isspace() for character in text)
    return len(text) >= SHORTEST_DRAWING and drawn / len(text) > DRAWN_SHARE


def _letters(text: str) -> float:
    """The share of letters among what is printed."""
    printed = [character for character in text if not character.isspace()]
    return sum(character.isalpha() for character in printed) / len(printed)
