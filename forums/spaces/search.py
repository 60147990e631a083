"""Topics and posts, to be found: both are posts, and the first of a topic carries its title."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.access import visible
from communities.policy import Standing
from forums.spaces.markup import excerpt
from forums.spaces.models import Attachment, Post, Space
from resources.search.analysis import language_of
from resources.search.engine import Document, Thing
from resources.search.file_words import words_in
from resources.search.registry import (
    SearchSource,
    Shown,
    place_name,
    portions,
    register_places,
    register_source,
)

TOPIC, POST, SPACE = "topic", "post", "space"
DOCUMENT = (
    "pk",
    "content",
    "detail__deleted_at",
    "created",
    "poster_id",
    "detail__position",
    "topic__subject",
    "topic__forum__space",
    "topic__forum__space__community",
    "topic__forum__space__community__language",
    Exists(Attachment.objects.filter(post=OuterRef("pk"))),
)
Row = tuple[Any, ...]  # of these
SHOWN_TEXT = 6000  # characters in which the passage is looked for


def thing_of(post_pk: int, position: int) -> Thing:
    """Return what stands for a post: its topic, by the key of the first post, or a reply."""
    return Thing(TOPIC if position == 1 else POST, post_pk)


def _posts() -> QuerySet[Post]:
    """Return the posts that people see, and first posts that were deleted from a living topic."""
    rows = Post.objects.filter(approved=True, topic__approved=True)
    return rows.exclude(detail__position__gt=1, detail__deleted_at__isnull=False)


def _text(post: Post) -> str:
    return "" if post.detail.deleted_at is not None else str(post.content.raw)


def _fetched(rows: QuerySet[Post], things: Collection[Thing]) -> QuerySet[Post]:
    found = rows.filter(pk__in=[thing.key for thing in things])
    return found.select_related("detail", "poster", "topic__forum__space__community")


def everything() -> Iterator[Document]:
    """Make a document of each post there is."""
    for portion in portions(_posts().values_list(*DOCUMENT)):
        yield from _made(portion)


def documents(things: Collection[Thing]) -> Iterable[Document]:
    """Make a document of each post; that of a topic holds its title, too."""
    keys = [thing.key for thing in things]
    return _made(_posts().filter(pk__in=keys).values_list(*DOCUMENT))


def _made(rows: Iterable[Row]) -> Iterable[Document]:
    """Make documents of plain rows: to make seven models of each post takes longer than to index it."""
    words = _words_of_files([row[0] for row in rows if row[-1]])
    return (_document(row, words) for row in rows)


def _document(row: Row, words: Mapping[int, str]) -> Document:
    key, content, is_gone, created, author, position, subject, space, home, spoken, _files = row
    text = "" if is_gone else str(content)
    return Document(
        thing_of(key, position),
        place=place_name(SPACE, space),
        language=spoken,
        is_guessed=True,
        written_at=created,
        title=subject if position == 1 else "",
        text=f"{text}\n{words[key]}" if key in words and not is_gone else text,
        community_id=home,
        author_id=author,
    )


def _words_of_files(keys: Collection[int]) -> dict[int, str]:
    """Return the words of what is attached to these posts."""
    files: defaultdict[int, list[Attachment]] = defaultdict(list)
    for file in Attachment.objects.filter(post__in=keys):
        files[file.post_id or 0].append(file)
    return {key: words_in(attached) for key, attached in files.items()}


def readable(standing: Standing, things: Collection[Thing]) -> Mapping[Thing, Shown]:
    """Fetch those of the posts that this person may read."""
    rows = visible(standing, _posts(), "topic__forum__space__")
    return {
        thing_of(post.pk, post.detail.position): _shown(post) for post in _fetched(rows, things)
    }


def _shown(post: Post) -> Shown:
    topic, space = post.topic, post.topic.forum.space
    is_first = post.detail.position == 1
    text = excerpt(_text(post), SHOWN_TEXT)
    return Shown(
        title=topic.subject,
        address=reverse("spaces:topic", args=[topic.pk, topic.slug])
        if is_first
        else reverse("spaces:post", args=[post.pk]),
        text=text,
        language=language_of(f"{topic.subject}\n{text}", space.community.language),
        community=space.community.name,
        place=topic.forum.name,
        author=post.poster.get_full_name() if post.poster else "",
        written_at=post.created,
        scope=space.scope,
    )


def register() -> None:
    """Let topics and posts be found."""
    register_places(SPACE, lambda standing: visible(standing, Space.objects.all()))
    register_source(
        SearchSource(
            order=2,
            kinds={TOPIC: _("Topics"), POST: _("Posts")},
            everything=everything,
            documents=documents,
            readable=readable,
        )
    )
