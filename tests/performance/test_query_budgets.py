"""What each page may ask of the database, however much there is to show."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communities.circles.models import Membership
from communities.circles.services.audiences import Audiences
from communities.circles.services.founding import Founding, founding_steps
from communities.facilitation.choices import Kind as Said
from communities.facilitation.choices import Role
from communities.facilitation.models import Contribution, Session
from communities.facilitation.services.keys import make_calendar_key
from communities.people.models import User
from communities.policy import Audience, Circle
from forums.spaces.models import Space
from forums.spaces.services.spaces import open_space
from forums.spaces.services.talk import reply_to_topic, start_topic
from resources.library.choices import Adoption, Kind
from resources.library.facts import Facts
from resources.library.models import ReadingList, ResourceImport, ResourcePage
from resources.library.services.practices import take_stance, tell_adaptation
from resources.library.services.proposals import propose_resource
from resources.library.services.reading_lists import make_list, put_on_list
from resources.library.services.review import approve_resource
from tests.communities.facilitation import sessions
from tests.communities.facilitation.calendar_scenes import plan
from tests.personas import Cast

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
PAGES, REPLY, LIBRARY = 10, 16, 12


@pytest.fixture(autouse=True)
def _without_pauses() -> object:
    with override_settings(SECONDS_BETWEEN_REPLIES=0, SECONDS_BETWEEN_TOPICS=0):
        yield


def cost(client: Client, address: str, form: dict[str, str] | None = None) -> int:
    """Count the queries of a page seen for the first time in a minute."""
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(address) if form is None else client.post(address, form)
    assert response.status_code in {200, 302}, address
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


def open_for(cast: Cast, number: int) -> Space:
    """Open a space with a list of its own."""
    few = frozenset({cast.awa.pk, cast.boubacar.pk, cast.chloe.pk})
    audiences = Audiences(Audience.OUTER, Audience.OUTER, few)
    return open_space(community=cast.community, name=f"Space {number}", audiences=audiences)


def talk(cast: Cast, space: Space, topics: int, posts: int) -> list[str]:
    """Start topics with replies by two people; return their addresses."""
    addresses = []
    for number in range(topics):
        first = start_topic(space=space, author=cast.awa, title=f"Topic {number}", body="Words")
        for reply in range(1, posts):
            author = cast.chloe if reply % 2 else cast.awa
            reply_to_topic(topic=first.post.topic, author=author, body=f"Reply {reply}")
        addresses.append(f"/t/{first.post.topic_id}-{first.post.topic.slug}/")
    return addresses


@pytest.mark.parametrize("kind", ["all", "unread", "mine", "unanswered"])
def test_space(cast: Cast, client_of: ClientOf, kind: str) -> None:
    costs = []
    for number, rows in enumerate((1, 3, 20)):
        space = open_for(cast, number)
        talk(cast, space, rows, 1)
        costs.append(cost(client_of(cast.chloe), f"{space.get_absolute_url()}?show={kind}"))

    assert len(set(costs)) == 1, costs
    assert costs[0] <= PAGES


def test_topic(cast: Cast, client_of: ClientOf) -> None:
    space = open_for(cast, 1)
    costs = []
    for rows in (1, 3, 20):
        address = talk(cast, space, 1, rows)[0]
        costs.append(cost(client_of(cast.boubacar), f"{address}?page=1"))

    assert len(set(costs)) == 1, costs
    assert costs[0] <= PAGES


@pytest.mark.parametrize("address", ["/", "/communities/water/", "/communities/water/spaces/"])
def test_overviews_with_10_and_60_spaces(cast: Cast, client_of: ClientOf, address: str) -> None:
    founding_steps.run(Founding(cast.community, cast.awa))
    costs = []
    for rows in (5, 10, 60):
        while Space.objects.count() < rows:
            talk(cast, open_for(cast, Space.objects.count()), 1, 2)
        costs.append(cost(client_of(cast.chloe), address))

    assert len(set(costs)) == 1, costs
    assert costs[0] <= PAGES


def test_reply(cast: Cast, client_of: ClientOf) -> None:
    space = open_for(cast, 1)
    costs = []
    for rows in (1, 3, 20):
        topic = talk(cast, space, 1, rows)[0].split("/")[2].split("-")[0]
        client = client_of(cast.boubacar)
        costs.append(cost(client, f"/t/{topic}/reply/", {"body": f"A reply after {rows}"}))

    assert len(set(costs)) == 1, costs
    assert costs[0] <= REPLY


def keep(
    cast: Cast, number: int, answers: int = 0, read: Audience = Audience.OUTER
) -> ResourcePage:
    """Publish a good practice with tags, authors and what others say of it."""
    facts = Facts(
        kind=Kind.PRACTICE,
        title=f"Practice {number}",
        summary="How it was done",
        what_was_done="Counting",
        language="en",
        country=f"Country {number}",
        tags=(f"Tag {number}", "Every"),
        authors=("Awa", "Chloe", "Somebody"),
        read_audience=read,
    )
    page = propose_resource(community=cast.community, by=cast.awa, facts=facts)
    approve_resource(page=page, by=cast.awa)
    for person in [cast.awa, cast.boubacar, cast.chloe][:answers]:
        take_stance(page=page, person=person, adoption=Adoption.ADOPTED, place=str(person))
        tell_adaptation(page=page, author=person, place=str(person), changed="The hour")
    found: ResourcePage = ResourcePage.objects.get(pk=page.pk)
    return found


@pytest.mark.parametrize(
    "address",
    [
        "/resources/",
        "/resources/?tag=every&sort=adopted",
        "/communities/water/resources/",
        "/organisations/ministry/resources/",
        "/communities/water/resources/new/",
    ],
)
def test_library(cast: Cast, client_of: ClientOf, address: str) -> None:
    founding_steps.run(Founding(cast.community, cast.awa))
    costs = []
    for rows in (1, 3):
        while ResourcePage.objects.count() < rows:
            keep(cast, ResourcePage.objects.count())
        costs.append(cost(client_of(cast.chloe), address))

    assert len(set(costs)) == 1, costs
    assert costs[0] <= LIBRARY


def test_proposals(cast: Cast, client_of: ClientOf) -> None:
    founding_steps.run(Founding(cast.community, cast.awa))
    costs = []
    for rows in (1, 3):
        while ResourcePage.objects.count() < rows:
            facts = Facts(
                title="Draft", summary="Soon", language="en", read_audience=Audience.OUTER
            )
            propose_resource(community=cast.community, by=cast.chloe, facts=facts)
        costs.append(cost(client_of(cast.awa), "/communities/water/resources/proposals/"))

    assert len(set(costs)) == 1, costs
    assert costs[0] <= LIBRARY


def test_imports(cast: Cast, client_of: ClientOf) -> None:
    founding_steps.run(Founding(cast.community, cast.awa))
    address = "/communities/water/resources/import/"
    costs = []
    for files in (1, 3):
        names = [{"name": f"{number}.txt", "why": "It is empty."} for number in range(files)]
        made = ResourceImport.objects.create(
            community=cast.community,
            started_by=cast.awa,
            files_total=files,
            state=ResourceImport.State.DONE,
            report={"new": 1, "known": [], "left_out": names},
        )
        client = client_of(cast.awa)
        costs.append(max(cost(client, address), cost(client, f"{address}{made.pk}/")))

    assert len(set(costs)) == 1, costs
    assert costs[0] <= PAGES


def test_resource(cast: Cast, client_of: ClientOf) -> None:
    founding_steps.run(Founding(cast.community, cast.awa))
    costs = []
    for answers in (1, 3):
        page = keep(cast, answers, answers)
        costs.append(cost(client_of(cast.chloe), page.get_absolute_url()))

    assert len(set(costs)) == 1, costs
    assert costs[0] <= LIBRARY


@pytest.mark.parametrize(
    "address",
    [
        "/resources/feed/",
        "/communities/water/resources/feed/",
        "/sitemap.xml",
        "/sitemap-resources.xml",
        "/oai/?verb=Identify",
        "/oai/?verb=ListSets",
        "/oai/?verb=ListIdentifiers&metadataPrefix=oai_dc",
        "/oai/?verb=ListRecords&metadataPrefix=oai_dc&set=water",
    ],
)
def test_outward(cast: Cast, client_of: ClientOf, address: str) -> None:
    founding_steps.run(Founding(cast.community, cast.awa))
    costs = []
    for rows in (1, 3):
        while ResourcePage.objects.count() < rows:
            keep(cast, ResourcePage.objects.count(), read=Audience.PUBLIC)
        costs.append(cost(client_of(None), address))

    assert len(set(costs)) == 1, costs
    assert costs[0] <= LIBRARY


def test_download(cast: Cast, client_of: ClientOf) -> None:
    founding_steps.run(Founding(cast.community, cast.awa))
    costs = []
    for answers in (1, 3):
        page = keep(cast, answers, answers)
        costs.append(cost(client_of(cast.chloe), f"/resources/{page.pk}/download.html"))

    assert len(set(costs)) == 1, costs
    assert costs[0] <= LIBRARY


@pytest.mark.parametrize("address", ["/reading-lists/", "/resources/", "{list}", "{page}lists/"])
def test_reading_lists(cast: Cast, client_of: ClientOf, address: str) -> None:
    founding_steps.run(Founding(cast.community, cast.awa))
    costs = []
    for rows in (1, 3):
        while ReadingList.objects.count() < rows:
            page = keep(cast, ReadingList.objects.count())
            facts = {"title": "A list", "community": cast.community}
            shared = [make_list(owner=one, **facts) for one in (cast.awa, cast.chloe)]
        for kept in ResourcePage.objects.all():
            put_on_list(reading_list=shared[0], page=kept)
        place = {"list": shared[0].get_absolute_url(), "page": f"/resources/{page.pk}/"}
        costs.append(cost(client_of(cast.chloe), address.format(**place)))

    assert len(set(costs)) == 1, costs
    assert costs[0] <= LIBRARY


@pytest.mark.parametrize(
    "address",
    ["/calendar/", "/calendar/?show=earlier", "/communities/water/calendar/", "feed", "open feed"],
)
def test_calendars(cast: Cast, client_of: ClientOf, address: str) -> None:
    feeds = {"open feed": "/communities/water/calendar.ics"}
    if address == "feed":
        feeds["feed"] = f"/calendar/feed/{make_calendar_key(person=cast.boubacar)}.ics"
    costs = []
    for rows in (1, 3):
        while Session.objects.count() < 3 * rows:
            for days in (9, -9):
                plan(cast, cast.boubacar, starts_at=timezone.now() + timedelta(days=days))
            plan(cast, cast.boubacar, starts_at=timezone.now() + timedelta(days=9), is_public=True)
        costs.append(cost(client_of(cast.boubacar), feeds.get(address, address)))

    assert len(set(costs)) == 1, costs
    assert costs[0] <= LIBRARY


def hold(cast: Cast, method: str, people: int, said: int) -> Session:
    """Hold a session of so many people, in whose first step so much was said."""
    others = {}
    for number in range(people - 2):
        person, _made = User.objects.get_or_create(
            email=f"p{number}@example.org", defaults={"display_name": f"P{number}"}
        )
        Membership.objects.get_or_create(
            community=cast.community, person=person, defaults={"circle": Circle.OUTER}
        )
        others[person] = Role.CONSULTANT if method == "co-development" else Role.PARTICIPANT
    first = Role.CLIENT if method == "co-development" else Role.PARTICIPANT
    seats = {cast.awa: Role.FACILITATOR, cast.boubacar: first, **others}
    session = sessions.plan(cast, seats, method=method)
    sessions.enter_all(session)
    step = session.read().steps[0]
    sessions.lead_to(session, step.key)
    kind = next(iter(step.kinds_for(first)))
    authors = [cast.boubacar, *others]
    Contribution.objects.bulk_create(
        Contribution(
            session=session,
            step=step.key,
            kind=kind,
            author=authors[number % len(authors)],
            body="Words",
            position=1000 + number,
            changed=1000 + number,
            said_at=timezone.now(),
        )
        for number in range(said)
    )
    if method == "co-development":
        Contribution.objects.create(
            session=session,
            step="contract",
            kind=Said.CONTRACT,
            author=cast.boubacar,
            body="Words",
            position=2000,
            changed=2000,
            said_at=timezone.now(),
        )
    return session


@pytest.mark.parametrize("page", ["", "live/", "changes/"])
@pytest.mark.parametrize("method", ["co-development", "brainstorming", "one-two-four-all"])
def test_session(cast: Cast, client_of: ClientOf, method: str, page: str) -> None:
    costs = []
    for people, said in ((3, 1), (12, 1), (12, 30)):
        session = hold(cast, method, people, said)
        address = f"/sessions/{session.pk}/{page}"
        costs += [cost(client_of(person), address) for person in (cast.awa, cast.boubacar)]

    assert len(set(costs)) == 1, costs
    assert costs[0] <= LIBRARY
