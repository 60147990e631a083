"""Saying something in a room, changing it, answering it, through the public door."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from communities.circles.services.membership import remove_member
from communities.people.models import User
from forums.chat.models import Mention, Message, MessageFile, MessageRevision
from forums.chat.services.rooms import close_room
from tests.resources.files.contents import noise
from tests.worlds import Scene, make_scene

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]
Sending = Callable[..., tuple[int, dict[str, Any]]]
KEY = "abcdefghijklmnopqrstuv"


@pytest.fixture
def scene() -> Scene:
    return make_scene()


@pytest.fixture
def send(scene: Scene, client_of: ClientOf) -> Sending:
    """Send as the script does; return the status and the answer."""

    def sending(person: User | None, **facts: object) -> tuple[int, dict[str, Any]]:
        address = f"/rooms/{scene.rooms['outer'].pk}/send/"
        answer = client_of(person).post(address, facts, headers={"accept": "application/json"})
        return answer.status_code, json.loads(answer.content)

    return sending


def changes(scene: Scene, client: Client, after: int) -> dict[str, Any]:
    return client.get(f"/rooms/{scene.rooms['outer'].pk}/changes/?after={after}").json()


def test_message_sent_twice_is_one(scene: Scene, send: Sending) -> None:
    status, first = send(scene.cast.chloe, body="Hello **all**", client_key=KEY)
    again, second = send(scene.cast.chloe, body="Hello **all**", client_key=KEY)

    assert (status, again) == (201, 200)
    assert first["m"]["id"] == second["m"]["id"]
    assert first["m"]["html"].strip() == "<p>Hello <strong>all</strong></p>"
    assert Message.objects.filter(author=scene.cast.chloe).count() == 1


def test_same_key_of_another_person_is_another_message(scene: Scene, send: Sending) -> None:
    send(scene.cast.chloe, body="Mine", client_key=KEY)
    status, answer = send(scene.cast.boubacar, body="Mine too", client_key=KEY)

    assert status == 201
    assert answer["m"]["by"] == "Boubacar"


def test_changes_tell_what_happened_and_nothing_else(
    scene: Scene, client_of: ClientOf, send: Sending
) -> None:
    client = client_of(scene.cast.chloe)
    held = changes(scene, client, 0)["n"]
    _status, sent = send(scene.cast.boubacar, body="New", client_key=KEY)

    answer = changes(scene, client, held)
    assert [one["id"] for one in answer["m"]] == [sent["m"]["id"]]
    assert answer["n"] == held + 1

    client_of(scene.cast.boubacar).post(f"/m/{sent['m']['id']}/edit/", {"body": "Newer"})
    answer = changes(scene, client, held + 1)
    assert answer["m"][0]["html"].strip() == "<p>Newer</p>"
    assert answer["m"][0]["n"] == held + 1
    assert answer["m"][0]["v"] == held + 2


def test_nothing_new_is_304_and_light(scene: Scene, client_of: ClientOf) -> None:
    client = client_of(scene.cast.chloe)
    address = f"/rooms/{scene.rooms['outer'].pk}/changes/?after=1"
    tag = client.get(address).headers["ETag"]

    answer = client.get(address, headers={"if-none-match": tag})

    assert answer.status_code == 304
    assert not answer.content
    head = 26 + sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items())
    assert head <= 300, answer.headers


def test_edit_after_a_while_keeps_the_earlier_words(scene: Scene, client_of: ClientOf) -> None:
    message = scene.messages["outer"]
    Message.objects.filter(pk=message.pk).update(sent_at=timezone.now() - timedelta(minutes=6))

    client_of(scene.cast.awa).post(f"/m/{message.pk}/edit/", {"body": "Better words"})

    assert MessageRevision.objects.get().body == f"Said {Scene.secret('outer')}"
    page = client_of(scene.cast.chloe).get(f"/m/{message.pk}/history/").content.decode()
    assert f"Said {Scene.secret('outer')}" in page


def test_only_the_author_edits(scene: Scene, client_of: ClientOf) -> None:
    address = f"/m/{scene.messages['outer'].pk}/edit/"

    assert client_of(scene.cast.chloe).post(address, {"body": "No"}).status_code == 403
    message = Message.objects.get(pk=scene.messages["outer"].pk)
    assert "secret" in message.body


def test_deleted_message_is_gone_and_comes_back(scene: Scene, client_of: ClientOf) -> None:
    message = scene.messages["outer"]
    awa, chloe = client_of(scene.cast.awa), client_of(scene.cast.chloe)

    awa.post(f"/m/{message.pk}/delete/")
    gone = changes(scene, chloe, 1)["m"][0]
    assert (gone["html"], gone["d"]) == ("", 1)
    assert "secret" not in chloe.get(
        scene.rooms["outer"].get_absolute_url()
    ).content.decode().replace(scene.rooms["outer"].name, "").replace("room-secret-of-outer", "")

    awa.post(f"/m/{message.pk}/restore/")
    assert "Said" in changes(scene, chloe, 2)["m"][0]["html"]


def test_reaction_is_set_and_taken_back(scene: Scene, client_of: ClientOf) -> None:
    chloe, address = client_of(scene.cast.chloe), f"/m/{scene.messages['outer'].pk}/react/"

    chloe.post(address, {"kind": "thanks"})
    assert changes(scene, chloe, 1)["m"][0]["r"] == {"thanks": [scene.cast.chloe.pk]}
    chloe.post(address, {"kind": "thanks"})
    assert "r" not in changes(scene, chloe, 1)["m"][0]
    answer = chloe.post(address, {"kind": "shout"}, headers={"accept": "application/json"})
    assert answer.status_code == 400


def test_only_readers_of_the_room_are_mentioned(scene: Scene, send: Sending) -> None:
    send(scene.cast.chloe, body="@Boubacar and @Esther, look", client_key=KEY)

    assert [one.person for one in Mention.objects.all()] == [scene.cast.boubacar]


def test_reply_shows_what_it_answers(scene: Scene, send: Sending) -> None:
    answered = scene.messages["outer"].pk
    _status, sent = send(scene.cast.chloe, body="Yes", client_key=KEY, reply_to=answered)
    elsewhere = scene.messages["core"].pk
    _status, other = send(scene.cast.chloe, body="No", client_key=f"{KEY}2", reply_to=elsewhere)

    assert sent["m"]["re"]["id"] == answered
    assert "re" not in other["m"]


def test_file_is_private_and_goes_with_its_message(
    scene: Scene, client_of: ClientOf, send: Sending
) -> None:
    upload = SimpleUploadedFile("notes.txt", b"what we noted")
    _status, sent = send(scene.cast.chloe, client_key=KEY, files=upload)
    address = f"/chat-files/{MessageFile.objects.get().key}/"

    assert sent["m"]["f"][0][1] == "notes.txt"
    assert b"".join(client_of(scene.cast.boubacar).get(address)) == b"what we noted"
    for person in (scene.cast.diego, scene.cast.esther, None):
        assert client_of(person).get(address).status_code == 404
    client_of(scene.cast.chloe).post(f"/m/{sent['m']['id']}/delete/")
    assert client_of(scene.cast.boubacar).get(address).status_code == 404


def test_a_picture_shows_small_to_the_readers_of_its_room(
    scene: Scene, client_of: ClientOf, send: Sending
) -> None:
    upload = SimpleUploadedFile("photo.jpg", noise("JPEG", (1600, 1200)))
    _status, sent = send(scene.cast.chloe, client_key=KEY, files=upload)
    address = f"/chat-files/{sent['m']['f'][0][0]}/"

    reader = client_of(scene.cast.boubacar)
    page = reader.get(scene.rooms["outer"].get_absolute_url()).content.decode()
    assert f'<a href="{address}"><img src="{address}preview/" alt=""' in page
    assert len(b"".join(reader.get(f"{address}preview/"))) <= 28 * 1024
    for person in (scene.cast.diego, scene.cast.esther, None):
        assert client_of(person).get(f"{address}preview/").status_code == 404
    client_of(scene.cast.chloe).post(f"/m/{sent['m']['id']}/delete/")
    assert reader.get(f"{address}preview/").status_code == 404


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"body": ""}, 400),
        ({"body": "   "}, 400),
        ({"body": "x" * 4001}, 400),
        ({"body": "Hello", "reply_to": "9" * 30}, 400),
        ({"body": "Hello", "client_key": "k" * 100}, 400),
    ],
    ids=["empty", "blank", "too long", "endless number", "long key"],
)
def test_what_cannot_be_sent_is_refused_in_words(
    scene: Scene, send: Sending, facts: dict[str, str], status: int
) -> None:
    found, answer = send(scene.cast.chloe, **{"client_key": KEY} | facts)

    assert found == status
    assert answer["why"]
    assert not Message.objects.filter(author=scene.cast.chloe).exists()


def test_refused_words_stay_in_the_page_without_scripts(scene: Scene, client_of: ClientOf) -> None:
    chloe = client_of(scene.cast.chloe)
    close_room(room=scene.rooms["outer"], closed=True, by=scene.cast.awa)

    page = chloe.post(f"/rooms/{scene.rooms['outer'].pk}/send/", {"body": "My careful words"})

    assert page.status_code == 409
    assert "My careful words" in page.content.decode()


def test_removed_member_sends_and_reads_nothing_more(
    scene: Scene, client_of: ClientOf, send: Sending
) -> None:
    cast = scene.cast
    remove_member(community=cast.community, person=cast.chloe, by=cast.awa, reason="left the job")

    status, answer = send(cast.chloe, body="Still here", client_key=KEY)
    assert (status, answer["no"]) == (404, KEY)
    assert send(None, body="Who am I?", client_key=KEY)[0] == 401
    address = f"/rooms/{scene.rooms['outer'].pk}/send/"
    assert client_of(cast.chloe).post(address, {"body": "Still here"}).status_code == 404
    assert (
        client_of(cast.chloe).get(f"/rooms/{scene.rooms['outer'].pk}/changes/").status_code == 404
    )


def test_too_many_in_a_minute_are_refused_but_a_repeat_is_not(
    scene: Scene, send: Sending, settings: Settings
) -> None:
    settings.CHAT_PER_MINUTE = 2
    for number in range(2):
        send(scene.cast.chloe, body=f"Number {number}", client_key=f"{KEY}{number}")

    assert send(scene.cast.chloe, body="Number 2", client_key=f"{KEY}2")[0] == 429
    assert send(scene.cast.chloe, body="Number 1", client_key=f"{KEY}1")[0] == 200
