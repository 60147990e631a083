"""A whole archive of difficult messages."""

from pathlib import Path

import pytest

from forums.mail.parsing import ParsedMessage, Problem, SkippedMessage, survey_archive
from tests.forums.mail.letters import NOW, letter, read

VILLAGE = Path(__file__).parent / "fixtures" / "village.mbox"


@pytest.fixture(scope="module")
def village() -> dict[int, ParsedMessage | SkippedMessage]:
    return {message.number: message for message in read(VILLAGE.read_bytes())}


def kept(village: dict[int, ParsedMessage | SkippedMessage], number: int) -> ParsedMessage:
    message = village[number]
    assert isinstance(message, ParsedMessage), message
    return message


def test_village_reports_the_broken_and_keeps_the_rest(
    village: dict[int, ParsedMessage | SkippedMessage],
) -> None:
    skipped = {
        number: message.problem
        for number, message in village.items()
        if isinstance(message, SkippedMessage)
    }
    assert len(village) == 34
    assert skipped == {
        15: Problem.DUPLICATE,
        23: Problem.NO_HEADERS,
        24: Problem.NO_TEXT,
        30: Problem.TOO_NESTED,
    }


@pytest.mark.parametrize(
    ("number", "body"),
    [
        (3, "Le prix est de 30 € – “cher”, dit-elle, déjà."),
        (4, "Déjà payé : 30 €."),
        (5, "Voilà l’été."),
        (6, "Café at nine."),
        (18, "The plain version, déjà named."),
        (21, "Les semences sont arrivées hier soi"),
        (22, "The words are here all the same."),
        (25, r"Market on Friday at \*nine\* (eom)"),
        (31, "Zero bell and turned text.\\\nSecond line."),
    ],
)
def test_village_bodies_are_readable(
    village: dict[int, ParsedMessage | SkippedMessage], number: int, body: str
) -> None:
    assert kept(village, number).body_markdown == body


def test_village_reply_has_quotation_and_no_footer(
    village: dict[int, ParsedMessage | SkippedMessage],
) -> None:
    reply = kept(village, 2)
    assert reply.body_markdown.startswith("> On Mon, 3 Mar 2008, Awa Diop wrote:\n>\n> our pump")
    assert reply.body_markdown.endswith("\n\nA hand pump. The seals cost almost nothing.")
    assert reply.signature == "Boubacar Sy\nCooperative of the north"
    assert reply.in_reply_to == "one@coop.example"


@pytest.mark.parametrize(
    ("number", "name", "address"),
    [
        (5, "Rémi Côté", "remi@coop.example"),
        (7, "André López", "andre@coop.example"),
        (8, "Ana", "ana@coop.example"),
        (9, "Marie Dupont", "marie@coop.example"),
        (10, "Fatou Ndiaye", "fatou.ndiaye@coop.example"),
        (11, "gustave", "gustave@coop.example"),
        (32, "Marie Dupont", "marie@coop.example"),
    ],
)
def test_village_authors_are_known(
    village: dict[int, ParsedMessage | SkippedMessage], number: int, name: str, address: str
) -> None:
    message = kept(village, number)
    assert (message.author_name, message.author_address) == (name, address)


@pytest.mark.parametrize(
    ("number", "sent_at", "problem"),
    [
        (12, "2008-03-06T07:30:00+00:00", Problem.DATE_FROM_ENVELOPE),
        (13, "2008-03-06T07:30:00+00:00", Problem.DATE_FROM_NEIGHBOUR),
        (14, "2008-03-07T08:00:00+00:00", Problem.DATE_FROM_ENVELOPE),
    ],
)
def test_village_dates_fall_back(
    village: dict[int, ParsedMessage | SkippedMessage],
    number: int,
    sent_at: str,
    problem: Problem,
) -> None:
    message = kept(village, number)
    assert message.sent_at.isoformat() == sent_at
    assert problem in message.problems


def test_village_survey_gives_topics_and_people() -> None:
    with VILLAGE.open("rb") as stream:
        survey = survey_archive(stream, now=NOW)
    talks = [thread.message_ids for thread in survey.threads if len(thread.message_ids) > 1]
    assert survey.posts == 30
    assert len(survey.people) == 10
    assert talks[0] == ("one@coop.example", "two@coop.example")
    assert talks[1] == ("nine@coop.example", "ten@coop.example", "eleven@coop.example")
    assert len(talks[2]) == 2  # one identifier given twice, one made: joined by subject
    assert talks[3:] == [
        ("twentysix@coop.example", "twentyseven@coop.example"),
        ("twentyeight@coop.example", "twentynine@coop.example"),
    ]
    assert survey.attachments == 1


def test_reading_twice_gives_the_same() -> None:
    assert read(VILLAGE.read_bytes()) == read(VILLAGE.read_bytes())


def test_survey_tells_its_progress() -> None:
    told: list[int] = []
    with VILLAGE.open("rb") as stream:
        survey = survey_archive(stream, now=NOW, on_progress=told.append)
    assert told == sorted(told)
    assert told[-1] == VILLAGE.stat().st_size
    assert len(survey.thread_of()) == survey.posts


def test_first_message_without_any_date_is_skipped() -> None:
    content = letter(date="").replace(b" Mon Mar  3 09:00:00 2008", b"")
    (message,) = read(content)
    assert isinstance(message, SkippedMessage)
    assert message.problem is Problem.NO_DATE


def test_same_words_under_another_identifier_are_another_message() -> None:
    first, second = read(letter() + letter(message_id="<other@coop.example>"))
    assert isinstance(first, ParsedMessage)
    assert isinstance(second, ParsedMessage)


def test_message_without_author_is_skipped() -> None:
    content = letter(**{"from": ""}).replace(
        b"From awa@coop.example Mon", b"From MAILER-DAEMON Mon"
    )
    (message,) = read(content)
    assert isinstance(message, SkippedMessage)
    assert message.problem is Problem.NO_AUTHOR
