"""Whatever is sent to a session, it answers; never with a fault."""

import pytest

from communities.facilitation.choices import Kind
from communities.facilitation.models import Contribution, Session
from communities.facilitation.services.contributing import Words, contribute
from tests.communities.facilitation.sessions import ClientOf, enter_all, lead_to, plan
from tests.personas import Cast

HUGE = "9" * 30
ODD = ["\0", HUGE, "-1", "9999-12-31", "x" * 70_000]
FIELDS = (
    *("act", "turn", "more", "after", "up", "sit", "person", "laid", "cluster", "accepts", "role"),
    *("kind", "nature", "body", "due_on", "help_wanted", "step", "client_key", "answer", "moments"),
    *("title", "date", "hour", "time_zone", "capacity", "kept", "attribution", "seen", "days"),
    *("number", "attempt", "cycle", "name", "email", "outcome", "what_happened", "meeting_url"),
)
VERBS = (
    *(
        "act",
        "say",
        "hand",
        "floor",
        "seat",
        "enter",
        "answer",
        "edit",
        "duplicate",
        "participants",
    ),
    *("dates", "dates/offer", "board", "subjects", "cancel", "register", "keeping", "minutes/edit"),
    *("minutes/share", "minutes/assemble", "resource", f"dates/{HUGE}", f"subjects/{HUGE}"),
    *(f"participants/{HUGE}/out", f"contributions/{HUGE}/dot", f"contributions/{HUGE}/edit"),
)
OTHERS = (
    *("/calendar/address/", "/commitments/", f"/commitments/{HUGE}/", f"/experiments/{HUGE}/"),
    *(f"/cycles/{HUGE}/", f"/cycles/{HUGE}/report/", f"/cycles/{HUGE}/worth/"),
    *("/communities/water/experiments/new/", "/communities/water/cycles/new/?format=brainstorming"),
    *("/communities/water/sessions/new/?format=brainstorming", "/sessions/guest/x/"),
    *(f"/communities/water/sessions/new/?format={HUGE}", f"/sessions/{HUGE}/live/"),
    *(f"/sessions/{HUGE}/{page}/" for page in ("minutes", "minutes/edit", "keeping", "resource")),
    *(f"/communities/water/experiments/new/?cycle={HUGE}", f"/sessions/{HUGE}/changes/?after=x"),
)


def addresses(session: Session, said: Contribution) -> list[str]:
    own = [f"contributions/{said.pk}/{verb}" for verb in ("edit", "dot", "group", "accept")]
    return [*(f"/sessions/{session.pk}/{verb}/" for verb in (*VERBS, *own)), *OTHERS]


@pytest.mark.slow
def test_no_input_is_a_fault(cast: Cast, client_of: ClientOf) -> None:
    session = plan(cast)
    enter_all(session)
    words = Words(kind=Kind.NEWS, step="integration", body="I tried it")
    lead_to(session, "integration")
    said = contribute(session=session, person=cast.awa, words=words)
    client = client_of(cast.awa)
    met: set[int] = set()

    for address in addresses(session, said):
        for odd in ODD:
            form = dict.fromkeys(FIELDS, odd)
            met.add(client.post(address, form, headers={"accept": "application/json"}).status_code)
            met.add(
                client.get(
                    address, dict.fromkeys(("after", "page", "show", "name"), odd)
                ).status_code
            )
        good = {
            "step": "integration",
            "kind": "news",
            "body": "Words",
            "act": "extend",
            "turn": "2",
        }
        for name in FIELDS if address.endswith(("say/", "act/", "offer/", "duplicate/")) else ():
            for odd in (HUGE, "\0"):
                met.add(client.post(address, good | {name: odd}).status_code)

    assert max(met) < 500
