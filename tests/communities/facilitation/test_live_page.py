"""A running session through its page: who sees what, who may do what, with and without scripts."""

import json
from typing import Any

import pytest
from django.http import HttpResponse

from communities.facilitation.choices import Kind, Role
from communities.facilitation.models import Contribution, Dot, Participant, Session
from communities.facilitation.running import Act
from tests.communities.facilitation.sessions import (
    ClientOf,
    act,
    enter_all,
    lead_to,
    page,
    plan,
    say,
)
from tests.personas import Cast

JSON = {"HTTP_ACCEPT": "application/json"}


def test_entering_begins_with_the_words_of_confidentiality(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast)
    client = client_of(cast.chloe)

    before = client.get(f"/sessions/{session.pk}/live/").content.decode()
    refused = client.post(f"/sessions/{session.pk}/enter/")
    client.post(f"/sessions/{session.pk}/enter/", {"accepts": "on"})
    after = client.get(f"/sessions/{session.pk}/live/").content.decode()

    assert "What is said here stays here." in before
    assert "Integration round" not in before
    assert refused.status_code == 400
    assert "Integration round" in after


@pytest.mark.parametrize("who", ["diego", "esther", "fatou", "gustave"])
def test_nobody_else_learns_that_it_is_there(cast: Cast, client_of: ClientOf, who: str) -> None:
    session = plan(cast)
    client = client_of(getattr(cast, who))

    answers = [
        client.get(f"/sessions/{session.pk}/live/").status_code,
        client.get(f"/sessions/{session.pk}/changes/").status_code,
        client.post(f"/sessions/{session.pk}/enter/", {"accepts": "on"}).status_code,
        client.post(f"/sessions/{session.pk}/act/", {"act": "start", "turn": 0}).status_code,
        client.post(f"/sessions/{session.pk}/say/", {"body": "Words"}).status_code,
        client.post(f"/sessions/{session.pk}/hand/", {"up": "1"}).status_code,
    ]

    assert set(answers) == {404}


def test_the_facilitator_leads_and_nobody_else(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast)
    enter_all(session)

    refused = client_of(cast.chloe).post(
        f"/sessions/{session.pk}/act/", {"act": "start", "turn": 0}
    )
    done = client_of(cast.awa).post(f"/sessions/{session.pk}/act/", {"act": "start", "turn": 0})
    session.refresh_from_db()

    assert (refused.status_code, done.status_code) == (403, 302)
    assert (session.stage, session.step) == ("running", 0)


def test_two_facilitators_pressing_at_once_move_one_step(cast: Cast, client_of: ClientOf) -> None:
    people = {cast.awa: Role.FACILITATOR, cast.boubacar: Role.FACILITATOR, cast.chloe: Role.CLIENT}
    session = plan(cast, people)
    enter_all(session)
    act(session, Act.START)

    form = {"act": "next", "turn": session.turn}
    for leader in (cast.awa, cast.boubacar):
        client_of(leader).post(f"/sessions/{session.pk}/act/", form)
    session.refresh_from_db()

    assert session.step == 1


def test_in_clarification_only_questions(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast)
    enter_all(session)
    lead_to(session, "clarification")

    question = say(client_of, cast.chloe, session, Kind.QUESTION, "Since when?")
    advice = say(client_of, cast.chloe, session, Kind.IDEA, "Just stop it.")

    assert (question.status_code, advice.status_code) == (302, 400)
    assert "Just stop it." in advice.content.decode()  # nothing written is lost
    assert list(Contribution.objects.values_list("body", flat=True)) == ["Since when?"]


def test_during_consultation_the_client_listens(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast)
    enter_all(session)
    lead_to(session, "contract")
    say(client_of, cast.boubacar, session, Kind.CONTRACT, "I would like you to…")
    accept(client_of, cast.chloe, session, "1")
    act(session, Act.NEXT)

    idea = say(client_of, cast.boubacar, session, Kind.IDEA, "But I already…")
    theirs = say(client_of, cast.chloe, session, Kind.IDEA, "I would write it down.")

    assert (idea.status_code, theirs.status_code) == (400, 302)


def accept(client_of: ClientOf, person: Any, session: Session, accepts: str) -> HttpResponse:
    contract = Contribution.objects.filter(session=session, kind=Kind.CONTRACT).latest("pk")
    return client_of(person).post(
        f"/sessions/{session.pk}/contributions/{contract.pk}/accept/", {"accepts": accepts}
    )


