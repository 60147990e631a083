"""A secret in every place is found by those who may read it and by nobody else, in any output."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from communities.people.models import User
from forums.spaces.models import Attachment
from resources.files.inspection import InspectedFile
from resources.files.storing import store_file
from resources.library.records import identifier_of
from tests.resources.files.contents import noise
from tests.worlds import PLACES, Scene

MAY_READ = {
    "awa": set(PLACES),
    "boubacar": set(PLACES) - {"core"},
    "chloe": {"public", "signed_in", "organisation", "outer"},
    "diego": {"public", "signed_in", "organisation"},
    "esther": {"public", "signed_in"},
    "fatou": {"public", "signed_in"},
    "gustave": {"public", "signed_in"},
    "nobody": {"public"},
    "suspended": {"public"},
}
RECORD = "/oai/?verb=GetRecord&metadataPrefix=oai_dc&identifier="
FIXED = (
    "/",
    "/communities/",
    "/communities/water/",
    "/communities/water/spaces/",
    "/communities/water/members/",
    "/communities/water/care/",
    "/communities/water/access/",
    "/communities/water/history/",
    "/communities/water/chat/",
    "/drafts/",
    "/organisations/ministry/",
    "/me/",
    "/resources/",
    "/resources/?sort=adopted",
    "/resources/tags/",
    "/communities/water/resources/",
    "/communities/water/resources/new/",
    "/communities/water/resources/proposals/",
    "/communities/water/resources/import/",
    "/organisations/ministry/resources/",
    "/resources/feed/",
    "/communities/water/resources/feed/",
    "/sitemap.xml",
    "/sitemap-topics.xml",
    "/oai/?verb=ListSets",
    "/oai/?verb=ListIdentifiers&metadataPrefix=oai_dc",
    "/oai/?verb=ListRecords&metadataPrefix=oai_dc",
    "/reading-lists/",
    "/communities/water/sessions/",
    "/communities/water/sessions/?show=past",
    "/communities/water/sessions/?show=cycles",
    "/communities/water/sessions/new/",
    "/communities/water/cycles/new/",
    "/communities/water/minutes/",
    "/communities/water/reports/",
    "/communities/water/experiments/",
    "/communities/water/experiments/new/",
    "/commitments/",
    "/calendar/",
    "/calendar/?show=earlier",
    "/communities/water/calendar/",
    "/communities/water/calendar.ics",
)
SESSION_PAGES = ("", "calendar.ics", "register/")
PREPARING = ("edit", "duplicate", "cancel", "participants", "dates", "board", "subjects")
OF_A_SESSION = ("minutes", "minutes/edit", "keeping")


def remains(scene: Scene) -> list[str]:
    return [f"/sessions/{scene.session.pk}/{what}/" for what in OF_A_SESSION]


def outputs(scene: Scene) -> list[str]:
    addresses = [*FIXED, *remains(scene)]
    addresses += [f"/people/{person.pk}/" for person in User.objects.all()]
    for place in PLACES:
        space, topic, post = scene.spaces[place], scene.topics[place], scene.posts[place]
        shown = space.get_absolute_url()
        addresses += [shown, f"{shown}?show=unanswered", f"{shown}?show=mine"]
        addresses += [f"/spaces/{space.pk}/settings/", f"/spaces/{space.pk}/topics/new/"]
        addresses += [f"/spaces/{space.pk}-wrong/", f"/t/{topic.pk}-wrong/"]
        addresses += [f"/t/{topic.pk}-{topic.slug}/", f"/t/{topic.pk}/reply/?quote={post.pk}"]
        addresses += [f"/t/{topic.pk}/move/", f"/p/{post.pk}/"]
        addresses += [f"/p/{post.pk}/{act}/" for act in ("edit", "history")]
        room, message = scene.rooms[place], scene.messages[place]
        addresses += [room.get_absolute_url(), f"/rooms/{room.pk}-wrong/"]
        addresses += [f"{room.get_absolute_url()}?reply={message.pk}", f"/m/{message.pk}/"]
        addresses += [f"/rooms/{room.pk}/changes/?after=0", f"/rooms/{room.pk}/settings/"]
        addresses += [f"/rooms/{room.pk}/keep/"]
        addresses += [f"/m/{message.pk}/{act}/" for act in ("edit", "history")]
        kept = scene.resources[place]
        addresses += [kept.get_absolute_url(), f"/resources/{kept.pk}-wrong/"]
        addresses += [f"/resources/{kept.pk}/cite.bib", f"/resources/{kept.pk}/cite.ris"]
        addresses += [f"/resources/{kept.pk}/{act}/" for act in ("edit", "review", "adapt")]
        addresses += [f"/communities/water/{kept.slug}/", f"{RECORD}{identifier_of(kept.pk)}"]
        addresses += [f"/resources/{kept.pk}/download.html", f"/resources/{kept.pk}/lists/"]
        shared = scene.lists[place].get_absolute_url()
        addresses += [shared, f"{shared}edit/"]
        addresses += [f"/resource-files/{scene.files[place].key}/"]
    addresses += [
        *(f"/sessions/{scene.session.pk}/{page}" for page in SESSION_PAGES),
        *("/communities/water/methods/", scene.format.get_absolute_url()),
    ]
    draft = scene.draft
    addresses += [draft.get_absolute_url(), f"/resources/{draft.pk}/cite.ris"]
    addresses += [f"/resources/{draft.pk}/download.html", f"{RECORD}{identifier_of(draft.pk)}"]
    addresses += [f"/resources/{draft.pk}/edit/", f"/resources/{draft.pk}/review/"]
    return [*addresses, *pages_of_session(scene)]


def pages_of_session(scene: Scene) -> list[str]:
    planned = scene.session.get_absolute_url()
    return [planned, *(f"{planned}{page}/" for page in PREPARING)]


def persona(scene: Scene, name: str) -> User | None:
    if name == "nobody":
        return None
    if name == "suspended":
        return scene.cast.boubacar
    found: User = getattr(scene.cast, name)
    return found


@pytest.mark.parametrize("name", MAY_READ)
def test_secrets_reach_their_readers_and_nobody_else(
    scene: Scene, name: str, client_of: Callable[[User | None], Client]
) -> None:
    assert found_by(scene, name, client_of) == MAY_READ[name]


def found_by(scene: Scene, name: str, client_of: Callable[[User | None], Client]) -> set[str]:
    """Visit every output as a persona and return the places whose secret was heard."""
    person = persona(scene, name)
    client = client_of(person)
    if name == "suspended":
        User.objects.filter(pk=scene.cast.boubacar.pk).update(is_active=False)
    found: set[str] = set()

    for address in outputs(scene):
        answer = client.get(address)
        # What the asker typed is no news to them.
        words = b"".join(answer) if answer.streaming else answer.content
        heard = (words.decode() + str(answer.headers)).replace(address, "")
        if answer.status_code in {301, 302}:
            heard += answer.headers["Location"]
        for place in PLACES:
            if re.search(rf"{Scene.secret(place)}(?![\w-])", heard):
                found.add(place)
                assert place in MAY_READ[name], f"{name} found {place} at {address}"

    return found


@pytest.mark.parametrize("name", MAY_READ)
def test_files_and_previews_reach_their_readers_and_nobody_else(
    scene: Scene, name: str, client_of: Callable[[User | None], Client]
) -> None:
    photo = InspectedFile("secret.jpg", "image/jpeg", noise("JPEG", (400, 300)))
    files = {
        place: store_file(Attachment(post=scene.posts[place], owner=scene.cast.awa), photo)
        for place in PLACES
    }
    person = persona(scene, name)
    client = client_of(person)
    if name == "suspended":
        User.objects.filter(pk=scene.cast.boubacar.pk).update(is_active=False)

    for what in ("", "preview/"):
        answers = {at: client.get(f"/files/{file.key}/{what}") for at, file in files.items()}
        heard = {at: str(answer.headers) + str(b"".join(answer)) for at, answer in answers.items()}
        told = {at for at in PLACES if answers[at].status_code == 200 or "secret" in heard[at]}

        assert told == MAY_READ[name]


@pytest.mark.parametrize("name", ["chloe", "diego", "esther", "fatou", "gustave", "nobody"])
def test_forbidden_answers_as_absent_does(
    scene: Scene, name: str, client_of: Callable[[User | None], Client]
) -> None:
    client = client_of(persona(scene, name))
    space, topic, post = (kind["core"] for kind in (scene.spaces, scene.topics, scene.posts))
    pairs = [
        (f"/spaces/{space.pk}-{space.forum.slug}/", f"/spaces/999999-{space.forum.slug}/"),
        (f"/t/{topic.pk}-{topic.slug}/", f"/t/999999-{topic.slug}/"),
        (f"/p/{post.pk}/", "/p/999999/"),
        (f"/p/{post.pk}/history/", "/p/999999/history/"),
        (f"/rooms/{scene.rooms['core'].pk}-x/", "/rooms/999999-x/"),
        (f"/rooms/{scene.rooms['core'].pk}/changes/", "/rooms/999999/changes/"),
        (f"/m/{scene.messages['core'].pk}/", "/m/999999/"),
        (f"/m/{scene.messages['core'].pk}/history/", "/m/999999/history/"),
        (f"/resources/{scene.resources['core'].pk}-x/", "/resources/999999-x/"),
        (f"/resources/{scene.draft.pk}-x/", "/resources/999999-x/"),
        (f"/resources/{scene.resources['core'].pk}/cite.ris", "/resources/999999/cite.ris"),
        (f"/resources/{scene.resources['core'].pk}/download.html", "/resources/99/download.html"),
        (f"/sessions/{scene.session.pk}/calendar.ics", "/sessions/999999/calendar.ics"),
        (f"/sessions/{scene.session.pk}/register/", "/sessions/999999/register/"),
        (f"/reading-lists/{scene.lists['core'].pk}/", "/reading-lists/999999/"),
        (f"/sessions/{scene.session.pk}/", "/sessions/999999/"),
    ]

    for hidden, absent in pairs:
        one, other = client.get(hidden), client.get(absent)
        assert one.status_code == other.status_code in {401, 404}
        assert same(one.content) == same(other.content)


def same(page: bytes) -> bytes:
    """Drop what differs between any two requests: tokens, numbers, the address itself."""
    page = re.sub(rb'name="(csrfmiddlewaretoken|next)" value="[^"]*"', b"", page)
    return re.sub(rb"[0-9a-f]{8}|weighs \d+ kB|This page", b"", page)
