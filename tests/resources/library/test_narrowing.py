"""The core group narrows a resource to named people, and the page says how many they are."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from communities.circles.models import InvitedList, InvitedListEntry
from communities.people.models import User
from communities.policy import Audience
from resources.library.models import ResourceFile, ResourcePage
from resources.library.services.files import add_file
from tests.personas import Cast
from tests.resources.library.conftest import Keep
from tests.resources.library.test_proposals import NEW, only, said, written

ClientOf = Callable[[User | None], Client]


def listed() -> set[str]:
    return set(InvitedListEntry.objects.values_list("person__display_name", flat=True))


def publish(client: Client, page: ResourcePage) -> ResourcePage:
    client.post(f"/resources/{page.pk}/review/", {"answer": "publish"})
    assert only().live
    return only()


def test_the_core_group_names_the_only_readers(stage: Cast, client_of: ClientOf) -> None:
    awa = client_of(stage.awa)
    awa.post(NEW, written(invited=[str(stage.boubacar.pk)]))
    assert listed() == {"Awa", "Boubacar"}
    page = publish(awa, only())

    assert "Invited people · 2 people can read this" in said(awa, page.get_absolute_url())
    assert client_of(stage.boubacar).get(page.get_absolute_url()).status_code == 200
    for person in (stage.chloe, stage.esther, stage.gustave, None):
        assert client_of(person).get(page.get_absolute_url()).status_code == 404
        assert "How we read meters" not in said(client_of(person), "/resources/")
        assert "How we read meters" not in said(client_of(person), "/resources/feed/")


def test_who_is_not_of_the_core_group_cannot(stage: Cast, client_of: ClientOf) -> None:
    chloe = client_of(stage.chloe)
    assert "invited" not in chloe.get(NEW).context["form"].fields

    chloe.post(NEW, written(invited=[str(stage.chloe.pk)]))

    assert not InvitedList.objects.exists()
    assert only().invited_list is None


def test_a_draft_is_narrowed_and_opened_again(keep: Keep, stage: Cast, client_of: ClientOf) -> None:
    page = keep("How we read meters", publish=False)
    edit = f"/resources/{page.pk}/edit/"
    awa = client_of(stage.awa)
    same = written(tags_0="", tags_1="", tags_2="")

    awa.post(edit, {**same, "invited": [str(stage.boubacar.pk)]})
    assert listed() == {"Awa", "Boubacar"}
    kept = only().invited_list
    assert only().get_latest_revision_as_object().invited_list == kept
    assert [str(one) for one in awa.get(edit).context["form"]["invited"].value()] == [
        str(pk) for pk in sorted((stage.awa.pk, stage.boubacar.pk))
    ]
    client_of(stage.chloe).post(edit, written(title="The proposer's words"))
    assert only().invited_list == kept

    awa.post(edit, {**same, "invited": []})
    assert only().invited_list is None
    assert not InvitedList.objects.exists()


def test_an_older_version_lets_nobody_else_in(keep: Keep, stage: Cast, client_of: ClientOf) -> None:
    page = keep("How we read meters", publish=False)
    first = page.revisions.order_by("pk").first()
    edit = f"/resources/{page.pk}/edit/"
    client_of(stage.awa).post(edit, written(invited=[str(stage.boubacar.pk)]))

    first.refresh_from_db()
    first.publish()

    assert client_of(stage.chloe).get(page.get_absolute_url()).status_code == 404
    assert client_of(stage.boubacar).get(page.get_absolute_url()).status_code == 200


def test_a_list_names_only_who_can_read(stage: Cast, client_of: ClientOf) -> None:
    sent = written(invited=[str(stage.chloe.pk)], read_audience=str(int(Audience.INNER)))

    answer = client_of(stage.awa).post(NEW, sent)

    assert answer.status_code == 400
    assert "Not in the circles that can read here: Chloe" in answer.content.decode()
    for strange in (str(stage.esther.pk), "9" * 40, "x"):
        assert client_of(stage.awa).post(NEW, written(invited=[strange])).status_code == 400
    assert not ResourcePage.objects.exists()


def test_the_file_of_a_narrowed_resource_is_no_public_file(
    stage: Cast, client_of: ClientOf, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    awa = client_of(stage.awa)
    awa.post(NEW, written(invited=[str(stage.boubacar.pk)], read_audience="0"))
    page = publish(awa, only())
    add_file(page=page, owner=stage.awa, upload=SimpleUploadedFile("a.txt", b"1"))
    address = f"/resource-files/{ResourceFile.objects.get().key}/"

    answer = client_of(stage.boubacar).get(address)
    assert b"".join(answer) == b"1"
    assert "public" not in answer.headers["Cache-Control"]
    assert client_of(None).get(address).status_code == 404
