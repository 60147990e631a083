"""What will come of files is known before; work that stopped goes on where it stopped."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from communities.circles.services.audiences import Audiences, make_invited_list
from communities.people.models import User
from communities.policy import Audience
from resources.library.models import BroughtFile, ResourceFile, ResourceImport, ResourcePage
from resources.library.models.bulk import SILENCE
from resources.library.services import bulk_preview, bulk_uploads
from resources.library.services.bulk_uploads import run_bringing_in, start_bringing_in
from tests.personas import Cast
from tests.resources.files.contents import zipped
from tests.resources.library.brought import ENGLISH, FRENCH, drafts

ClientOf = Callable[[User | None], Client]
OnCommit = Callable[..., Any]
ADDRESS = "/communities/water/resources/import/"
State = ResourceImport.State
pytestmark = pytest.mark.usefixtures("own_places")


def hand_over(client: Client, files: dict[str, str]) -> str:
    pack = SimpleUploadedFile("pack.zip", zipped(files))
    return str(client.post(ADDRESS, {"uploads": [pack]}).headers["Location"])


def written() -> tuple[int, int, int]:
    rows = (ResourcePage, BroughtFile, ResourceFile)
    return tuple(model.objects.count() for model in rows)  # type: ignore[return-value]  # three


@pytest.fixture
def client(stage: Cast, client_of: ClientOf) -> Client:
    return client_of(stage.awa)


@pytest.fixture
def take_in(django_capture_on_commit_callbacks: OnCommit) -> Callable[[Client, str], str]:
    """Say yes, let the worker work, and read the page that follows."""

    def taken(client: Client, address: str) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            client.post(address, {"wish": "import"})
        return client.get(address).content.decode()

    return taken


TakeIn = Callable[[Client, str], str]


def test_the_preview_tells_known_torn_and_twin_files(client: Client, take_in: TakeIn) -> None:
    take_in(client, hand_over(client, {"releves.txt": FRENCH}))
    before = written()

    files = {"another.txt": FRENCH, "torn.pdf": "no pdf", "a.txt": ENGLISH, "b.txt": ENGLISH}
    page = client.get(hand_over(client, files)).content.decode()

    assert "1 file will become a draft" in page
    assert "2 files are here already; nothing will be changed" in page
    assert "1 file will be left out" in page
    assert "another.txt, the same as “Relever les compteurs”" in page
    assert "b.txt, the same as “a.txt”" in page
    assert "<strong>torn.pdf</strong> · “torn.pdf” is damaged" in page
    assert written() == before


def test_nothing_new_offers_no_yes(client: Client, take_in: TakeIn) -> None:
    take_in(client, hand_over(client, {"releves.txt": FRENCH}))

    page = client.get(hand_over(client, {"again.txt": FRENCH})).content.decode()

    assert "0 files will become drafts" in page
    assert 'value="import"' not in page
    assert 'value="forget"' in page


def test_a_known_file_for_named_people_keeps_its_title(
    stage: Cast, client: Client, take_in: TakeIn
) -> None:
    take_in(client, hand_over(client, {"releves.txt": FRENCH}))
    few = Audiences(Audience.OUTER, Audience.CORE, frozenset({stage.boubacar.pk}))
    named = make_invited_list(community=stage.community, name="few", audiences=few)
    ResourcePage.objects.update(invited_list=named)

    page = client.get(hand_over(client, {"again.txt": FRENCH})).content.decode()

    assert "again.txt" in page
    assert "Relever les compteurs" not in page


def test_the_preview_says_what_there_was_no_time_to_look_into(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_preview, "LOOKING_LASTS", -1.0)

    page = client.get(hand_over(client, {"a.txt": ENGLISH, "b.exe": "MZ"})).content.decode()

    assert "1 file was only judged by its name and size" in page
    assert "<strong>b.exe</strong> · It is not of a kind we take" in page


def test_the_command_may_only_look(stage: Cast, folder: Path) -> None:
    (folder / "twin.txt").write_text(ENGLISH, "utf-8")
    (folder / "torn.pdf").write_bytes(b"no pdf at all")
    out = StringIO()

    call_command("import_resources", str(folder), "--community", "water", "--look", stdout=out)

    said = out.getvalue()
    assert "would come: releves.txt" in said
    assert "here already: twin.txt → deeper/meters_2026.txt" in said
    assert "left out: torn.pdf: “torn.pdf” is damaged" in said
    assert "4 files: 2 would come, 1 are here already or twice, 1 would be left out." in said
    assert written() == (0, 0, 0)


def interrupted(client: Client, monkeypatch: pytest.MonkeyPatch, files: dict[str, str]) -> str:
    """Let a worker die after the first file: nobody is told, the state stays."""
    address = hand_over(client, files)
    bundle = ResourceImport.objects.get()

    class DiedError(BaseException):
        """What no ``except Exception`` sees, as a killed worker."""

    real = bulk_uploads.bring_in

    def dying(**facts: Any) -> Any:
        outcomes = real(**facts)
        yield next(outcomes)
        raise DiedError

    start_bringing_in(bundle=bundle)
    with monkeypatch.context() as patched:
        patched.setattr(bulk_uploads, "bring_in", dying)
        with pytest.raises(DiedError):
            run_bringing_in(bundle=bundle, attempt=1)
    return address


THREE = {"a.txt": ENGLISH, "b.txt": FRENCH, "c.exe": "MZ"}


def fall_silent() -> None:
    long_ago = timezone.now() - SILENCE - timedelta(seconds=1)
    ResourceImport.objects.update(worked_at=long_ago)


def test_work_whose_worker_died_is_recognised_and_goes_on(
    client: Client, take_in: TakeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = interrupted(client, monkeypatch, THREE)

    still = client.get(address).content.decode()
    assert "http-equiv" in still
    assert 'value="import"' not in still
    take_in(client, address)
    assert len(drafts()) == 1  # it may only be slow

    fall_silent()
    stopped = client.get(address).content.decode()
    assert "Stopped on its way; start it again to go on" in stopped
    assert "1 of 3" in stopped
    assert "http-equiv" not in stopped
    assert "Stopped on its way" in client.get(ADDRESS).content.decode()

    done = take_in(client, address)

    assert "2 new drafts" in done
    assert "0 files were here already" in done
    assert "<strong>c.exe</strong>" in done
    assert written() == (2, 2, 2)


def test_a_worker_that_only_seemed_dead_stops_at_its_next_file(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted(client, monkeypatch, THREE)
    fall_silent()
    bundle = ResourceImport.objects.get()
    assert start_bringing_in(bundle=bundle)
    assert not start_bringing_in(bundle=bundle)

    assert not run_bringing_in(bundle=ResourceImport.objects.get(), attempt=1)
    assert len(drafts()) == 1
    assert run_bringing_in(bundle=ResourceImport.objects.get(), attempt=2)

    assert ResourceImport.objects.get().state == State.DONE
    assert not run_bringing_in(bundle=ResourceImport.objects.get(), attempt=2)
    assert written() == (2, 2, 2)


def test_an_attempt_taken_over_in_the_middle_writes_no_report(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_over(client, THREE)
    bundle = ResourceImport.objects.get()
    start_bringing_in(bundle=bundle)
    real = bulk_uploads.bring_in

    def overtaken(**facts: Any) -> Any:
        outcomes = real(**facts)
        yield next(outcomes)
        ResourceImport.objects.update(attempt=2)
        yield from outcomes

    monkeypatch.setattr(bulk_uploads, "bring_in", overtaken)

    assert not run_bringing_in(bundle=bundle, attempt=1)

    row = ResourceImport.objects.get()
    assert (row.state, row.files_done) == (State.RUNNING, 1)
    assert row.file.storage.exists(row.file.name)


def test_the_rest_may_be_thrown_away(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: OnCommit
) -> None:
    address = interrupted(client, monkeypatch, THREE)
    client.post(address, {"wish": "forget"})
    kept = ResourceImport.objects.get().file

    fall_silent()
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post(address, {"wish": "forget"}, follow=True).content.decode()

    assert "The rest of the files is thrown away; the drafts made of the others stay." in page
    assert not kept.storage.exists(kept.name)
    assert written() == (1, 1, 1)
