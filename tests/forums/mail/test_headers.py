"""Names, addresses, identifiers and dates from header fields."""

from datetime import UTC, datetime

import pytest

from forums.mail.parsing.dates import parse_date, parse_envelope_date
from forums.mail.parsing.headers import decode_value, envelope_author, identifiers, split_address
from tests.forums.mail.letters import NOW


@pytest.mark.parametrize(
    ("written", "name", "address"),
    [
        ("Awa Diop <awa@coop.example>", "Awa Diop", "awa@coop.example"),
        ('"Diop, Awa" <AWA@Coop.Example>', "Diop, Awa", "awa@coop.example"),
        ("awa at coop.example (Awa Diop)", "Awa Diop", "awa@coop.example"),
        ("awa dot diop at coop dot example", "", "awa.diop@coop.example"),
        ("Awa Diop <awa at coop.example>", "Awa Diop", "awa@coop.example"),
        ("awa@coop.example (Awa Diop)", "Awa Diop", "awa@coop.example"),
        ('"awa.diop@coop.example" <awa.diop@coop.example>', "Awa Diop", "awa.diop@coop.example"),
        ("Awa Diop", "Awa Diop", ""),
        ("Awa Diop <>", "Awa Diop", ""),
        ("<<<@>>>", "", ""),
        ("", "", ""),
        ("'Awa' <awa@coop.example>, Ben <ben@coop.example>", "Awa", "awa@coop.example"),
    ],
)
def test_split_address_reads_many_forms(written: str, name: str, address: str) -> None:
    assert split_address(written) == (name, address)


@pytest.mark.parametrize(
    ("envelope", "author"),
    [
        (
            "From awa.diop@coop.example Mon Mar  3 09:00:00 2008",
            ("Awa Diop", "awa.diop@coop.example"),
        ),
        ("From awa at coop.example  Mon Mar  3 09:00:00 2008", ("awa", "awa@coop.example")),
        ("From MAILER-DAEMON Mon Mar  3 09:00:00 2008", ("", "")),
    ],
)
def test_envelope_author_takes_the_sender_only(envelope: str, author: tuple[str, str]) -> None:
    assert envelope_author(envelope) == author


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("=?iso-8859-1?Q?Andr=E9?=", "André"),
        ("=?utf-8?B?UsOp?= =?utf-8?Q?colte?=", "Récolte"),
        ("=?windows-1252?Q?=93quoted=94?= words", "“quoted” words"),
        ("=?iso-8859-1?Q?=93quoted=94?=", "“quoted”"),
        ("=?gb2312?B?xOO6ww==?=", "你好"),
        ("=?x-none?Q?caf=E9?=", "café"),
        ("=?idna?Q?xn--caf?=", "xn--caf"),
        ("folded\n over\tlines", "folded over lines"),
        ("turned \u202eround\u202c", "turned round"),
        ("=?utf-8?B?a?=", "=?utf-8?B?a?="),
    ],
)
def test_decode_value_gives_one_printable_line(written: str, text: str) -> None:
    assert decode_value(written) == text


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("<a@x> <b@x>\n <a@x>", ("a@x", "b@x")),
        ('<a@x> from "Ana" at Dec 04, 2006 12:13:46 PM', ("a@x",)),
        ("a@x", ("a@x",)),
        ("Message of today", ()),
        ("<" + "a" * 300 + "@x>", ()),
    ],
)
def test_identifiers_are_found_in_any_dress(written: str, found: tuple[str, ...]) -> None:
    assert identifiers(written) == found


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("Mon, 3 Mar 2008 09:00:00 +0200", datetime(2008, 3, 3, 7, tzinfo=UTC)),
        ("Mon, 3 Mar 2008 09:00:00 +0000 (UTC)", datetime(2008, 3, 3, 9, tzinfo=UTC)),
        ("3 Mar 08 09:00 EST", datetime(2008, 3, 3, 14, tzinfo=UTC)),
        ("2008-03-03T09:00:00Z", datetime(2008, 3, 3, 9, tzinfo=UTC)),
        ("Mon, 3 Mar 2008 09:00:00", datetime(2008, 3, 3, 9, tzinfo=UTC)),
        ("Mon, 32 Mar 2008 09:00:00 +0000", None),
        ("Mon, 3 Mar 2008 99:00:00 +9999", None),
        ("Thu, 1 Jan 1970 00:00:00 +0000", None),
        ("Mon, 3 Mar 2208 09:00:00 +0000", None),
        ("Mon, 3 Mar 99999999999 09:00:00 +0000", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_parse_date_refuses_nonsense(written: str, moment: datetime | None) -> None:
    assert parse_date(written, now=NOW) == moment


@pytest.mark.parametrize(
    ("envelope", "moment"),
    [
        ("From a@x Mon Mar  3 09:00:00 2008", datetime(2008, 3, 3, 9, tzinfo=UTC)),
        ("From a@x Mon Mar  3 09:00:00 2008 +0200", datetime(2008, 3, 3, 7, tzinfo=UTC)),
        ("From a@x Mon Mar  3 09:00:00 GMT 2008", datetime(2008, 3, 3, 9, tzinfo=UTC)),
        ("From a@x", None),
    ],
)
def test_parse_envelope_date_reads_the_line_before_a_message(
    envelope: str, moment: datetime | None
) -> None:
    assert parse_envelope_date(envelope, now=NOW) == moment
