"""Many files become drafts: none twice, each failure named."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from communities.circles.models import Community, Membership
from communities.circles.services.founding import Founding, founding_steps
from communities.pages.editors import group_name
from communities.people.models import User
from communities.policy import Audience, Circle
from resources.files.inspection import inspect
from resources.library.choices import Kind, Licence
from resources.library.models import BroughtFile, ResourceFile, ResourcePage
from resources.library.selectors.resources import own_drafts
from resources.library.services import bulk
from resources.library.services.bulk import bring_file, facts_of_file
from resources.library.services.proposals import change_proposal
from resources.library.services.review import approve_resource
from resources.search.indexing import rebuild_index
from tests.factories.communities import MembershipFactory
from tests.personas import Cast, person
from tests.resources.files.contents import HONEST, office, zipped
from tests.resources.library.brought import ENGLISH, drafts
from tests.resources.library.conftest import Keep

ClientOf = Callable[[User | None], Client]
OnCommit = Callable[..., Any]
SEEDS = Path(__file__).resolve().parents[4] / "shared" / "seeds"
pytestmark = pytest.mark.usefixtures("own_places")


def run(folder: Path, *options: str) -> str:
    out = StringIO()
    call_command("import_resources", str(folder), "--community", "water", *options, stdout=out)
    return out.getvalue()


def test_each_file_becomes_a_draft_with_its_file(stage: Cast, folder: Path) -> None:
    said = run(folder)

    assert "2 files: 2 new drafts, 0 were here already, 0 left out." in said
    assert "[1/2] new: deeper/meters_2026.txt → Reading meters" in said
    french, english = drafts()["Relever les compteurs"], drafts()["Reading meters"]
    assert (french.live, french.owner, french.kind) == (False, stage.awa, Kind.GUIDE)
    assert (french.language, english.language) == ("fr", "en")
    assert french.summary.startswith("Relever les compteurs d’eau demande de la patience")
    assert french.licence == Licence.IN_FILE
    assert french.read_audience == stage.community.read_audience
    body = french.body[0].value
    assert "le même jour.\n\nOn écrit" in body
    assert "- Un crayon\n- Un cahier" in body
    assert "Relever les compteurs\n" not in body
    assert ResourceFile.objects.get(page=french).name == "releves.txt"
    assert mail.outbox == []


def test_a_second_run_changes_nothing_and_says_so(stage: Cast, folder: Path) -> None:
    run(folder)
    before = list(ResourcePage.objects.values_list("pk", "latest_revision_created_at"))

    (folder / "releves.txt").rename(folder / "another name.txt")
    said = run(folder)

    assert "0 new drafts, 2 were here already, 0 left out." in said
    assert "here already: another name.txt → Relever les compteurs" in said
    assert list(ResourcePage.objects.values_list("pk", "latest_revision_created_at")) == before
    assert ResourceFile.objects.count() == BroughtFile.objects.count() == 2


def test_a_copy_under_another_name_comes_once(stage: Cast, folder: Path) -> None:
    (folder / "copy.txt").write_text(ENGLISH, "utf-8")

    assert "3 files: 2 new drafts, 1 were here already, 0 left out." in run(folder)


def test_another_community_may_have_the_same_file(stage: Cast, folder: Path) -> None:
    founding_steps.run(Founding(Community.objects.get(slug="other"), stage.fatou))
    run(folder)

    out = StringIO()
    call_command("import_resources", str(folder), "--community", "other", stdout=out)

    assert "2 new drafts" in out.getvalue()
    assert set(BroughtFile.objects.values_list("page__owner", flat=True)) == {
        stage.awa.pk, stage.fatou.pk,
    }  # fmt: skip


def test_the_database_keeps_a_file_from_coming_twice(stage: Cast, keep: Keep) -> None:
    page = keep(publish=False)
    facts = {"community": stage.community, "page": page, "checksum": "a" * 64}
    BroughtFile.objects.create(**facts)

    with pytest.raises(IntegrityError), transaction.atomic():
        BroughtFile.objects.create(**facts)


def test_what_came_meanwhile_is_known(
    stage: Cast, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two runs at once: both looked before either wrote."""
    inspected = inspect(SimpleUploadedFile("a.txt", ENGLISH.encode()))
    facts = facts_of_file(inspected, stage.community, None)
    wanted: dict[str, Any] = {
        "community": stage.community, "by": stage.awa, "checksum": "b" * 64,
        "inspected": inspected, "facts": facts,
    }  # fmt: skip
    first = bring_file(**wanted)
    answers = iter([None, first])
    monkeypatch.setattr(bulk, "brought_before", lambda *_facts: next(answers))

    assert first is not None
    assert bring_file(**wanted) is None
    assert ResourcePage.objects.count() == 1


