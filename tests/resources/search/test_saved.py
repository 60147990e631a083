"""Searches that people keep, and what is new in them."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.test import Client
from time_machine import TimeMachineFixture

from communities.people.models import User
from forums.spaces.services.talk import start_topic
from resources.search.models import SavedSearch
from tests.resources.search.conftest import catch_up
from tests.worlds import Scene

ClientOf = Callable[[User | None], Client]


@pytest.mark.parametrize("hour", [11, 23])  # 23 h is the next day already where the site stands
def test_a_search_is_kept_and_tells_what_is_new(
    scene: Scene, client_of: ClientOf, time_machine: TimeMachineFixture, hour: int
) -> None:
    time_machine.move_to(datetime(2030, 1, 15, hour, 30, tzinfo=UTC))
    chloe, awa = client_of(scene.cast.chloe), scene.cast.awa
    start_topic(space=scene.spaces["outer"], author=awa, title="Baobab before", body="x")
    catch_up()
    for _twice in range(2):
        chloe.post("/search/saved/", {"address": "?q=baobab&kind=topic"})
    kept = chloe.get("/search/saved/").content.decode()
    assert kept.count("baobab</a>") == 1
    assert "Topics · last looked at" in kept
    assert "This search is kept already." in kept

    start_topic(space=scene.spaces["outer"], author=awa, title="Baobab after", body="x")
    start_topic(space=scene.spaces["core"], author=awa, title="Baobab in secret", body="x")
    catch_up()
    call_command("tick")

    assert "1 new" in chloe.get("/").content.decode()
    saved = SavedSearch.objects.get()
    opened = chloe.get(f"/search/saved/{saved.pk}/")
    assert opened.headers["Location"] == "/search/?q=baobab&kind=topic"
    assert "1 new" not in chloe.get("/").content.decode()
    call_command("tick")
    assert "1 new" not in chloe.get("/").content.decode()


def test_a_search_belongs_to_one_person(scene: Scene, client_of: ClientOf) -> None:
    chloe, awa = client_of(scene.cast.chloe), client_of(scene.cast.awa)
    chloe.post("/search/saved/", {"address": "?q=baobab"})
    saved = SavedSearch.objects.get()

    assert b"baobab" not in awa.get("/search/saved/").content
    assert awa.get(f"/search/saved/{saved.pk}/").status_code == 404
    assert awa.post(f"/search/saved/{saved.pk}/forget/").status_code == 404
    assert chloe.post(f"/search/saved/{saved.pk}/forget/").status_code == 302
    assert not SavedSearch.objects.exists()


def test_nothing_is_kept_without_words_or_room(scene: Scene, client_of: ClientOf) -> None:
    chloe = client_of(scene.cast.chloe)
    chloe.post("/search/saved/", {"address": "?kind=topic"})
    chloe.post("/search/saved/", {})
    assert not SavedSearch.objects.exists()
    for number in range(51):
        chloe.post("/search/saved/", {"address": f"?q=word{number}"})
    assert SavedSearch.objects.count() == 50
    refused = chloe.post("/search/saved/", {"address": "?q=word50"}, follow=True).content.decode()
    assert "You keep 50 searches, and more are not possible: forget one first." in refused
