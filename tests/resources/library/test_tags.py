"""Staff rename tags and merge them, everywhere at once, and learn of no hidden one."""

from collections.abc import Callable

import pytest
from django.test import Client
from taggit.models import Tag
from wagtail.models import PageLogEntry, Revision

from communities.people.models import User
from communities.policy import Audience
from resources.library.models import FormerTag, ResourcePage, ResourceTag
from resources.library.services.tags import tidy_tags
from resources.search.indexing import rebuild_index
from resources.search.models import SavedSearch, Touch
from tests.performance.test_query_budgets import cost
from tests.personas import Cast
from tests.resources.library.conftest import Keep

ClientOf = Callable[[User | None], Client]
TAGS = "/resources/tags/"


def offered(client: Client, query: str = "") -> dict[str, int]:
    return {tag.name: tag.uses for tag in client.get(TAGS + query).context["tags"]}


def tags_of(page: ResourcePage) -> list[str]:
    return sorted(tag.name for tag in ResourcePage.objects.get(pk=page.pk).tags.all())


def merge(client: Client, *names: str, to: str) -> int:
    keys = list(Tag.objects.filter(name__in=names).values_list("pk", flat=True))
    return client.post(TAGS, {"tags": keys, "name": to}).status_code


def test_several_tags_become_one_on_every_resource(
    stage: Cast, keep: Keep, client_of: ClientOf
) -> None:
    both = keep("Both", tags=("water", "eau"))
    hidden = keep("Hidden", by=stage.awa, tags=("aqua", "eau"), read_audience=Audience.CORE)
    keep("Seen", tags=("aqua",))
    draft = keep("Draft", tags=("eau", "tax"), publish=False)
    Touch.objects.all().delete()

    assert merge(client_of(stage.gustave), "eau", "aqua", to="Water") == 302

    assert tags_of(both) == ["Water"]
    assert tags_of(hidden) == ["Water"]
    assert tags_of(draft) == ["Water", "tax"]
    assert ResourceTag.objects.filter(tag__name="Water").count() == 4
    latest = draft.get_latest_revision_as_object()
    assert sorted(tag.name for tag in latest.tags.all()) == ["Water", "tax"]
    assert {both.pk, hidden.pk} <= set(Touch.objects.values_list("key", flat=True))
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["Water", "tax"]


def test_a_draft_keeps_its_tags_when_it_is_published_later(
    stage: Cast, keep: Keep, client_of: ClientOf
) -> None:
    keep("Seen", tags=("eau", "aqua"))
    draft = keep("Draft", tags=("eau", "aqua", "tax"), publish=False)
    merge(client_of(stage.gustave), "eau", "aqua", to="water")

    client_of(stage.awa).post(f"/resources/{draft.pk}/review/", {"answer": "publish"})

    assert ResourcePage.objects.get(pk=draft.pk).live
    assert tags_of(draft) == ["tax", "water"]


def test_an_older_version_can_be_shown_after_a_merge(
    stage: Cast, keep: Keep, client_of: ClientOf
) -> None:
    page = keep("Seen", tags=("eau", "aqua"))
    merge(client_of(stage.gustave), "eau", "aqua", to="water")

    for version in Revision.objects.filter(object_id=str(page.pk)):
        assert [tag.name for tag in version.as_object().tags.all()] == ["water"]
    edit = client_of(stage.awa).get(f"/cms/pages/{page.pk}/edit/")
    assert edit.status_code == 200


def test_one_tag_is_renamed_and_its_address_leads_on(
    stage: Cast, keep: Keep, client_of: ClientOf
) -> None:
    keep("Seen", tags=("Eau",))
    merge(client_of(stage.gustave), "Eau", to="Water")
    merge(client_of(stage.gustave), "Water", to="Wells")

    for old in ("eau", "water"):
        answer = client_of(None).get(f"/resources/?tag={old}&kind=guide")
        assert answer.headers["Location"] == "/resources/?tag=wells&kind=guide"
    assert client_of(None).get("/communities/water/resources/?tag=eau").status_code == 302
    assert client_of(None).get("/organisations/ministry/resources/?tag=eau").status_code == 302
    merge(client_of(stage.gustave), "Wells", to="Eau")
    assert client_of(None).get("/resources/?tag=eau").status_code == 200
    assert not FormerTag.objects.filter(slug="eau").exists()


def test_an_old_address_tells_nobody_of_a_hidden_tag(
    stage: Cast, keep: Keep, client_of: ClientOf
) -> None:
    hidden = keep("Hidden", by=stage.awa, tags=("plan",), read_audience=Audience.CORE)
    tidy_tags(tags=list(hidden.tags.all()), name="Secret plan", by=stage.awa)

    assert client_of(stage.awa).get("/resources/?tag=plan").status_code == 302
    assert client_of(stage.chloe).get("/resources/?tag=plan").status_code == 200


def test_saved_searches_ask_for_the_new_tag(stage: Cast, keep: Keep, client_of: ClientOf) -> None:
    keep("Seen", tags=("eau", "aqua"))
    chloe = client_of(stage.chloe)
    for tag in ("eau", "aqua", "other"):
        chloe.post("/search/saved/", {"address": f"?q=well&tag={tag}"})

    merge(client_of(stage.gustave), "eau", "aqua", to="Water")

    assert sorted(SavedSearch.objects.values_list("address", flat=True)) == [
        "?q=well&tag=Water",
        "?q=well&tag=other",
    ]


