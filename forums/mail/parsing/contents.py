"""Picks the words out of a message's parts, and names what comes with them."""

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from typing import TypeAlias

from forums.mail.parsing.charsets import decode_text
from forums.mail.parsing.headers import decode_value
from forums.mail.parsing.html_text import html_to_text
from forums.mail.parsing.scrubbed import AttachmentName, take_out_attachments

PART_LIMIT = 200
TEXT_LIMIT = 220_000  # characters

Part: TypeAlias = "Message[str, str]"

_TEXT = frozenset({"text/plain", "text/html"})
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]+")
_NO_WORDS = frozenset({"application/pgp-signature", "application/pkcs7-signature"})


@dataclass(slots=True)
class Contents:
    """The words of a message and the names of its files."""

    text: str = ""
    attachments: list[AttachmentName] = field(default_factory=list)
    is_sure: bool = True  # False where an encoding had to be guessed
    is_shortened: bool = False

    def add_text(self, text: str) -> None:
        self.text = f"{self.text.rstrip()}\n\n{text}" if self.text.strip() else text
        if len(self.text) > TEXT_LIMIT:
            self.text = self.text[:TEXT_LIMIT]
            self.is_shortened = True


def read_contents(message: Part) -> Contents:
    """Take plain text where there is some, else HTML as text; never an attachment's bytes."""
    contents = Contents()
    for number, part in enumerate(_wanted_parts(message)):
        if number >= PART_LIMIT:
            contents.is_shortened = True
            break
        _read_part(part, contents)
    contents.text, named = take_out_attachments(contents.text)
    contents.attachments.extend(named)
    return contents


def _wanted_parts(part: Part) -> Iterator[Part]:
    """Single parts in order; of alternatives only the one to read, and what has no words."""
    if not part.is_multipart() or part.get_content_maintype() != "multipart":
        yield part
        return
    children = [child for child in part.get_payload() if isinstance(child, Message)]
    if part.get_content_subtype() == "alternative":
        children = _choose(children)
    for child in children:
        yield from _wanted_parts(child)


def _choose(alternatives: list[Part]) -> list[Part]:
    """The alternative to read, then the files that lie in the others."""
    readable = [part for part in alternatives if not _is_file(part)]
    plain = next((part for part in readable if _is_plain(part) and _has_words(part)), None)
    chosen = plain or next((part for part in readable if not _is_plain(part)), None)
    others = [part for part in alternatives if part is not chosen]
    files = [inner for part in others for inner in part.walk() if _is_file(inner)]
    return files if chosen is None else [chosen, *files]


def _is_plain(part: Part) -> bool:
    return part.get_content_type() == "text/plain"


def _has_words(part: Part) -> bool:
    return bool(_payload(part).strip())


def _is_file(part: Part) -> bool:
    if part.get_content_maintype() == "multipart":
        return False
    is_text = part.get_content_type() in _TEXT
    return not is_text or part.get_content_disposition() == "attachment" or bool(_file_name(part))


def _read_part(part: Part, contents: Contents) -> None:
    kind = part.get_content_type()
    if kind in _NO_WORDS:
        return
    if _is_file(part):
        contents.attachments.append(AttachmentName(_file_name(part) or kind, kind))
        return
    text, is_sure = decode_text(_payload(part), str(part.get_param("charset", "") or ""))
    contents.is_sure = contents.is_sure and is_sure
    opening = text[:200].lstrip().lower()
    is_html = kind == "text/html" or opening.startswith(("<!doctype html", "<html"))
    if is_html:
        text, is_whole = html_to_text(text)
        contents.is_shortened = contents.is_shortened or not is_whole
    contents.add_text(text)


def _payload(part: Part) -> bytes:
    if str(part.get("content-transfer-encoding", "")).strip().lower() == "base64":
        return _lenient_base64(part.get_payload())
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _lenient_base64(payload: object) -> bytes:
    """What can be decoded of a text that may be cut short or have strange letters in it."""
    letters = _NOT_BASE64.sub("", payload) if isinstance(payload, str) else ""
    if len(letters) % 4 == 1:  # a lone last letter says nothing
        letters = letters[:-1]
    return b64decode(letters + "=" * (-len(letters) % 4))


def _file_name(part: Part) -> str:
    if part.get_content_type() == "message/rfc822":
        forwarded = part.get_payload()
        inner = forwarded[0] if isinstance(forwarded, list) and forwarded else None
        subject = (
            decode_value(str(inner["subject"] or ""))[:100] if isinstance(inner, Message) else ""
        )
        return f"{subject or 'message'}.eml"
    name = decode_value(str(part.get_filename("")))[:500]
    return name.replace("\\", "/").rpartition("/")[2][-100:]
