"""Builds messages and archives for the tests of reading mail."""

from datetime import UTC, datetime
from io import BytesIO

from forums.mail.parsing import ParsedMessage, SkippedMessage, read_archive
from forums.mail.parsing.threads import Outline

NOW = datetime(2024, 5, 1, tzinfo=UTC)
ENVELOPE = "From awa@coop.example Mon Mar  3 09:00:00 2008\n"


def letter(body: str | bytes = "Words.", **fields: str) -> bytes:
    """One message with its envelope; ``in_reply_to="…"`` gives the field In-Reply-To."""
    headers = {
        "From": "Awa Diop <awa@coop.example>",
        "Date": "Mon, 3 Mar 2008 09:00:00 +0000",
        "Message-ID": "<letter@coop.example>",
        "Subject": "A subject",
    }
    names = {name.lower(): name for name in headers}
    for name, value in fields.items():
        written = name.replace("_", "-")
        headers[names.get(written, written.title())] = value
    head = "".join(f"{name}: {value}\n" for name, value in headers.items() if value)
    words = body if isinstance(body, bytes) else body.encode()
    return ENVELOPE.encode() + head.encode() + b"\n" + words + b"\n\n"


def read(content: bytes) -> list[ParsedMessage | SkippedMessage]:
    return list(read_archive(BytesIO(content), now=NOW))


def read_one(body: str | bytes = "Words.", **fields: str) -> ParsedMessage:
    (message,) = read(letter(body, **fields))
    assert isinstance(message, ParsedMessage), message
    return message


def outline(
    number: int, key: str, *references: str, subject: str = "Wells", day: float = 1
) -> Outline:
    sent_at = datetime.fromtimestamp(1_200_000_000 + day * 86_400, tz=UTC)
    return Outline(number, key, references, subject, sent_at)
