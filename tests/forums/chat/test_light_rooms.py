"""A room in light mode: no picture, no live line, for people and visitors."""

import json
import re
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from communities.people.models import User
from forums.chat.models import MessageFile
from tests.resources.files.contents import CONTENTS, noise
from tests.worlds import Scene, make_scene

ClientOf = Callable[[User | None], Client]


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


def send(client: Client, scene: Scene, name: str, content: bytes) -> MessageFile:
    facts = {"body": "Look", "files": SimpleUploadedFile(name, content)}
    assert client.post(f"/rooms/{scene.rooms['outer'].pk}/send/", facts).status_code == 302
    return MessageFile.objects.latest("pk")


def room(client: Client, scene: Scene, *, light: bool) -> str:
    address = scene.rooms["outer"].get_absolute_url()
    return str(client.get(address, headers={"save-data": "on"} if light else {}).content.decode())


@pytest.mark.parametrize("light", [True, False])
def test_the_script_is_told_whether_to_open_a_line(
    scene: Scene, client_of: ClientOf, *, light: bool
) -> None:
    page = room(client_of(scene.cast.chloe), scene, light=light)
    told = re.search(r'<script id="chat" type="application/json">(.*?)</script>', page)

    assert told is not None
    assert json.loads(told[1])["light"] is light
    assert ("asking for new messages every minute" in page) is light
    assert ("every few seconds" in page) is not light


def test_pictures_are_links_with_their_weight(scene: Scene, client_of: ClientOf) -> None:
    client = client_of(scene.cast.chloe)
    heavy = send(client, scene, "photo.jpg", noise("JPEG", (1600, 1200)))
    slight = send(client, scene, "sign.png", CONTENTS["png"])

    normal, light = (room(client, scene, light=one) for one in (False, True))

    assert f'<img src="/chat-files/{heavy.key}/preview/" alt="" width="320" height="240"' in normal
    assert "<img" not in light
    for page in (
        f'<a href="/chat-files/{heavy.key}/preview/">photo.jpg (picture, 28 kB at the most)</a>',
        f'<a href="/chat-files/{slight.key}/">sign.png (picture, 1 kB)</a>',
    ):
        assert page in light


def test_rows_that_the_script_draws_have_their_models(scene: Scene, client_of: ClientOf) -> None:
    normal, light = (room(client_of(scene.cast.chloe), scene, light=one) for one in (False, True))

    file = '<li><a href="/chat-files/-/">{n}</a> ({s})</li>'
    picture = '<li><a href="/chat-files/-/">{n} (picture, {s})</a></li>'
    above = '<li data-above="28672"><a href="/chat-files/-/preview/">{n} (picture, 28 kB at the'
    assert [row in normal for row in (file, picture, above)] == [True, False, False]
    assert [row in light for row in (file, picture, above)] == [True, True, True]