def test_consultation_opens_with_a_contract_that_the_group_accepts(
    cast: Cast, client_of: ClientOf
) -> None:
    session = plan(cast)
    enter_all(session)
    lead_to(session, "contract")
    client = client_of(cast.awa)

    def press() -> str:
        session.refresh_from_db()
        form = {"act": "next", "turn": session.turn}
        client.post(f"/sessions/{session.pk}/act/", form)
        session.refresh_from_db()
        return session.read().steps[session.step].key

    without = press()
    say(client_of, cast.boubacar, session, Kind.CONTRACT, "Tell me what I do not see.")
    unanswered = press()
    accept(client_of, cast.boubacar, session, "1")  # who wrote it does not count
    by_client = press()
    accept(client_of, cast.chloe, session, "0")
    declined = press()
    accept(client_of, cast.chloe, session, "1")
    accepted = press()

    assert [without, unanswered, by_client, declined] == ["contract"] * 4
    assert accepted == "consultation"


def test_new_words_of_a_contract_want_new_answers(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast)
    enter_all(session)
    lead_to(session, "contract")
    say(client_of, cast.boubacar, session, Kind.CONTRACT, "Tell me what I do not see.")
    accept(client_of, cast.chloe, session, "1")
    contract = Contribution.objects.get(kind=Kind.CONTRACT)

    client_of(cast.boubacar).post(
        f"/sessions/{session.pk}/contributions/{contract.pk}/edit/", {"body": "Something else."}
    )
    held = client_of(cast.chloe).get(f"/sessions/{session.pk}/changes/").json()

    assert held["s"]["contract"] == {
        "id": contract.pk,
        "who": [cast.chloe.pk],
        "yes": 0,
        "no": 0,
        "of": 1,
        "ok": False,
    }


def test_hidden_ideas_show_when_the_facilitator_shows_them(cast: Cast, client_of: ClientOf) -> None:
    people = {cast.boubacar: Role.PARTICIPANT, cast.chloe: Role.PARTICIPANT}
    session = plan(cast, people | {cast.awa: Role.FACILITATOR}, "brainstorming")
    enter_all(session)
    act(session, Act.START)
    say(client_of, cast.chloe, session, Kind.IDEA, "A bell")
    held = client_of(cast.boubacar).get(f"/sessions/{session.pk}/changes/").json()

    own, before = page(client_of, cast.chloe, session), page(client_of, cast.boubacar, session)
    act(session, Act.REVEAL)
    after = page(client_of, cast.boubacar, session)
    address = f"/sessions/{session.pk}/changes/?after={held['n']}"
    news = client_of(cast.boubacar).get(address).json()

    assert ("A bell" in own, "A bell" in before, "A bell" in after) == (True, False, True)
    assert (held["m"], held["s"]["covered"]) == ([], {"ideas": 1})
    assert [one["text"] for one in news["m"]] == ["A bell"]


def test_dots_are_few_and_each_is_laid_once(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast)
    enter_all(session)
    lead_to(session, "choice")
    subjects = []
    for words in ("One", "Two", "Three"):
        say(client_of, cast.chloe, session, Kind.SUBJECT, words, nature="problem")
        subjects.append(Contribution.objects.latest("pk"))

    def lay(person: Any, subject: Contribution, laid: str) -> None:
        client_of(person).post(
            f"/sessions/{session.pk}/contributions/{subject.pk}/dot/", {"laid": laid}
        )

    for subject in (*subjects, subjects[0]):
        lay(cast.boubacar, subject, "1")
    lay(cast.chloe, subjects[1], "1")
    lay(cast.boubacar, subjects[0], "0")
    lay(cast.boubacar, subjects[2], "1")

    counts = [Dot.objects.filter(contribution=one).count() for one in subjects]
    assert counts == [0, 2, 1]


def test_a_round_gives_the_floor_to_each_once(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast)
    enter_all(session)
    act(session, Act.START)
    client, order = client_of(cast.awa), []
    client_of(cast.chloe).post(f"/sessions/{session.pk}/hand/", {"up": "1"})

    for _turn in range(4):
        client.post(f"/sessions/{session.pk}/floor/", {"person": "next"})
        session.refresh_from_db()
        order.append(session.floor and session.floor.person)

    assert order == [cast.chloe, cast.awa, cast.boubacar, None]


def test_in_a_live_round_only_the_one_with_the_floor_writes(
    cast: Cast, client_of: ClientOf
) -> None:
    session = plan(cast)
    enter_all(session)
    act(session, Act.START)
    client_of(cast.awa).post(f"/sessions/{session.pk}/floor/", {"person": cast.chloe.pk})

    early = say(client_of, cast.boubacar, session, Kind.NEWS, "I tried it.")
    now = say(client_of, cast.chloe, session, Kind.NEWS, "I did, too.")

    assert (early.status_code, now.status_code) == (400, 302)


