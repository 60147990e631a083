"""What people do with posts: quote, edit, delete and undo, keep drafts, come back, find again."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from communities.people.models import User
from forums.spaces.models import Draft, Post, Topic
from forums.spaces.services.care import lock_topic, move_topic
from forums.spaces.services.reading import mark_read
from forums.spaces.services.talk import reply_to_topic
from tests.worlds import Scene, make_scene

ClientOf = Callable[[User | None], Client]


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


@pytest.fixture
def topic(scene: Scene) -> Topic:
    return scene.topics["outer"]


@pytest.fixture
def own(scene: Scene, topic: Topic) -> Post:
    """Return a post of Chloe's, who belongs to the outer circle."""
    return reply_to_topic(topic=topic, author=scene.cast.chloe, body="My first words").post


def later(**time: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(**time), tick=True)


def page_of(client: Client, topic: Topic, query: str = "") -> str:
    answer = client.get(f"/t/{topic.pk}-{topic.slug}/{query}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def text_in(answer: HttpResponse) -> str:
    """Return what stands in the box of a writing page."""
    box = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", answer.content.decode(), re.DOTALL)
    assert box is not None
    return box[1].replace("&gt;", ">")


def fill(scene: Scene, topic: Topic, count: int) -> list[Post]:
    return [
        reply_to_topic(topic=topic, author=scene.cast.awa, body=f"Thought {turn}").post
        for turn in range(count)
    ]


def test_one_edits_ones_own_post_and_the_earlier_words_stay_readable(
    scene: Scene, own: Post, client_of: ClientOf
) -> None:
    chloe = client_of(scene.cast.chloe)
    assert text_in(chloe.get(f"/p/{own.pk}/edit/")) == "My first words"

    with later(minutes=6):
        chloe.post(f"/p/{own.pk}/edit/", {"body": "My better words"})

    page = page_of(client_of(scene.cast.boubacar), own.topic)
    history = client_of(scene.cast.boubacar).get(f"/p/{own.pk}/history/").content.decode()
    assert "My better words" in page
    assert "My first words" not in page
    assert f'<a href="/p/{own.pk}/history/">edited</a>' in page
    assert "My first words" in history


def test_a_slip_mended_within_five_minutes_leaves_no_trace(
    scene: Scene, own: Post, client_of: ClientOf
) -> None:
    client_of(scene.cast.chloe).post(f"/p/{own.pk}/edit/", {"body": "My frist words"})

    assert "edited" not in page_of(client_of(scene.cast.boubacar), own.topic)
    assert not own.revisions.exists()


@pytest.mark.parametrize("name", ["awa", "boubacar", "gustave"])
def test_nobody_edits_the_words_of_somebody_else(
    scene: Scene, own: Post, client_of: ClientOf, name: str
) -> None:
    answer = client_of(getattr(scene.cast, name)).post(f"/p/{own.pk}/edit/", {"body": "forged"})

    own.refresh_from_db()
    assert answer.status_code in {403, 404}
    assert own.content.raw == "My first words"


def test_an_edit_shows_a_preview_first_and_changes_nothing_by_it(
    scene: Scene, own: Post, client_of: ClientOf
) -> None:
    answer = client_of(scene.cast.chloe).post(
        f"/p/{own.pk}/edit/", {"body": "My **better** words", "wish": "preview"}
    )

    own.refresh_from_db()
    assert "<strong>better</strong>" in answer.content.decode()
    assert text_in(answer) == "My **better** words"
    assert own.content.raw == "My first words"


def test_one_deletes_ones_own_post_and_undoes_it(
    scene: Scene, own: Post, client_of: ClientOf
) -> None:
    chloe, boubacar = client_of(scene.cast.chloe), client_of(scene.cast.boubacar)
    count = Topic.objects.get(pk=own.topic_id).posts_count
    undo = f'action="/p/{own.pk}/restore/"'

    chloe.post(f"/p/{own.pk}/delete/")

    assert "My first words" not in page_of(chloe, own.topic)
    assert undo in page_of(chloe, own.topic)
    assert undo not in page_of(boubacar, own.topic)
    assert boubacar.get(f"/p/{own.pk}/history/").status_code == 403
    assert Topic.objects.get(pk=own.topic_id).posts_count == count - 1

    chloe.post(f"/p/{own.pk}/restore/")

    assert "My first words" in page_of(boubacar, own.topic)
    assert Topic.objects.get(pk=own.topic_id).posts_count == count


def test_deleting_twice_and_undoing_twice_counts_once(
    scene: Scene, own: Post, client_of: ClientOf
) -> None:
    client, count = client_of(scene.cast.chloe), Topic.objects.get(pk=own.topic_id).posts_count

    for verb in ("delete", "delete", "restore", "restore"):
        client.post(f"/p/{own.pk}/{verb}/")

    assert Topic.objects.get(pk=own.topic_id).posts_count == count


def test_after_thirty_days_a_deleted_post_does_not_come_back(
    scene: Scene, own: Post, client_of: ClientOf
) -> None:
    client_of(scene.cast.chloe).post(f"/p/{own.pk}/delete/")

    with later(days=31):
        answer = client_of(scene.cast.chloe).post(f"/p/{own.pk}/restore/", follow=True)

    assert "the post cannot come back" in answer.content.decode()
    assert "My first words" not in answer.content.decode()


@pytest.mark.parametrize(("name", "status"), [("awa", 302), ("boubacar", 403), ("fatou", 404)])
def test_the_core_group_deletes_what_does_harm_and_nobody_else(
    scene: Scene, own: Post, client_of: ClientOf, name: str, status: int
) -> None:
    answer = client_of(getattr(scene.cast, name)).post(f"/p/{own.pk}/delete/")

    own.detail.refresh_from_db()
    assert answer.status_code == status
    assert (own.detail.deleted_at is not None) == (status == 302)


def test_a_quotation_names_its_author_and_joins_the_draft(
    scene: Scene, topic: Topic, client_of: ClientOf
) -> None:
    client, quoted = client_of(scene.cast.chloe), scene.posts["outer"]
    client.post(f"/t/{topic.pk}/draft/", {"body": "My thought so far"})

    text = text_in(client.get(f"/t/{topic.pk}/reply/?quote={quoted.pk}"))

    assert text.rstrip() == "\n> ".join(
        ["My thought so far\n\n> **Awa**", *quoted.content.raw.splitlines()]
    )


def test_nothing_of_a_closed_place_is_quoted_elsewhere(
    scene: Scene, topic: Topic, client_of: ClientOf
) -> None:
    for person in (scene.cast.chloe, scene.cast.awa):
        answer = client_of(person).get(f"/t/{topic.pk}/reply/?quote={scene.posts['core'].pk}")

        assert scene.secret("core") not in answer.content.decode()


def test_a_deleted_post_is_not_quoted(scene: Scene, own: Post, client_of: ClientOf) -> None:
    client_of(scene.cast.chloe).post(f"/p/{own.pk}/delete/")

    answer = client_of(scene.cast.boubacar).get(f"/t/{own.topic_id}/reply/?quote={own.pk}")

    assert "My first words" not in answer.content.decode()


def test_a_draft_is_kept_on_the_server_and_goes_when_it_is_sent(
    scene: Scene, topic: Topic, client_of: ClientOf
) -> None:
    desk, phone = client_of(scene.cast.chloe), client_of(scene.cast.chloe)

    kept = desk.post(f"/t/{topic.pk}/draft/", {"body": "Half a thought"})

    assert kept.content.decode().startswith("Draft kept at ")
    assert text_in(phone.get(f"/t/{topic.pk}/reply/")) == "Half a thought"
    assert "Half a thought" in page_of(phone, topic)
    assert "Half a thought" not in page_of(client_of(scene.cast.awa), topic)
    assert "Half a thought" not in client_of(scene.cast.awa).get("/drafts/").content.decode()

    phone.post(f"/t/{topic.pk}/reply/", {"body": "A whole thought"})

    assert not Draft.objects.filter(author=scene.cast.chloe).exists()


def test_a_draft_of_a_new_topic_keeps_its_title_and_is_discarded_by_its_author_alone(
    scene: Scene, client_of: ClientOf
) -> None:
    space, client = scene.spaces["outer"], client_of(scene.cast.chloe)
    client.post(f"/spaces/{space.pk}/draft/", {"title": "My title", "body": "My text"})
    page = client.get(f"/spaces/{space.pk}/topics/new/")
    assert 'value="My title"' in page.content.decode()
    assert text_in(page) == "My text"
    discard = f"/drafts/{Draft.objects.get().pk}/discard/"

    assert client_of(scene.cast.awa).post(discard).status_code == 404
    client.post(discard)

    assert not Draft.objects.exists()


def test_a_topic_opens_at_the_first_unread_post(
    scene: Scene, topic: Topic, client_of: ClientOf
) -> None:
    client = client_of(scene.cast.chloe)
    fill(scene, topic, 2 * settings.POSTS_PER_PAGE)
    position = settings.POSTS_PER_PAGE + 5
    mark_read(person=scene.cast.chloe, topic=topic, position=position)

    page = page_of(client, topic)

    # The first two posts are the scene's; the next unread is one further than was read.
    before, _line, after = page.partition('id="new"')
    assert f"Thought {position - 3}<" in before
    assert f"Thought {position - 2}<" in after
    assert "Thought 0<" in page_of(client_of(scene.cast.boubacar), topic)
    assert "Thought 0<" in page_of(client_of(scene.cast.chloe), topic, "?page=1")


def test_what_was_read_is_not_new_again(scene: Scene, topic: Topic, client_of: ClientOf) -> None:
    client = client_of(scene.cast.chloe)
    page_of(client, topic)
    assert 'id="new"' not in page_of(client, topic)

    fill(scene, topic, 1)

    assert 'id="new"' in page_of(client, topic)
    page_of(client, topic, "?page=1")
    assert 'id="new"' not in page_of(client, topic)


def test_the_address_of_a_post_survives_a_move_and_a_longer_topic(
    scene: Scene, topic: Topic, client_of: ClientOf
) -> None:
    posts = fill(scene, topic, settings.POSTS_PER_PAGE)
    first, last, client = posts[0], posts[-1], client_of(scene.cast.boubacar)
    old = client.get(f"/p/{last.pk}/").url

    move_topic(topic=topic, to=scene.spaces["inner"], by=scene.cast.awa)

    assert old == f"/t/{topic.pk}-{topic.slug}/?page=2#p{last.pk}"
    assert client.get(f"/p/{first.pk}/").url.endswith(f"?page=1#p{first.pk}")
    assert client.get(f"/p/{last.pk}/").url == old
    answer = client.get(old.partition("#")[0])
    assert f'id="p{last.pk}"' in answer.content.decode()
    assert scene.spaces["inner"].forum.name in answer.content.decode()
    assert client_of(scene.cast.chloe).get(f"/p/{last.pk}/").status_code == 404


def test_an_address_with_an_old_title_leads_to_the_topic(
    scene: Scene, topic: Topic, client_of: ClientOf
) -> None:
    answer = client_of(scene.cast.chloe).get(f"/t/{topic.pk}-an-old-title/")

    assert (answer.status_code, answer.url) == (301, f"/t/{topic.pk}-{topic.slug}/")


@pytest.mark.parametrize(("name", "status"), [("awa", 302), ("boubacar", 403), ("diego", 404)])
def test_only_the_core_group_locks_pins_and_moves(
    scene: Scene, topic: Topic, client_of: ClientOf, name: str, status: int
) -> None:
    client, inner = client_of(getattr(scene.cast, name)), scene.spaces["inner"]
    offers = f"/t/{topic.pk}/lock/"
    if status != 404:
        assert (offers in page_of(client, topic)) == (status == 302)

    answered = {
        verb: client.post(f"/t/{topic.pk}/{verb}/", {"space": inner.pk}).status_code
        for verb in ("lock", "pin", "move")
    }

    topic.refresh_from_db()
    done = (topic.is_locked, topic.is_sticky, topic.forum_id == inner.pk)
    assert answered == dict.fromkeys(answered, status)
    assert done == ((status == 302),) * 3


def test_a_locked_topic_says_so_takes_no_reply_and_keeps_the_text(
    scene: Scene, topic: Topic, client_of: ClientOf
) -> None:
    client = client_of(scene.cast.chloe)
    lock_topic(topic=topic, by=scene.cast.awa, locked=True)
    assert "This topic is locked: it can be read, not answered." in page_of(client, topic)
    before = topic.posts.count()

    answer = client.post(f"/t/{topic.pk}/reply/", {"body": "My long thought"})

    assert answer.status_code == 409
    assert text_in(answer) == "My long thought"
    assert Draft.objects.get(author=scene.cast.chloe).body == "My long thought"
    assert topic.posts.count() == before


def test_the_same_form_sent_from_two_tabs_is_one_post(
    scene: Scene, topic: Topic, client_of: ClientOf
) -> None:
    one, other = client_of(scene.cast.chloe), client_of(scene.cast.chloe)
    words = {"body": "Said once", "client_key": str(uuid.uuid4())}
    before = Topic.objects.get(pk=topic.pk).posts_count

    answers = [tab.post(f"/t/{topic.pk}/reply/", words) for tab in (one, other, one)]

    assert len({answer.url for answer in answers}) == 1
    assert Topic.objects.get(pk=topic.pk).posts_count == before + 1


def test_a_new_topic_sent_from_two_tabs_is_one_topic(scene: Scene, client_of: ClientOf) -> None:
    space, client = scene.spaces["outer"], client_of(scene.cast.chloe)
    words = {"title": "Wells", "body": "Who digs?", "client_key": str(uuid.uuid4())}

    answers = [client.post(f"/spaces/{space.pk}/topics/new/", words) for _tab in range(2)]

    assert answers[0].url == answers[1].url
    assert Topic.objects.filter(subject="Wells").count() == 1


def test_the_key_of_somebody_else_neither_finds_nor_blocks_a_post(
    scene: Scene, topic: Topic, client_of: ClientOf
) -> None:
    key = str(uuid.uuid4())

    for person in (scene.cast.chloe, scene.cast.boubacar):
        words = {"body": f"Words of {person}", "client_key": key}
        client_of(person).post(f"/t/{topic.pk}/reply/", words)

    assert topic.posts.filter(content__startswith="Words of").count() == 2
