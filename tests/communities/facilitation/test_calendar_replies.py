"""Calendars answer invitations by e-mail: for whom the invitation was, and for nobody else."""

import base64
import io
import quopri
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from communities.circles.services.membership import remove_member
from communities.facilitation.choices import Answer
from communities.facilitation.invitations import guest_uid, invitation_uid
from communities.facilitation.models import Participant, Session
from communities.facilitation.replies import MOST_BYTES, NoReplyError, read_reply
from communities.facilitation.services.answers import answer_invitation
from communities.facilitation.services.planning import cancel_session, unseat_participant
from communities.people.models import User
from tests.communities.facilitation.calendar_scenes import NOW, change, plan, seat
from tests.personas import Cast

TakeIn = Callable[[bytes], str]


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def session(cast: Cast) -> Session:
    return plan(cast, cast.boubacar, cast.chloe)


@pytest.fixture
def take_in(monkeypatch: pytest.MonkeyPatch) -> TakeIn:
    """Pipe an e-mail into the command and return what it says."""

    def pipe(raw: bytes) -> str:
        stdin = io.TextIOWrapper(io.BytesIO(raw))
        monkeypatch.setattr(sys, "stdin", stdin)
        said = io.StringIO()
        call_command("read_calendar_reply", stdout=said)
        return said.getvalue()

    return pipe


def uid_of(session: Session, person: User) -> str:
    return invitation_uid(session.pk, seat(session, person).pk)


def calendar(
    uid: str,
    partstat: str = "ACCEPTED",
    *,
    attendee: str = "boubacar@people.example",
    method: str = "REPLY",
    sequence: str = "0",
    stamp: str = "20261201T090000Z",
) -> str:
    lines = [
        "BEGIN:VCALENDAR",
        "PRODID:-//Somebody//Calendar//EN",
        "VERSION:2.0",
        f"METHOD:{method}",
        "BEGIN:VEVENT",
        f"DTSTAMP:{stamp}",
        "ORGANIZER:mailto:noreply@localhost",
        f"UID:{uid}",
        f"SEQUENCE:{sequence}",
        f"ATTENDEE;PARTSTAT={partstat}:mailto:{attendee}",
        "SUMMARY:How do we listen?",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines)


def letter(text: str, kind: str = "text/calendar; method=REPLY; charset=UTF-8") -> bytes:
    head = f"From: B <boubacar@people.example>\r\nMIME-Version: 1.0\r\nContent-Type: {kind}\r\n"
    return f"{head}\r\n{text}".encode()


def from_gmail(uid: str, partstat: str) -> bytes:
    """Three parts: words twice and the calendar, then the same again as a file."""
    words = calendar(uid, partstat).replace(
        f"ATTENDEE;PARTSTAT={partstat}:mailto:boubacar@people.example",
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={partstat};CN=Boub\r\n"
        " acar;X-NUM-GUESTS=0:mailto:boubacar@people.example\r\n"
        "CREATED:20261130T080000Z\r\nDESCRIPTION:\r\nLAST-MODIFIED:20261201T085959Z",
    )
    file = base64.encodebytes(words.encode()).decode()
    return (
        "From: Boubacar <boubacar@people.example>\r\nTo: noreply@localhost\r\n"
        "Subject: Accepted: How do we listen?\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="m"\r\n\r\n'
        '--m\r\nContent-Type: multipart/alternative; boundary="a"\r\n\r\n'
        '--a\r\nContent-Type: text/plain; charset="UTF-8"\r\n\r\nBoubacar accepted\r\n'
        '--a\r\nContent-Type: text/html; charset="UTF-8"\r\n\r\n<p>Boubacar accepted</p>\r\n'
        '--a\r\nContent-Type: text/calendar; charset="UTF-8"; method=REPLY\r\n'
        f"Content-Transfer-Encoding: 7bit\r\n\r\n{words}\r\n--a--\r\n"
        '--m\r\nContent-Type: application/ics; name="invite.ics"\r\n'
        'Content-Disposition: attachment; filename="invite.ics"\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{file}\r\n--m--\r\n"
    ).encode()


