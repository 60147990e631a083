"""Cutting an mbox file into messages."""

from io import BytesIO

import pytest

from forums.mail.parsing import NotAnArchiveError
from forums.mail.parsing.archive import MESSAGE_BYTES, split_archive
from tests.forums.mail.letters import ENVELOPE, letter


def bodies(content: bytes) -> list[bytes]:
    return [raw.content for raw in split_archive(BytesIO(content))]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\n\n \n", "empty"),
        (b"\x1f\x8b\x08\x00 packed", "compressed"),
        (b"PK\x03\x04 packed", "compressed"),
        (b"Subject: a single message\n\nno envelope\n", "no-envelope"),
        (b"From what I know this is a letter.\nIt goes on.\n", "no-envelope"),
        (b"%PDF-1.4\n" + bytes(range(256)) * 100, "no-envelope"),
        (b"\x00" * 1_000_000, "no-envelope"),
    ],
)
def test_split_refuses_what_is_no_archive(content: bytes, reason: str) -> None:
    with pytest.raises(NotAnArchiveError) as refused:
        bodies(content)
    assert refused.value.reason == reason


def test_split_keeps_sentences_that_begin_with_from() -> None:
    content = letter("From now on, we meet on Monday.\n\nFrom the shop\nNote: bring bread.") * 2
    assert len(bodies(content)) == 2
    assert b"From the shop" in bodies(content)[0]


def test_split_sees_an_envelope_without_blank_line_before_it() -> None:
    assert len(bodies(letter().rstrip(b"\n") + b"\n" + letter())) == 2


@pytest.mark.parametrize(
    "envelope",
    [
        "From ana at coop.example  Fri Oct 27 00:16:56 2006",
        "From ana@coop.example Fri Oct 27 00:16 2006 +0200",
        "From ana@coop.example Fri Oct 27 00:16:56 CEST 2006",
        "From 7a545d8d4b5cc2d4 Fri Oct 27 00:16:56 2006",
        "From MAILER-DAEMON Fri Oct 27 00:16:56 2006",
        "From ana@coop.example",
        "From ???@???",
        "From -",
    ],
)
def test_split_knows_the_envelopes_of_many_programs(envelope: str) -> None:
    content = f"{envelope}\nSubject: one\n\nwords\n\n{envelope}\nSubject: two\n\nwords\n"
    assert len(bodies(content.encode())) == 2


def test_split_accepts_windows_line_ends_and_a_byte_order_mark() -> None:
    content = b"\xef\xbb\xbf" + (letter() * 3).replace(b"\n", b"\r\n")
    assert len(bodies(content)) == 3


def test_split_tells_how_far_it_has_read() -> None:
    content = letter() * 3
    ends = [raw.end for raw in split_archive(BytesIO(content))]
    assert ends == [len(letter()), 2 * len(letter()), 3 * len(letter())]


def test_split_keeps_the_beginning_of_a_message_beyond_the_limit() -> None:
    huge = ENVELOPE.encode() + b"Subject: big\n\n" + b"x" * 70 + b"\n" + b"A" * 3 * MESSAGE_BYTES
    first, second = split_archive(BytesIO(huge + b"\n\n" + letter()))
    assert first.is_cut
    assert len(first.content) <= MESSAGE_BYTES
    assert not second.is_cut


def test_split_holds_one_message_at_a_time() -> None:
    class Counted(BytesIO):
        """Remembers how much was asked for."""

    stream = Counted(letter() * 1000)
    next(split_archive(stream))
    assert stream.tell() < 3 * len(letter())
