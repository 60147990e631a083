"""The seventeen defects of stock machina, each absent here, through the public door.

``tests/stock_machina`` shows that stock machina has them.
"""

import asyncio
import io
import uuid
from collections.abc import Callable

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connections, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import NoReverseMatch, reverse
from PIL import Image

from communities.circles.services.membership import remove_member
from communities.people.models import User
from communities.policy import Audience
from forums.spaces.models import Attachment, Ballot, Poll, Post, Topic
from forums.spaces.services.care import lock_topic, move_topic
from forums.spaces.services.drafts import save_draft
from forums.spaces.services.talk import reply_to_topic
from tests.worlds import Scene, make_scene

pytestmark = pytest.mark.django_db
ClientOf = Callable[[User | None], Client]


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def test_row_01_a_topic_is_answered_by_its_own_key_alone(scene: Scene, client_of: ClientOf) -> None:
    core = scene.topics["core"]
    before = core.posts.count()

    # No other place can be named beside the topic; what is sent along is ignored.
    answer = client_of(scene.cast.chloe).post(
        f"/t/{core.pk}/reply/", {"body": "forged", "space": scene.spaces["outer"].pk}
    )

    assert answer.status_code == 404
    assert core.posts.count() == before


def test_row_02_who_cares_elsewhere_locks_nothing_here(scene: Scene, client_of: ClientOf) -> None:
    topic = scene.topics["public"]

    answer = client_of(scene.cast.fatou).post(f"/t/{topic.pk}/lock/")

    topic.refresh_from_db()
    assert (answer.status_code, topic.is_locked) == (403, False)


def test_row_03_hidden_topics_are_in_no_list(scene: Scene, client_of: ClientOf) -> None:
    topic = scene.topics["outer"]
    Topic.objects.filter(pk=topic.pk).update(approved=False, type=Topic.TOPIC_ANNOUNCE)

    page = client_of(scene.cast.boubacar).get(scene.spaces["outer"].get_absolute_url())

    assert topic.subject not in page.content.decode()


def test_row_04_a_persons_page_lists_no_posts(scene: Scene, client_of: ClientOf) -> None:
    page = client_of(scene.cast.esther).get(f"/people/{scene.cast.awa.pk}/")

    assert "secret" not in page.content.decode()


def test_row_05_lost_access_shows_no_draft_of_a_lost_place(
    scene: Scene, client_of: ClientOf
) -> None:
    chloe, topic = scene.cast.chloe, scene.topics["outer"]
    save_draft(author=chloe, space=scene.spaces["outer"], topic=topic, body="unsent")
    client = client_of(chloe)
    assert topic.subject in client.get("/drafts/").content.decode()

    remove_member(community=scene.cast.community, person=chloe, by=scene.cast.awa, reason="moved")

    assert topic.subject not in client.get("/drafts/").content.decode()


def test_row_06_a_moved_topic_is_found_only_by_its_new_readers(
    scene: Scene, client_of: ClientOf
) -> None:
    topic, client = scene.topics["public"], client_of(None)
    assert topic.subject in client.get("/").content.decode()

    move_topic(topic=topic, to=scene.spaces["core"], by=scene.cast.awa)

    assert topic.subject not in client.get("/").content.decode()
    assert client.get(f"/p/{scene.posts['public'].pk}/").status_code == 404


@pytest.mark.parametrize("name", ["forum_feeds:latest_topics", "forum_search:search"])
def test_row_07_machinas_feeds_and_search_have_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_row_08_a_stale_topic_neither_unlocks_nor_uncounts(scene: Scene) -> None:
    stale = Topic.objects.get(pk=scene.topics["outer"].pk)
    lock_topic(topic=stale, by=scene.cast.awa, locked=True)
    posts = Topic.objects.get(pk=stale.pk).posts_count

    with pytest.raises(Exception, match="locked"):
        reply_to_topic(topic=stale, author=scene.cast.chloe, body="late")
    Post(topic=stale, poster=scene.cast.chloe, subject="x", content="x").save()

    now = Topic.objects.get(pk=stale.pk)
    assert (now.is_locked, now.posts_count) == (True, posts)


def test_row_09_rights_do_not_depend_on_the_order_of_places(
    scene: Scene, client_of: ClientOf
) -> None:
    page = client_of(scene.cast.chloe).get("/communities/water/spaces/").content.decode()

    shown = {place for place in scene.spaces if f"Space {Scene.secret(place)}" in page}
    assert shown == {"public", "signed_in", "organisation", "outer"}


def test_row_10_nobody_is_deleted_and_no_post_with_them(scene: Scene) -> None:
    posts = Post.objects.count()

    with pytest.raises(ProtectedError):
        scene.cast.awa.delete()

    assert Post.objects.count() == posts


