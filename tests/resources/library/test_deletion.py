"""A deleted resource takes with it what was stored for it, and nothing else breaks."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase

from communities.pages.models import CommunityPage, Goal
from communities.people.models import User
from resources.library.models import ResourceFile, ResourcePage
from resources.library.selectors.resources import goals_of
from resources.library.services.files import add_file
from resources.library.services.reading_lists import make_list, put_on_list
from resources.search.indexing import rebuild_index
from resources.search.models import FileText
from tests.personas import Cast
from tests.resources.files.contents import noise
from tests.resources.library.conftest import Keep
from tests.resources.search.conftest import catch_up

ClientOf = Callable[[User | None], Client]
pytestmark = pytest.mark.usefixtures("own_places")


def stored(tmp_path: Path) -> list[str]:
    kept = (tmp_path / "media" / "resources").rglob("*")
    return [path.name for path in kept if path.is_file()]


def bring(page: ResourcePage, by: User, name: str, content: bytes) -> ResourceFile:
    return add_file(page=page, owner=by, upload=SimpleUploadedFile(name, content))


def test_deleting_in_the_admin_takes_bytes_previews_words_and_finds(
    keep: Keep, stage: Cast, client_of: ClientOf, tmp_path: Path
) -> None:
    page = keep("Zebra guide")
    bring(page, stage.awa, "words.txt", b"quagga")
    bring(page, stage.awa, "photo.jpg", noise("JPEG", (900, 700)))
    shared = make_list(owner=stage.chloe, title="Mine", description="")
    put_on_list(reading_list=shared, page=page)
    keep("Other")
    rebuild_index()
    catch_up()
    awa = client_of(stage.awa)
    assert "Zebra guide" in awa.get("/search/?q=quagga").content.decode()
    assert len(stored(tmp_path)) >= 3
    assert FileText.objects.exists()

    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = awa.post(f"/cms/pages/{page.pk}/delete/")
    assert answer.status_code == 302

    assert not ResourcePage.objects.filter(pk=page.pk).exists()
    assert stored(tmp_path) == []
    assert not FileText.objects.exists()
    boubacar = client_of(stage.boubacar)
    assert "Zebra guide" not in boubacar.get("/search/?q=quagga").content.decode()
    catch_up()
    assert "Zebra guide" not in boubacar.get("/search/?q=quagga").content.decode()
    for address in ("/resources/", "/communities/water/resources/", shared.get_absolute_url()):
        assert client_of(stage.chloe).get(address).status_code == 200
    assert awa.get("/communities/water/resources/proposals/").status_code == 200


def test_bytes_stay_while_the_deletion_may_fail_and_while_another_row_has_them(
    keep: Keep, stage: Cast, tmp_path: Path
) -> None:
    one, other = keep("One"), keep("Other")
    kept = bring(one, stage.awa, "words.txt", b"1")
    twin = ResourceFile.objects.create(
        page=other, file=kept.file.name, key="x" * 32, owner=stage.awa, name="words.txt",
        content_type="text/plain", size=1,
    )  # fmt: skip

    with TestCase.captureOnCommitCallbacks(execute=True):
        one.delete()
    assert len(stored(tmp_path)) == 1

    with TestCase.captureOnCommitCallbacks(execute=False):
        twin.delete()
    assert len(stored(tmp_path)) == 1


def test_the_last_row_takes_the_bytes(keep: Keep, stage: Cast, tmp_path: Path) -> None:
    page = keep("One")
    kept = bring(page, stage.awa, "words.txt", b"1")

    with TestCase.captureOnCommitCallbacks(execute=True):
        kept.delete()

    assert stored(tmp_path) == []


def test_a_version_that_names_what_is_gone_can_still_be_read_and_published(
    keep: Keep, stage: Cast, client_of: ClientOf
) -> None:

    page_of = CommunityPage.objects.get(community=stage.community, alias_of__isnull=True)
    goal = Goal.objects.create(page=page_of, wording="Compare wells")
    assert goal in goals_of(stage.community)
    draft = keep("Draft", goal=goal, tags=("gone",), publish=False)
    draft.tags.all().first().delete()
    goal.delete()
    awa = client_of(stage.awa)

    assert awa.get(draft.get_absolute_url()).status_code == 200
    assert awa.get(f"/cms/pages/{draft.pk}/edit/").status_code == 200
    awa.post(f"/resources/{draft.pk}/review/", {"answer": "publish"})
    assert ResourcePage.objects.get(pk=draft.pk).live
