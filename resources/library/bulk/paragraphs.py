"""Paragraphs of a text that was read from a file, whose lines may have been cut anywhere."""

import re

from resources.library.fields import squeezed

_BLANKS = re.compile(r"\n[ \t\r\f\v\u00a0]*\n")
_BULLET = re.compile(r"^(?:[•‣▪●○◦✓·]|[–—*-](?=\s|$))\s*(?:✓\s*)?")
_NUMBER = re.compile(r"^\d{1,3}[.)] ")
_NAVIGATION = re.compile(
    r"(skip to|jump to|go to) (the )?(main )?content|(aller|passer|accéder) au contenu( principal)?",
    re.IGNORECASE,
)
_SPACED = re.compile(r"(?:\S ){3,}\S(?:\s+(?:\S ){2,}\S)*")
_ENDS = tuple(".!?…:;")
_WIDEST = 120  # a longer line was not cut to fit a page
_FULL = 0.7  # of the width: a line that goes on could not have taken the next word


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs, each on one line; a point of a list begins with ``- ``."""
    found: list[str] = []
    for block in _BLANKS.split(text):
        lines = [_line(line) for line in block.splitlines()]
        found += _joined([line for line in lines if line])
    return [one for one in found if one != "-" and not _NAVIGATION.fullmatch(one)]


def _line(line: str) -> str:
    bare = line.strip()
    if _SPACED.fullmatch(bare):  # L E T T E R S  set apart
        words = re.split(r"\s{2,}", bare)
        return " ".join(word.replace(" ", "") for word in words).capitalize()
    return _BULLET.sub("- ", squeezed(line)).strip()


def _joined(lines: list[str]) -> list[str]:
    width = max(map(len, lines), default=0)
    found: list[str] = []
    previous = ""
    for line in lines:
        if previous and _goes_on(previous, line, width):
            found[-1] += f" {line}"
        else:
            found.append(line)
        previous = line
    return found


def _goes_on(previous: str, line: str, width: int) -> bool:
    if line.startswith(("- ", "#")) or _NUMBER.match(line):
        return False
    if line[0].islower():
        return not previous.endswith(_ENDS)
    is_cut = width <= _WIDEST and len(previous) + len(line.split(maxsplit=1)[0]) >= _FULL * width
    return is_cut and width > _WIDEST / 3 and len(previous) > width / 2
