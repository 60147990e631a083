"""People's words as Markdown that says what they said and changes nothing of the text around it."""

import re
from dataclasses import dataclass

MARK = re.compile(r"([\\`*_\[\]<>~|#!&])")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
# What would open a block, underline a heading or rule a table, at a line's beginning.
OPENS = re.compile(r"#{1,6}(?=\s|$)|>|[-+](?=\s|$)|[-=:|](?=[-=:|\s]*$)|\|")
INLINE = re.compile(r"[\\`*\[\]~<]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
ADDRESS = re.compile(r"(https?://\S+)")
NUMBERED = re.compile(r"(\d{1,9})([.)])(?=\s|$)")
TITLE = re.compile(r"#[ \t]+(.+)")
HEADING = re.compile(r"##[ \t]+(.+)")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a text under its heading; the first may have none."""

    heading: str
    text: str


def line(words: str) -> str:
    """Write words on one line, every sign as it is."""
    return MARK.sub(r"\\\1", " ".join(words.split()))


def inside(words: str, indent: str = "") -> str:
    """Write words of several lines, every sign as it is; web addresses become links."""
    lines = (_plain(one.strip()) for one in words.strip().splitlines())
    return "\n".join(indent + one if one and number else one for number, one in enumerate(lines))


def _plain(words: str) -> str:
    parts = ADDRESS.split(words)
    parts[::2] = [INLINE.sub(r"\\\g<0>", part) for part in parts[::2]]
    words = "".join(parts)
    if OPENS.match(words):
        return "\\" + words
    return NUMBERED.sub(r"\1\\\2", words, count=1) if NUMBERED.match(words) else words


def plain(words: str) -> str:
    """Return one line of Markdown as it was meant to be read."""
    return ESCAPED.sub(r"\1", words).strip()


def title_and_sections(text: str) -> tuple[str, list[Section]]:
    """Part a text at its headings, so that each piece is rendered for itself."""
    title, rest = title_and_text(text)
    sections: list[Section] = []
    heading, lines = "", list[str]()
    for one in rest.splitlines():
        if opening := HEADING.match(one):
            sections.append(Section(heading, "\n".join(lines).strip()))
            heading, lines = plain(opening[1]), []
        else:
            lines.append(one)
    sections.append(Section(heading, "\n".join(lines).strip()))
    return title, [one for one in sections if one.heading or one.text]


def title_and_text(text: str) -> tuple[str, str]:
    """Part a text from its title, if its first line is one."""
    first, _newline, rest = text.lstrip().partition("\n")
    found = TITLE.match(first)
    return (plain(found[1]), rest.strip()) if found else ("", text.strip())


def without_title_level(text: str) -> str:
    """Raise the headings by one level, where the title stands elsewhere."""
    return re.sub(r"^#(?=#+[ \t])", "", text, flags=re.MULTILINE)