@pytest.mark.usefixtures("own_places")
def test_a_search_by_an_old_name_leads_on(stage: Cast, keep: Keep, client_of: ClientOf) -> None:
    keep("Well", tags=("eau",))
    hidden = keep("Well plan", by=stage.awa, tags=("plan",), read_audience=Audience.CORE)
    tidy_tags(tags=list(hidden.tags.all()), name="Secret plan", by=stage.awa)
    merge(client_of(stage.gustave), "eau", to="Water")
    rebuild_index()
    chloe = client_of(stage.chloe)

    answer = chloe.get("/search/?q=well&tag=eau")
    assert answer.headers["Location"] == "/search/?q=well&tag=Water"
    assert "Well" in chloe.get("/search/?q=well&tag=Water").content.decode()
    for name in ("plan", "secret plan", "nothing"):
        assert chloe.get(f"/search/?q=well&tag={name}").status_code == 200
    assert client_of(stage.awa).get("/search/?q=well&tag=plan").status_code == 302


def test_staff_see_and_count_only_what_they_may_read(
    stage: Cast, keep: Keep, client_of: ClientOf
) -> None:
    keep("Seen", tags=("water",))
    keep("Hidden", by=stage.awa, tags=("water", "Secret"), read_audience=Audience.INNER)
    keep("Draft", tags=("draft tag",), publish=False)
    gustave = client_of(stage.gustave)

    assert offered(gustave) == {"water": 1}
    assert offered(gustave, "?q=secret") == {}
    assert merge(gustave, "Secret", to="known") == 400
    assert Tag.objects.filter(name="Secret").exists()


def test_a_name_in_hidden_use_is_not_told_by_its_spelling(
    stage: Cast, keep: Keep, client_of: ClientOf
) -> None:
    keep("Seen", tags=("water",))
    hidden = keep("Hidden", by=stage.awa, tags=("SeCReT",), read_audience=Audience.INNER)
    gustave = client_of(stage.gustave)

    assert merge(gustave, "water", to="secret") == 302

    assert offered(gustave) == {"secret": 1}
    assert tags_of(hidden) == ["secret"]


@pytest.mark.parametrize("name", ["awa", "esther", None])
def test_only_staff_come_here(stage: Cast, client_of: ClientOf, name: str | None) -> None:
    client = client_of(getattr(stage, name) if name else None)

    assert client.get(TAGS).status_code == (404 if name else 302)
    assert client.post(TAGS, {}).status_code == (404 if name else 302)
    assert TAGS not in client.get("/resources/").content.decode()


def test_what_makes_no_sense_is_said_and_kept(stage: Cast, keep: Keep, client_of: ClientOf) -> None:
    page = keep("Seen", tags=("water", "eau"))
    gustave = client_of(stage.gustave)
    key = Tag.objects.get(name="eau").pk

    for sent in ({"tags": [key], "name": "!?"}, {"name": "x"}, {"tags": ["9" * 30], "name": "x"}):
        answer = gustave.post(TAGS, sent)
        assert answer.status_code == 400
    assert gustave.post(TAGS, {"tags": [key], "name": ""}).content.count(b"checked") == 1
    assert tags_of(page) == ["eau", "water"]


def test_history_says_what_became_of_a_resources_own_tags(
    stage: Cast, keep: Keep, client_of: ClientOf
) -> None:
    page, other = keep("Seen", tags=("eau",)), keep("Other", tags=("aqua", "tax"))
    merge(client_of(stage.gustave), "eau", "aqua", to="water")

    told = PageLogEntry.objects.filter(action="library.tags")
    assert {entry.page_id: entry.data for entry in told} == {
        page.pk: {"before": ["eau"], "after": "water"},
        other.pk: {"before": ["aqua"], "after": "water"},
    }
    history = client_of(stage.awa).get(f"/cms/pages/{page.pk}/history/").content.decode()
    assert "eau became water" in history


def test_the_list_is_paged_and_stands_in_the_admins_menu(
    stage: Cast, keep: Keep, client_of: ClientOf
) -> None:
    for number in range(8):
        keep(f"R{number}", tags=tuple(f"tag {number} {letter}" for letter in "abcdefg"))
    gustave = client_of(stage.gustave)

    assert len(offered(gustave)) == 50
    assert len(offered(gustave, "?page=2")) == 6
    assert TAGS in gustave.get("/cms/").content.decode()
    assert TAGS not in client_of(stage.awa).get("/cms/").content.decode()


def test_a_tag_is_no_markup_in_the_history(stage: Cast, keep: Keep, client_of: ClientOf) -> None:
    page = keep("Seen", tags=("eau",))
    merge(client_of(stage.gustave), "eau", to="<b>bold")

    history = client_of(stage.awa).get(f"/cms/pages/{page.pk}/history/").content.decode()

    assert "&lt;b&gt;bold" in history
    assert "<b>bold" not in history


def test_the_page_costs_as_much_for_many_as_for_one(
    stage: Cast, keep: Keep, client_of: ClientOf
) -> None:
    costs = []
    for rows in (1, 3):
        while Tag.objects.count() < rows:
            keep(tags=(f"tag {Tag.objects.count()}",))
        costs.append(cost(client_of(stage.gustave), TAGS))

    assert costs[0] == costs[1] <= 12
