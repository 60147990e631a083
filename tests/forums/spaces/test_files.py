"""Private files of posts: who may send them, and who is given them back."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from communities.people.models import User
from forums.spaces.models import Attachment
from forums.spaces.services.posts import delete_post
from tests.resources.files.contents import CONTENTS, noise, uploaded
from tests.worlds import Scene, make_scene

ClientOf = Callable[[User | None], Client]


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


Send = Callable[..., Attachment]


def ask(client: Client, file: Attachment, what: str = "") -> tuple[int, bytes]:
    answer = client.get(f"/files/{file.key}/{what}")
    return answer.status_code, b"".join(answer)


@pytest.fixture
def send(scene: Scene, client_of: ClientOf) -> Send:
    """Return a way to reply with a file as Chloe, who belongs to the outer circle."""

    def reply(name: str = "notes.txt", content: bytes = b"private", place: str = "outer") -> Any:
        answer = client_of(scene.cast.chloe).post(
            f"/t/{scene.topics[place].pk}/reply/",
            {"body": f"See {uuid.uuid4()}", "files": uploaded(name, content)},
        )
        assert answer.status_code == 302
        return Attachment.objects.latest("pk")

    return reply


def test_a_name_of_300_signs_is_stored_and_given_back(send: Send, client_of: ClientOf) -> None:
    file = send(name="é" * 300 + ".txt")

    assert ask(client_of(file.owner), file) == (200, b"private")
    assert file.name == "é" * 120 + ".txt"
    assert file.file.name.startswith("attachments/")


def test_five_files_go_with_a_post_and_the_sixth_is_refused_in_words(
    scene: Scene, client_of: ClientOf
) -> None:
    topic = scene.topics["outer"]
    files = [uploaded(f"{number}.txt", b"words") for number in range(6)]

    answer = client_of(scene.cast.chloe).post(
        f"/t/{topic.pk}/reply/", {"body": "Six of them", "files": files}
    )

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "A post takes 5 files at the most." in page
    assert "Six of them" in page
    assert Attachment.objects.filter(draft__topic=topic).count() == 5


def test_a_refused_file_keeps_the_text_in_the_form(scene: Scene, client_of: ClientOf) -> None:
    answer = client_of(scene.cast.chloe).post(
        f"/t/{scene.topics['outer'].pk}/reply/",
        {"body": "My long thought", "files": uploaded("run.exe", CONTENTS["program"])},
    )

    assert answer.status_code == 400
    assert "My long thought" in answer.content.decode()
    assert "“run.exe” is not of a kind we take" in answer.content.decode()
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "way"),
    [
        ("photo.png", CONTENTS["png"], "inline"),
        ("page.txt", CONTENTS["html"], "attachment"),
        ("both.pdf", b"%PDF-1.7\n<html><script>alert(1)</script>", "attachment"),
        ("letter.docx", CONTENTS["docx"], "attachment"),
        ("saved.html", CONTENTS["html"], "attachment"),
    ],
)
def test_a_file_is_served_so_that_it_runs_nowhere(
    send: Send, client_of: ClientOf, name: str, content: bytes, way: str
) -> None:
    file = send(name, content)

    served = client_of(file.owner).get(f"/files/{file.key}/")

    headers = served.headers
    assert headers["Content-Type"] == file.content_type
    assert headers["Content-Disposition"] == f'{way}; filename="{name}"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "private" in headers["Cache-Control"]
    assert b"".join(served)


READERS = {
    "public": "awa boubacar chloe diego esther fatou nobody",
    "organisation": "awa boubacar chloe diego",
    "outer": "awa boubacar chloe",
}


@pytest.mark.parametrize("place", READERS)
def test_a_file_is_for_the_readers_of_its_post(
    scene: Scene, send: Send, client_of: ClientOf, place: str
) -> None:
    file = send("photo.jpg", noise("JPEG", (400, 300)), place)

    people = ("awa", "boubacar", "chloe", "diego", "esther", "fatou", "nobody")
    clients = {name: client_of(getattr(scene.cast, name, None)) for name in people}

    for what in ("", "preview/"):
        statuses = {name: ask(client, file, what)[0] for name, client in clients.items()}
        readers = READERS[place].split()
        assert statuses == {name: 200 if name in readers else 404 for name in people}


def test_a_file_in_a_draft_is_its_owners_alone(scene: Scene, client_of: ClientOf) -> None:
    client_of(scene.cast.chloe).post(
        f"/t/{scene.topics['public'].pk}/reply/",
        {"body": "not yet", "files": uploaded("notes.txt", b"unsent"), "wish": "draft"},
    )
    file = Attachment.objects.get()

    assert ask(client_of(scene.cast.chloe), file) == (200, b"unsent")
    for person in (scene.cast.awa, scene.cast.gustave, scene.cast.boubacar, None):
        assert ask(client_of(person), file)[0] == 404


def test_a_file_goes_out_of_sight_with_its_post(
    scene: Scene, send: Send, client_of: ClientOf
) -> None:
    file = send("photo.jpg", noise("JPEG", (400, 300)), "public")
    assert file.post is not None

    delete_post(post=file.post, by=scene.cast.chloe)

    for person in (scene.cast.awa, scene.cast.boubacar, None):
        assert ask(client_of(person), file)[0] == 404
        assert ask(client_of(person), file, "preview/")[0] == 404


def test_a_post_shows_a_light_copy_of_a_picture_that_leads_to_the_whole(
    scene: Scene, send: Send, client_of: ClientOf
) -> None:
    picture, notes = send("photo.jpg", noise("JPEG", (1600, 1200))), send()
    reader = client_of(scene.cast.boubacar)

    page = reader.get(f"/p/{picture.post_id}/", follow=True).content.decode()
    preview = reader.get(f"/files/{picture.key}/preview/")

    shown = (
        f'<img src="/files/{picture.key}/preview/" alt="" width="320" height="240" loading="lazy">'
    )
    assert f'<a href="/files/{picture.key}/">{shown}photo.jpg</a>' in page
    assert f"/files/{notes.key}/preview/" not in page
    assert len(b"".join(preview)) <= 28 * 1024 < picture.size
    assert preview.headers["Content-Type"] == "image/webp"
    assert preview.headers["Content-Disposition"] == 'inline; filename="photo.webp"'
    assert preview.headers["Cache-Control"] == "private, no-cache"
    again = reader.get(f"/files/{picture.key}/preview/", HTTP_IF_NONE_MATCH=preview.headers["ETag"])
    assert again.status_code == 304


def test_a_light_picture_is_its_own_preview_and_notes_have_none(
    send: Send, client_of: ClientOf
) -> None:
    picture, notes = send("photo.png", CONTENTS["png"]), send()
    client = client_of(picture.owner)

    assert ask(client, picture, "preview/") == ask(client, picture)
    assert ask(client, notes, "preview/")[0] == 404


def test_a_forgotten_picture_leaves_nothing_behind(
    scene: Scene, client_of: ClientOf, django_capture_on_commit_callbacks: Any
) -> None:
    address = f"/t/{scene.topics['public'].pk}/reply/"
    upload = uploaded("photo.jpg", noise("JPEG", (400, 300)))
    client = client_of(scene.cast.chloe)
    client.post(address, {"body": "not yet", "files": upload, "wish": "draft"})
    file = Attachment.objects.get()
    storage, paths = file.file.storage, (file.file.name, file.preview_path)
    assert all(storage.exists(path) for path in paths)

    with django_capture_on_commit_callbacks(execute=True):
        facts = {"kept_files": [""], "known_files": file.key, "wish": "draft"}
        client.post(address, {"body": "not yet"} | facts)

    assert not any(storage.exists(path) for path in paths)


GUESSES = (
    "/media/{path}", "/media/{path}-preview", "/media//{path}", "/media/../media/{path}",
    "/media/%2e%2e/media/{path}", "/{path}", "/static/{path}", "/static/../media/{path}",
    "/documents/1/{path}", "/internal/media/{path}", "/files/{path}/", "/files/{key}/../{key}",
    "/files/{key}/preview", "/files/{key}%00/", "/files/{key}%2F..%2F{key}/", "/chat-files/{key}/",
    "/chat-files/{key}/preview/", "/var/media/{path}", "/media/", "/media/attachments/",
    "/var/db.sqlite3", "/db.sqlite3", "/media/../db.sqlite3", "/media/%2e%2e/db.sqlite3",
    "/var/secret_key", "/media/../secret_key", "/backup.zip", "/backups/", "/var/backups/latest.zip",
    "/media/..%5c..%5csecret_key", "/media/%252e%252e/secret_key", "/.env", "/.git/config",
)  # fmt: skip


def test_no_address_can_be_guessed_past_the_policy(
    scene: Scene, send: Send, client_of: ClientOf
) -> None:
    file = send(place="outer", content=b"a private plan")
    assert ask(client_of(scene.cast.boubacar), file) == (200, b"a private plan")
    found = {guess.format(path=file.file.name, key=file.key) for guess in GUESSES}

    for person in (scene.cast.esther, scene.cast.gustave, None):
        for guess in sorted(found):
            answer = client_of(person).get(guess)
            assert answer.status_code in {301, 302, 400, 403, 404}, guess
            assert b"a private plan" not in b"".join(answer), guess


def test_nobody_sends_the_file_of_somebody_else(scene: Scene, client_of: ClientOf) -> None:
    address = f"/t/{scene.topics['outer'].pk}/reply/"
    client_of(scene.cast.chloe).post(
        address, {"body": "mine", "files": uploaded("notes.txt", b"unsent"), "wish": "draft"}
    )
    key = Attachment.objects.get().key

    client_of(scene.cast.boubacar).post(
        address, {"body": "forged", "kept_files": ["", key], "known_files": key}
    )

    file = Attachment.objects.get()
    assert (file.post, file.owner) == (None, scene.cast.chloe)
