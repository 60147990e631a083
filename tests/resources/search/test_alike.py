"""What is about the same: beside a topic, and while a title is typed."""

from collections.abc import Callable

from django.test import Client

from communities.people.models import User
from forums.spaces.services.talk import start_topic
from tests.resources.search.conftest import catch_up
from tests.worlds import Scene

ClientOf = Callable[[User | None], Client]


def begin(scene: Scene, place: str, title: str) -> int:
    written = start_topic(space=scene.spaces[place], author=scene.cast.awa, title=title, body="x")
    return int(written.post.topic_id)


def test_beside_a_topic(scene: Scene, client_of: ClientOf) -> None:
    own = begin(scene, "outer", "Repairing hand pumps in dry villages")
    begin(scene, "outer", "Who pays when a hand pump needs repair?")
    begin(scene, "outer", "Minutes of the meeting in March")
    begin(scene, "core", "Hand pumps: a repair that went wrong")
    catch_up()

    page = client_of(scene.cast.chloe).get(f"/t/{own}/related/").content.decode()

    assert "Who pays" in page
    assert "Minutes of the meeting" not in page
    assert "went wrong" not in page
    assert page.count('class="row-title"') == 1


def test_while_a_title_is_typed(scene: Scene, client_of: ClientOf) -> None:
    begin(scene, "outer", "Who pays when a hand pump needs repair?")
    begin(scene, "core", "Hand pumps: a repair that went wrong")
    catch_up()
    chloe = client_of(scene.cast.chloe)

    part = chloe.get("/search/alike/", {"q": "hand pumps repair"}).content.decode()

    assert "Who pays" in part
    assert "went wrong" not in part
    assert "<html" not in part
    for harmless in ("", '"', "x" * 10_000, "of the and", "hand " * 100):
        assert chloe.get("/search/alike/", {"q": harmless}).status_code == 200


def test_with_scripts_off_the_preview_tells_it(scene: Scene, client_of: ClientOf) -> None:
    begin(scene, "outer", "Who pays when a hand pump needs repair?")
    catch_up()
    address = f"/spaces/{scene.spaces['outer'].pk}/topics/new/"
    form = {"title": "Hand pump repair", "body": "How?", "wish": "preview"}

    assert "Who pays" in client_of(scene.cast.chloe).post(address, form).content.decode()
