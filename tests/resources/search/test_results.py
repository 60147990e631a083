"""What people find, through the page of results."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from communities.circles.models import Membership
from communities.people.models import User
from communities.people.services.closing import close_account
from forums.chat.services.changes import delete_message, edit_message
from forums.chat.services.sending import send_message
from forums.spaces.models import Post
from forums.spaces.services.posts import delete_post, edit_post, restore_post
from forums.spaces.services.talk import reply_to_topic, start_topic
from resources.search.choosing import engine
from resources.search.engine import Engine, Found, Question
from resources.search.engines import postgres_search, sqlite_search, whoosh
from tests.resources.search.conftest import Ask, catch_up
from tests.worlds import Scene

ClientOf = Callable[[User | None], Client]


def test_every_kind_is_found(scene: Scene, ask: Ask) -> None:
    cast, space, room = scene.cast, scene.spaces["outer"], scene.rooms["outer"]
    User.objects.filter(pk=cast.boubacar.pk).update(about="I care for baobabs")
    first = start_topic(
        space=space, author=cast.awa, title="Baobabs", body="How do you plant them?"
    )
    reply_to_topic(topic=first.post.topic, author=cast.chloe, body="A baobab wants sand.")
    send_message(room=room, author=cast.chloe, body="My baobab is ill.")
    cast.boubacar.refresh_from_db()
    cast.boubacar.about = "I care for baobabs."
    cast.boubacar.save()
    cast.organisation.description = "Planting a baobab in each village"
    cast.organisation.save()
    cast.community.purpose = "Water for the baobab"
    cast.community.save()
    catch_up()

    page = ask(cast.chloe, "baobab")

    for heading in ("Topics", "Posts", "Chat messages", "Communities", "People", "Organisations"):
        assert re.search(rf"<h2[^>]*>{heading}\b", page), heading
    assert "<mark>baobab</mark>" in page


def test_of_very_many_the_page_says_what_is_counted_among_the_latest(
    scene: Scene, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "counted among the latest only"
    for person, number in ((scene.cast.awa, 1), (scene.cast.chloe, 2)):
        for turn in range(4):
            title = f"Acacia {number}-{turn}"
            start_topic(space=scene.spaces["outer"], author=person, title=title, body="x")
    catch_up()
    assert words not in ask(scene.cast.chloe, "acacia")

    for one in (sqlite_search, whoosh, postgres_search):
        monkeypatch.setattr(one, "MOST_RANKED", 5)
    monkeypatch.setattr(sqlite_search, "SLAB_BITS", 0)
    page = ask(scene.cast.chloe, "acacia")

    assert words in page.partition("Author</h2>")[2].partition("<ul")[0]
    assert words not in page.partition("Language</h2>")[2].partition("<ul")[0]


def test_what_was_chosen_is_named_though_nothing_of_it_was_found(scene: Scene, ask: Ask) -> None:
    start_topic(space=scene.spaces["outer"], author=scene.cast.awa, title="Acacia", body="x")
    catch_up()

    page = ask(scene.cast.chloe, "acacia", kind="post", language="fr")

    assert "Among what you chose, nothing that you may read" in page
    assert re.search(r'aria-current="true">Posts \(0\)<', page) or "Posts (" not in page
    assert re.search(r'aria-current="true">Français</a> <span class="hint">0<', page)


def test_a_passage_is_shown_without_marks(scene: Scene, ask: Ask) -> None:
    body = "## Begin\n\n- **Acacia** in [our garden](/t/1/), 2 * 3\n\n|---|---|\n"
    start_topic(space=scene.spaces["outer"], author=scene.cast.awa, title="Trees", body=body)
    catch_up()

    page = ask(scene.cast.chloe, "acacia")

    assert "Begin <mark>Acacia</mark> in our garden, 2 * 3" in page


def test_a_french_title_keeps_its_signs(scene: Scene, ask: Ask) -> None:
    title = "Acacia : « un » arbre ?"
    start_topic(space=scene.spaces["outer"], author=scene.cast.awa, title=title, body="x")
    catch_up()

    assert "Acacia\xa0: «\xa0un\xa0» arbre\xa0?" in ask(scene.cast.chloe, "acacia")


def test_a_kind_alone_has_pages(scene: Scene, ask: Ask) -> None:
    for number in range(25):
        start_topic(
            space=scene.spaces["outer"], author=scene.cast.awa, title=f"Acacia {number}", body="x"
        )
    catch_up()

    grouped = ask(scene.cast.chloe, "acacia")
    first, second = (ask(scene.cast.chloe, "acacia", kind="topic", page=page) for page in (1, 2))

    assert grouped.count('class="row-title"') == 3
    assert "Topics (25)" in grouped
    assert (first.count('class="row-title"'), second.count('class="row-title"')) == (20, 5)
    assert "page=2" in first
    assert "page=3" not in second


def test_narrowing(scene: Scene, ask: Ask) -> None:
    cast = scene.cast
    french = "Les sages-femmes de la commune et le baobab sont dans la ville"
    start_topic(space=scene.spaces["outer"], author=cast.awa, title="Arbre", body=french)
    start_topic(space=scene.spaces["public"], author=cast.chloe, title="Baobab", body="Of the tree")
    catch_up()

    def titles(**narrowed: object) -> set[str]:
        page = ask(cast.chloe, "baobab", **narrowed)
        return set(re.findall(r'class="row-title"><a [^>]*>([^<]*)<', page))

    this_year = timezone.now().year
    assert titles() == {"Arbre", "Baobab"}
    assert titles(language="fr") == {"Arbre"}
    assert titles(author=cast.chloe.pk) == {"Baobab"}
    assert titles(community=cast.community.pk, year=this_year) == {"Arbre", "Baobab"}
    assert titles(year=this_year - 1) == set()
    assert titles(kind="post") == set()


def test_new_words_are_found_and_old_ones_are_not(scene: Scene, ask: Ask) -> None:
    post, author = scene.posts["outer"], scene.cast.awa
    edit_post(post=post, editor=author, body="Only tamarinds")
    message = scene.messages["outer"]
    edit_message(message=message, editor=author, body="Only mangroves")
    catch_up()

    assert "tamarinds" in ask(author, "tamarind")
    assert "mangroves" in ask(author, "mangrove")
    assert 'class="row-title"' not in ask(author, "secret-of-outer", kind="post")


def test_what_was_deleted_is_gone_at_once_and_may_come_back(scene: Scene, ask: Ask) -> None:
    post, author = scene.posts["outer"], scene.cast.awa
    delete_post(post=post, by=author)
    delete_message(message=scene.messages["outer"], by=author)

    for _before_and_after_the_index_hears in range(2):
        assert 'class="row-title"' not in ask(author, "secret-of-outer", kind="post")
        assert 'class="row-title"' not in ask(author, "secret-of-outer", kind="message")
        catch_up()
    restore_post(post=post)
    catch_up()
    assert "Posts (1)" in ask(author, "secret-of-outer")


def test_a_closed_account_is_found_no_more(scene: Scene, ask: Ask) -> None:
    chloe = scene.cast.chloe
    assert "Chloe" in ask(scene.cast.esther, "Chloe")
    Membership.objects.filter(person=chloe).delete()
    close_account(person=chloe)

    assert 'class="row-title"' not in ask(scene.cast.esther, "Chloe")


def test_nothing_found_offers_other_words(scene: Scene, ask: Ask) -> None:
    start_topic(
        space=scene.spaces["outer"], author=scene.cast.awa, title="Tamarinier géant", body="x"
    )
    catch_up()

    page = ask(scene.cast.chloe, "tamarignier")

    assert "Did you mean" in page
    assert re.search(r'href="\?q=tamarinier"', page)


@pytest.mark.parametrize(
    "words",
    ["", "x" * 30_000, " ".join(["word"] * 100), '"', '"a b', "* AND OR NOT ( : ^~", "%27;--", "🌍"],
)  # fmt: skip
def test_any_question_is_answered(scene: Scene, client_of: ClientOf, words: str) -> None:
    answer = client_of(scene.cast.awa).get("/search/", {"q": words})

    assert answer.status_code in {200, 400}
    if answer.status_code == 400:
        assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize(
    "narrowed",
    [{"page": "0"}, {"page": "-1"}, {"page": "99999999999999999999"}, {"kind": "nonsense"}, {"year": "٢٠٢٤"},
     {"community": "99999999999999999999"}, {"author": "x"}, {"language": "de"}],
)  # fmt: skip
def test_any_address_is_answered(scene: Scene, ask: Ask, narrowed: dict[str, str]) -> None:
    assert "secret-of-outer" in ask(scene.cast.awa, "secret-of-outer", **narrowed)


def test_searching_too_often(scene: Scene, client_of: ClientOf) -> None:
    client = client_of(None)
    with time_machine.travel(timezone.now(), tick=False):  # however slow: all in one minute
        codes = [client.get("/search/", {"q": "water"}).status_code for _number in range(16)]
        member = client_of(scene.cast.awa).get("/search/", {"q": "water"}).status_code

    assert codes[-1] == 429
    assert set(codes[:-1]) == {200}
    assert member == 200


def test_age_shows_in_the_years(scene: Scene, ask: Ask) -> None:
    Post.objects.filter(pk=scene.posts["outer"].pk).update(
        created=timezone.now() - timedelta(days=800)
    )
    edit_post(post=scene.posts["outer"], editor=scene.cast.awa, body="Water of old")
    start_topic(space=scene.spaces["outer"], author=scene.cast.awa, title="Water now", body="x")
    catch_up()

    page = ask(scene.cast.awa, "water")

    assert str((timezone.now() - timedelta(days=800)).year) in page
    assert str(timezone.now().year) in page


def test_estimated_numbers_are_said_to_be(
    scene: Scene, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = type(engine()).find
    words = "the numbers are about right"

    def estimating(self: Engine, question: Question) -> Found:
        found = whole(self, question)
        return replace(found, facets=replace(found.facets, is_estimated=True))

    assert words not in ask(scene.cast.awa, "secret")
    monkeypatch.setattr(type(engine()), "find", estimating)
    assert words in ask(scene.cast.awa, "secret")


@pytest.mark.parametrize(("words", "told"), [("zyx*", True), ("zyx AND yxz", True), ("zyx", False)])
def test_signs_of_other_searches_are_said_to_mean_nothing(
    scene: Scene,
    ask: Ask,
    words: str,
    told: bool,  # noqa: FBT001 -- a test's parameter
) -> None:
    catch_up()

    assert ("are not understood here" in ask(scene.cast.chloe, words)) is told