def test_who_deletes_a_draft_may_bring_its_file_again(stage: Cast, folder: Path) -> None:
    run(folder)
    drafts()["Reading meters"].delete()

    assert "1 new drafts, 1 were here already" in run(folder)


def test_each_failure_is_named_and_stops_no_other(stage: Cast, folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "virus.exe").write_bytes(b"MZ")
    (folder / "torn.pdf").write_bytes(b"no pdf at all")
    (folder / "more.zip").write_bytes(zipped({"a.txt": "a"}))
    (folder / "large.txt").write_bytes(b"a" * (10 * 2**20 + 1))
    (folder / "link.txt").symlink_to(Path(__file__))
    (folder / ".hidden.txt").write_bytes(b"hidden")

    said = run(folder)

    assert "8 files: 2 new drafts, 0 were here already, 6 left out." in said
    assert "left out: empty.txt: It is empty." in said
    assert "left out: virus.exe: It is not of a kind we take" in said
    assert "left out: torn.pdf: “torn.pdf” is damaged, or not what its name says." in said
    assert "left out: more.zip: It is an archive of its own. Unpack it first." in said
    assert "left out: large.txt: It is larger than 10 MB." in said
    assert "left out: link.txt: It is no file, but leads to another place." in said


def test_an_error_of_ours_is_named_too(
    stage: Cast, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_once(*_facts: object, **_more: object) -> object:
        monkeypatch.undo()
        raise ZeroDivisionError

    monkeypatch.setattr(bulk, "store_file", fail_once)

    said = run(folder)

    assert "meters_2026.txt: It could not be taken in; the site's log says why." in said
    assert list(drafts()) == ["Relever les compteurs"]
    assert BroughtFile.objects.count() == 1


def test_pictures_and_office_documents_come_too(stage: Cast, folder: Path) -> None:
    words = {"word/document.xml": "<w><p><t>Une note sur les compteurs de la ville</t></p></w>"}
    (folder / "note.docx").write_bytes(office(".docx", words))
    (folder / "plan_du-réseau.png").write_bytes(HONEST["png"])

    said = run(folder)

    assert "4 files: 4 new drafts" in said
    picture = drafts()["Plan du réseau"]
    assert "plan_du-réseau.png" in picture.summary
    assert drafts()["Une note sur les compteurs de la ville"].language == "fr"


def test_a_long_text_stays_in_its_file(stage: Cast, folder: Path) -> None:
    (folder / "long.txt").write_text("Long\n\n" + "Words about pipes and meters.\n\n" * 1000)

    run(folder)

    assert not drafts()["Long"].body
    assert drafts()["Long"].files.count() == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";"])
def test_a_sheet_says_what_files_are(stage: Cast, folder: Path, encoding: str, mark: str) -> None:
    lines = [
        ["Fichier", "Titre", "Étiquettes", "Langue", "Type"],
        ["releves.txt", "L’été des compteurs", "eau|Relevés", "anglais", "Compte rendu"],
        ["meters_2026.txt", "", "", "", "bonne pratique"],
        ["absent.txt", "", "", "", ""],
        ["releves.txt", "Encore", "", "", ""],
    ]
    text = "\r\n".join(mark.join(cells) for cells in lines)
    (folder / "liste.csv").write_bytes(text.encode(encoding))

    said = run(folder)

    assert "2 files: 2 new drafts" in said
    page = drafts()["L’été des compteurs"]
    assert (page.language, page.kind) == ("en", Kind.MINUTES)
    assert sorted(tag.name for tag in page.tags.all()) == ["Relevés", "eau"]
    assert drafts()["Reading meters"].kind == Kind.PRACTICE
    assert "Line 4 of the sheet, “absent.txt”: There is no such file" in said
    assert "Line 5 of the sheet, “releves.txt”: The file is named a second time" in said


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("releves.txt,,,,poem", "This is no kind of resource."),
        ("releves.txt,,,,lien", "A link or a video is no file."),
        ("releves.txt,,,klingon,", "This is no language of the site."),
        (f"releves.txt,{'a' * 201},,,", "The title is longer than 200 characters."),
        (f"releves.txt,,{'|'.join('abcdefghi')},,", "There are more than eight tags"),
    ],
)
def test_a_wrong_row_leaves_its_file_out_until_it_is_right(
    stage: Cast, folder: Path, tmp_path: Path, row: str, why: str
) -> None:
    sheet = tmp_path / "sheet.csv"
    sheet.write_text(f"file,title,tags,language,kind\n{row}\n")

    said = run(folder, "--sheet", str(sheet))

    assert f"left out: releves.txt: Line 2 of the sheet, “releves.txt”: {why}" in said
    sheet.write_text("file,title\nreleves.txt,Now\n")
    assert "1 new drafts, 1 were here already" in run(folder, "--sheet", str(sheet))
    assert "Now" in drafts()