def from_outlook(uid: str, partstat: str) -> bytes:
    """A calendar in base64 with a zone, an alarm and names of its own."""
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Romance Standard Time\r\nBEGIN:STANDARD\r\n"
        "DTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n"
        "RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"
        "END:VTIMEZONE\r\nBEGIN:VEVENT"
    )
    words = (
        calendar(uid, partstat)
        .replace("BEGIN:VEVENT", zone)
        .replace(
            f"ATTENDEE;PARTSTAT={partstat}:mailto:", f"ATTENDEE;PARTSTAT={partstat};CN=B:MAILTO:"
        )
        .replace("SUMMARY:", "SUMMARY;LANGUAGE=fr-FR:Accepté : ")
        .replace(
            "END:VEVENT",
            "X-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\nBEGIN:VALARM\r\nDESCRIPTION:REMINDER\r\n"
            "TRIGGER;RELATED=START:-PT15M\r\nACTION:DISPLAY\r\nEND:VALARM\r\nEND:VEVENT",
        )
    )
    coded = base64.encodebytes(words.encode()).decode()
    return (
        "From: =?utf-8?B?Qm91YmFjYXI=?= <boubacar@people.example>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/alternative; boundary="_000_"\r\n\r\n'
        '--_000_\r\nContent-Type: text/plain; charset="iso-8859-1"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n=20\r\n"
        '--_000_\r\nContent-Type: text/calendar; charset="utf-8"; method=REPLY\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{coded}\r\n--_000_--\r\n"
    ).encode()


def from_apple(uid: str, partstat: str) -> bytes:
    """Quoted-printable, the address in capitals, facts in another order."""
    words = calendar(uid, partstat).replace(
        f"ATTENDEE;PARTSTAT={partstat}:mailto:boubacar@people.example",
        f'ATTENDEE;CN="Boubacar; B.";CUTYPE=INDIVIDUAL;EMAIL="boubacar@people.example";'
        f"PARTSTAT={partstat}:mailto:Boubacar@People.Example",
    )
    coded = quopri.encodestring(words.encode()).decode()
    return (
        "From: Boubacar <boubacar@people.example>\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="Apple-Mail=_1"\r\n\r\n'
        '--Apple-Mail=_1\r\nContent-Type: text/calendar; name="iCal-1.ics"; method=REPLY\r\n'
        'Content-Disposition: attachment; filename="iCal-1.ics"\r\n'
        f"Content-Transfer-Encoding: quoted-printable\r\n\r\n{coded}\r\n--Apple-Mail=_1--\r\n"
    ).encode()


def from_thunderbird(uid: str, partstat: str) -> bytes:
    """Lines that end with LF alone, an event without SEQUENCE."""
    words = calendar(uid, partstat).replace("SEQUENCE:0\r\n", "").replace("\r\n", "\n")
    return (
        "From: Boubacar <boubacar@people.example>\nMIME-Version: 1.0\n"
        'Content-Type: multipart/mixed; boundary="---tb"\n\n'
        "-----tb\nContent-Type: text/plain; charset=utf-8\n\nBoubacar has accepted.\n"
        "-----tb\nContent-Type: text/calendar; method=REPLY; charset=utf-8\n"
        f"Content-Transfer-Encoding: 8bit\n\n{words}\n-----tb--\n"
    ).encode()


def forwarded(uid: str, partstat: str) -> bytes:
    """The whole reply within another letter, as some servers hand it on."""
    return letter(from_apple(uid, partstat).decode(), "message/rfc822")


ANSWERS = {"ACCEPTED": Answer.YES, "TENTATIVE": Answer.MAYBE, "DECLINED": Answer.NO}
SHAPES = [from_gmail, from_outlook, from_apple, from_thunderbird, forwarded]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@pytest.mark.parametrize("partstat", ANSWERS)
def test_calendars_answer(
    session: Session,
    cast: Cast,
    take_in: TakeIn,
    shape: Callable[[str, str], bytes],
    partstat: str,
) -> None:
    said = take_in(shape(uid_of(session, cast.boubacar), partstat))

    assert said.startswith("kept: ")
    found = seat(session, cast.boubacar)
    assert (found.answer, found.answered_at) == (ANSWERS[partstat], NOW)
    assert seat(session, cast.chloe).answer == Answer.WAITING


def test_the_same_reply_again_changes_nothing(
    session: Session, cast: Cast, take_in: TakeIn
) -> None:
    raw = from_gmail(uid_of(session, cast.boubacar), "ACCEPTED")
    take_in(raw)

    assert take_in(raw).startswith("known already: ")


