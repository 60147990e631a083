"""Wagtail's admin shows a core member their own community's pages, and nothing else."""

from collections.abc import Callable, Iterator

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from wagtail.models import WorkflowPage

from communities.circles.models import Community
from communities.circles.services.care import enter_community
from communities.circles.services.founding import GoalWords, found_community
from communities.circles.services.membership import (
    change_own_circle,
    join_community,
    promote_to_core,
)
from communities.pages.editors import group_name
from communities.pages.models import CommunityPage
from communities.people.models import User
from communities.policy import Audience, Circle
from resources.library.facts import Facts
from resources.library.models import ResourcePage
from resources.library.services.proposals import propose_resource
from resources.library.services.review import approve_resource
from tests.access.admin_addresses import admin_addresses
from tests.factories.people import PersonFactory
from tests.personas import Cast

SECRET = "hidden-in-a-draft"
ClientOf = Callable[[User | None], Client]


@pytest.fixture
def own(cast: Cast) -> Community:
    """Awa's community: its draft holds the secret."""
    community = found_community(
        founder=cast.awa,
        name="Quiet waters",
        purpose="Learn.",
        language="en",
        goals=[GoalWords("Begin", "exchange")],
        read_audience=Audience.OUTER,
    )
    found_community(founder=cast.fatou, name="Elsewhere", purpose="Learn.", language="en")
    page = original(community)
    page.charter = SECRET
    page.save_revision(user=cast.awa)
    return community


def original(community: Community) -> CommunityPage:
    return CommunityPage.objects.get(community=community, alias_of__isnull=True)


@pytest.mark.parametrize("name", ["fatou", "boubacar", "diego", "esther"])
def test_nobody_else_finds_anything_in_the_admin(
    own: Community, cast: Cast, name: str, client_of: ClientOf
) -> None:
    client = client_of(getattr(cast, name))
    client.raise_request_exception = False

    for address in sorted(set(admin_addresses(original(own)))):
        answer = client.get(address)
        if answer.streaming:
            pytest.fail(f"a file is served at {address}")
        heard = answer.content.decode(errors="replace")
        assert SECRET not in heard, address
        assert "Quiet waters" not in heard, address


