"""Pages of spaces in light mode and out of it: what they load, what they offer as a link instead."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from communities.people.models import LightMode, User
from communities.people.services.light_mode import choose_light_mode
from forums.spaces.models import Attachment
from tests.resources.files.contents import noise, uploaded
from tests.worlds import Scene, make_scene

ClientOf = Callable[[User | None], Client]
LOADED = re.compile(r"<(?:img|picture|source|video|audio|iframe|embed|object)\b")


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


@pytest.fixture
def photo(scene: Scene, client_of: ClientOf) -> Attachment:
    """A heavy picture in a reply of Chloe's."""
    upload = uploaded("photo.jpg", noise("JPEG", (1600, 1200)))
    facts = {"body": "Look at this", "files": upload}
    client_of(scene.cast.chloe).post(f"/t/{scene.topics['outer'].pk}/reply/", facts)
    return Attachment.objects.get()


def page_of(client: Client, address: str, *, light: bool) -> str:
    headers = {"save-data": "on"} if light else {}
    answer = client.get(address, headers=headers, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_topic_in_light_mode_loads_no_picture_and_says_its_weight(
    scene: Scene, photo: Attachment, client_of: ClientOf
) -> None:
    reader, address = client_of(scene.cast.boubacar), f"/p/{photo.post_id}/"

    normal = page_of(reader, address, light=False)
    light = page_of(reader, address, light=True)

    small, whole = f"/files/{photo.key}/preview/", f"/files/{photo.key}/"
    assert f'<img src="{small}" alt="" width="320" height="240" loading="lazy">' in normal
    assert LOADED.findall(light) == []
    assert f'<a href="{small}">photo.jpg (picture, 28 kB at the most)</a>' in light
    assert f'<a href="{whole}"><span class="visually-hidden">photo.jpg: </span>in full' in light


def test_the_links_of_light_mode_obey_the_same_policy(
    scene: Scene, photo: Attachment, client_of: ClientOf
) -> None:
    for address in (f"/files/{photo.key}/", f"/files/{photo.key}/preview/"):
        statuses = []
        for person in (scene.cast.boubacar, scene.cast.diego, scene.cast.esther, None):
            answer = client_of(person).get(address, headers={"save-data": "on"})
            statuses.append((answer.status_code, bool(b"".join(answer))))

        assert [status for status, _body in statuses] == [200, 404, 404, 404]


def test_an_old_picture_weighs_no_more_than_a_new_one(
    photo: Attachment, client_of: ClientOf
) -> None:
    photo.file.storage.delete(photo.preview_path)

    answer = client_of(photo.owner).get(f"/files/{photo.key}/preview/")

    assert len(b"".join(answer)) <= 30_000 < photo.size
    assert answer.headers["Content-Type"] == "image/webp"


def test_in_light_mode_nothing_else_is_fetched_by_itself(scene: Scene, client_of: ClientOf) -> None:
    choose_light_mode(person=scene.cast.boubacar, choice=LightMode.ON)
    light, normal = client_of(scene.cast.boubacar), client_of(scene.cast.awa)
    topic, space = scene.topics["outer"], scene.spaces["outer"]

    for address, mark, link in (
        (f"/t/{topic.pk}-{topic.slug}/", "data-part=", f'<a href="/t/{topic.pk}/related/">'),
        (f"/spaces/{space.pk}/topics/new/", "data-alike=", '<p><a href="/search/">'),
    ):
        assert mark in page_of(normal, address, light=False)
        page = page_of(light, address, light=False)
        assert mark not in page
        assert link in page


def test_similar_topics_still_come_with_the_preview(scene: Scene, client_of: ClientOf) -> None:
    facts = {"title": "A title of mine", "body": "words", "wish": "preview"}
    address = f"/spaces/{scene.spaces['outer'].pk}/topics/new/"

    answer = client_of(scene.cast.boubacar).post(address, facts, headers={"save-data": "on"})

    assert answer.status_code == 200
    assert "alike" in answer.context


def test_pictures_kept_with_a_draft_are_seen_and_can_be_let_go(
    scene: Scene, client_of: ClientOf
) -> None:
    client, address = client_of(scene.cast.chloe), f"/t/{scene.topics['outer'].pk}/reply/"
    upload = uploaded("photo.jpg", noise("JPEG", (1600, 1200)))
    client.post(address, {"body": "not yet", "files": upload, "wish": "draft"})
    key = Attachment.objects.get().key

    normal, light = (page_of(client, address, light=one) for one in (False, True))

    for page in (normal, light):
        assert f'<input type="checkbox" name="kept_files" value="{key}" checked>' in page
    assert f'<a href="/files/{key}/"><img src="/files/{key}/preview/"' in normal
    assert LOADED.findall(light) == []
    assert f'<a href="/files/{key}/preview/">photo.jpg (picture' in light


def test_who_edits_a_post_sees_its_pictures(photo: Attachment, client_of: ClientOf) -> None:
    address = f"/p/{photo.post_id}/edit/"

    normal, light = (page_of(client_of(photo.owner), address, light=one) for one in (False, True))

    assert f'<img src="/files/{photo.key}/preview/"' in normal
    assert LOADED.findall(light) == []
    assert f'<a href="/files/{photo.key}/preview/">photo.jpg (picture' in light


def test_a_picture_written_in_markdown_is_a_link_in_both(scene: Scene, client_of: ClientOf) -> None:
    facts = {"body": "![our well](https://example.org/well.jpg)"}
    client = client_of(scene.cast.chloe)
    address = client.post(f"/t/{scene.topics['outer'].pk}/reply/", facts).headers["Location"]

    for light in (False, True):
        page = page_of(client, address, light=light)
        assert 'href="https://example.org/well.jpg"' in page
        assert LOADED.findall(page) == []
