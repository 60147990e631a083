"""A superuser who entered nowhere finds no protected page in any screen of Wagtail's admin."""

import io
import zipfile
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import GroupApprovalTask, Page, PageLogEntry, Workflow

from communities.circles.services.care import enter_community
from communities.pages.editors import group_name
from communities.pages.models import ScopedPage
from communities.people.models import User
from resources.library.models import ResourcePage
from tests.access.admin_addresses import admin_addresses
from tests.worlds import PLACES, Scene

ClientOf = Callable[[User | None], Client]
READ_BY_ALL = ("public", "signed_in")
ACTIONS = ("delete", "move", "publish", "unpublish")
REPORTS = ("locked", "workflow", "workflow_tasks", "site-history", "aging-pages")


@pytest.fixture
def traced(scene: Scene) -> Scene:
    """Gustave worked on every page while he had entered: he edited, locked and handed in."""
    gustave = scene.cast.gustave
    for page in [*scene.resources.values(), scene.draft]:
        page.tags.add(f"tag {page.title}")
        page.summary = f"Draft of {page.title}"
        page.save_revision(user=gustave, log_action=True)
    Page.objects.filter(pk__in=ScopedPage.objects.values("pk")).update(
        locked=True, locked_by=gustave, locked_at=timezone.now(), owner=gustave
    )
    gone = ResourcePage.objects.get(pk=scene.resources["core"].pk)
    log(gone, "wagtail.delete", user=scene.cast.awa, deleted=True)
    PageLogEntry.objects.filter(deleted=True).update(page_id=10_000)
    return scene


def secrets(scene: Scene) -> list[str]:
    hidden = [scene.resources[place].title for place in PLACES if place not in READ_BY_ALL]
    return [*hidden, scene.draft.title]


def addresses(page: ScopedPage, scene: Scene) -> Iterator[str]:
    """Every address with the page's key in it, and those that name a page otherwise."""
    yield from admin_addresses(page)
    parent = page.get_parent()
    for action in ACTIONS:
        at = f"/cms/bulk/wagtailcore/page/{action}/"
        yield from (f"{at}?id={page.pk}", f"{at}?id=all", f"{at}?id=all&childOf={parent.pk}")
        yield f"{at}?id=all&q=secret"
    for name in REPORTS:
        yield from (f"/cms/reports/{name}/?export={kind}" for kind in ("csv", "xlsx"))
    yield from ("/cms/pages/search/?q=secret", "/cms/pages/search/results/?q=secret")
    yield from ("/cms/pages/?q=secret", f"/cms/pages/{parent.pk}/?q=secret")
    yield "/cms/tag-autocomplete/?term=tag"
    yield from ("/cms/api/main/pages/?search=secret", f"/cms/api/main/pages/?child_of={parent.pk}")
    yield f"/cms/api/main/pages/?child_of={parent.pk}&for_explorer=1&fields=*"
    group, workflow, task = keys(scene)
    yield from (f"/cms/groups/edit/{group}/", f"/cms/groups/{group}/delete/")
    yield from (f"/cms/workflows/edit/{workflow}/", f"/cms/workflows/usage/{workflow}/")
    yield f"/cms/workflows/tasks/edit/{task}/"
    for person in (scene.cast.gustave, scene.cast.awa):  # who wrote and who owns the pages
        yield from (f"/cms/users/usage/{person.pk}/", f"/cms/users/edit/{person.pk}/")
        yield from (f"/cms/users/history/{person.pk}/", f"/cms/users/delete/{person.pk}/")
    yield from (f"/cms/groups/usage/{group}/", f"/cms/workflows/tasks/usage/{task}/")


def keys(scene: Scene) -> tuple[int, int, int]:
    """The community's group, workflow and task."""
    task = GroupApprovalTask.objects.get(groups__name=group_name(scene.cast.community))
    return task.groups.get().pk, Workflow.objects.get(workflow_tasks__task=task).pk, task.pk


def heard(client: Client, address: str) -> str:
    """Everything an answer says, the sheets of a spreadsheet included."""
    answer = client.get(address)
    said = answer.getvalue()
    if said.startswith(b"PK"):
        sheet = zipfile.ZipFile(io.BytesIO(said))
        said = b"".join(sheet.read(name) for name in sheet.namelist())
    return f"{answer.headers} {said.decode(errors='replace')}"


@pytest.mark.parametrize("name", ["gustave", "fatou"])
def test_no_screen_of_the_admin_names_a_protected_page(
    traced: Scene, name: str, client_of: ClientOf
) -> None:
    client = client_of(getattr(traced.cast, name))
    client.raise_request_exception = False
    pages = [*(traced.resources[place] for place in ("inner", "core", "invited")), traced.draft]

    leaks = {}
    for address in {one for page in pages for one in addresses(page, traced)}:
        said = heard(client, address)
        found = [secret for secret in secrets(traced) if secret in said]
        if found:
            leaks[address] = found

    assert leaks == {}


SHOWN_TO_WHO_ENTERED = (
    "/cms/",
    "/cms/pages/search/?q=secret",
    "/cms/api/main/pages/?search=secret",
    "/cms/pages/usage/library/resourcepage/",
    *(f"/cms/reports/{name}/" for name in REPORTS),
    *(f"/cms/reports/{name}/?export=csv" for name in REPORTS),
    *(f"/cms/bulk/wagtailcore/page/{action}/?id=all" for action in ACTIONS),
)


def test_the_same_screens_name_the_pages_to_whoever_entered(
    traced: Scene, client_of: ClientOf
) -> None:
    gustave = traced.cast.gustave
    enter_community(community=traced.cast.community, person=gustave, reason="A complaint")
    client = client_of(gustave)

    silent = {one for one in SHOWN_TO_WHO_ENTERED if Scene.secret("core") not in heard(client, one)}

    assert silent == set()


def test_no_act_on_many_pages_reaches_a_protected_one(traced: Scene, client_of: ClientOf) -> None:
    page = traced.resources["core"]
    client = client_of(traced.cast.gustave)

    for keys_asked in (f"id={page.pk}", "id=all", f"id=all&childOf={page.get_parent().pk}"):
        client.post(f"/cms/bulk/wagtailcore/page/unpublish/?{keys_asked}")

    assert ResourcePage.objects.get(pk=page.pk).live
