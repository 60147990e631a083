"""Nothing of what a reader may not open shows: no hit, no count, no name, no suggestion."""

import re

import pytest

from communities.circles.models import CommunityHost
from communities.circles.services.audiences import Audiences
from communities.circles.services.membership import remove_member
from communities.people.models import User
from communities.policy import Audience
from forums.spaces.services.audiences import change_audiences
from forums.spaces.services.care import move_topic
from forums.spaces.services.talk import start_topic
from resources.search.models import Touch
from tests.access.test_leaks import MAY_READ, persona
from tests.resources.search.conftest import Ask, catch_up
from tests.worlds import PLACES, Scene

HIT = 'class="row-title"'


def counts(page: str) -> dict[str, int]:
    """Return how many things of each kind the page says it found."""
    return {kind: int(count) for kind, count in re.findall(r">([\w ]+) \((\d+)\)<", page)}


@pytest.mark.parametrize("name", MAY_READ)
def test_everybody_finds_and_counts_what_they_may_read(scene: Scene, name: str, ask: Ask) -> None:
    person = persona(scene, name)
    if name == "suspended":
        person = None
    places = MAY_READ[name]

    everything = ask(person, "secret")

    kinds = ("Topics", "Posts", "Chat messages", "Resources")
    assert counts(everything) == dict.fromkeys(kinds, len(places))
    for place in PLACES:
        page = ask(person, Scene.secret(place))
        assert (HIT in page) == (place in places), place
        if place not in places:
            assert counts(page) == {}


def test_facets_name_only_what_may_be_known(scene: Scene, ask: Ask) -> None:
    hidden = scene.cast.community
    other = start_topic(
        space=scene.spaces["core"], author=scene.cast.boubacar, title="Secret of Boubacar", body="x"
    )
    assert other.is_new
    catch_up()

    core, outer = ask(scene.cast.awa, "secret"), ask(scene.cast.chloe, "secret")

    assert "Boubacar" in core
    assert "Boubacar" not in outer
    assert hidden.name in core


def test_no_hidden_word_is_suggested(scene: Scene, ask: Ask) -> None:
    start_topic(space=scene.spaces["core"], author=scene.cast.awa, title="Scandalum", body="x")
    catch_up()

    assert "Scandalum" in ask(scene.cast.awa, "scandalum")
    assert re.search("(?i)did you mean", ask(scene.cast.awa, "scandalun"))
    assert not re.search("(?i)did you mean", ask(scene.cast.chloe, "scandalun"))


def test_a_moved_topic_is_hidden_before_the_index_hears(scene: Scene, ask: Ask) -> None:
    chloe, topic = scene.cast.chloe, scene.topics["outer"]
    assert HIT in ask(chloe, Scene.secret("outer"), kind="topic")
    move_topic(topic=topic, to=scene.spaces["core"], by=scene.cast.awa)

    page = ask(chloe, Scene.secret("outer"))
    assert counts(page) == {"Chat messages": 1, "Resources": 1}
    catch_up()
    assert counts(ask(chloe, Scene.secret("outer"))) == {"Chat messages": 1, "Resources": 1}
    assert counts(ask(scene.cast.awa, Scene.secret("outer"))) == {
        "Topics": 1, "Posts": 1, "Chat messages": 1, "Resources": 1,
    }  # fmt: skip


def test_a_narrowed_space_is_hidden_on_the_next_search(scene: Scene, ask: Ask) -> None:
    chloe = scene.cast.chloe
    narrow = Audiences(Audience.CORE, Audience.CORE, None)
    change_audiences(space=scene.spaces["outer"], audiences=narrow, by=scene.cast.awa)

    assert counts(ask(chloe, Scene.secret("outer"))) == {"Chat messages": 1, "Resources": 1}


def test_a_widened_space_keeps_earlier_talk_hidden(scene: Scene, ask: Ask) -> None:
    wide = Audiences(Audience.PUBLIC, Audience.OUTER, None)
    change_audiences(space=scene.spaces["core"], audiences=wide, by=scene.cast.awa)

    assert counts(ask(None, Scene.secret("core"))) == {}
    catch_up()
    assert counts(ask(None, Scene.secret("core"))) == {}
    assert counts(ask(scene.cast.awa, Scene.secret("core")))["Topics"] == 1


def test_many_moves_hide_whole_places(
    scene: Scene, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resources.search.finding.MOST_HIDDEN", 1)
    move_topic(topic=scene.topics["outer"], to=scene.spaces["core"], by=scene.cast.awa)

    assert counts(ask(scene.cast.chloe, "secret")) == {
        "Topics": 3, "Posts": 3, "Chat messages": 4, "Resources": 4,
    }  # fmt: skip


def test_a_narrowed_resource_is_hidden_on_the_next_search(scene: Scene, ask: Ask) -> None:
    chloe, page = scene.cast.chloe, scene.resources["outer"]
    assert HIT in ask(chloe, Scene.secret("outer"), kind="resource")
    page.read_audience = Audience.CORE
    page.save_revision().publish()

    for _before_and_after_the_index_hears in range(2):
        assert HIT not in ask(chloe, Scene.secret("outer"), kind="resource")
        catch_up()
    assert HIT in ask(scene.cast.awa, Scene.secret("outer"), kind="resource")
    page.unpublish()
    assert HIT not in ask(scene.cast.awa, Scene.secret("outer"), kind="resource")


def test_a_narrowed_community_hides_its_resources(scene: Scene, ask: Ask) -> None:
    community = scene.cast.community
    assert HIT in ask(None, Scene.secret("public"), kind="resource")
    community.read_audience = Audience.OUTER
    community.save()

    for _before_and_after_the_index_hears in range(2):
        assert HIT not in ask(None, Scene.secret("public"), kind="resource")
        catch_up()
    assert HIT in ask(scene.cast.chloe, Scene.secret("public"), kind="resource")


def test_who_was_removed_finds_no_more(scene: Scene, ask: Ask) -> None:
    cast = scene.cast
    assert HIT in ask(cast.chloe, Scene.secret("outer"))
    remove_member(community=cast.community, person=cast.chloe, by=cast.awa, reason="Asked to go")
    CommunityHost.objects.all().delete()

    assert HIT not in ask(cast.chloe, Scene.secret("outer"))
    assert HIT not in ask(cast.diego, Scene.secret("organisation"))


def test_an_index_that_lags_behind_shows_nothing_hidden(scene: Scene, ask: Ask) -> None:
    """Where a change was not recorded, the database has the last word, and the index is mended."""
    scene.topics["outer"].__class__.objects.filter(pk=scene.topics["outer"].pk).update(
        forum=scene.spaces["core"].pk
    )

    page = ask(scene.cast.chloe, "Topic secret-of-outer")

    assert HIT not in page
    assert counts(page) == {}
    assert Touch.objects.exists()
    assert User.objects.count() == 7