def test_core_member_edits_the_own_page_and_sees_the_own_files(
    own: Community, cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.awa)
    page = original(own)

    for address in (
        f"/cms/pages/{page.pk}/edit/",
        f"/cms/pages/{page.pk}/history/",
        f"/cms/pages/{page.pk}/view_draft/",
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
    assert SECRET in client.get(f"/cms/pages/{page.pk}/edit/").content.decode()


def test_leaving_the_core_group_ends_editing(
    own: Community, cast: Cast, client_of: ClientOf
) -> None:
    person = PersonFactory()
    join_community(community=own, person=person, circle=Circle.OUTER, by=cast.awa)
    promote_to_core(community=own, person=person, by=cast.awa)
    address = f"/cms/pages/{original(own).pk}/edit/"
    client = client_of(person)
    assert client.get(address).status_code == 200

    change_own_circle(community=own, person=person, circle=Circle.INNER)

    assert client.get(address).status_code != 200


@pytest.mark.parametrize("who", ["awa", "gustave"])
def test_no_second_door_leads_to_files(
    own: Community, cast: Cast, who: str, client_of: ClientOf
) -> None:
    client = client_of(getattr(cast, who))

    for address in (
        "/cms/documents/",
        "/cms/documents/add/",
        "/cms/documents/chooser/",
        "/cms/api/main/documents/",
        "/cms/bulk/wagtaildocs/document/delete/?id=1",
        "/cms/images/",
        "/cms/images/add/",
        "/cms/collections/",
        "/documents/1/note.txt",
        "/media/images/dot.png",
    ):
        assert client.get(address).status_code == 404, address
    home = client.get("/cms/").content.decode()
    assert not any(f"/cms/{name}/" in home for name in ("documents", "images", "collections"))


def test_wagtails_own_address_of_a_page_obeys_the_rule(
    own: Community, cast: Cast, client_of: ClientOf
) -> None:
    address = f"/communities/{own.slug}/"

    assert client_of(cast.awa).get(address).status_code == 200
    assert client_of(cast.esther).get(address).status_code == 404


@pytest.fixture
def kept(own: Community, cast: Cast) -> ResourcePage:
    """A published resource of Awa's community, with a secret in its newest draft and its tag."""
    facts = Facts(title="Kept", summary="Words", language="en", read_audience=Audience.OUTER)
    page = propose_resource(community=own, by=cast.awa, facts=facts)
    approve_resource(page=page, by=cast.awa)
    found: ResourcePage = ResourcePage.objects.get(pk=page.pk)
    found.summary = SECRET
    found.tags.set([SECRET])
    found.save_revision(user=cast.awa).publish()
    return found


@pytest.mark.parametrize("name", ["fatou", "boubacar", "esther"])
def test_nobody_else_finds_a_resource_in_the_admin(
    kept: ResourcePage, cast: Cast, name: str, client_of: ClientOf
) -> None:
    client = client_of(getattr(cast, name))
    client.raise_request_exception = False

    for address in sorted(set(_all(kept)) | {"/cms/tag-autocomplete/?term=hidden"}):
        heard = client.get(address).content.decode(errors="replace")
        assert SECRET not in heard, address
        assert "Quiet waters" not in heard, address


def _all(kept: ResourcePage) -> Iterator[str]:
    return (address for address in admin_addresses(kept))


def test_core_member_edits_the_own_resources_only(
    kept: ResourcePage, cast: Cast, client_of: ClientOf
) -> None:
    parent = original(kept.community)
    addresses = (
        f"/cms/pages/{kept.pk}/edit/",
        f"/cms/pages/{kept.pk}/history/",
        f"/cms/pages/{kept.pk}/view_draft/",
        f"/cms/pages/add/library/resourcepage/{parent.pk}/",
    )

    for address in addresses:
        assert client_of(cast.awa).get(address).status_code == 200, address
        assert client_of(cast.fatou).get(address).status_code == 404, address


def test_core_member_writes_a_resource_in_the_admin(
    own: Community, cast: Cast, client_of: ClientOf
) -> None:
    parent = original(own)
    form = {
        "title": "Written inside",
        "slug": "written-inside",
        "kind": "guide",
        "summary": "Words",
        "language": "en",
        "licence": "by",
        "read_audience": int(Audience.OUTER),
        "body-count": 0,
        "credits-TOTAL_FORMS": 0,
        "credits-INITIAL_FORMS": 0,
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        "action-publish": "yes",
    }
    address = f"/cms/pages/add/library/resourcepage/{parent.pk}/"

    wide = client_of(cast.awa).post(address, form | {"read_audience": int(Audience.PUBLIC)})
    assert (wide.status_code, ResourcePage.objects.count()) == (200, 0)
    client_of(cast.awa).post(address, form)

    page = ResourcePage.objects.get()
    assert (page.live, page.community) == (True, own)


def test_a_resource_stays_with_its_community(
    kept: ResourcePage, cast: Cast, client_of: ClientOf
) -> None:
    other = CommunityPage.objects.get(slug="elsewhere", alias_of__isnull=True)
    join_community(community=other.community, person=cast.awa, circle=Circle.OUTER, by=cast.fatou)
    promote_to_core(community=other.community, person=cast.awa, by=cast.fatou)

    client_of(cast.awa).post(f"/cms/pages/{kept.pk}/move/{other.pk}/confirm/")

    assert ResourcePage.objects.get().get_parent().pk == original(kept.community).pk


def test_a_copy_stays_with_its_community(
    kept: ResourcePage, cast: Cast, client_of: ClientOf
) -> None:
    other = CommunityPage.objects.get(slug="elsewhere", alias_of__isnull=True)
    join_community(community=other.community, person=cast.awa, circle=Circle.OUTER, by=cast.fatou)
    promote_to_core(community=other.community, person=cast.awa, by=cast.fatou)
    form = {"new_title": "Copy", "new_slug": "copy", "publish_copies": "on"}

    for parent in (other, original(kept.community)):
        address = f"/cms/pages/{kept.pk}/copy/"
        client_of(cast.awa).post(address, form | {"new_parent_page": parent.pk})

    copied = ResourcePage.objects.get(slug="copy")
    assert copied.get_parent().pk == original(kept.community).pk


def test_a_superuser_edits_a_protected_resource_only_while_entered(
    kept: ResourcePage, cast: Cast, client_of: ClientOf
) -> None:
    gustave = client_of(cast.gustave)
    parent = CommunityPage.objects.get(pk=original(kept.community).pk).get_parent()
    edit = f"/cms/pages/{kept.pk}/edit/"

    assert gustave.get(edit).status_code == 404
    assert "Quiet waters" not in gustave.get(f"/cms/pages/{parent.pk}/").content.decode()

    enter_community(community=kept.community, person=cast.gustave, reason="A complaint")

    assert gustave.get(edit).status_code == 200
    assert "Quiet waters" in gustave.get(f"/cms/pages/{parent.pk}/").content.decode()


def test_a_superuser_finds_a_communitys_group_and_review_only_while_entered(
    own: Community, cast: Cast, client_of: ClientOf
) -> None:
    gustave = client_of(cast.gustave)
    group = Group.objects.get(name=group_name(own))
    workflow = WorkflowPage.objects.get(page=original(own)).workflow
    addresses = (f"/cms/groups/edit/{group.pk}/", f"/cms/workflows/edit/{workflow.pk}/")

    for address in addresses:
        assert gustave.get(address).status_code == 404, address

    enter_community(community=own, person=cast.gustave, reason="A complaint")

    for address in addresses:
        assert "Quiet waters" in gustave.get(address).content.decode(), address