def test_no_name_or_title_reaches_the_log_of_the_mail_server(
    session: Session, cast: Cast, take_in: TakeIn
) -> None:
    said = take_in(from_gmail(uid_of(session, cast.boubacar), "ACCEPTED"))

    assert not {"Boubacar", "listen", "people.example"} & set(said.replace("@", " ").split())


def deep() -> bytes:
    return b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (one, one)
        for one in range(8000)
    )


def many_parts(uid: str) -> bytes:
    part = f"--m\r\nContent-Type: text/calendar\r\n\r\n{calendar(uid)}\r\n"
    return b"Content-Type: multipart/mixed; boundary=m\r\n\r\n" + (part * 300).encode()


REFUSED: dict[str, Callable[[str], bytes]] = {
    "nothing": lambda _uid: b"",
    "no calendar": lambda _uid: b"Subject: Hello\r\n\r\nI come gladly.",
    "an invitation": lambda uid: letter(calendar(uid, method="REQUEST")),
    "a cancellation": lambda uid: letter(calendar(uid, method="CANCEL")),
    "a counter-proposal": lambda uid: letter(calendar(uid, method="COUNTER")),
    "two methods": lambda uid: letter(
        calendar(uid).replace("METHOD:REPLY", "METHOD:REPLY\r\nMETHOD:REQUEST")
    ),
    "no method": lambda uid: letter(calendar(uid).replace("METHOD:REPLY\r\n", "")),
    "no signature": lambda uid: letter(calendar("session-1.2@localhost")),
    "a forged signature": lambda uid: letter(calendar(uid.replace("@", "A@"))),
    "another's number": lambda uid: letter(calendar(uid.replace("session-", "session-9"))),
    "a guest's": lambda _uid: letter(calendar(guest_uid(1, 1))),
    "a number beyond all keys": lambda _uid: letter(calendar(f"session-{'9' * 40}.1.x@h")),
    "another attendee": lambda uid: letter(calendar(uid, attendee="chloe@people.example")),
    "two attendees": lambda uid: letter(
        calendar(uid).replace(
            "SUMMARY", "ATTENDEE;PARTSTAT=DECLINED:mailto:chloe@people.example\r\nSUMMARY"
        )
    ),
    "no attendee": lambda uid: letter(calendar(uid).replace("ATTENDEE", "X-ATTENDEE")),
    "no answer": lambda uid: letter(calendar(uid, "NEEDS-ACTION")),
    "a delegation": lambda uid: letter(calendar(uid, "DELEGATED")),
    "an unknown answer": lambda uid: letter(calendar(uid, "X-PERHAPS")),
    "two answers": lambda uid: letter(calendar(uid) + calendar(uid, "DECLINED")),
    "no UID": lambda uid: letter(calendar(uid).replace("UID:", "X-UID:")),
    "two UIDs": lambda uid: letter(calendar(uid).replace("UID:", f"UID:{uid}\r\nUID:")),
    "cut short": lambda uid: letter(calendar(uid)[:-40]),
    "crossed ends": lambda uid: letter(calendar(uid).replace("END:VEVENT\r\n", "")),
    "a broken line": lambda uid: letter(calendar(uid).replace("ATTENDEE;", 'ATTENDEE;"')),
    "a sequence of words": lambda uid: letter(calendar(uid, sequence="one")),
    "an endless sequence": lambda uid: letter(calendar(uid, sequence="9" * 5000)),
    "an answer within an alarm": lambda uid: letter(
        calendar(uid)
        .replace("UID", "BEGIN:VALARM\r\nUID")
        .replace("END:VEVENT", "END:VALARM\r\nEND:VEVENT")
    ),
    "bytes of nothing": lambda _uid: bytes(range(256)) * 40,
    "bad base64": lambda uid: letter(
        calendar(uid), "text/calendar\r\nContent-Transfer-Encoding: base64"
    ),
    "UTF-16": lambda uid: letter(calendar(uid), "text/calendar; charset=utf-16"),
    "10 MB": lambda uid: letter(calendar(uid).replace("SUMMARY:", "SUMMARY:" + "x" * 10_000_000)),
    "a calendar too large": lambda uid: letter(calendar(uid) + "x" * 400_000),
    "a line too long": lambda uid: letter(
        calendar(uid).replace("mailto:", "mailto:" + "x" * 30_000)
    ),
    "lines without end": lambda uid: letter("BEGIN:VCALENDAR\r\n" * 9_000 + calendar(uid)),
    "nested without end": lambda _uid: deep(),
    "parts without end": many_parts,
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_reply_changes_nothing(
    session: Session, cast: Cast, take_in: TakeIn, case: str
) -> None:
    raw = REFUSED[case](uid_of(session, cast.boubacar))

    said = take_in(raw)
    assert said.startswith("nothing done: ")
    assert list(Participant.objects.filter(session=session).values_list("answer", flat=True)) == [
        Answer.YES,
        Answer.WAITING,
        Answer.WAITING,
    ]


def test_a_zone_that_repeats_for_ever_keeps_nobody_busy(
    session: Session, cast: Cast, take_in: TakeIn
) -> None:
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
        "TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\nRRULE:FREQ=SECONDLY\r\nEND:STANDARD\r\n"
        "END:VTIMEZONE\r\nBEGIN:VEVENT\r\nRRULE:FREQ=SECONDLY"
    )
    text = calendar(uid_of(session, cast.boubacar)).replace("BEGIN:VEVENT", zone)

    assert take_in(letter(text)).startswith("kept: ")