def test_row_11_a_locked_topic_stays_locked_when_moved(scene: Scene) -> None:
    topic = scene.topics["outer"]
    lock_topic(topic=topic, by=scene.cast.awa, locked=True)

    move_topic(topic=topic, to=scene.spaces["inner"], by=scene.cast.awa)

    assert Topic.objects.get(pk=topic.pk).is_locked


@pytest.mark.parametrize("address", ["/", "/communities/", "/help/", "topic"])
def test_row_12_a_visitor_leaves_no_session(
    scene: Scene, client_of: ClientOf, address: str
) -> None:
    topic = scene.topics["public"]
    Session.objects.all().delete()

    answer = client_of(None).get(f"/t/{topic.pk}-{topic.slug}/" if address == "topic" else address)

    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies
    assert not Session.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_row_13_a_post_can_be_deleted_in_async_code(scene: Scene) -> None:
    post = scene.posts["outer"]

    async def delete() -> None:
        await post.adelete()
        await sync_to_async(connections.close_all)()

    asyncio.run(delete())

    assert not Post.objects.filter(pk=post.pk).exists()


def test_row_14_a_large_file_survives_the_preview(scene: Scene, client_of: ClientOf) -> None:
    noise = Image.effect_noise((1400, 1400), 90)
    buffer = io.BytesIO()
    noise.save(buffer, "PNG")
    upload = SimpleUploadedFile("photo.png", buffer.getvalue())
    client, topic = client_of(scene.cast.chloe), scene.topics["outer"]

    preview = client.post(
        f"/t/{topic.pk}/reply/", {"body": "See **this**", "files": upload, "wish": "preview"}
    )
    assert "<strong>this</strong>" in preview.content.decode()
    key = Attachment.objects.get().key
    client.post(
        f"/t/{topic.pk}/reply/",
        {"body": "See **this**", "kept_files": ["", key], "known_files": key, "wish": "send"},
    )

    assert Attachment.objects.get().post == topic.posts.order_by("-pk").first()


def test_row_15_one_right_takes_no_other_away(scene: Scene, client_of: ClientOf) -> None:
    boubacar = client_of(scene.cast.boubacar)

    for place in ("public", "signed_in", "organisation", "outer", "inner", "invited"):
        assert boubacar.get(scene.spaces[place].get_absolute_url()).status_code == 200


def test_row_16_the_database_allows_one_ballot_each(scene: Scene) -> None:
    poll = Poll.objects.get(topic=scene.topics["outer"])
    Ballot.objects.create(poll=poll, voter=scene.cast.chloe)

    with pytest.raises(IntegrityError), transaction.atomic():
        Ballot.objects.create(poll=poll, voter=scene.cast.chloe)


def test_row_17_files_are_private_and_quoted(scene: Scene, client_of: ClientOf) -> None:
    chloe, topic = client_of(scene.cast.chloe), scene.topics["outer"]
    upload = SimpleUploadedFile('mes "notes";é.txt', b"private words")
    chloe.post(f"/t/{topic.pk}/reply/", {"body": "here", "files": upload})
    file = Attachment.objects.get()

    served = chloe.get(f"/files/{file.key}/")

    assert b"".join(served) == b"private words"
    assert "notes" not in file.file.name
    assert "utf-8''" in served.headers["Content-Disposition"]
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    for person in (scene.cast.diego, scene.cast.esther, None):
        assert client_of(person).get(f"/files/{file.key}/").status_code == 404
    assert client_of(None).get(f"/media/{file.file.name}", follow=True).status_code == 404


def test_same_key_from_two_tabs_is_one_post(scene: Scene, client_of: ClientOf) -> None:
    client, topic = client_of(scene.cast.chloe), scene.topics["outer"]
    words = {"body": "Once only", "client_key": str(uuid.uuid4())}

    first = client.post(f"/t/{topic.pk}/reply/", words)
    second = client.post(f"/t/{topic.pk}/reply/", {**words, "body": "Once only, again"})

    assert first.url == second.url
    assert topic.posts.filter(content__startswith="Once only").count() == 1


def test_reply_to_a_topic_locked_meanwhile_keeps_the_text(
    scene: Scene, client_of: ClientOf
) -> None:
    client, topic = client_of(scene.cast.chloe), scene.topics["outer"]
    lock_topic(topic=topic, by=scene.cast.awa, locked=True)

    answer = client.post(f"/t/{topic.pk}/reply/", {"body": "My long thought"})

    assert answer.status_code == 409
    assert answer.content.decode().count("My long thought") == 1
    assert "My long thought" in client.get("/drafts/").content.decode()


def test_space_audience_is_at_least_what_writers_need(scene: Scene) -> None:
    space = scene.spaces["inner"]
    space.write_audience = Audience.OUTER

    with pytest.raises(IntegrityError), transaction.atomic():
        space.save()
