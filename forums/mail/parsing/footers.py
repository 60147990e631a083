"""Recognises what software and habit put under a message: list footers and signatures."""

import re
from collections.abc import Sequence

SIGNATURE_LINES = 12  # more than this after "-- " is talk, not a signature
FOOTER_LINES = 6

_QUOTE_MARKS = re.compile(r"[> ]*")
_FOOTER_RULE = re.compile(r"_{30,}|-{40,}|--~--~-+~--~-+~-+~--~-+~")
_FOOTER_WORDS = re.compile(
    r"mailing list$|/mailman/|/listinfo/|listes? de diffusion|Yahoo! Groups Links"
    r"|subscribed to the Google\s?Groups|To unsubscribe|Pour (?:se|vous) désabonner|Unsubscribe:",
    re.IGNORECASE,
)
_LEFT_BY_SOFTWARE = re.compile(
    r"\[\[alternative HTML version deleted\]\]|-----BEGIN PGP SIGNED MESSAGE-----|Hash: SHA\d+",
)
_SEPARATOR = re.compile(r"--\s?|—")
_GOOGLE = re.compile(r"You received this message because you are subscribed to the Google\s?Groups")


def drop_footers(lines: Sequence[str]) -> list[str]:
    """Take out the footers of list software at every depth of quotation."""
    kept: list[str] = []
    index = 0
    while index < len(lines):
        plain = _without_marks(lines[index])
        length = _footer_length(lines, index, plain)
        if length == 0 and not _LEFT_BY_SOFTWARE.fullmatch(plain):
            kept.append(lines[index])
        index += max(length, 1)
    return kept


def _footer_length(lines: Sequence[str], start: int, first: str) -> int:
    """How many lines the footer has that begins here; 0 where none does."""
    if first.startswith("-----BEGIN PGP SIGNATURE"):
        return _length_until(lines, start, "-----END PGP SIGNATURE-----")
    if not _FOOTER_RULE.fullmatch(first):
        return 0
    length = 0
    for offset, line in enumerate(lines[start + 1 : start + 1 + FOOTER_LINES], start=2):
        plain = _without_marks(line)
        if _FOOTER_WORDS.search(plain):
            length = offset
        elif length and "@" not in plain and not plain.startswith(("http", "<http", "-~-")):
            break
    return length


def _length_until(lines: Sequence[str], start: int, last: str) -> int:
    for offset, line in enumerate(lines[start : start + 40], start=1):
        if _without_marks(line) == last:
            return offset
    return 0


def find_signature(lines: Sequence[str]) -> int:
    """Where the signature begins at the end of these lines; their number where there is none."""
    start = len(lines)
    for index in range(len(lines) - 1, -1, -1):
        if _SEPARATOR.fullmatch(lines[index]):
            below = [line for line in lines[index + 1 :] if line.strip()]
            return index if len(below) <= SIGNATURE_LINES else start
        if _GOOGLE.match(lines[index]):
            start = index
    return start


def _without_marks(line: str) -> str:
    marks = _QUOTE_MARKS.match(line)
    return line[marks.end() if marks else 0 :].strip()