def test_an_answer_to_an_older_invitation_is_left_aside(
    session: Session, cast: Cast, take_in: TakeIn
) -> None:
    uid = uid_of(session, cast.boubacar)
    change(session, starts_at=NOW + timedelta(days=20))

    assert "older invitation" in take_in(letter(calendar(uid)))
    assert seat(session, cast.boubacar).answer == Answer.WAITING
    assert take_in(letter(calendar(uid, sequence="1"))).startswith("kept: ")


def test_a_delayed_answer_does_not_undo_a_newer_one(
    session: Session, cast: Cast, take_in: TakeIn
) -> None:
    answer_invitation(participant=seat(session, cast.boubacar), answer=Answer.NO)
    uid = uid_of(session, cast.boubacar)

    late = take_in(letter(calendar(uid, stamp="20261201T080000Z")))
    assert "a newer answer" in late
    assert seat(session, cast.boubacar).answer == Answer.NO
    assert take_in(letter(calendar(uid, stamp="20261201T085500Z"))).startswith("kept: ")


def test_who_takes_part_no_longer_answers_no_more(
    session: Session, cast: Cast, take_in: TakeIn
) -> None:
    uid, other = uid_of(session, cast.boubacar), uid_of(session, cast.chloe)
    remove_member(community=cast.community, person=cast.boubacar, by=cast.awa, reason="")
    unseat_participant(session=session, person=cast.chloe)

    assert "takes part no longer" in take_in(letter(calendar(uid)))
    assert "takes part no longer" in take_in(
        letter(calendar(other, attendee="chloe@people.example"))
    )
    assert seat(session, cast.boubacar).answer == Answer.WAITING


def test_a_suspended_person_answers_no_more(session: Session, cast: Cast, take_in: TakeIn) -> None:
    User.objects.filter(pk=cast.boubacar.pk).update(is_active=False)

    assert "takes part no longer" in take_in(letter(calendar(uid_of(session, cast.boubacar))))


def test_nothing_is_answered_once_it_is_called_off(
    session: Session, cast: Cast, take_in: TakeIn
) -> None:
    cancel_session(session=session)

    said = take_in(letter(calendar(uid_of(session, cast.boubacar), sequence="1")))

    assert said.startswith("nothing done: ")
    assert seat(session, cast.boubacar).answer == Answer.WAITING


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_reply_in_any_disorder_is_read_or_refused(data: st.DataObject) -> None:
    """No byte of a letter, changed or lost, leads to anything but an answer or a refusal."""
    raw = bytearray(data.draw(st.sampled_from(SHAPES))("session-1.2.abc@h", "ACCEPTED"))
    for _once in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=12))
        raw = raw or bytearray(b"x")
    try:
        read_reply(bytes(raw))
    except NoReplyError:
        return


def test_more_than_an_e_mail_may_weigh_is_not_even_parsed() -> None:
    with pytest.raises(NoReplyError, match="too large"):
        read_reply(b"x" * (MOST_BYTES + 1))
