"""Build the demo world from its texts; deterministic, and nothing is done twice."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.test.utils import override_settings
from django.utils import timezone
from django.utils.text import slugify

from communities.circles.models import CircleChange, Community, Membership
from communities.circles.services.arrivals import ask_to_join
from communities.circles.services.care import close_community
from communities.circles.services.founding import GoalWords, found_community
from communities.circles.services.membership import join_community
from communities.people.models import (
    Organisation,
    OrganisationDomain,
    OrganisationMember,
    User,
)
from communities.policy import Audience, Circle
from cop_site.demo.cast import PERSONAS
from cop_site.demo.methods import adapt_methods
from cop_site.demo.resources import keep_resources, share_lists
from cop_site.demo.rooms import tell_rooms
from cop_site.demo.sessions import gather_for_sessions
from cop_site.demo.talk import open_to_everybody, tell_topics
from cop_site.demo.texts import COMMUNITIES, read, topics_of

READERS = {"diego": ("finances-locales", "civic-skills", "jobs-west")}


def world_stands() -> bool:
    """Tell whether the demo was built before."""
    return User.objects.filter(email=PERSONAS[0].email).exists()


@override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend")
@transaction.atomic
def build_world() -> None:
    """Create organisations, people, four communities and what they said."""
    now = timezone.now().replace(minute=0, second=0, microsecond=0)
    texts = read("people")
    organisations = {facts["slug"]: make_organisation(facts) for facts in texts["organisation"]}
    people = make_people(texts["person"], organisations, now)
    for name in COMMUNITIES:
        facts = read(name)
        community = make_community(facts, people, organisations)
        open_to_everybody(community, facts.get("public", ()), people[facts["founder"]])
        tell_topics(community, topics_of(facts), people, now)
        tell_rooms(community, name, people, now)
        keep_resources(community, name, people, now)
        share_lists(community, name, people)
        adapt_methods(community, facts, people)
        gather_for_sessions(community, name, people, now)
        if facts.get("closed"):
            close_community(community=community)
            Community.objects.filter(pk=community.pk).update(closed_at=now - timedelta(days=44))


def make_organisation(facts: dict[str, Any]) -> Organisation:
    """Create an organisation with its e-mail domains."""
    organisation = Organisation.objects.create(
        slug=facts["slug"], name=facts["name"], description=facts["description"]
    )
    OrganisationDomain.objects.bulk_create(
        OrganisationDomain(organisation=organisation, domain=domain) for domain in facts["domains"]
    )
    return organisation


def make_people(
    rows: Iterable[dict[str, Any]], organisations: dict[str, Organisation], now: datetime
) -> dict[str, User]:
    """Create the personas and everybody else, by name."""
    people = {}
    joined = now - timedelta(days=10)  # so that the last days' talk is new to the personas
    for persona in PERSONAS:
        people[persona.name] = make_person(
            email=persona.email,
            display_name=persona.name,
            language=persona.language,
            time_zone=persona.time_zone,
            date_joined=joined,
            is_staff=persona.key == "gustave",
            is_superuser=persona.key == "gustave",
        )
        for slug in READERS.get(persona.key, ()):
            belong(people[persona.name], organisations[slug])
    for row in rows:
        person = make_person(
            email=f"{slugify(row['name'])}@demo.example",
            display_name=row["name"],
            language=row["language"],
            time_zone=row["time_zone"],
            about=row.get("about", ""),
            date_joined=now - timedelta(days=240),
        )
        people[row["name"]] = person
        if "organisation" in row:
            belong(person, organisations[row["organisation"]])
    return people


def make_person(*, email: str, **facts: Any) -> User:
    """Create somebody with a verified address and no password: the demo's links sign in."""
    person = User.objects.create_user(email, None, **facts)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person


def belong(person: User, organisation: Organisation) -> None:
    """Make somebody a reader for an organisation."""
    OrganisationMember.objects.create(
        person=person, organisation=organisation, source=OrganisationMember.Source.INVITATION
    )


def make_community(
    facts: dict[str, Any], people: dict[str, User], organisations: dict[str, Organisation]
) -> Community:
    """Found a community and let its members join."""
    founder = people[facts["founder"]]
    community = found_community(
        founder=founder,
        name=facts["name"],
        slug=facts["slug"],
        purpose=facts["purpose"],
        language=facts["language"],
        form=facts["form"],
        goals=[GoalWords(goal["wording"], goal["kind"], goal["state"]) for goal in facts["goal"]],
        charter=facts["charter"],
        hosts=[organisations[slug] for slug in facts["hosts"]],
        read_audience=Audience[facts.get("read_audience", "public").upper()],
        accepts_requests=facts.get("accepts_requests", True),
        is_library=facts.get("is_library", False),
    )
    for circle in Circle:
        for name in facts["circles"][circle.name.lower()]:
            join_community(community=community, person=people[name], circle=circle, by=founder)
    for request in facts.get("request", ()):
        ask_to_join(
            community=community, person=people[request["person"]], message=request["message"]
        )
    since = timezone.now() - timedelta(days=150)
    Membership.objects.filter(community=community).update(since=since)
    CircleChange.objects.filter(community=community).update(changed_at=since)
    return community
