"""Sessions that the demo's communities held, hold and plan; nobody is written to about them."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F

from communities.circles.models import Community
from communities.facilitation.choices import Answer, Nature, Role
from communities.facilitation.formats import shipped
from communities.facilitation.models import Cycle, Experiment, Guest, Participant, Session
from communities.facilitation.services.answers import answer_invitation
from communities.facilitation.services.boards import keep_board
from communities.facilitation.services.cycle_reports import publish_report
from communities.facilitation.services.cycles import plan_cycle
from communities.facilitation.services.dates import answer_dates, offer_dates
from communities.facilitation.services.experiments import (
    ExperimentFacts,
    log_experiment,
    say_worth,
)
from communities.facilitation.services.facts import facts_of
from communities.facilitation.services.planning import (
    SessionFacts,
    change_session,
    plan_session,
    seat_participant,
)
from communities.facilitation.services.subjects import choose_subject, propose_subject
from communities.facilitation.tokens import guest_token
from communities.people.models import User
from communities.people.tokens import hash_token
from communities.policy import Audience
from cop_site.demo.meetings import hold
from cop_site.demo.texts import read

People = dict[str, User]
SOON = 2  # days, at the least, until the next session of a cycle
FACTS = ("question", "expected", "preparation", "meeting_url", "pace", "capacity", "lengths")


def gather_for_sessions(community: Community, name: str, people: People, now: datetime) -> None:
    """Plan and hold what the texts tell of a community's sessions."""
    texts = read("sessions").get(name, {})
    for text in texts.get("session", ()):
        prepare(plan(community, text, people, now), text, people, now)
    cycle = meet_again(community, texts["cycle"], people, now) if "cycle" in texts else None
    for text in texts.get("experiment", ()):
        told = ("attempt", "happened", "learned")
        made = log_experiment(
            community=community,
            person=people[text["person"]],
            facts=ExperimentFacts(**{key: text[key] for key in told if key in text}),
            cycle=cycle if text.get("in_cycle") else None,
        )
        moment = now - timedelta(days=text["days_ago"])
        Experiment.objects.filter(pk=made.pk).update(made_at=moment)
    take_as_told(community)


def plan(community: Community, text: dict[str, Any], people: People, now: datetime) -> Session:
    """Plan a session by itself."""
    facts = facts_from(text, text["title"], people)
    return plan_session(
        community=community,
        by=people[text["by"]],
        facts=replace(
            facts, starts_at=beginning_of(text, now), is_public=text.get("public", False)
        ),
        content=shipped()[text["method"]],
        people=roles_of(text, people),
    )


def meet_again(community: Community, text: dict[str, Any], people: People, now: datetime) -> Cycle:
    """Plan a cycle some of whose sessions are over, and the next a few days ahead."""
    by, zone = people[text["by"]], ZoneInfo(text["zone"])
    today = now.astimezone(zone).replace(hour=text["hour"])
    soon = SOON + (text["weekday"] - today.weekday() - SOON) % 7
    first = today + timedelta(days=soon - text["days"] * text["held"])
    cycle = plan_cycle(
        community=community,
        by=by,
        facts=replace(facts_from(text, text["name"], people), starts_at=first),
        days=text["days"],
        number=text["number"],
        content=shipped()[text["method"]],
        people=roles_of(text, people),
    )
    Cycle.objects.filter(pk=cycle.pk).update(made_at=first - timedelta(days=10))
    for session, own in zip(cycle.sessions.order_by("starts_at"), text["session"], strict=False):
        words = {key: own[key] for key in FACTS if key in own}
        change_session(session=session, facts=replace(facts_of(session), **words))
        seat_participant(session=session, person=people[own["client"]], role=Role.CLIENT, by=by)
        prepare(session, own, people, now)
    for name, level, words in text["worth"]:
        say_worth(
            cycle=cycle,
            person=people[name],
            texts={level: words},
            is_for_readers=level in text["worth_to_tell"],
        )
    publish_report(cycle=cycle, read=Audience(text["report_for"]))
    return cycle


def prepare(session: Session, text: dict[str, Any], people: People, now: datetime) -> None:
    """Let people answer, propose and choose; then hold the session, if it is time."""
    for name, answer in text.get("answers", {}).items():
        seat = session.participants.get(person=people[name])
        answer_invitation(participant=seat, answer=Answer(answer))
    subjects = [
        propose_subject(session=session, person=people[name], nature=Nature(nature), body=body)
        for name, nature, body in text.get("subjects", ())
    ]
    if subjects:
        choose_subject(subject=subjects[0], by=session.planned_by)
    if "board" in text:
        keep_board(session=session, **text["board"])
    if "dates" in text:
        ask_for_dates(session, text, people, now)
    for name in text.get("guests", ()):
        register(session, name, now)
    if "until" in text:
        hold(session, text, people, now)


def ask_for_dates(session: Session, text: dict[str, Any], people: People, now: datetime) -> None:
    """Offer dates, and let some say which suit them."""
    moments = [moment_in(days, hour, text["zone"], now) for days, hour in text["dates"]]
    offer_dates(session=session, moments=moments)
    options = list(session.date_options.order_by("starts_at"))
    for name, answers in text["suits"].items():
        seat = session.participants.get(person=people[name])
        answer_dates(
            participant=seat,
            answers={option.pk: answer for option, answer in zip(options, answers, strict=True)},
        )


def register(session: Session, name: str, now: datetime) -> None:
    """Let somebody without an account have registered, as if they had followed their link."""
    first, _last = name.lower().split()
    guest = Guest(session=session, name=name, email=f"{first}@guest.example", language="fr")
    guest.time_zone, guest.confirmed_at = session.time_zone, now - timedelta(days=1)
    guest.token_hash = hash_token(guest_token(guest))
    guest.save()


def facts_from(text: dict[str, Any], title: str, people: People) -> SessionFacts:
    """Read a session as the form would send it."""
    return SessionFacts(
        title=title,
        time_zone=text.get("zone", people[text["by"]].time_zone),
        confidentiality=text["confidentiality"],
        **{key: text[key] for key in FACTS if key in text},
    )


def roles_of(text: dict[str, Any], people: People) -> dict[User, Role]:
    """Return who takes part as what, who leads first."""
    others = {people[name]: Role(role) for name, role in text["people"].items()}
    return {people[text["by"]]: Role.FACILITATOR, **others}


def beginning_of(text: dict[str, Any], now: datetime) -> datetime | None:
    """Return when a session begins or began; none where dates are asked."""
    if "days_ago" in text:
        return now - timedelta(days=text["days_ago"])
    if "in_days" in text:
        return moment_in(text["in_days"], text["hour"], text["zone"], now)
    return None


def moment_in(days: int, hour: int, zone: str, now: datetime) -> datetime:
    """Return an hour of the day so many days ahead."""
    return (now + timedelta(days=days)).astimezone(ZoneInfo(zone)).replace(hour=hour)


def take_as_told(community: Community) -> None:
    """Let everybody have had their letters, so that none waits."""
    for model in (Participant, Guest):
        rows = model.objects.filter(session__community=community)
        for number in set(rows.values_list("session__ics_sequence", flat=True)):
            rows.filter(session__ics_sequence=number).update(told_sequence=number)
    # Letters about the step that is open wait for another turn.
    running = Session.objects.filter(community=community, stage="running")
    running.update(turn=F("turn") + 1)
