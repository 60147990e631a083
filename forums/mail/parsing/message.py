"""Turns the bytes of one message into what a post needs."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes

from forums.mail.parsing.archive import RawMessage
from forums.mail.parsing.contents import Contents, Part, read_contents
from forums.mail.parsing.dates import parse_date, parse_envelope_date
from forums.mail.parsing.headers import Fields, envelope_author, identifiers, read_author
from forums.mail.parsing.markdown import Body, write_body
from forums.mail.parsing.problems import BrokenMessageError, Problem
from forums.mail.parsing.prose import write_prose
from forums.mail.parsing.scrubbed import AttachmentName

NESTED_LIMIT = 30  # parts within parts cost the parser dearly
SUBJECT_LIMIT = 255
_KNOWN_FIELDS = ("from", "date", "subject", "message-id", "sender", "to")


@dataclass(frozen=True, slots=True)
class ParsedMessage:
    """One message, ready to become a post.

    ``references`` holds what it answers, the nearest first. An author without an address is
    known by name only. ``problems`` says what had to be guessed or left out.
    """

    number: int
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    subject: str
    author_name: str
    author_address: str
    sent_at: datetime
    body_markdown: str
    signature: str
    attachments: tuple[AttachmentName, ...]
    problems: tuple[Problem, ...]
    end: int

    @property
    def author_key(self) -> str:
        """The same for every message of one author: the address, else the name."""
        return self.author_address or f"name:{self.author_name.casefold()}"


def parse_message(
    raw: RawMessage, *, previous_at: datetime | None = None, now: datetime | None = None
) -> ParsedMessage:
    """Read one message, putting right what can be; BrokenMessageError says what cannot.

    ``previous_at`` is the date of the message before it in the archive, the last resort for one
    that has none of its own.
    """
    message, fields = _open(raw)
    problems = [Problem.SHORTENED] if raw.is_cut else []
    name, address = _author(fields, raw)
    sent_at = _date(fields, raw, previous_at, now or datetime.now(UTC), problems)
    subject = fields.first("subject")[:SUBJECT_LIMIT]
    contents = read_contents(message)
    body = _body(contents, subject, problems)
    answered = identifiers(fields.first("in-reply-to"))
    earlier = tuple(reversed(identifiers(fields.first("references"))))
    return ParsedMessage(
        number=raw.number,
        message_id=_own_identifier(fields, raw, problems),
        in_reply_to=answered[0] if answered else "",
        references=tuple(dict.fromkeys(answered + earlier)),
        subject=subject,
        author_name=name,
        author_address=address,
        sent_at=sent_at,
        body_markdown=body.markdown,
        signature=body.signature,
        attachments=tuple(contents.attachments),
        problems=tuple(dict.fromkeys(problems)),
        end=raw.end,
    )


def _open(raw: RawMessage) -> tuple[Part, Fields]:
    if raw.content.lower().count(b"boundary=") > NESTED_LIMIT:
        raise BrokenMessageError(Problem.TOO_NESTED)
    message = message_from_bytes(raw.content)
    fields = Fields(message)
    if not any(fields.first(name) for name in _KNOWN_FIELDS):
        raise BrokenMessageError(Problem.NO_HEADERS)
    return message, fields


def _author(fields: Fields, raw: RawMessage) -> tuple[str, str]:
    name, address = read_author(fields)
    if not name and not address:
        name, address = envelope_author(raw.envelope)
    if not name and not address:
        raise BrokenMessageError(Problem.NO_AUTHOR)
    return name, address


def _date(
    fields: Fields,
    raw: RawMessage,
    previous_at: datetime | None,
    now: datetime,
    problems: list[Problem],
) -> datetime:
    found = parse_date(fields.first("date"), now=now)
    if found is not None:
        return found
    problems.append(Problem.DATE_FROM_ENVELOPE)
    found = parse_envelope_date(raw.envelope, now=now)
    if found is not None:
        return found
    problems[-1] = Problem.DATE_FROM_NEIGHBOUR
    if previous_at is None:
        raise BrokenMessageError(Problem.NO_DATE)
    return previous_at


def _body(contents: Contents, subject: str, problems: list[Problem]) -> Body:
    body = write_body(contents.text)
    if not contents.is_sure:
        problems.append(Problem.UNKNOWN_ENCODING)
    if contents.is_shortened or body.is_shortened:
        problems.append(Problem.SHORTENED)
    if body.markdown or contents.attachments:
        return body
    if not subject:
        raise BrokenMessageError(Problem.NO_TEXT)
    problems.append(Problem.SUBJECT_ONLY)
    return Body(write_prose([subject]), body.signature, is_shortened=False)


def _own_identifier(fields: Fields, raw: RawMessage, problems: list[Problem]) -> str:
    """The Message-ID, or one made from the contents: the same at every reading of the archive."""
    found = identifiers(fields.first("message-id"))
    if found:
        return found[0]
    problems.append(Problem.NEW_MESSAGE_ID)
    return made_identifier(raw.content)


def made_identifier(content: bytes) -> str:
    """An identifier that the same bytes always get."""
    return hashlib.sha256(content).hexdigest()[:40] + "@archive.invalid"
