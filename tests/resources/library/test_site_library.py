"""The site's library: whoever is signed in proposes to it, its core group decides, nothing else opens."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from communities.access import access_for
from communities.circles.models import Community
from communities.circles.services.care import close_community
from communities.people.models import User
from communities.policy import NOBODY, Audience
from resources.library.models import Credit, ResourcePage
from resources.library.selectors.resources import may_propose
from tests.access.test_leaks import MAY_READ, found_by
from tests.access.test_twins import assert_twins
from tests.communities.circles.test_founding import WORDS
from tests.factories.communities import CommunityFactory
from tests.performance.test_query_budgets import cost
from tests.personas import Cast
from tests.resources.library.conftest import Keep
from tests.resources.library.test_proposals import NEW, only, said, written
from tests.worlds import Scene, make_scene

ClientOf = Callable[[User | None], Client]
EVERYBODY = ("awa", "boubacar", "chloe", "diego", "esther", "fatou", "gustave", "nobody")


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


@pytest.fixture
def library(stage: Cast) -> Cast:
    """The cast, whose community keeps the site's library."""
    Community.objects.filter(pk=stage.community.pk).update(is_library=True)
    stage.community.refresh_from_db()
    return stage


def test_the_site_has_one_library_at_the_most(library: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CommunityFactory(is_library=True)
    CommunityFactory(name="Another", slug="another")


def test_a_superuser_founds_it_and_nobody_else(cast: Cast, client_of: ClientOf) -> None:
    wanted = {**WORDS, "is_library": "on"}
    assert (
        "is_library" not in client_of(cast.esther).get("/communities/new/").context["form"].fields
    )
    client_of(cast.esther).post("/communities/new/", wanted)
    assert not Community.objects.filter(is_library=True).exists()

    for name in ("The librarians", "More librarians"):
        client_of(cast.gustave).post("/communities/new/", {**wanted, "name": name})

    assert Community.objects.get(is_library=True).name == "The librarians"


def test_whoever_is_signed_in_proposes_and_the_core_group_decides(
    library: Cast, client_of: ClientOf
) -> None:
    esther = client_of(library.esther)
    answer = esther.post(NEW, written(authors="Esther"))
    page = only()

    assert answer.headers["Location"] == page.get_absolute_url()
    assert (page.live, page.owner) == (False, library.esther)
    assert Credit.objects.get().person == library.esther
    assert "How we read meters" in said(esther, "/communities/water/resources/")
    edit = f"/resources/{page.pk}/edit/"
    assert esther.post(edit, written(title="Better")).status_code == 302
    upload = SimpleUploadedFile("list.txt", b"1")
    assert esther.post(f"/resources/{page.pk}/files/", {"upload": upload}).status_code == 302
    assert esther.get(f"/resources/{page.pk}/review/").status_code == 403

    client_of(library.awa).post(f"/resources/{page.pk}/review/", {"answer": "publish"})

    assert "Better" in said(client_of(None), "/resources/")
    assert esther.post(edit, written(title="Worse")).status_code == 403
    assert only().title == "Better"


@pytest.mark.parametrize("name", ["boubacar", "chloe", "diego", "fatou", "gustave", "nobody"])
def test_a_draft_is_absent_for_everybody_else(
    library: Cast, keep: Keep, client_of: ClientOf, name: str
) -> None:
    page = keep("A draft", by=library.esther, publish=False)
    client = client_of(getattr(library, name, None))

    assert client.get(page.get_absolute_url()).status_code == 404
    assert "A draft" not in said(client, "/resources/")
    assert "A draft" not in said(client, "/communities/water/resources/")


@pytest.mark.parametrize("name", ["diego", "esther", "fatou", "gustave", "nobody"])
def test_only_the_librarys_community_takes_proposals_of_strangers(
    library: Cast, client_of: ClientOf, name: str
) -> None:
    person = getattr(library, name, None)
    other = CommunityFactory(name="Another", slug="another")
    standing = access_for(person) if person else NOBODY

    assert may_propose(standing, library.community) == (name != "nobody")
    assert not may_propose(standing, other)
    assert client_of(person).get("/communities/another/resources/new/").status_code in {302, 403}


def test_a_stranger_offers_only_audiences_they_belong_to(
    library: Cast, client_of: ClientOf
) -> None:
    wide = client_of(library.esther).get(NEW).context["form"].fields["read_audience"].choices
    assert [value for value, _label in wide] == [Audience.PUBLIC, Audience.SIGNED_IN]

    refused = client_of(library.esther).post(NEW, written(read_audience=str(int(Audience.INNER))))
    assert refused.status_code == 400
    assert not ResourcePage.objects.exists()


def test_a_hidden_or_closed_library_takes_nothing(library: Cast, client_of: ClientOf) -> None:
    esther = client_of(library.esther)
    page_of = {"title": "Mine"}
    esther.post(NEW, written(**page_of))
    own = only().get_absolute_url()

    close_community(community=library.community)
    assert esther.get(NEW).status_code == 403
    assert esther.get(own).status_code == 200
    Community.objects.filter(pk=library.community.pk).update(
        read_audience=Audience.ORGANISATION, closed_at=None
    )
    assert esther.get(NEW).status_code == 404
    assert esther.get(own).status_code == 404
    assert "Water for all" not in said(esther, "/resources/")


@pytest.mark.parametrize("name", EVERYBODY)
def test_it_stands_first_and_offers_what_one_may(
    library: Cast, keep: Keep, client_of: ClientOf, name: str
) -> None:
    keep("For all")
    keep("For the core group", by=library.awa, read_audience=Audience.CORE)
    page = client_of(getattr(library, name, None)).get("/resources/")
    shown = page.content.decode()

    assert page.context["site_library"] == library.community
    assert [row.title for row in page.context["newest"]][-1] == "For all"
    assert ("For the core group" in shown) == (name == "awa")
    assert ("Propose a resource to the site&#x27;s library" in shown or NEW in shown) == (
        name != "nobody"
    )


@pytest.mark.parametrize("name", ["awa", "chloe", "diego", "esther", "gustave", "nobody"])
def test_keeping_the_library_opens_nothing_else(
    scene: Scene, name: str, client_of: ClientOf
) -> None:
    Community.objects.filter(pk=scene.cast.community.pk).update(is_library=True)

    assert found_by(scene, name, client_of) == MAY_READ[name]


def test_twins_agree_for_the_librarys_community(scene: Scene) -> None:
    Community.objects.filter(pk=scene.cast.community.pk).update(is_library=True)

    for person in User.objects.all():
        assert_twins(access_for(person))


def test_the_page_costs_little_with_it(library: Cast, keep: Keep, client_of: ClientOf) -> None:
    costs = []
    for rows in (1, 4):
        while ResourcePage.objects.count() < rows:
            keep(f"Guide {ResourcePage.objects.count()}", tags=("water",))
        costs.append(cost(client_of(library.esther), "/resources/"))

    assert costs[0] == costs[1] <= 12
