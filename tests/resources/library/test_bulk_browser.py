"""Files are handed over in the browser, looked at, then brought in, with scripts off too."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from communities.people.models import User
from resources.library.models import ResourceImport
from tests.personas import Cast
from tests.resources.files.contents import zipped
from tests.resources.library.brought import ENGLISH, FRENCH, drafts

ClientOf = Callable[[User | None], Client]
OnCommit = Callable[..., Any]
ADDRESS = "/communities/water/resources/import/"
pytestmark = pytest.mark.usefixtures("own_places")


def bring(client: Client, *files: tuple[str, bytes], **more: SimpleUploadedFile) -> Any:
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(ADDRESS, {"uploads": uploads, **more})


def test_browser_shows_what_will_come_then_takes_it_in(
    stage: Cast, client_of: ClientOf, django_capture_on_commit_callbacks: OnCommit
) -> None:
    client = client_of(stage.awa)
    pack = zipped(
        {
            "docs/releves.txt": FRENCH,
            "docs/virus.exe": "MZ",
            "docs/list.csv": "file;title\nreleves.txt;Un été\nabsent.txt;Rien\n",
            "__MACOSX/._releves.txt": "litter",
        }
    )

    answer = bring(client, ("pack.zip", pack))
    preview = client.get(answer.headers["Location"]).content.decode()

    assert "docs/releves.txt · Un été" in preview
    assert "<strong>docs/virus.exe</strong> · It is not of a kind we take" in preview
    assert "“absent.txt”: There is no such file" in preview
    assert not drafts()
    bundle = ResourceImport.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(answer.headers["Location"], {"wish": "import"})
    done = client.get(answer.headers["Location"]).content.decode()
    assert "1 new draft" in done
    assert "1 file left out" in done
    assert "http-equiv" not in done
    assert list(drafts()) == ["Un été"]
    assert not bundle.file.storage.exists(bundle.file.name)

    again = bring(client, ("releves.txt", FRENCH.encode()), ("b.txt", ENGLISH.encode()))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(again.headers["Location"], {"wish": "import"})
    done = client.get(again.headers["Location"]).content.decode()
    assert "1 file was here already; nothing was changed" in done
    assert "releves.txt, the same as “Un été”" in done
    assert list(drafts()) == ["Un été", "Reading meters"]


def test_browser_takes_a_folder_and_what_lies_in_its_folders(
    stage: Cast, client_of: ClientOf, django_capture_on_commit_callbacks: OnCommit
) -> None:
    client = client_of(stage.awa)
    assert "webkitdirectory" in client.get(ADDRESS).content.decode()
    nothing = client.post(ADDRESS, {})
    assert nothing.status_code == 400
    assert "Choose files, a zip archive or a folder." in nothing.content.decode()

    # A browser names what lies in the folders of a folder by its name alone.
    names = {"a.txt": ENGLISH.encode(), "b.txt": FRENCH.encode(), ".DS_Store": b"litter"}
    folder = [SimpleUploadedFile(name, content) for name, content in names.items()]
    answer = client.post(ADDRESS, {"folder": folder})
    with django_capture_on_commit_callbacks(execute=True):
        client.post(answer.headers["Location"], {"wish": "import"})

    assert ResourceImport.objects.get().files_total == 2
    assert len(drafts()) == 2


def test_browser_takes_a_sheet_beside_the_files(
    stage: Cast, client_of: ClientOf, django_capture_on_commit_callbacks: OnCommit
) -> None:
    client = client_of(stage.awa)
    sheet = SimpleUploadedFile("s.csv", b'file,title,tags\na.txt,Of the sheet,"one, two"\n')

    answer = bring(client, ("a.txt", ENGLISH.encode()), ("b.txt", b""), sheet=sheet)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(answer.headers["Location"], {"wish": "import"})

    assert sorted(tag.name for tag in drafts()["Of the sheet"].tags.all()) == ["one", "two"]
    done = client.get(answer.headers["Location"]).content.decode()
    assert "<strong>b.txt</strong> · It is empty." in done


def test_browser_shows_how_far_it_is(stage: Cast, client_of: ClientOf) -> None:
    answer = bring(client_of(stage.awa), ("a.txt", b"Words"), ("b.txt", b"Others"))
    ResourceImport.objects.update(state=ResourceImport.State.RUNNING, files_done=1)

    page = client_of(stage.awa).get(answer.headers["Location"]).content.decode()

    assert '<meta http-equiv="refresh"' in page
    assert "1 of 2" in page
    assert client_of(stage.awa).post(answer.headers["Location"]).status_code == 302
    assert not drafts()


def test_an_error_leaves_the_files_for_another_try(
    stage: Cast,
    client_of: ClientOf,
    django_capture_on_commit_callbacks: OnCommit,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer = bring(client_of(stage.awa), ("a.txt", ENGLISH.encode()))
    address = answer.headers["Location"]
    bundle = ResourceImport.objects.get()
    with bundle.file.storage.open(bundle.file.name) as kept:
        content = kept.read()
    bundle.file.storage.delete(bundle.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        client_of(stage.awa).post(address, {"wish": "import"})
    assert "start it again" in client_of(stage.awa).get(address).content.decode()

    Path(bundle.file.path).write_bytes(content)
    with django_capture_on_commit_callbacks(execute=True):
        client_of(stage.awa).post(address, {"wish": "import"})

    assert list(drafts()) == ["Reading meters"]


def test_files_may_be_thrown_away(
    stage: Cast, client_of: ClientOf, django_capture_on_commit_callbacks: OnCommit
) -> None:
    answer = bring(client_of(stage.awa), ("a.txt", b"Words"))
    kept = ResourceImport.objects.get().file

    with django_capture_on_commit_callbacks(execute=True):
        client_of(stage.awa).post(answer.headers["Location"], {"wish": "forget"})

    assert not ResourceImport.objects.exists()
    assert not kept.storage.exists(kept.name)
    assert not drafts()


def test_wrong_files_are_refused_in_words(stage: Cast, client_of: ClientOf) -> None:
    client = client_of(stage.awa)
    torn = bring(client, ("pack.zip", b"PK no zip"))
    sheet = SimpleUploadedFile("s.csv", b"town\nDakar\n")
    wrong = bring(client, ("a.txt", b"Words"), sheet=sheet)
    none = client.post(ADDRESS, {"wish": "import"})
    with override_settings(ARCHIVE_MAX_BYTES=4):
        much = bring(client, ("a.txt", b"Words"))

    answers = (torn, wrong, none, much)
    assert [answer.status_code for answer in answers] == [400] * 4
    said = [answer.content.decode() for answer in answers]
    assert "This is no zip archive, or it is damaged." in said[0]
    assert "one of them has to be “file”" in said[1]
    assert "Choose files, a zip archive or a folder." in said[2]
    assert "This is too much at once; nothing was kept of it." in said[3]
    assert not ResourceImport.objects.exists()


def test_only_the_core_group_sees_what_was_handed_over(stage: Cast, client_of: ClientOf) -> None:
    answer = bring(client_of(stage.awa), ("secret-name.txt", b"Words"))
    address = answer.headers["Location"]

    assert "secret-name" in client_of(stage.awa).get(address).content.decode()
    for somebody in (stage.boubacar, stage.chloe, stage.esther, stage.fatou, None):
        client = client_of(somebody)
        assert client.get(address).status_code in {302, 403, 404}
        assert client.post(address, {"wish": "import"}).status_code in {302, 403, 404}
        assert bring(client, ("a.txt", b"Words")).status_code in {302, 403, 404}
        assert "import/" not in client.get("/communities/water/resources/").content.decode()
    assert ADDRESS in client_of(stage.awa).get("/communities/water/resources/").content.decode()
    other = address.replace("water", "other")
    assert client_of(stage.fatou).get(other).status_code == 404
    assert not drafts()
    assert ResourceImport.objects.get().state == ResourceImport.State.UPLOADED
