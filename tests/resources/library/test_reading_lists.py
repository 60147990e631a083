"""Reading lists: one's own, shared with an audience, and on each only what its reader may read."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.circles.models import Membership
from communities.circles.services.care import close_community
from communities.people.models import User
from communities.people.services.closing import close_account
from communities.policy import Audience, Circle
from resources.library.models import ReadingList, ResourcePage
from resources.library.services.reading_lists import make_list, put_on_list
from tests.personas import Cast
from tests.resources.library.conftest import Keep

ClientOf = Callable[[User | None], Client]
Made = Callable[..., ReadingList]


@pytest.fixture
def made(stage: Cast) -> Made:
    def make_one(owner: User, *pages: ResourcePage, **facts: object) -> ReadingList:
        found = make_list(owner=owner, title="To begin with", **facts)
        for page in pages:
            put_on_list(reading_list=found, page=page)
        return found

    return make_one


def shown(client: Client, reading_list: ReadingList) -> list[str]:
    answer = client.get(reading_list.get_absolute_url())
    return [page.title for page in answer.context["resources"]]


def words(audience: int, community: object = "") -> dict[str, object]:
    return {"title": "Mine", "community": community, "read_audience": audience}


def test_anyone_signed_in_makes_a_list_and_puts_resources_on_it(
    keep: Keep, stage: Cast, client_of: ClientOf
) -> None:
    page, client = keep("A guide"), client_of(stage.esther)

    client.post("/reading-lists/new/", words(Audience.OUTER))
    mine = ReadingList.objects.get(owner=stage.esther)
    for _twice in range(2):
        answer = client.post(f"/resources/{page.pk}/lists/", {"reading_list": mine.pk})
        assert answer.headers["Location"] == mine.get_absolute_url()

    assert shown(client, mine) == ["A guide"]
    assert client_of(stage.awa).get(mine.get_absolute_url()).status_code == 404


def test_who_belongs_nowhere_is_offered_no_readers(stage: Cast, client_of: ClientOf) -> None:
    client = client_of(stage.esther)
    page = client.get("/reading-lists/new/").content.decode()

    client.post("/reading-lists/new/", words(Audience.SIGNED_IN))

    assert "you belong to no community in which you could share it" in page
    assert "Who can read it" not in page
    assert ReadingList.objects.get(owner=stage.esther).community is None


def test_each_reader_sees_what_they_may_read_and_nothing_of_the_rest(
    keep: Keep, stage: Cast, client_of: ClientOf, made: Made
) -> None:
    inner = keep("Inner", by=stage.awa, read_audience=Audience.INNER)
    shared = made(
        stage.awa, keep("One"), inner, keep("Two"),
        community=stage.community, read_audience=Audience.PUBLIC,
    )  # fmt: skip
    plain = client_of(None).get(shared.get_absolute_url()).content

    assert shown(client_of(stage.boubacar), shared) == ["One", "Inner", "Two"]
    assert shown(client_of(None), shared) == ["One", "Two"]
    shared.items.filter(page=inner).delete()
    without = client_of(None).get(shared.get_absolute_url()).content
    assert (
        plain.split(b"<main")[1].split(b"</main")[0]
        == without.split(b"<main")[1].split(b"</main")[0]
    )


def test_a_list_stands_in_the_libraries_of_its_readers(
    stage: Cast, client_of: ClientOf, made: Made
) -> None:
    shared = made(stage.awa, community=stage.community, read_audience=Audience.OUTER)
    made(stage.awa)

    for address in ("/resources/", "/communities/water/resources/"):
        assert list(client_of(stage.chloe).get(address).context["lists"]) == [shared]
        assert list(client_of(stage.esther).get(address).context["lists"]) == []
    assert len(client_of(stage.awa).get("/reading-lists/").context["lists"]) == 2


def test_order_is_changed_past_what_is_hidden(
    keep: Keep, stage: Cast, client_of: ClientOf, made: Made
) -> None:
    one, two = keep("One"), keep("Two")
    hidden = keep("Hidden", by=stage.awa, read_audience=Audience.CORE)
    mine, client = made(stage.chloe, one, hidden, two), client_of(stage.chloe)
    place = f"{mine.get_absolute_url()}resources/"

    client.post(f"{place}{two.pk}/", {"answer": "up"})
    assert shown(client, mine) == ["Two", "One"]
    client.post(f"{place}{two.pk}/", {"answer": "up"})
    client.post(f"{place}{two.pk}/", {"answer": "sideways"})
    assert shown(client, mine) == ["Two", "One"]
    client.post(f"{place}{two.pk}/", {"answer": "down"})
    client.post(f"{place}{one.pk}/", {"answer": "off"})
    assert shown(client, mine) == ["Two"]
    assert client.post(f"{place}{hidden.pk}/", {"answer": "off"}).status_code == 404


@pytest.mark.parametrize(
    ("name", "audience", "status"),
    [
        ("chloe", Audience.PUBLIC, 302),
        ("chloe", Audience.OUTER, 302),
        ("chloe", Audience.INNER, 400),
        ("boubacar", Audience.INNER, 302),
        ("diego", Audience.ORGANISATION, 400),
        ("esther", Audience.PUBLIC, 400),
        ("gustave", Audience.PUBLIC, 400),
    ],
)
def test_members_share_with_those_they_stand_among(
    stage: Cast, client_of: ClientOf, name: str, audience: Audience, status: int
) -> None:
    client = client_of(getattr(stage, name))

    answer = client.post("/reading-lists/new/", words(audience, stage.community.pk))

    assert answer.status_code == status
    assert ReadingList.objects.count() == (1 if status == 302 else 0)


def test_no_list_is_wider_than_its_community(stage: Cast, client_of: ClientOf, made: Made) -> None:
    shared = made(stage.awa, community=stage.community, read_audience=Audience.PUBLIC)
    stage.community.read_audience = Audience.OUTER
    stage.community.save()
    form = words(Audience.PUBLIC, stage.community.pk)

    assert client_of(None).get(shared.get_absolute_url()).status_code == 404
    assert client_of(stage.awa).post("/reading-lists/new/", form).status_code == 400


def test_who_left_changes_nothing_any_more_but_takes_the_list_back(
    keep: Keep, stage: Cast, client_of: ClientOf, made: Made
) -> None:
    page = keep("Members", read_audience=Audience.OUTER)
    shared = made(stage.chloe, page, community=stage.community, read_audience=Audience.OUTER)
    Membership.objects.filter(person=stage.chloe).delete()
    stage.community.read_audience = Audience.OUTER
    stage.community.save()
    client, place = client_of(stage.chloe), shared.get_absolute_url()

    assert shown(client, shared) == []
    assert b"Water for all" not in client.get(place).content
    assert client.get(f"{place}edit/").status_code == 403
    assert client.post(f"/resources/{keep('Any').pk}/lists/").status_code == 404
    client.post(f"{place}unshare/")
    assert client_of(stage.awa).get(place).status_code == 404
    assert client.get(f"{place}edit/").status_code == 200
    client.post(f"{place}delete/")
    assert not ReadingList.objects.exists()


def test_the_core_group_takes_a_list_off_and_deletes_none(
    stage: Cast, client_of: ClientOf, made: Made
) -> None:
    shared = made(stage.chloe, community=stage.community, read_audience=Audience.PUBLIC)
    place = shared.get_absolute_url()
    close_community(community=stage.community)

    assert client_of(stage.awa).post(f"{place}delete/").status_code == 403
    assert client_of(stage.boubacar).post(f"{place}unshare/").status_code == 403
    assert client_of(stage.awa).post(f"{place}unshare/").status_code == 302
    assert client_of(None).get(place).status_code == 404
    assert client_of(stage.chloe).get(place).status_code == 200


def test_limits_are_told(
    keep: Keep, stage: Cast, client_of: ClientOf, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resources.library.services.reading_lists.MOST_LISTS", 1)
    monkeypatch.setattr("resources.library.services.reading_lists.MOST_ITEMS", 1)
    mine, client = made(stage.chloe, keep("One")), client_of(stage.chloe)

    more = client.post("/reading-lists/new/", words(Audience.OUTER))
    full = client.post(f"/resources/{keep('Two').pk}/lists/", {"reading_list": mine.pk})

    assert (more.status_code, full.status_code) == (400, 400)
    assert b"Fifty lists" in more.content
    assert b"Two hundred resources" in full.content
    assert shown(client, mine) == ["One"]


def test_nobody_adds_to_the_list_of_another(
    keep: Keep, stage: Cast, client_of: ClientOf, made: Made
) -> None:
    shared = made(stage.awa, community=stage.community, read_audience=Audience.PUBLIC)
    page = keep("A guide")

    answer = client_of(stage.chloe).post(
        f"/resources/{page.pk}/lists/", {"reading_list": shared.pk}
    )

    assert answer.status_code == 400
    assert not shared.items.exists()


def test_a_closed_account_leaves_what_others_read(
    stage: Cast, client_of: ClientOf, made: Made
) -> None:
    shared = made(stage.chloe, community=stage.community, read_audience=Audience.PUBLIC)
    made(stage.chloe)

    close_account(person=stage.chloe)

    assert list(ReadingList.objects.all()) == [shared]
    assert b"former member" in client_of(None).get(shared.get_absolute_url()).content


def test_changes_are_kept_once(stage: Cast, client_of: ClientOf, made: Made) -> None:
    mine, client = made(stage.boubacar), client_of(stage.boubacar)
    Membership.objects.filter(person=stage.boubacar).update(circle=Circle.CORE)

    answer = client.post(
        f"{mine.get_absolute_url()}edit/", words(Audience.CORE, stage.community.pk), follow=True
    )
    again = client.post(
        f"{mine.get_absolute_url()}edit/", words(Audience.CORE, stage.community.pk), follow=True
    )

    assert b"The changes are kept." in answer.content
    assert b"The changes are kept." not in again.content
    mine.refresh_from_db()
    assert (mine.title, mine.read_audience) == ("Mine", Audience.CORE)
