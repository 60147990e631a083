"""The client decides what may be kept, who may read it, and how people are named."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from communities.access import access_for
from communities.circles.models import Community
from communities.circles.services.care import change_community
from communities.circles.services.membership import leave_community
from communities.facilitation.choices import Attribution, Keeping, Kind, Role
from communities.facilitation.models import (
    Commitment,
    ContractAnswer,
    Contribution,
    Dot,
    Minutes,
    Session,
)
from communities.facilitation.selectors.minutes import may_read, visible_minutes
from communities.people.models import User
from communities.policy import Audience
from tests.communities.facilitation.remains import chatham, end, held, plan, say, talk
from tests.personas import Cast

SignIn = Callable[[User | None], Client]
EVERYBODY = ("awa", "boubacar", "chloe", "diego", "esther", "fatou", "gustave", "nobody")


def choose(client: Client, session: Session, **facts: object) -> int:
    form = {"kept": Keeping.PARTICIPANTS, "attribution": session.attribution, **facts}
    return client.post(f"/sessions/{session.pk}/keeping/", form).status_code


def share(client: Client, session: Session) -> None:
    client.post(f"/sessions/{session.pk}/minutes/share/")


def readers(cast: Cast, client_of: SignIn, session: Session) -> set[str]:
    found = set()
    for name in EVERYBODY:
        answer = client_of(getattr(cast, name, None)).get(f"/sessions/{session.pk}/minutes/")
        assert answer.status_code in {200, 404}
        if answer.status_code == 200:
            assert "Ask the youngest first." in answer.content.decode()
            found.add(name)
    return found


def session_of_two(cast: Cast, **facts: object) -> Session:
    """Chloe of the outer circle brings the question, so that not all the inner circle was there."""
    session = plan(cast, {cast.awa: Role.FACILITATOR, cast.chloe: Role.CLIENT}, **facts)
    talk(session, cast)
    return end(session)


@pytest.mark.parametrize(
    ("kept", "found"),
    [
        (Keeping.PARTICIPANTS, {"awa", "chloe"}),
        (Keeping.INNER, {"awa", "boubacar", "chloe"}),
        (Keeping.OUTER, {"awa", "boubacar", "chloe"}),
        (Keeping.ORGANISATION, {"awa", "boubacar", "chloe", "diego"}),
    ],
)
def test_choice_is_obeyed_once_the_minutes_are_shared(
    cast: Cast, client_of: SignIn, kept: Keeping, found: set[str]
) -> None:
    session = session_of_two(cast)

    assert choose(client_of(cast.chloe), session, kept=kept) == 302
    assert readers(cast, client_of, session) == {"awa", "chloe"}
    share(client_of(cast.awa), session)
    assert readers(cast, client_of, session) == found
    assert choose(client_of(cast.chloe), session) == 302
    assert readers(cast, client_of, session) == {"awa", "chloe"}


def test_twins_agree_on_minutes(cast: Cast, client_of: SignIn) -> None:
    for kept in (Keeping.PARTICIPANTS, Keeping.INNER, Keeping.OUTER, Keeping.ORGANISATION):
        session = session_of_two(cast, title=str(kept))
        choose(client_of(cast.chloe), session, kept=kept)
        if kept != Keeping.OUTER:
            share(client_of(cast.awa), session)

    for person in (*User.objects.all(), AnonymousUser()):
        standing = access_for(person)
        everything = Minutes.objects.select_related("community", "session__community")
        assert set(visible_minutes(standing)) == {
            one for one in everything if may_read(standing, one)
        }


def test_what_was_planned_widens_nothing_before_the_client_chose(
    cast: Cast, client_of: SignIn
) -> None:
    session = session_of_two(cast, kept=Keeping.ORGANISATION)
    share(client_of(cast.awa), session)

    assert readers(cast, client_of, session) == {"awa", "chloe"}


def test_only_the_client_decides_and_only_after_the_end(cast: Cast, client_of: SignIn) -> None:
    session, planned = held(cast), plan(cast, title="Later")
    place, early = f"/sessions/{session.pk}/keeping/", f"/sessions/{planned.pk}/keeping/"

    assert client_of(cast.boubacar).get(place).status_code == 200
    assert client_of(cast.awa).get(place).status_code == 403
    assert client_of(cast.chloe).get(place).status_code == 403
    assert client_of(cast.diego).get(place).status_code == 404
    assert client_of(None).get(place).status_code == 302
    assert client_of(cast.boubacar).get(early).status_code == 403
    assert choose(client_of(cast.awa), session, kept=Keeping.OUTER) == 403


def test_who_leads_decides_where_there_is_no_client(cast: Cast, client_of: SignIn) -> None:
    session = plan(cast, {cast.awa: Role.FACILITATOR, cast.chloe: Role.CONSULTANT})
    talk(session, cast)
    end(session)

    assert choose(client_of(cast.awa), session, kept=Keeping.OUTER) == 302
    assert choose(client_of(cast.chloe), session) == 403


def test_who_leads_decides_for_a_client_who_is_gone_but_opens_nothing(
    cast: Cast, client_of: SignIn
) -> None:
    session = session_of_two(cast)
    leave_community(community=cast.community, person=cast.chloe)

    assert choose(client_of(cast.awa), session, kept=Keeping.INNER) == 400
    assert choose(client_of(cast.awa), session, kept=Keeping.NOTHING, sure="on") == 302
    assert not Minutes.objects.exists()


def test_nothing_kept_is_deleted_for_good_and_commitments_stay(
    cast: Cast, client_of: SignIn
) -> None:
    session = held(cast)
    said = Contribution.objects.filter(session=session).first()
    assert said is not None
    Dot.objects.create(contribution=said, person=cast.awa, step=said.step)
    ContractAnswer.objects.create(contribution=said, person=cast.awa, accepts=True)
    client = client_of(cast.boubacar)
    page = client.get(f"/sessions/{session.pk}/keeping/").content.decode()
    assert "deleted for good" in page

    assert choose(client, session, kept=Keeping.NOTHING) == 400
    assert Contribution.objects.exists()
    assert choose(client, session, kept=Keeping.NOTHING, sure="on") == 302

    for model in (Contribution, Dot, ContractAnswer, Minutes):
        assert not model.objects.exists()
    left = Commitment.objects.get()
    assert (left.action, left.contribution, left.person) == (
        "Visit two villages.",
        None,
        cast.boubacar,
    )
    assert client.get(f"/sessions/{session.pk}/minutes/").status_code == 404
    assert (
        "What was said is deleted"
        in client.get(f"/sessions/{session.pk}/keeping/").content.decode()
    )
    assert choose(client, session, kept=Keeping.NOTHING, sure="on") == 400


def test_a_promise_to_keep_nothing_is_not_taken_back_and_sharing_keeps_it(
    cast: Cast, client_of: SignIn
) -> None:
    session = held(cast, kept=Keeping.NOTHING)

    assert choose(client_of(cast.boubacar), session, kept=Keeping.OUTER) == 400
    page = client_of(cast.awa).get(f"/sessions/{session.pk}/minutes/").content.decode()
    assert "Yes, delete what was said" in page
    share(client_of(cast.awa), session)

    assert not Contribution.objects.exists()
    assert not Minutes.objects.exists()
    assert Commitment.objects.exists()


def test_names_are_left_out_later_and_never_come_back(cast: Cast, client_of: SignIn) -> None:
    session, client = held(cast), client_of(cast.boubacar)
    share(client_of(cast.awa), session)

    choose(client, session, attribution=Attribution.CHATHAM)

    kept = Minutes.objects.get()
    assert "Chloe" not in kept.body
    assert kept.shared_at is not None
    assert choose(client, session, attribution=Attribution.NAMED) == 400
    session.refresh_from_db()
    assert session.attribution == Attribution.CHATHAM


def test_edited_minutes_with_names_are_shared_no_longer_when_the_rule_gets_stricter(
    cast: Cast, client_of: SignIn
) -> None:
    session = session_of_two(cast)
    client = client_of(cast.awa)
    body = "Chloe says: Ask the youngest first."
    client.post(f"/sessions/{session.pk}/minutes/edit/", {"body": body, "seen": ""})
    share(client, session)
    choose(client_of(cast.chloe), session, kept=Keeping.ORGANISATION)
    assert "diego" in readers(cast, client_of, session)

    choose(
        client_of(cast.chloe),
        session,
        kept=Keeping.ORGANISATION,
        attribution=Attribution.NAMELESS,
    )

    assert readers(cast, client_of, session) == {"awa", "chloe"}
    assert Minutes.objects.get().shared_at is None


def test_minutes_are_never_wider_than_their_community(cast: Cast, client_of: SignIn) -> None:
    session = session_of_two(cast)
    choose(client_of(cast.chloe), session, kept=Keeping.ORGANISATION)
    share(client_of(cast.awa), session)

    change_community(
        community=Community.objects.get(pk=cast.community.pk),
        name="Water",
        purpose="Water",
        read_audience=Audience.INNER,
        accepts_requests=True,
        hosts=[],
    )

    assert Minutes.objects.get().read_audience == Audience.INNER
    other = plan(cast, title="Hidden")
    say(other, cast.awa, "integration", Kind.NEWS, "x")
    end(other)
    assert choose(client_of(cast.boubacar), other, kept=Keeping.OUTER) == 400
    assert choose(client_of(cast.boubacar), other, kept=Keeping.INNER) == 302


def test_chatham_minutes_tell_who_was_there_but_nobodys_words(
    cast: Cast, client_of: SignIn
) -> None:
    session = chatham(cast)
    share(client_of(cast.awa), session)

    page = client_of(cast.chloe).get(f"/sessions/{session.pk}/minutes/").content.decode()

    before, _heading, after = page.partition("Who was there")
    article = before[before.index("<article") :]
    assert not {name for name in ("Awa", "Boubacar", "Chloe") if name in article}
    assert "Awa, Boubacar, Chloe" in after
