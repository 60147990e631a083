"""What is prepared together: people, dates, subjects; and what the facilitator keeps alone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from communities.facilitation.choices import Role
from communities.facilitation.models import (
    Board,
    Contribution,
    DateAnswer,
    DateOption,
    Participant,
    Session,
)
from communities.facilitation.moments import session_changed
from communities.facilitation.services.dates import answer_dates, offer_dates
from communities.facilitation.services.planning import seat_participant
from communities.facilitation.services.subjects import propose_subject
from communities.people.models import User
from tests.communities.facilitation.plans import ended, planned, roles_of, second_core_member
from tests.personas import Cast

ClientOf = Callable[[User | None], Client]


@pytest.fixture
def session(cast: Cast) -> Session:
    """A session of Awa with Boubacar and Chloe as consultants."""
    people = {
        cast.awa: Role.FACILITATOR,
        cast.boubacar: Role.CONSULTANT,
        cast.chloe: Role.CONSULTANT,
    }
    return planned(cast, people)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


# People


def test_people_come_change_roles_and_go(session: Session, cast: Cast, client_of: ClientOf) -> None:
    client, address = client_of(cast.awa), f"{session.get_absolute_url()}participants/"
    hawa = second_core_member(cast)

    client.post(address, {"person": hawa.pk, "role": "observer"})
    client.post(address, {"person": cast.chloe.pk, "role": "client"})
    client.post(f"{address}{cast.boubacar.pk}/out/")

    assert roles_of(session) == {"Awa": "facilitator", "Chloe": "client", "Hawa": "observer"}
    assert client_of(hawa).get(session.get_absolute_url()).status_code == 200
    assert client_of(cast.boubacar).get(session.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("who", ["esther", "9" * 30, "\0", "x", "0", ""])
def test_only_members_are_added(
    session: Session, cast: Cast, client_of: ClientOf, who: str
) -> None:
    person = cast.esther.pk if who == "esther" else who

    answer = client_of(cast.awa).post(
        f"{session.get_absolute_url()}participants/", {"person": person, "role": "observer"}
    )

    assert answer.status_code == 400
    assert len(roles_of(session)) == 3


def test_somebody_always_leads(session: Session, cast: Cast, client_of: ClientOf) -> None:
    client, address = client_of(cast.awa), f"{session.get_absolute_url()}participants/"

    demoted = client.post(address, {"person": cast.awa.pk, "role": "observer"})
    gone = client.post(f"{address}{cast.awa.pk}/out/", follow=True)

    assert demoted.status_code == 400
    for answer in (demoted, gone):
        assert "Somebody must lead" in answer.content.decode()
    client.post(address, {"person": cast.chloe.pk, "role": "facilitator"})
    answer = client.post(f"{address}{cast.awa.pk}/out/")
    assert answer.url == "/communities/water/sessions/"


def test_a_full_session_takes_nobody_more(
    session: Session, cast: Cast, client_of: ClientOf
) -> None:
    Session.objects.filter(pk=session.pk).update(capacity=3)
    hawa = second_core_member(cast)

    answer = client_of(cast.awa).post(
        f"{session.get_absolute_url()}participants/", {"person": hawa.pk, "role": "observer"}
    )

    assert answer.status_code == 400
    assert "All places are taken; Hawa was not added." in answer.content.decode()


def test_the_client_role_goes_round(session: Session, cast: Cast, client_of: ClientOf) -> None:
    for client, people in ((cast.boubacar, "bc"), (cast.boubacar, "b"), (cast.chloe, "c")):
        seats = {cast.awa: Role.FACILITATOR, client: Role.CLIENT}
        if people == "bc":
            seats[cast.chloe] = Role.CONSULTANT
        ended(planned(cast, seats))
    planned(cast, {cast.awa: Role.FACILITATOR, cast.boubacar: Role.CLIENT})

    def times(person: User, part: str = "") -> list[int]:
        answer = client_of(person).get(f"{session.get_absolute_url()}{part}")
        return [number for _seat, number in answer.context["seats"]]

    assert times(cast.awa, "participants/") == times(cast.awa) == [0, 2, 1]
    assert times(cast.chloe) == [0, 1, 1]  # of the second she knows nothing


# Dates


@pytest.fixture
def options(session: Session) -> list[DateOption]:
    first = timezone.now().replace(microsecond=0) + timedelta(days=7)
    offer_dates(session=session, moments=[first, first + timedelta(days=1)])
    return list(session.date_options.all())


def test_dates_are_offered_by_the_clock_of_the_session(
    session: Session, cast: Cast, client_of: ClientOf
) -> None:
    User.objects.filter(pk=cast.awa.pk).update(time_zone="Asia/Tokyo")
    days = {"day_1": "2030-06-03", "hour_1": "18:00", "day_4": "2030-01-03", "hour_4": "09:30"}

    for _twice in range(2):
        client_of(cast.awa).post(f"{session.get_absolute_url()}dates/offer/", days)

    assert list(session.date_options.values_list("starts_at", flat=True)) == [
        datetime(2030, 1, 3, 8, 30, tzinfo=UTC),
        datetime(2030, 6, 3, 16, tzinfo=UTC),
    ]


GOOD = {"day_1": "2030-06-03", "hour_1": "18:00"}


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        ({}, "This field is required."),
        ({"day_1": "2030-06-03"}, "This field is required."),
        (GOOD | {"day_2": "2030-06-03"}, "Day and hour go together."),
        ({"day_1": "2001-06-03", "hour_1": "18:00"}, "This moment is over"),
        ({"day_1": "2030-03-31", "hour_1": "02:30"}, "the clocks jump"),
        ({"day_1": "9" * 30, "hour_1": "18:00"}, "Enter a valid date."),
    ],
)
def test_dates_that_are_none_are_said(
    session: Session, cast: Cast, client_of: ClientOf, days: dict[str, str], reason: str
) -> None:
    answer = client_of(cast.awa).post(f"{session.get_absolute_url()}dates/offer/", days)

    assert answer.status_code == 400
    assert reason in answer.content.decode()
    assert not session.date_options.exists()


def test_ten_dates_are_the_most(session: Session, cast: Cast, client_of: ClientOf) -> None:
    first = timezone.now() + timedelta(days=7)
    offer_dates(session=session, moments=[first + timedelta(days=n) for n in range(10)])

    answer = client_of(cast.awa).post(
        f"{session.get_absolute_url()}dates/offer/", {"day_1": "2030-06-03", "hour_1": "18:00"}
    )

    assert answer.status_code == 400
    assert "10 dates at the most; none was added." in answer.content.decode()
    assert session.date_options.count() == 10


def test_each_says_what_suits_and_all_see_it(
    session: Session, options: list[DateOption], cast: Cast, client_of: ClientOf
) -> None:
    client, address = client_of(cast.chloe), f"{session.get_absolute_url()}dates/"
    one, two = (f"option_{option.pk}" for option in options)
    foreign = DateOption.objects.create(session=planned(cast), starts_at=timezone.now())

    client.post(address, {one: "yes", two: "maybe", f"option_{foreign.pk}": "yes"})
    client.post(address, {one: "no", two: ""})
    answer_dates(
        participant=session.participants.get(person=cast.chloe), answers={foreign.pk: "yes"}
    )

    answers = DateAnswer.objects.values_list("option", "participant__person", "availability")
    assert list(answers) == [(options[0].pk, cast.chloe.pk, "no")]
    rows = client_of(cast.boubacar).get(address).context["rows"]
    names = [[people for _label, people in row["answers"]] for row in rows]
    assert names == [[[], [], ["Chloe"]], [[], [], []]]
    assert client.post(address, {one: "perhaps"}).status_code == 400


def test_settling_a_date_tells_the_calendars(
    session: Session, options: list[DateOption], cast: Cast, client_of: ClientOf
) -> None:
    told: list[Session] = []
    client, address = client_of(cast.awa), session.get_absolute_url()
    session_changed.register(told.append)
    try:
        answer = client.post(f"{address}dates/{options[1].pk}/", {"act": "settle"})
    finally:
        session_changed.forget(told.append)

    session.refresh_from_db()
    assert answer.url == address
    assert session.starts_at == options[1].starts_at
    assert session.ics_sequence == 1
    assert "Settled" in page(client_of(cast.chloe), f"{address}dates/")


def test_a_date_is_withdrawn_and_a_past_one_not_settled(
    session: Session, options: list[DateOption], cast: Cast, client_of: ClientOf
) -> None:
    client, address = client_of(cast.awa), f"{session.get_absolute_url()}dates/"
    DateOption.objects.filter(pk=options[0].pk).update(starts_at=timezone.now() - timedelta(days=1))

    over = client.post(f"{address}{options[0].pk}/", {"act": "settle"}, follow=True)
    client.post(f"{address}{options[1].pk}/", {"act": "withdraw"})

    assert "This moment is over" in over.content.decode()
    assert list(session.date_options.all()) == [options[0]]
    assert client.post(f"{address}{options[0].pk}/", {"act": "x"}).status_code == 404
    assert client.post(f"{address}{'9' * 30}/", {"act": "settle"}).status_code == 404


def test_dates_are_for_the_facilitator_to_decide_and_for_planned_sessions(
    session: Session, options: list[DateOption], cast: Cast, client_of: ClientOf
) -> None:
    address, option = f"{session.get_absolute_url()}dates/", options[0].pk

    for part in ("offer/", f"{option}/"):
        assert client_of(cast.chloe).post(f"{address}{part}", {"act": "settle"}).status_code == 403
        assert client_of(cast.esther).post(f"{address}{part}", {"act": "settle"}).status_code == 404
    ended(session)
    answer = client_of(cast.chloe).post(address, {f"option_{option}": "yes"})
    assert answer.status_code == 400
    assert "its date stays" in answer.content.decode()
    late = client_of(cast.awa).post(f"{address}{option}/", {"act": "settle"}, follow=True)
    assert "its date stays" in late.content.decode()


# The board


def test_the_board_is_the_facilitators_alone(
    session: Session, cast: Cast, client_of: ClientOf
) -> None:
    client, address = client_of(cast.awa), f"{session.get_absolute_url()}board/"
    begun = client.get(address).context["form"]
    assert "Exposition – 10 min" in begun["sequence"].value()

    client.post(address, {"aim": "To listen", "sequence": "One\r\nTwo"})

    assert Board.objects.get().sequence == "One\nTwo"
    assert "To listen" in page(client, address)
    seat_participant(session=session, person=cast.chloe, role=Role.FACILITATOR, by=cast.awa)
    assert "To listen" in page(client_of(cast.chloe), address)
    assert client_of(cast.boubacar).get(address).status_code == 403
    for person in (cast.awa, cast.boubacar):
        assert "To listen" not in page(client_of(person), session.get_absolute_url())


# Subjects


def test_subjects_wait_in_their_step_and_one_becomes_the_clients(
    session: Session, cast: Cast, client_of: ClientOf
) -> None:
    address = f"{session.get_absolute_url()}subjects/"
    words = {"nature": "project", "body": "A queue\r\nat the counter"}

    for _twice in range(2):
        client_of(cast.chloe).post(address, words)

    subject = Contribution.objects.get()
    session.refresh_from_db()
    assert (subject.step, subject.kind, subject.nature) == ("choice", "subject", "project")
    assert subject.position == subject.changed == session.sequence
    for part in ("", "subjects/"):
        assert "A queue" in page(client_of(cast.boubacar), f"{session.get_absolute_url()}{part}")
    assert (
        client_of(cast.boubacar).post(f"{address}{subject.pk}/", {"act": "client"}).status_code
        == 403
    )
    client_of(cast.awa).post(f"{address}{subject.pk}/", {"act": "client"})
    assert roles_of(session)["Chloe"] == "client"


def test_ones_own_subject_is_taken_back_and_nobody_elses(
    session: Session, cast: Cast, client_of: ClientOf
) -> None:
    subject = propose_subject(session=session, person=cast.chloe, nature="problem", body="A queue")
    address = f"{session.get_absolute_url()}subjects/{subject.pk}/"
    before = subject.changed

    for person in (cast.boubacar, cast.awa):
        assert client_of(person).post(address, {"act": "withdraw"}).status_code == 403
    client_of(cast.chloe).post(address, {"act": "withdraw"})

    subject.refresh_from_db()
    assert subject.withdrawn_at is not None
    assert subject.body == ""  # taken back is taken back
    assert subject.changed > before
    assert "A queue" not in page(client_of(cast.awa), f"{session.get_absolute_url()}subjects/")
    assert client_of(cast.chloe).post(address, {"act": "withdraw"}).status_code == 404


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ({"nature": "problem", "body": ""}, 400),
        ({"nature": "novel", "body": "My words"}, 400),
        ({"nature": "problem", "body": "My words" + "n" * 5000}, 400),
        ({"nature": "problem", "body": "n\0n"}, 400),
    ],
)
def test_a_subject_that_is_none_is_said_and_kept(
    session: Session, cast: Cast, client_of: ClientOf, words: dict[str, str], status: int
) -> None:
    answer = client_of(cast.chloe).post(f"{session.get_absolute_url()}subjects/", words)

    assert answer.status_code == status
    assert not Contribution.objects.exists()
    assert words["body"][:8].strip("n\0") in answer.content.decode()


def test_who_may_propose_no_subject_is_not_asked(
    session: Session, cast: Cast, client_of: ClientOf
) -> None:
    address, words = f"{session.get_absolute_url()}subjects/", {"nature": "problem", "body": "Mine"}
    seat_participant(session=session, person=cast.chloe, role=Role.OBSERVER, by=cast.awa)

    for person in (cast.chloe, cast.awa):
        assert "<textarea" not in page(client_of(person), address)
        assert client_of(person).post(address, words).status_code == 403
    ended(session)
    assert client_of(cast.boubacar).post(address, words).status_code == 403
    assert not Contribution.objects.exists()


def test_five_subjects_are_the_most_of_a_person(
    session: Session, cast: Cast, client_of: ClientOf
) -> None:
    for n in range(5):
        propose_subject(session=session, person=cast.chloe, nature="problem", body=f"No. {n}")

    answer = client_of(cast.chloe).post(
        f"{session.get_absolute_url()}subjects/", {"nature": "problem", "body": "One more"}
    )

    assert answer.status_code == 400
    assert "5 subjects are the most" in answer.content.decode()


def test_the_subject_of_who_went_makes_nobody_client(
    session: Session, cast: Cast, client_of: ClientOf
) -> None:
    subject = propose_subject(session=session, person=cast.chloe, nature="problem", body="A queue")
    Participant.objects.filter(person=cast.chloe).delete()

    answer = client_of(cast.awa).post(
        f"{session.get_absolute_url()}subjects/{subject.pk}/", {"act": "client"}, follow=True
    )

    assert "takes part no longer" in answer.content.decode()
    assert "Chloe" not in roles_of(session)
