"""A resource made of a session's minutes: once, within what the session's client allows."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from communities.circles.services.founding import Founding, founding_steps
from communities.facilitation.choices import Attribution, Keeping, Role
from communities.facilitation.models import Minutes, Session
from communities.facilitation.services.keeping import choose_keeping
from communities.facilitation.services.minutes import share_minutes
from communities.people.models import User
from communities.policy import Audience
from resources.library.choices import Kind
from resources.library.models import ResourcePage
from resources.library.records import identifier_of
from resources.library.services.review import approve_resource
from resources.search.indexing import index_touched
from tests.communities.facilitation.remains import end, make_cycle, plan, talk
from tests.personas import Cast

SignIn = Callable[[User | None], Client]
SECRET = "Ask the youngest first."
RECORD = "/oai/?verb=GetRecord&metadataPrefix=oai_dc&identifier="


@pytest.fixture(autouse=True)
def _founded(cast: Cast) -> None:
    founding_steps.run(Founding(cast.community, cast.awa))


def shared(cast: Cast, kept: Keeping = Keeping.ORGANISATION, **facts: object) -> Session:
    """Chloe lets minutes be kept of a session that Boubacar, no core member, facilitates."""
    people = {
        cast.boubacar: Role.FACILITATOR,
        cast.chloe: Role.CLIENT,
        cast.awa: Role.CONSULTANT,
    }
    session = plan(cast, people, **facts)
    talk(session, cast)
    end(session)
    rule = Attribution(session.attribution)
    choose_keeping(session=session, kept=kept, attribution=rule)
    share_minutes(session=session)
    return Session.objects.get(pk=session.pk)


def propose(client: Client, session: Session) -> ResourcePage:
    client.post(f"/sessions/{session.pk}/resource/")
    return ResourcePage.objects.get(from_session__session=session)


def test_minutes_become_one_draft_for_the_core_group(cast: Cast, client_of: SignIn) -> None:
    session = shared(cast)
    client, place = client_of(cast.boubacar), f"/sessions/{session.pk}/resource/"
    assert place in client.get(f"/sessions/{session.pk}/minutes/").content.decode()

    first, second = client.post(place), client_of(cast.awa).post(place)

    page = ResourcePage.objects.get()
    assert first.url == second.url == page.get_absolute_url()
    assert (page.live, page.kind, page.language, page.title) == (
        False,
        Kind.MINUTES,
        "en",
        "The silent committee",
    )
    assert (page.read_audience, page.invited_list) == (Audience.ORGANISATION, None)
    credited = {str(one): one.person_id for one in page.credits.all()}
    assert credited == {str(one): one.pk for one in (cast.awa, cast.boubacar, cast.chloe)}
    text = str(page.body[0].value)
    assert text.startswith("**Date:**")
    assert "\n# Consultation\n" in text
    assert "\n## Learnings\n" in text
    assert (
        page.get_absolute_url() in client.get(f"/sessions/{session.pk}/minutes/").content.decode()
    )


@pytest.mark.parametrize("rule", [Attribution.CHATHAM, Attribution.NAMELESS])
def test_nobody_is_named_where_names_are_left_out(
    cast: Cast, client_of: SignIn, rule: Attribution
) -> None:
    page = propose(client_of(cast.awa), shared(cast, attribution=rule))

    assert not page.credits.exists()
    shown = client_of(cast.awa).get(page.get_absolute_url()).content.decode()
    article = shown[shown.index("prose") :]
    assert SECRET in article
    assert "Chloe" not in article


def test_others_may_not_make_one(cast: Cast, client_of: SignIn) -> None:
    session = shared(cast)
    place = f"/sessions/{session.pk}/resource/"

    answers = {
        name: client_of(getattr(cast, name, None)).post(place).status_code
        for name in ("chloe", "diego", "esther", "gustave", "nobody")
    }

    assert answers == {"chloe": 403, "diego": 403, "esther": 404, "gustave": 404, "nobody": 302}
    assert client_of(cast.awa).get(place).status_code == 405
    Minutes.objects.update(shared_at=None)
    assert client_of(cast.awa).post(place).status_code == 403
    assert not ResourcePage.objects.exists()


def test_core_member_who_may_not_read_the_minutes_finds_none(cast: Cast, client_of: SignIn) -> None:
    people = {cast.boubacar: Role.FACILITATOR, cast.chloe: Role.CLIENT}
    session = plan(cast, people)
    talk(session, cast)
    end(session)
    share_minutes(session=session)

    assert client_of(cast.awa).post(f"/sessions/{session.pk}/resource/").status_code == 404
    page = propose(client_of(cast.boubacar), session)
    assert page.invited_list == session.invited_list
    assert client_of(cast.awa).get(page.get_absolute_url()).status_code == 404


def form_of(page: ResourcePage, **facts: object) -> dict[str, object]:
    return {
        "kind": page.kind,
        "title": page.title,
        "summary": page.summary,
        "text": "Words",
        "language": page.language,
        "licence": page.licence,
        "read_audience": page.read_audience,
        **facts,
    }


def test_no_editor_makes_it_wider_than_the_minutes(cast: Cast, client_of: SignIn) -> None:
    page = propose(client_of(cast.awa), shared(cast, Keeping.INNER))
    place = reverse("library:edit", args=[page.pk])
    client = client_of(cast.awa)

    assert client.post(place, form_of(page, read_audience=Audience.PUBLIC)).status_code == 400
    assert client.post(place, form_of(page, read_audience=Audience.CORE)).status_code == 302
    approve_resource(page=page, by=cast.awa)
    page = ResourcePage.objects.get()
    page.read_audience = Audience.OUTER
    with pytest.raises(Exception, match="Not wider than the minutes"):
        page.full_clean()


def test_no_editor_lets_others_in_than_the_participants(cast: Cast, client_of: SignIn) -> None:
    session = shared(cast, Keeping.PARTICIPANTS)
    page = propose(client_of(cast.awa), session)
    client = client_of(cast.awa)

    client.post(reverse("library:edit", args=[page.pk]), form_of(page, invited=[]))
    approve_resource(page=page, by=cast.awa)

    page = ResourcePage.objects.get()
    assert page.live
    assert page.invited_list == session.invited_list


OUTPUTS = (
    "/",
    "/resources/",
    "/communities/water/",
    "/communities/water/resources/",
    "/organisations/ministry/resources/",
    "/resources/feed/",
    "/communities/water/resources/feed/",
    "/sitemap.xml",
    "/sitemap-resources.xml",
    "/oai/?verb=ListRecords&metadataPrefix=oai_dc",
    "/search/?q=youngest",
    "/search/?q=committee",
    "/communities/water/minutes/",
    "/communities/water/experiments/",
    "/commitments/",
)
PERSONAS = ("awa", "boubacar", "chloe", "diego", "esther", "fatou", "gustave", "nobody")
TITLE = "The silent committee"


def found_by(cast: Cast, client_of: SignIn, session: Session, page: ResourcePage) -> set[str]:
    places = [*OUTPUTS, page.get_absolute_url(), f"{RECORD}{identifier_of(page.pk)}"]
    places += [f"/resources/{page.pk}/cite.ris", f"/resources/{page.pk}/download.html"]
    places += [f"/sessions/{session.pk}/minutes/", f"/sessions/{session.pk}/keeping/"]
    found = set()
    for name in PERSONAS:
        client = client_of(getattr(cast, name, None))
        for place in places:
            heard = client.get(place).content.decode()
            if TITLE in heard or SECRET in heard:
                found.add(name)
    return found


@pytest.mark.parametrize(
    ("kept", "readers"),
    [
        (Keeping.PARTICIPANTS, {"awa", "boubacar", "chloe"}),
        (Keeping.OUTER, {"awa", "boubacar", "chloe"}),
        (Keeping.ORGANISATION, {"awa", "boubacar", "chloe", "diego"}),
    ],
)
@pytest.mark.parametrize("live", [False, True])
def test_the_choice_of_the_client_is_obeyed_in_every_output(
    cast: Cast,
    client_of: SignIn,
    kept: Keeping,
    readers: set[str],
    live: bool,  # noqa: FBT001 -- a test's parameter
) -> None:
    session = shared(cast, kept)
    page = propose(client_of(cast.awa), session)
    if live:
        approve_resource(page=page, by=cast.awa)
    index_touched()

    page = ResourcePage.objects.get()
    assert found_by(cast, client_of, session, page) == readers
    if live:
        place = page.get_absolute_url()
        answers = {name: client_of(getattr(cast, name, None)).get(place) for name in PERSONAS}
        assert {name for name, got in answers.items() if got.status_code == 200} == readers


@pytest.mark.parametrize("live", [False, True])
def test_narrowing_reaches_the_resource_and_nothing_deletes_it(
    cast: Cast,
    client_of: SignIn,
    live: bool,  # noqa: FBT001 -- a test's parameter
) -> None:
    session = shared(cast)
    page = propose(client_of(cast.awa), session)
    if live:
        approve_resource(page=page, by=cast.awa)
    named = Attribution.NAMED

    choose_keeping(session=session, kept=Keeping.PARTICIPANTS, attribution=named)
    index_touched()
    page = ResourcePage.objects.get()
    assert page.invited_list == session.invited_list
    draft = page.get_latest_revision_as_object()
    assert (draft.invited_list, draft.read_audience) == (page.invited_list, page.read_audience)
    assert "diego" not in found_by(cast, client_of, session, page)
    if not live:
        approve_resource(page=page, by=cast.awa)
        assert "diego" not in found_by(cast, client_of, session, ResourcePage.objects.get())

    choose_keeping(session=session, kept=Keeping.NOTHING, attribution=named)
    index_touched()
    assert not ResourcePage.objects.exists()


def test_names_left_out_later_take_the_resource_with_them(cast: Cast, client_of: SignIn) -> None:
    session = shared(cast)
    propose(client_of(cast.awa), session)

    choose_keeping(session=session, kept=Keeping.ORGANISATION, attribution=Attribution.NAMELESS)

    assert not ResourcePage.objects.exists()
    assert "Chloe" not in str(propose(client_of(cast.awa), session).body)


def test_too_long_minutes_are_refused_in_words(cast: Cast, client_of: SignIn) -> None:
    session = shared(cast)
    Minutes.objects.update(body="x " * 20_000)

    answer = client_of(cast.awa).post(f"/sessions/{session.pk}/resource/", follow=True)

    assert "They are too long for a resource." in answer.content.decode()
    assert not ResourcePage.objects.exists()


def test_report_of_a_cycle_names_products_to_their_readers(cast: Cast, client_of: SignIn) -> None:
    cycle = make_cycle(cast, cast.awa, cast.diego)
    session = shared(cast, Keeping.OUTER, cycle=cycle)
    page = propose(client_of(cast.awa), session)
    place = f"/cycles/{cycle.pk}/report/"
    link = page.get_absolute_url()
    assert link not in client_of(cast.awa).get(place).content.decode()

    approve_resource(page=page, by=cast.awa)

    assert link in client_of(cast.awa).get(place).content.decode()
    assert link not in client_of(cast.diego).get(place).content.decode()
