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
