"""Tells an author's own lines from the lines of others that they quote."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from forums.mail.parsing.shapes import Shape, is_output, shape_of

_MARK = re.compile(r"\s{0,8}(?:[A-Z][A-Za-z]{1,9})?>(?!=) ?")  # "> " and "Ana> "
_MARKS = re.compile(rf"(?:{_MARK.pattern})+")
_WROTE = re.compile(
    r"\b(?:wrote|writes|a [é?]crit|ha scritto|escribi[ó?]|escreveu|schrieb|schreef|skrev)\b"
    r"[^:]{0,80}:\s*$|<[^<>]{1,200}>[),]{0,2}(?:\s\S{1,20}){0,2}\s?:\s*$"
    r"|^(?:Quoting|Citando|Selon|Forwarded message)\b.{0,200}:",
    re.IGNORECASE,
)
_OPENS_ATTRIBUTION = re.compile(r"(?:On|Le|Am|El|Il|Em|Op|Den|W dniu|At|Quoting|From)\b|[*\"']?\d")
_ORIGINAL = re.compile(
    r"-{2,}\s*(?:Original Message|Message d'origine|Message original|Ursprüngliche Nachricht"
    r"|Mensaje original|Messaggio originale|Mensagem original)\s*-{2,}\s*",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"[ *]*(?:From|Sent|Date|To|Cc|Subject|De|Envoyé|À|Objet|Von|Gesendet|An|Betreff|Enviado|Para"
    r"|Asunto|Da|Inviato|Data|A|Oggetto)\s?:\*?(?:\s|$)",
    re.IGNORECASE,
)
_HEADER_FIELDS = 3  # so many field lines in a row begin a copied message
_ATTRIBUTION_LINES = 3


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines of one voice; a quoted passage has lost its outermost marks."""

    lines: tuple[str, ...]
    is_quote: bool


def passages(lines: Sequence[str]) -> list[Passage]:
    """Cut into own and quoted passages, in order.

    The line that says who is quoted ("On … Ana wrote:") goes with the quotation, so that both fold.
    Without marks, what stands below "Original Message" is quoted to the end.
    """
    copied = _copied_from(lines)
    lines = [*lines[:copied], *(f"> {line}" for line in lines[copied:])]
    marked = _marks(lines)
    _free_transcripts(lines, marked)
    attributions = _take_attributions(lines, marked)
    cut = []
    for is_quote, run in groupby(range(len(lines)), key=marked.__getitem__):
        voice = []
        for index in run:
            voice += ["", lines[index]] if index in attributions else [lines[index]]
        plain = tuple(_unmark(line) for line in voice) if is_quote else tuple(voice)
        if any(line.strip() for line in plain):
            cut.append(Passage(plain, is_quote))
    return cut


def without_marks(line: str) -> str:
    """The words of a line however deeply it is quoted."""
    found = _MARKS.match(line)
    return line[found.end() :] if found else line


def _unmark(line: str) -> str:
    found = _MARK.match(line)
    return line[found.end() :] if found else line


def _marks(lines: Sequence[str]) -> list[bool]:
    marked = [_MARK.match(line) is not None for line in lines]
    for index in range(1, len(lines) - 1):  # a blank line inside a quotation belongs to it
        if not lines[index].strip() and marked[index - 1] and marked[index + 1]:
            marked[index] = True
    return marked


def _copied_from(lines: Sequence[str]) -> int:
    """The first line of a copied message without marks that goes on to the end.

    A message that is nothing but such a copy is a forward: there it is what the author sends.
    """
    has_own_words = False
    for index, line in enumerate(lines):
        if has_own_words and (_ORIGINAL.fullmatch(line) or _begins_headers(lines, index)):
            return index
        has_own_words = has_own_words or bool(line.strip())
    return len(lines)


def _begins_headers(lines: Sequence[str], start: int) -> bool:
    if lines[start - 1].strip(" _") or not _FIELD.match(lines[start]):
        return False
    following = [line for line in lines[start : start + 2 * _HEADER_FIELDS] if line.strip()]
    fields = following[:_HEADER_FIELDS]
    return len(fields) == _HEADER_FIELDS and all(_FIELD.match(line) for line in fields)


def _free_transcripts(lines: Sequence[str], marked: list[bool]) -> None:
    """Prompts of a program look like quotation marks: "> mean(x)" above "[1] 4.2" is no quote."""
    start = 0
    while start < len(marked):
        end = start
        while end < len(marked) and marked[end]:
            end += 1
        if end > start and end < len(lines) and is_output(lines[end]):
            first = _first_prompt(lines, start, end)
            marked[first:end] = [False] * (end - first)
        start = end + 1


def _first_prompt(lines: Sequence[str], start: int, end: int) -> int:
    first = end
    while first > start and _is_prompt(lines[first - 1]):
        first -= 1
    return first


def _is_prompt(line: str) -> bool:
    return shape_of(_unmark(line)) in {Shape.CODE, Shape.PERHAPS_CODE, Shape.BLANK}


def _take_attributions(lines: Sequence[str], marked: list[bool]) -> set[int]:
    """Mark attributions as quoted; the result says where the words below each begin."""
    below = set()
    for index in range(1, len(marked)):
        if marked[index] and not marked[index - 1]:
            start = _attribution_start(lines, marked, index)
            marked[start:index] = [True] * (index - start)
            if start < index:
                below.add(index)
    return below


def _attribution_start(lines: Sequence[str], marked: Sequence[bool], quote: int) -> int:
    """Where the attribution above this quotation begins; the quotation itself if there is none."""
    last = quote - 1
    while last > 0 and quote - last < _ATTRIBUTION_LINES and not lines[last].strip():
        last -= 1
    if marked[last] or not _WROTE.search(lines[last]):
        return quote
    for start in range(last, max(last - _ATTRIBUTION_LINES, -1), -1):
        if marked[start] or not lines[start].strip():
            break
        if _OPENS_ATTRIBUTION.match(lines[start].lstrip()):
            return start
    return last
