"""No message, however broken, stops the reader or keeps it long."""

from pathlib import Path
from random import Random
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forums.mail.parsing import ParsedMessage, Problem
from forums.mail.parsing.archive import MESSAGE_BYTES
from forums.mail.parsing.markdown import MARKDOWN_LIMIT
from tests.forums.mail.letters import ENVELOPE, letter, read

VILLAGE = (Path(__file__).parent / "fixtures" / "village.mbox").read_bytes()
BUDGET = 0.5  # seconds for one message of 300 kB: linear reading needs half, quadratic a minute

PIECES = st.sampled_from(
    [
        b"From awa@coop.example Mon Mar  3 09:00:00 2008\n", b"From: ", b"Date: ", b"Subject: ",
        b"Content-Type: multipart/mixed; boundary=cut\n", b"--cut\n", b"--cut--\n", b"\n", b"\n\n",
        b"Content-Transfer-Encoding: base64\n", b"=?utf-8?B?", b"?=", b"=?iso-8859-1?Q?=E9", b"<", b">",
        b"> ", b"-- \n", b"a@b", b" at ", b"References: <a@b>", b"Content-Type: text/html\n", b"<p>",
        b"charset=utf-7;", b"\x00", b"\xff\xfe", b"\r\n", b"```\n", b"x <- 1\n", b"On x wrote:\n", b"(" * 30,
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.binary(max_size=20), max_size=40))
def test_reading_survives_any_bytes(pieces: list[bytes]) -> None:
    for message in read(ENVELOPE.encode() + b"".join(pieces)):
        if isinstance(message, ParsedMessage):
            assert message.sent_at.tzinfo
            assert len(message.body_markdown) <= MARKDOWN_LIMIT
            message.body_markdown.encode()  # no half characters
        else:
            assert message.problem is not Problem.UNREADABLE


@pytest.mark.parametrize("seed", range(40))
def test_reading_survives_a_damaged_archive(seed: int) -> None:
    random = Random(seed)  # noqa: S311 -- repeatable, no secret
    damaged = bytearray(VILLAGE)
    for _ in range(60):
        start = random.randrange(200, len(damaged))
        damaged[start : start + random.randrange(6)] = random.randbytes(random.randrange(6))
    messages = read(bytes(damaged))
    assert len(messages) > 20
    assert all(
        isinstance(message, ParsedMessage) or message.problem is not Problem.UNREADABLE
        for message in messages
    )


def nested(levels: int) -> bytes:
    parts = "".join(
        f"--c{n}\nContent-Type: multipart/mixed; boundary=c{n + 1}\n\n" for n in range(levels)
    )
    return letter(parts + "x\n" * 15_000, content_type="multipart/mixed; boundary=c0")


SLOW = {
    "quotation marks": letter(">" * 200_000),
    "quotation marks apart": letter("> " * 100_000),
    "deep quotations": letter("\n".join("> " * (n % 200) + "x" for n in range(4000))),
    "parentheses": letter("f(" * 100_000),
    "calls": letter("\n".join("f(" * 140 for _ in range(700))),
    "closed calls": letter("\n".join("f" + "(a)" * 95 + "!" for _ in range(700))),
    "stars": letter("*" * 200_000),
    "backticks": letter("`" * 31_000 + "\n\nx <- 1"),
    "brackets": letter("[" * 100_000 + "](" * 10_000),
    "spaces": letter(" " * 200_000 + "x"),
    "blank lines": letter("\n" * 200_000),
    "short lines": letter("x\n" * 19_000),
    "code lines": letter("x <- 1\n\n" * 9_000),
    "columns": letter("a  b  c  1\n" * 18_000),
    "addresses": letter("http://x.example/" + "*_" * 100_000),
    "many addresses": letter("http://x.example/a*b. " * 9_000),
    "dashes": letter("-- \n" * 19_000),
    "rules": letter(("_" * 60 + "\nmailing list\n") * 3_000),
    "attributions": letter("On a, b wrote:\n> c\n" * 9_000),
    "attribution line": letter("On " + "wrote " * 30_000 + "\n> x"),
    "angles": letter("<" * 200_000 + ":\n> x"),
    "tabs": letter("\t" * 200_000 + "x"),
    "headers": letter(**{f"x_{n}": "y" for n in range(10_000)}),
    "long header": letter(subject="=?utf-8?Q?a?= " * 60_000),
    "long author": letter(**{"from": "a at b.c (" * 60_000}),
    "open comments": letter(**{"from": "(" * 100_000}),
    "long references": letter(references="<a@b> " * 100_000),
    "long date": letter(date="(" * 100_000),
    "uuencoded": letter("begin 644 x\nM\n" * 9_000),
    "scrubbed": letter("A thing was scrubbed...\nName: x\n" * 6_000),
    "next parts": letter("-------------- next part --------------\n" * 5_000),
    "nested parts": nested(28),
    "nested too deep": nested(300),
    "parts": letter("--c\n\nx\n" * 6_000, content_type="multipart/mixed; boundary=c"),
    "tags": letter("<b>" * 60_000, content_type="text/html"),
    "blocks": letter("<blockquote>" * 16_000, content_type="text/html"),
    "comments": letter("<!--" * 50_000, content_type="text/html"),
    "tables": letter("<table><tr><td>" * 13_000, content_type="text/html"),
    "mixed tags": letter("<a><b><p><i>" * 16_000, content_type="text/html"),
    "entities": letter("&amp;" * 40_000, content_type="text/html"),
    "base64": letter(b"QUJD" * 240_000, content_transfer_encoding="base64"),
    "quoted": letter(b"=E9" * 300_000, content_transfer_encoding="quoted-printable"),
    "idna": letter(b"\xe9" * 100_000, content_type="text/plain; charset=idna"),
    "utf-7": letter(b"+AG8-" * 100_000, content_type="text/plain; charset=utf-7"),
    "no line ends": ENVELOPE.encode() + b"Subject: x\n\n" + b"y" * MESSAGE_BYTES * 3,
}


@pytest.mark.parametrize("content", SLOW.values(), ids=SLOW.keys())
def test_reading_is_never_slow(content: bytes) -> None:
    read(letter())
    times = []
    for _ in range(3):  # the machine may be busy: the best of three counts
        started = process_time()
        assert len(read(content)) == 1
        times.append(process_time() - started)
        if times[-1] < BUDGET:
            break
    assert min(times) < BUDGET