def test_a_table_without_a_column_of_files_is_a_file(stage: Cast, folder: Path) -> None:
    (folder / "numbers.csv").write_text("town,meters\nDakar,12\n")

    assert "3 files: 3 new drafts" in run(folder)


def test_the_command_says_what_is_wrong(stage: Cast, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("town\nDakar\n")

    with pytest.raises(CommandError, match="There is no file in it"):
        run(tmp_path / "nothing")
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        run(tmp_path / "absent")
    with pytest.raises(CommandError, match="one of them has to be “file”"):
        run(folder, "--sheet", str(sheet))
    with pytest.raises(CommandError, match="is not in the core group"):
        run(folder, "--by", "esther@people.example")
    with pytest.raises(CommandError, match=r"There is no community “x”. Communities: .*water"):
        call_command("import_resources", str(folder), "--community", "x")
    assert not drafts()


def test_nobody_is_written_to_for_each_file(
    stage: Cast, folder: Path, client_of: ClientOf, django_capture_on_commit_callbacks: OnCommit
) -> None:
    binta = person("Binta")
    MembershipFactory(community=stage.community, person=binta, circle=Circle.CORE)
    Group.objects.get(name=group_name(stage.community)).user_set.add(binta)
    with django_capture_on_commit_callbacks(execute=True):
        run(folder)
        french, english = drafts()["Relever les compteurs"], drafts()["Reading meters"]
        facts = facts_of_file(
            inspect(SimpleUploadedFile("a.txt", b"Better words")), stage.community, None
        )
        assert change_proposal(page=french, by=stage.awa, facts=facts)
        client_of(stage.awa).post(f"/resources/{english.pk}/review/", {"answer": "publish"})

    assert ResourcePage.objects.get(pk=english.pk).live
    assert mail.outbox == []


def test_drafts_stand_after_what_members_handed_in(
    stage: Cast, keep: Keep, folder: Path, client_of: ClientOf
) -> None:
    run(folder)
    keep("Handed in later", publish=False)

    page = client_of(stage.awa).get("/communities/water/resources/proposals/").content.decode()

    assert page.index("Handed in later") < page.index("Reading meters")
    assert own_drafts(stage.community, stage.awa).count() == 2


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds lie beside the project, not in it")
def test_the_seeds_become_five_french_resources_that_search_finds(
    stage: Cast, client_of: ClientOf
) -> None:
    assert "5 files: 5 new drafts" in run(SEEDS)
    found = drafts()
    assert {page.language for page in found.values()} == {"fr"}
    assert list(found) == [
        "Qu'est-ce l'apprentissage entre pairs ?",
        "Résumé succinct",
        "Communautés d'apprentissage et de pratiques",
        "Benchlearning",
        "Communautés de pratique",
    ]
    for page in found.values():
        approve_resource(page=page, by=stage.awa)
    rebuild_index()

    asked = {
        "Qu'est-ce l'apprentissage entre pairs ?": "logistique organisationnelle",
        "Résumé succinct": "Varbanova",  # stands only in the file
        "Communautés d'apprentissage et de pratiques": "séances de rencontres virtuelles",
        "Benchlearning": "benchlearning piliers",
        "Communautés de pratique": "cercle externe liste de distribution",
    }
    for title, words in asked.items():
        page = found[title]
        answer = client_of(stage.esther).get("/search/", {"q": words}).content.decode()
        assert page.get_absolute_url() in answer, words


def test_the_command_publishes_when_told_to(stage: Cast, folder: Path) -> None:
    assert "2 new resources" in run(folder, "--publish")

    assert all(page.live for page in drafts().values())
    assert "0 new resources, 2 were here already" in run(folder, "--publish")


def test_drafts_are_read_by_the_core_group_alone(
    stage: Cast, folder: Path, client_of: ClientOf
) -> None:
    run(folder)
    page = drafts()["Reading meters"]
    key = ResourceFile.objects.get(page=page).key

    assert page.read_audience == Audience.PUBLIC
    assert b"".join(client_of(stage.awa).get(f"/resource-files/{key}/")) == ENGLISH.encode()
    assert client_of(stage.boubacar).get(f"/resource-files/{key}/").status_code == 404
    assert client_of(stage.boubacar).get(page.get_absolute_url()).status_code == 404
    Membership.objects.filter(person=stage.awa).delete()
    assert client_of(stage.awa).get(page.get_absolute_url()).status_code == 404
