"""Reads header fields: encoded words, names and addresses, message identifiers."""

import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr

from forums.mail.parsing.charsets import decode_text

VALUE_LIMIT = 10_000  # a header field longer than this is no header field
NAME_LIMIT = 80
ID_LIMIT = 250

_NOT_PRINTED = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]+"
)
_IDENTIFIER = re.compile(r"<([^<>\s]{1,998})>")
_BARE_IDENTIFIER = re.compile(r"[^<>\s@]+@[^<>\s@]+")
_ADDRESS = re.compile(r"[^\s@<>()\",;:]{1,64}@[A-Za-z0-9.-]{1,190}")
_HIDDEN_AT = re.compile(
    r"(?<=[\w.+-])\s+(?:at|AT|_at_|\(at\)|\[at\])\s+(?=[\w-]+(?:\.|\s+dot\s+)[\w-])"
)
_HIDDEN_DOT = re.compile(r"(?<=[\w-])\s+dot\s+(?=[\w-])")
_ANOTHER_ADDRESS = re.compile(r"^'?(.*?)'? (?:via|par) .+$", re.DOTALL)
_ENVELOPE_DATE = re.compile(r"\s+(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b")
_WITH_COMMENT = re.compile(r"^\s*(\S+@\S+)\s+\((.*)\)\s*$")


class Fields:
    """The header fields of one message, decoded, by lower-case name."""

    def __init__(self, message: "Message[str, str]") -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in message.raw_items():
            self._values.setdefault(name.lower(), []).append(str(value)[:VALUE_LIMIT])

    def __bool__(self) -> bool:
        return bool(self._values)

    def first(self, name: str) -> str:
        return next((decode_value(value) for value in self._values.get(name, ())), "")

    def every(self, name: str) -> list[str]:
        return [decode_value(value) for value in self._values.get(name, ())]


def decode_value(value: str) -> str:
    """One line of printable text; an encoded word that cannot be decoded stays as it is written."""
    plain = decode_text(value.encode("utf-8", "surrogateescape"), "")[0]
    try:
        chunks = decode_header(plain)
    except (HeaderParseError, ValueError):
        chunks = [(plain, None)]
    text = "".join(_chunk_text(chunk, charset) for chunk, charset in chunks)
    return " ".join(_NOT_PRINTED.sub(" ", text).split())


def _chunk_text(chunk: bytes | str, charset: str | None) -> str:
    if isinstance(chunk, str):
        return chunk
    if charset is None:  # decode_header writes undeclared text in this encoding
        return chunk.decode("raw-unicode-escape", "replace")
    return decode_text(chunk, charset)[0]


def read_author(fields: Fields) -> tuple[str, str]:
    """Name and address of who wrote; either may be missing.

    A list that sends in its own name ("Ana via the list") tells the author elsewhere.
    """
    name, address = split_address(fields.first("from") or fields.first("sender"))
    through_list = _ANOTHER_ADDRESS.match(name)
    if through_list:
        original = fields.first("x-original-from") or fields.first("reply-to")
        own_address = split_address(original)[1]
        name, address = through_list[1], own_address or address
    return name or _name_from(address), address


def envelope_author(envelope: str) -> tuple[str, str]:
    """Name and address as the envelope line of the archive gives them, if it does."""
    sender = _ENVELOPE_DATE.split(envelope.removeprefix("From "), maxsplit=1)[0]
    name, address = split_address(sender) if "@" in sender or " at " in sender else ("", "")
    return name or _name_from(address), address


def split_address(value: str) -> tuple[str, str]:
    """Part a name from an address, also in the "ana at example.org (Ana)" form of web archives."""
    plain = _HIDDEN_DOT.sub(".", _HIDDEN_AT.sub("@", value[:500]))
    commented = _WITH_COMMENT.match(plain)
    name, address = (commented[2], commented[1]) if commented else parseaddr(plain)
    if not _ADDRESS.fullmatch(address):
        found = _ADDRESS.search(plain)
        name = name or re.sub(r"<.*", "", plain) if not found else plain[: found.start()]
        address = found[0] if found else ""
    return _clean_name(name), address.lower().rstrip(".")


def _clean_name(name: str) -> str:
    unquoted = name.replace('\\"', '"').strip(" \t\"'<>()[],;")
    if _ADDRESS.fullmatch(unquoted):
        return _name_from(unquoted)
    return " ".join(unquoted.split())[:NAME_LIMIT].strip()


def _name_from(address: str) -> str:
    local = address.partition("@")[0]
    words = re.split(r"[._]+", local)
    if len(words) > 1 and all(word.isalpha() for word in words):
        return " ".join(word.capitalize() for word in words)[:NAME_LIMIT]
    return local[:NAME_LIMIT]


def identifiers(value: str) -> tuple[str, ...]:
    """Message identifiers without their angle brackets, in the order written, each once."""
    found = _IDENTIFIER.findall(value) or _BARE_IDENTIFIER.findall(value)[:1]
    return tuple(dict.fromkeys(identifier for identifier in found if len(identifier) <= ID_LIMIT))
