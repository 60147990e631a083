"""Minutes: assembled once a session ends, edited, shared with all who took part."""

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from communities.circles.models import Membership
from communities.circles.services.care import close_community
from communities.circles.services.membership import remove_member
from communities.facilitation.choices import Attribution, Keeping, Kind, Role
from communities.facilitation.models import Commitment, Contribution, Dot, Minutes, Session
from communities.facilitation.moments import session_ended
from communities.facilitation.services.reminders import attend_to_minutes
from communities.people.models import User
from communities.people.services.closing import close_account
from tests.communities.facilitation.remains import chatham, end, held, plan, say, talk
from tests.personas import Cast

SignIn = Callable[[User | None], Client]


def address(session: Session, what: str = "") -> str:
    return f"/sessions/{session.pk}/minutes/{what}"


def words(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200
    return answer.content.decode()


def test_minutes_hold_each_contribution_once_under_its_step(cast: Cast) -> None:
    body = held(cast).minutes.body

    title, *parts = body.split("\n## ")
    assert title.startswith("# The silent committee\n\n**Date:** ")
    assert "**Question:** How do we hear the villages?" in title
    assert {part.split("\n")[0]: part.split("\n", 1)[1].strip() for part in parts} == {
        "Contract": "Tell me how to ask.",
        "Integration round": "- **Awa, news since last time:** We arrived late.",
        "Exposition": "- **Boubacar, exposition:** The committee is silent.",
        "Clarification": "- **Chloe, question:** Who speaks first?\n"
        "- **Boubacar, answer:** The chief does.",
        "Consultation": "- **Chloe, idea:** Ask the youngest first.",
        "Synthesis and action plan": "### Action plan\n\n- **Boubacar:** Visit two villages.\n"
        f"  By when: {date_format(timezone.localdate())}\n  Help wanted: A car",
        "Learning and regulation": "### Learnings\n\n- **Chloe:** Silence is an answer.",
    }
    assert parts[0].startswith("Contract")


def test_the_contract_that_holds_comes_before_its_earlier_wordings(cast: Cast) -> None:
    session = plan(cast)
    say(session, cast.boubacar, "contract", Kind.CONTRACT, "Tell me what to do.")
    say(session, cast.boubacar, "contract", Kind.CONTRACT, "Tell me how to ask.")

    body = end(session).minutes.body

    assert "## Contract\n\nTell me how to ask.\n\nWorded before: Tell me what to do." in body


def test_minutes_speak_the_language_of_the_community(cast: Cast) -> None:
    cast.community.language = "fr"
    cast.community.save()

    body = held(cast).minutes.body

    assert "## Tour d’intégration" in body
    assert "## Integration round" not in body


def test_dots_and_groups_of_ideas_are_told(cast: Cast) -> None:
    session = plan(cast)
    say(session, cast.chloe, "consultation", Kind.IDEA, "Alone")
    idea = say(session, cast.chloe, "consultation", Kind.IDEA, "Together", cluster="# Ways")
    for person in (cast.awa, cast.boubacar):
        Dot.objects.create(contribution=idea, person=person, step=idea.step)

    body = end(session).minutes.body

    assert "- **Chloe, idea:** Alone\n\n### \\# Ways\n\n- **Chloe, idea, 2 dots:** Together" in body


def hiding(session: Session, number: int) -> dict[str, Any]:
    """Return the session's format with a hidden step; the one that is shipped stays as it is."""
    content: dict[str, Any] = deepcopy(session.content)
    content["steps"][number]["is_hidden"] = True
    return content


def test_what_was_never_shown_stays_hidden(cast: Cast) -> None:
    session = plan(cast)
    session.content = hiding(session, 5)
    talk(session, cast)

    assert "youngest" not in end(session).minutes.body

    again = plan(cast)
    again.content = hiding(again, 5)
    again.revealed = ["consultation"]
    talk(again, cast)
    assert "youngest" in end(again).minutes.body


def test_who_edits_learns_how_much_was_never_shown(cast: Cast, client_of: SignIn) -> None:
    session = plan(cast)
    session.content = hiding(session, 5)
    talk(session, cast)
    end(session)

    page = words(client_of(cast.awa), address(session, "edit/"))

    assert "1 contribution was never shown to the group" in page


def test_minutes_of_a_closed_community_are_only_read(cast: Cast, client_of: SignIn) -> None:
    session = held(cast)
    before = session.minutes.body
    close_community(community=cast.community)

    answer = client_of(cast.awa).post(
        address(session, "edit/"), {"body": "Other words", "seen": ""}
    )
    client_of(cast.awa).post(address(session, "assemble/"), {"answer": "replace"})

    assert answer.status_code == 400
    assert "Other words" in answer.content.decode()  # nothing written is lost
    assert Minutes.objects.get(session=session).body == before


def test_what_stands_under_no_step_comes_first(cast: Cast) -> None:
    session = plan(cast)
    say(session, cast.chloe, "beforehand", Kind.SUBJECT, "The pump")

    assert "## Before the session\n\n- **Chloe, subject:** The pump" in end(session).minutes.body


@pytest.mark.parametrize("rule", [Attribution.CHATHAM, Attribution.NAMELESS])
def test_minutes_without_names_store_none(cast: Cast, client_of: SignIn, rule: Attribution) -> None:
    session = held(cast, attribution=rule)

    assert not {name for name in ("Awa", "Boubacar", "Chloe") if name in session.minutes.body}
    assert "- **Idea:** Ask the youngest first." in session.minutes.body
    shown = words(client_of(cast.chloe), address(session))
    assert ("Awa, Boubacar, Chloe" in shown) is (rule == Attribution.CHATHAM)


def test_names_in_peoples_own_words_keep_minutes_from_being_shared(
    cast: Cast, client_of: SignIn
) -> None:
    session = plan(cast, attribution=Attribution.CHATHAM, title="The silence of boubacar")
    say(session, cast.chloe, "consultation", Kind.IDEA, "Let Awa ask them.")
    end(session)
    client = client_of(cast.awa)

    assert "<li>Awa</li><li>Boubacar</li>" in words(client, address(session, "edit/"))
    refused = client.post(address(session, "share/"), follow=True).content.decode()
    assert "These names still stand in the text: Awa, Boubacar. Take them out first." in refused
    assert Minutes.objects.get(session=session).shared_at is None
    assert mail.outbox == []

    body = "# The silence\n\nLet somebody ask them.\n"
    client.post(address(session, "edit/"), {"body": body, "seen": ""})
    client.post(address(session, "share/"))
    kept = Minutes.objects.get(session=session)
    assert kept.shared_at is not None

    seen = kept.edited_at.isoformat()
    late = client.post(address(session, "edit/"), {"body": "Awa asks", "seen": seen})
    assert late.status_code == 400
    assert "This name still stands in the text: Awa." in late.content.decode()
    assert "Awa asks" in late.content.decode()
    again = client.post(address(session, "assemble/"), {"answer": "replace"}, follow=True)
    assert "These names still stand" in again.content.decode()
    assert Minutes.objects.get(session=session).body == body


def test_ending_twice_keeps_each_commitment_and_the_minutes_once(cast: Cast) -> None:
    session = held(cast)
    Minutes.objects.filter(session=session).update(body="Edited")

    session_ended.run(session)

    kept = Commitment.objects.get()
    assert (kept.person, kept.action, kept.help_wanted, kept.due_on) == (
        cast.boubacar,
        "Visit two villages.",
        "A car",
        timezone.localdate(),
    )
    assert Minutes.objects.get().body == "Edited"


def test_sharing_writes_once_to_all_who_took_part(
    cast: Cast,
    client_of: SignIn,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    session = held(cast)
    User.objects.filter(pk=cast.chloe.pk).update(language="fr")
    gone = Membership.objects.get(person=cast.boubacar)
    remove_member(community=cast.community, person=gone.person, by=cast.awa, reason="moved")

    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client_of(cast.awa).post(address(session, "share/"))
        assert answer.url == address(session)

    assert sorted(letter.to[0] for letter in mail.outbox) == [
        "awa@people.example",
        "chloe@people.example",
    ]
    assert all(address(session) in letter.body for letter in mail.outbox)


def test_note_taker_writes_and_others_only_read(cast: Cast, client_of: SignIn) -> None:
    people = {
        cast.awa: Role.FACILITATOR,
        cast.boubacar: Role.NOTE_TAKER,
        cast.chloe: Role.OBSERVER,
    }
    session = plan(cast, people)
    talk(session, cast)
    end(session)
    form = {"body": "# Anew\r\n\r\nWords", "seen": ""}

    assert client_of(cast.chloe).get(address(session)).status_code == 200
    assert client_of(cast.chloe).get(address(session, "edit/")).status_code == 403
    assert client_of(cast.chloe).post(address(session, "edit/"), form).status_code == 403
    assert client_of(cast.chloe).post(address(session, "share/")).status_code == 403
    assert client_of(cast.chloe).post(address(session, "assemble/")).status_code == 403
    client_of(cast.boubacar).post(address(session, "edit/"), form)
    kept = Minutes.objects.get()
    assert (kept.body, kept.edited_by) == ("# Anew\n\nWords\n", cast.boubacar)


def test_who_was_slower_loses_nothing_and_overwrites_nothing(cast: Cast, client_of: SignIn) -> None:
    session = held(cast)
    client = client_of(cast.awa)
    client.post(address(session, "edit/"), {"body": "First", "seen": ""})

    answer = client.post(address(session, "edit/"), {"body": "Second", "seen": ""})

    assert answer.status_code == 400
    assert "Somebody else changed the minutes meanwhile" in answer.content.decode()
    assert "Second</textarea>" in answer.content.decode()
    assert Minutes.objects.get().body == "First\n"
    long = client.post(address(session, "edit/"), {"body": "x" * 60_001, "seen": ""})
    assert long.status_code == 400


def test_assembling_again_replaces_edited_words_only_when_told(
    cast: Cast, client_of: SignIn
) -> None:
    session = held(cast)
    before = session.minutes.body
    client = client_of(cast.awa)
    assert "nobody has edited them yet" in words(client, address(session, "edit/"))
    client.post(address(session, "edit/"), {"body": "Mine", "seen": ""})
    assert "It cannot be brought back" in words(client, address(session, "edit/"))

    client.post(address(session, "assemble/"))
    assert Minutes.objects.get().body == "Mine\n"
    client.post(address(session, "assemble/"), {"answer": "replace"})
    kept = Minutes.objects.get()
    assert (kept.body, kept.edited_at, kept.edited_by) == (before, None, None)


def test_who_led_is_reminded_daily_until_it_is_shared(
    cast: Cast,
    client_of: SignIn,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    session = held(cast)
    now = timezone.now()

    told = []
    for hours in (1, 25, 26, 49):
        with django_capture_on_commit_callbacks(execute=True):
            told.append(attend_to_minutes(now + timedelta(hours=hours)))
    client_of(cast.awa).post(address(session, "share/"))
    told.append(attend_to_minutes(now + timedelta(hours=99)))

    assert told == [0, 1, 0, 1, 0]
    assert [letter.to for letter in mail.outbox] == [["awa@people.example"]] * 2
    assert address(session) in mail.outbox[0].body
    call_command("tick")


def test_nobody_is_reminded_when_nothing_is_kept_and_it_goes_after_a_week(cast: Cast) -> None:
    held(cast, kept=Keeping.NOTHING)
    now = timezone.now()

    assert attend_to_minutes(now + timedelta(days=6)) == 0
    assert Contribution.objects.exists()
    attend_to_minutes(now + timedelta(days=8))
    assert not Contribution.objects.exists()
    assert not Minutes.objects.exists()
    assert Commitment.objects.get().action == "Visit two villages."


def test_list_shows_shared_minutes_to_their_readers(cast: Cast, client_of: SignIn) -> None:
    session, listed = chatham(cast), "/communities/water/minutes/"
    client = client_of(cast.awa)
    assert "The silent committee" not in words(client, listed)

    client.post(address(session, "share/"))

    assert "The silent committee" in words(client_of(cast.chloe), listed)
    assert "The silent committee" not in words(client_of(cast.diego), listed)


def test_suspended_removed_and_strangers_find_nothing(cast: Cast, client_of: SignIn) -> None:
    session = held(cast)
    remove_member(community=cast.community, person=cast.chloe, by=cast.awa, reason="moved")
    suspended = client_of(cast.boubacar)
    assert suspended.get(address(session)).status_code == 200
    User.objects.filter(pk=cast.boubacar.pk).update(is_active=False)

    answers = {
        person and person.display_name: client_of(person).get(address(session)).status_code
        for person in (cast.chloe, cast.diego, cast.esther, cast.gustave, None)
    }

    assert set(answers.values()) == {404}
    assert suspended.get(address(session)).status_code == 404


def test_a_closed_account_leaves_no_commitment_behind(cast: Cast) -> None:
    held(cast)

    close_account(person=cast.boubacar)

    assert not Commitment.objects.exists()