def test_where_there_are_seats_those_who_sit_speak(cast: Cast, client_of: ClientOf) -> None:
    people = {cast.boubacar: Role.PARTICIPANT, cast.chloe: Role.PARTICIPANT}
    session = plan(cast, people | {cast.awa: Role.FACILITATOR}, "fishbowl")
    enter_all(session)
    lead_to(session, "conversation")

    on_foot = say(client_of, cast.chloe, session, Kind.IDEA, "From outside")
    client_of(cast.chloe).post(f"/sessions/{session.pk}/seat/", {"sit": "1"})
    sitting = say(client_of, cast.chloe, session, Kind.IDEA, "From inside")

    assert (on_foot.status_code, sitting.status_code) == (400, 302)


def test_words_sent_twice_stand_once(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast)
    enter_all(session)
    lead_to(session, "clarification")

    for _time in range(2):
        say(client_of, cast.chloe, session, Kind.QUESTION, "Since when?", client_key="k" * 22)

    assert Contribution.objects.count() == 1


def test_words_that_were_stored_are_not_refused_when_sent_again_too_late(
    cast: Cast, client_of: ClientOf
) -> None:
    session = plan(cast)
    enter_all(session)
    lead_to(session, "clarification")
    form = {"kind": "question", "body": "Since when?", "step": "clarification"}
    form |= {"client_key": "k" * 22}
    client_of(cast.chloe).post(f"/sessions/{session.pk}/say/", form)
    act(session, Act.NEXT)

    again = client_of(cast.chloe).post(f"/sessions/{session.pk}/say/", form, **JSON)

    assert (again.status_code, again.json()["ok"]) == (200, "k" * 22)
    assert Contribution.objects.count() == 1


def test_words_for_a_step_that_is_over_go_into_no_other(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast)
    enter_all(session)
    lead_to(session, "clarification")
    form = {"kind": "question", "body": "Late", "step": "clarification"}
    act(session, Act.NEXT)

    answer = client_of(cast.chloe).post(f"/sessions/{session.pk}/say/", form)

    assert answer.status_code == 400
    assert "Late" in answer.content.decode()
    assert not Contribution.objects.exists()


def test_one_takes_back_ones_own_words_and_no_others(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast)
    enter_all(session)
    lead_to(session, "clarification")
    say(client_of, cast.chloe, session, Kind.QUESTION, "Since when?")
    said = Contribution.objects.get()
    address = f"/sessions/{session.pk}/contributions/{said.pk}/withdraw/"

    client_of(cast.boubacar).post(address)
    kept = Contribution.objects.get().body
    client_of(cast.chloe).post(address)

    assert (kept, Contribution.objects.get().body) == ("Since when?", "")


def test_who_was_not_heard_is_the_facilitators_to_see(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast)
    enter_all(session)
    lead_to(session, "clarification")

    assert "not heard yet" in page(client_of, cast.awa, session)
    assert "not heard yet" not in page(client_of, cast.chloe, session)


def test_a_script_is_answered_with_what_changed(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast)
    enter_all(session)
    lead_to(session, "clarification")
    client = client_of(cast.chloe)
    form = {"kind": "question", "body": "When?", "step": "clarification", "client_key": "k" * 22}

    said = client.post(f"/sessions/{session.pk}/say/", form, **JSON)
    refused = client.post(f"/sessions/{session.pk}/say/", form | {"kind": "idea"}, **JSON)
    again = client.get(f"/sessions/{session.pk}/changes/", HTTP_IF_NONE_MATCH=said_tag(session))

    assert (said.status_code, said.json()["ok"]) == (200, "k" * 22)
    assert [one["text"] for one in said.json()["m"]] == ["When?"]
    assert (refused.status_code, refused.json()["no"]) == (400, "k" * 22)
    assert again.status_code == 304


def said_tag(session: Session) -> str:
    session.refresh_from_db()
    return f'"{session.sequence}"'


def test_the_page_tells_its_script_what_it_shows(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast)
    enter_all(session)
    act(session, Act.START)

    html = page(client_of, cast.chloe, session)
    script = html.split('<script id="session" type="application/json">')[1].split("</script>")[0]

    assert json.loads(script)["held"]["s"]["step"] == "integration"
    assert json.loads(script)["role"] == "consultant"


def test_an_observer_is_seen_and_says_nothing(cast: Cast, client_of: ClientOf) -> None:
    people = {cast.awa: Role.FACILITATOR, cast.boubacar: Role.CLIENT, cast.chloe: Role.OBSERVER}
    session = plan(cast, people)
    enter_all(session)
    act(session, Act.START)

    answer = say(client_of, cast.chloe, session, Kind.NEWS, "Me, too")
    client_of(cast.chloe).post(f"/sessions/{session.pk}/hand/", {"up": "1"})

    assert answer.status_code == 400
    assert Participant.objects.get(person=cast.chloe).hand_at is None
    assert "Chloe" in page(client_of, cast.boubacar, session)
