"""Writes plain text as Markdown that shows the same words."""

import re
from collections.abc import Sequence
from itertools import pairwise

from forums.mail.parsing.shapes import is_rule

NARROWEST_WRAP, WIDEST_WRAP = 60, 80
SHORTEST_JOINED = 30
SHORTEST_BLOCK, EVEN_SHARE = 3, 0.75

_ITEM = re.compile(r"\s{0,8}(?:(?P<bullet>[-*•·])|(?P<number>\d{1,2})[.)])\s+(?=\S)")
_SPECIAL = re.compile(
    r"(?P<link><(?:https?|ftp)://[^\s<>]{1,2000}>)|(?P<url>(?:https?|ftp)://[^\s<>\"]{1,2000})"
    r"|(?P<mark>\\(?=[!-/:-@\[-`{-~]|$)|`|\*|_|~(?=~)|(?<=\])[(:]|&(?=#?\w{1,40};)|!(?=\[))"
)
_HARMLESS_URL = re.compile(r"(?:[^\\`*_~&\[\]]|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9])|&(?!#?\w{1,40};))+")
_OPENING = re.compile(r"(?:[#>=\[|:]|[-+](?=\s|$|[-+])|~)")
_NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
_GOES_ON = re.compile(r"[A-Za-zà-ÿ,]\n[a-zà-ÿ]+(?:[ ,.;]|$)")  # in the middle of a sentence
_TRAILING = re.compile(r"[.,;:!?'\")\]*_~`\\]+$")
_TAIL_MARK = re.compile(r"[*_~`\\]")


def write_prose(lines: Sequence[str]) -> str:
    """Paragraphs and simple lists; lines broken by a mail program flow again.

    A line that ends before the next word had to go down was ended on purpose, and stays so.
    """
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if is_rule(line):
            paragraphs += [[line], []]
        elif line.strip():
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    return "\n\n".join(_write_paragraph(paragraph) for paragraph in paragraphs if paragraph)


def escape(text: str) -> str:
    """Keep Markdown from reading marks into the words; addresses of pages stay links."""
    escaped = _SPECIAL.sub(_escape_one, text)
    if _OPENING.match(escaped):
        return "\\" + escaped
    return _NUMBERED.sub(r"\1\\\2", escaped) if _NUMBERED.match(escaped) else escaped


def _escape_one(found: re.Match[str]) -> str:
    if found["link"]:
        return found["link"]
    if found["url"]:
        return _write_url(found["url"])
    mark, text = found[0], found.string
    before = text[found.start() - 1 : found.start()]
    after = text[found.end() : found.end() + 1]
    if mark == "_" and before.isalnum() and after.isalnum():
        return mark
    if mark == "*" and before == " " and after == " ":
        return mark
    return "\\" + mark


def _write_url(url: str) -> str:
    if _HARMLESS_URL.fullmatch(url):
        return url
    tail = _TRAILING.search(url)
    address = url[: tail.start()] if tail else url
    return f"<{address}>" + (_TAIL_MARK.sub(r"\\\g<0>", tail[0]) if tail else "")


def _write_paragraph(lines: Sequence[str]) -> str:
    if is_rule(lines[0]):
        return "---"
    if not _is_list([found for line in lines if (found := _ITEM.match(line))]):
        return _flow([line.strip() for line in lines])
    start = next(index for index, line in enumerate(lines) if _ITEM.match(line))
    blocks = [_flow([line.strip() for line in lines[:start]])] if start else []
    return "\n\n".join([*blocks, _write_list(lines[start:])])


def _is_list(items: Sequence[re.Match[str]]) -> bool:
    """Two items at least; numbers only where Markdown would count the same way."""
    numbers = [int(item["number"]) for item in items if item["number"]]
    if numbers and (
        len(numbers) < len(items) or numbers != list(range(numbers[0], numbers[0] + len(numbers)))
    ):
        return False
    return len(items) > 1


def _write_list(lines: Sequence[str]) -> str:
    items: list[list[str]] = []
    markers: list[str] = []
    for line in lines:
        found = _ITEM.match(line)
        if found:
            markers.append("-" if found["bullet"] else f"{int(found['number'])}.")
            items.append([line[found.end() :].strip()])
        else:
            items[-1].append(line.strip())
    return "\n".join(
        f"{marker} " + _flow(item).replace("\n", "\n" + " " * (len(marker) + 1))
        for marker, item in zip(markers, items, strict=True)
    )


def _flow(lines: Sequence[str]) -> str:
    width = _wrap_width([len(line) for line in lines])
    flowing = [lines[0]]
    for before, line in pairwise(lines):
        had_to_go_down = len(before) + 1 + len(line.split(" ", 1)[0]) > width >= len(before)
        if had_to_go_down or (
            len(before) >= SHORTEST_JOINED and _GOES_ON.search(f"{before}\n{line}")
        ):
            flowing[-1] += " " + line
        else:
            flowing.append(line)
    return "\\\n".join(escape(" ".join(line.split())) for line in flowing)


def _wrap_width(lengths: Sequence[int]) -> int:
    """Where the mail program broke lines; short lines count when they are almost equally long."""
    widest = max(lengths)
    is_block = len(lengths) > SHORTEST_BLOCK and min(lengths[:-1]) > widest * EVEN_SHARE
    return min(widest if is_block else max(widest, NARROWEST_WRAP), WIDEST_WRAP)
