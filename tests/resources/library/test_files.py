"""The files of a resource: brought by who may change it, read by who may read it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from communities.people.models import User
from communities.policy import Audience
from resources.library.models import ResourceFile, ResourcePage
from tests.personas import Cast
from tests.resources.files.contents import noise
from tests.resources.library.conftest import Keep

ClientOf = Callable[[User | None], Client]


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def bring(client: Client, page: ResourcePage, name: str = "list.txt", words: bytes = b"1") -> int:
    upload = SimpleUploadedFile(name, words)
    return client.post(f"/resources/{page.pk}/files/", {"upload": upload}).status_code


def test_proposer_brings_a_file_that_readers_read(
    keep: Keep, stage: Cast, client_of: ClientOf
) -> None:
    page = keep(publish=False, read_audience=Audience.OUTER)

    assert bring(client_of(stage.chloe), page) == 302
    address = f"/resource-files/{ResourceFile.objects.get().key}/"

    assert client_of(stage.boubacar).get(address).status_code == 404
    client_of(stage.awa).post(f"/resources/{page.pk}/review/", {"answer": "publish"})
    answer = client_of(stage.boubacar).get(address)
    assert b"".join(answer) == b"1"
    assert "private" in answer.headers["Cache-Control"]
    assert client_of(stage.esther).get(address).status_code == 404
    assert bring(client_of(stage.chloe), page) == 403


def test_a_strange_file_is_refused_in_words(keep: Keep, stage: Cast, client_of: ClientOf) -> None:
    page = keep(publish=False)

    assert bring(client_of(stage.chloe), page, "virus.exe") == 400
    assert bring(client_of(stage.chloe), page, "none.pdf") == 400
    assert not ResourceFile.objects.exists()


def test_a_file_is_taken_away_with_its_bytes(
    keep: Keep,
    stage: Cast,
    client_of: ClientOf,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    page = keep()
    bring(client_of(stage.awa), page)
    kept = ResourceFile.objects.get()
    address = f"/resource-files/{kept.key}/remove/"

    assert client_of(stage.chloe).post(address).status_code == 403
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]  # a context manager
        assert client_of(stage.awa).post(address).status_code == 302

    assert not ResourceFile.objects.exists()
    assert not kept.file.storage.exists(kept.file.name)


def test_a_resource_takes_ten_files(keep: Keep, stage: Cast, client_of: ClientOf) -> None:
    page, client = keep(publish=False), client_of(stage.chloe)

    answers = [bring(client, page, f"{number}.txt") for number in range(11)]

    assert answers == [302] * 10 + [400]


def test_a_picture_is_shown_small_and_waits_as_a_link_in_light_mode(
    keep: Keep, stage: Cast, client_of: ClientOf
) -> None:
    page, reader = keep(), client_of(stage.esther)
    bring(client_of(stage.awa), page, "well.jpg", noise("JPEG", (1600, 1200)))
    key = ResourceFile.objects.get().key

    normal = reader.get(page.get_absolute_url()).content.decode()
    light = reader.get(page.get_absolute_url(), headers={"save-data": "on"}).content.decode()

    small = f"/resource-files/{key}/preview/"
    assert f'<img src="{small}" alt="" width="320" height="240" loading="lazy">well.jpg' in normal
    assert "<img" not in light
    assert f'<a href="{small}">well.jpg (picture, 28 kB at the most)</a>' in light


@pytest.mark.parametrize(
    ("audience", "way"), [(Audience.PUBLIC, "public"), (Audience.OUTER, "private")]
)
def test_a_small_picture_is_for_the_readers_of_the_resource(
    keep: Keep, stage: Cast, client_of: ClientOf, audience: Audience, way: str
) -> None:
    page = keep(read_audience=audience)
    bring(client_of(stage.awa), page, "well.jpg", noise("JPEG", (1600, 1200)))
    address = f"/resource-files/{ResourceFile.objects.get().key}/preview/"

    seen = client_of(stage.chloe).get(address)
    others = [client_of(person).get(address) for person in (stage.esther, None)]

    assert len(b"".join(seen)) <= 30_000
    assert seen.headers["Cache-Control"] == f"{way}, no-cache"
    for other in others:
        assert b"".join(other)
        assert other.status_code == (200 if audience == Audience.PUBLIC else 404)


def test_what_is_no_picture_has_no_small_copy(keep: Keep, stage: Cast, client_of: ClientOf) -> None:
    page = keep()
    bring(client_of(stage.awa), page)
    address = f"/resource-files/{ResourceFile.objects.get().key}/preview/"

    assert client_of(stage.awa).get(address).status_code == 404
