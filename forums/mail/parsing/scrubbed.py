"""Finds files inside plain text: notes left by list software, and uuencoded blocks."""

import re
from dataclasses import dataclass

_NEXT_PART = re.compile(r"^-{8,} next part -{8,}\n?", re.MULTILINE)
_NOTE = re.compile(
    r"^An? [^\n]{1,60} (?:was|were) scrubbed\.\.\.\n"
    r"(?P<facts>(?:(?:Name|Type|Size|Desc|From|Subject|Date|To|Cc): [^\n]*\n){0,9})"
    r"(?:URL|Url) ?: <?(?P<url>[^\s>]{1,500})>?$",
    re.MULTILINE,
)
_UUENCODED = re.compile(
    r"^begin [0-7]{3} (?P<name>[^\n]{1,200})\n(?:[\x20-\x60]{0,62}\n)*?end$", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class AttachmentName:
    """A file that came with a message; it is named, not brought in."""

    name: str
    content_type: str = ""
    url: str = ""


def take_out_attachments(text: str) -> tuple[str, list[AttachmentName]]:
    """The text without those blocks, and the files they stand for.

    Where nothing else was written the notes stay: they are all there is to read.
    """
    plain = text.replace("\r\n", "\n")
    named = [_from_note(found) for found in _NOTE.finditer(plain)]
    named += [AttachmentName(found["name"].strip()[-100:]) for found in _UUENCODED.finditer(plain)]
    rest = _NEXT_PART.sub("", _UUENCODED.sub("", _NOTE.sub("", plain)))
    return (rest if rest.strip() else plain), named


def _from_note(found: re.Match[str]) -> AttachmentName:
    facts = dict(line.split(": ", 1) for line in found["facts"].splitlines() if ": " in line)
    name = facts.get("Name", "not available")
    if name == "not available":
        name = found["url"].rpartition("/")[2]
    return AttachmentName(name[-100:], facts.get("Type", ""), found["url"])
