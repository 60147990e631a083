"""Every address × every persona × expected status."""

from collections.abc import Callable, Iterator

import pytest
from django.http import HttpResponseBase, StreamingHttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from communities.circles.models import Membership
from communities.people.models import User
from tests.access.matrix import COLUMNS, MATRIX, POSTS
from tests.worlds import Scene

# Wagtail's admin has its own walk (test_editors.py); allauth's pages are allauth's.
OTHERS = ("wagtail", "account_", "None", "pages:", "images:", "documents:")


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, pattern.namespace or space)
        else:
            yield f"{space}:{pattern.name}" if space else str(pattern.name)


def test_every_address_has_a_row() -> None:
    ours = {name for name in names(get_resolver().url_patterns) if not name.startswith(OTHERS)}

    assert ours == set(MATRIX)
    posting = {name for name, (_address, row) in MATRIX.items() if row.startswith("405")}
    assert posting <= set(POSTS)


def fill(address: str, scene: Scene) -> str:
    outer, core = scene.spaces["outer"], scene.topics["core"]
    member = Membership.objects.get(community=scene.cast.community, person=scene.cast.chloe)
    return address.format(
        member=member.pk,
        person=scene.cast.chloe.pk,
        outer=outer.pk,
        outer_slug=f"{outer.pk}-{outer.forum.slug}",
        outer_topic=scene.topics["outer"].pk,
        outer_post=scene.posts["outer"].pk,
        outer_room=scene.rooms["outer"].pk,
        outer_room_slug=scene.rooms["outer"].get_absolute_url().split("/")[2],
        core_room_slug=scene.rooms["core"].get_absolute_url().split("/")[2],
        outer_message=scene.messages["outer"].pk,
        public_resource=scene.resources["public"].pk,
        outer_resource=scene.resources["outer"].pk,
        outer_resource_slug=scene.resources["outer"].get_absolute_url().split("/")[2],
        outer_adaptation=scene.adaptations["outer"].pk,
        draft=scene.draft.pk,
        format=scene.format.pk,
        session=scene.session.pk,
        outer_list=scene.lists["outer"].pk,
        outer_file=scene.files["outer"].key,
        core_topic_slug=f"{core.pk}-{core.slug}",
    )


def client_for(scene: Scene, name: str, client_of: Callable[[User | None], Client]) -> Client:
    if name == "nobody":
        return client_of(None)
    if name == "suspended":
        client = client_of(scene.cast.boubacar)
        User.objects.filter(pk=scene.cast.boubacar.pk).update(is_active=False)
        return client
    return client_of(getattr(scene.cast, name))


def status_of(answer: HttpResponseBase) -> int:
    """Read a file to its end, where the client closes it, and nothing else with it."""
    if isinstance(answer, StreamingHttpResponse):
        list(answer)
    return answer.status_code


@pytest.mark.parametrize("name", COLUMNS)
def test_reading_is_answered_as_the_matrix_says(
    scene: Scene, name: str, client_of: Callable[[User | None], Client]
) -> None:
    client = client_for(scene, name, client_of)
    column = COLUMNS.index(name)

    answered = {
        key: status_of(client.get(fill(address, scene))) for key, (address, _row) in MATRIX.items()
    }

    assert answered == {key: int(row.split()[column]) for key, (_a, row) in MATRIX.items()}


@pytest.mark.parametrize("key", POSTS)
def test_writing_is_answered_as_the_matrix_says(
    scene: Scene, key: str, client_of: Callable[[User | None], Client]
) -> None:
    address = fill(MATRIX[key][0], scene)
    wanted = dict(zip(COLUMNS, map(int, POSTS[key].split()), strict=True))

    # The right ones come last, so that what they change does not answer the others.
    answered = {
        name: client_for(scene, name, client_of).post(address).status_code
        for name in (*COLUMNS[2:8], "awa", "boubacar", "suspended")
    }

    assert answered == wanted
