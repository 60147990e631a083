"""Moving a mailing-list archive into a space; a second run finds nothing left to do."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import BinaryIO

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.circles.models import CircleProposal, Community
from forums.mail.parsing import (
    ParsedMessage,
    SkippedMessage,
    Survey,
    read_archive,
    survey_archive,
)
from forums.mail.services.authors import Authors
from forums.spaces.models import Forum, PostDetail, Space, Topic
from forums.spaces.services.counters import refresh_last_post
from forums.spaces.services.keeping import Words, append_words, begin_topic

CHUNK = 500


@dataclass
class Report:
    """What an import did, counted."""

    posts: int = 0
    new_posts: int = 0
    topics: int = 0
    new_topics: int = 0
    people: int = 0
    proposals: int = 0
    skipped: list[SkippedMessage] = field(default_factory=list)


def import_archive(
    *, stream: BinaryIO, space: Space, on_progress: Callable[[int], None] | None = None
) -> Report:
    """Turn threads into topics and messages into posts, a thread at a time.

    Each thread is one transaction: whatever stops the import, a second run goes on from there.
    An author whose address somebody proved to be theirs is that person; others become people
    without access, who may claim their posts later. Raises ``NotAnArchiveError``.
    """
    now = timezone.now()
    survey = survey_archive(stream, now=now)
    stream.seek(0)
    known = _known_ids(survey, space.community)
    report = Report(
        posts=survey.posts,
        topics=len(survey.threads),
        people=len(survey.people),
        skipped=list(survey.skipped),
    )
    authors = Authors(space.community)
    waiting: defaultdict[int, dict[str, ParsedMessage]] = defaultdict(dict)
    place_of = survey.thread_of()
    missing = {
        place: sum(key not in known for key in thread.message_ids)
        for place, thread in enumerate(survey.threads)
    }
    for message in read_archive(stream, now=now):
        if isinstance(message, ParsedMessage) and message.message_id not in known:
            place = place_of[message.message_id]
            waiting[place][message.message_id] = message
            if len(waiting[place]) == missing[place]:
                messages = waiting.pop(place)
                thread = survey.threads[place]
                ordered = [messages[key] for key in thread.message_ids if key in messages]
                topic_pk = next((known[key] for key in thread.message_ids if key in known), None)
                is_new = _write_thread(space, thread.title, ordered, topic_pk, authors)
                report.new_posts += len(ordered)
                report.new_topics += int(is_new)
        if on_progress is not None:
            on_progress(message.end)
    report.proposals = _propose_circles(space.community, survey, authors)
    return report


def _known_ids(survey: Survey, community: Community) -> dict[str, int]:
    """Map the message ids that are in the community already to their topics."""
    ids = [key for thread in survey.threads for key in thread.message_ids]
    known: dict[str, int] = {}
    for start in range(0, len(ids), CHUNK):
        rows = PostDetail.objects.filter(
            message_id__in=[key[:255] for key in ids[start : start + CHUNK]],
            topic__forum__space__community=community,
        )
        known.update((str(key), topic) for key, topic in rows.values_list("message_id", "topic"))
    return known


@transaction.atomic
def _write_thread(
    space: Space,
    title: str,
    messages: list[ParsedMessage],
    topic_pk: int | None,
    authors: Authors,
) -> bool:
    """Write what is new of a thread; tell whether it began a topic."""
    words = [_words_of(message, authors) for message in messages]
    if topic_pk is None:
        title = title[:255] or _("Without a subject")
        topic = begin_topic(space=space, title=title, first=words[0])
    else:
        rows = Topic.objects.select_for_update(of=("self",)).select_related("detail")
        topic = rows.get(pk=topic_pk)
    append_words(topic=topic, words=words)
    Forum.objects.filter(pk=topic.forum_id).update(
        direct_posts_count=F("direct_posts_count") + len(messages),
        direct_topics_count=F("direct_topics_count") + int(topic_pk is None),
    )
    refresh_last_post(topic=topic)
    return topic_pk is None


def _words_of(message: ParsedMessage, authors: Authors) -> Words:
    return Words(
        author=authors.person_of(message),
        body=message.body_markdown or _("(This message holds only attachments.)"),
        at=message.sent_at,
        message_id=message.message_id[:255],
    )


@transaction.atomic
def _propose_circles(community: Community, survey: Survey, authors: Authors) -> int:
    """Propose a circle for each author; what the core group decided stays decided."""
    count = 0
    for proposal in survey.people:
        person = authors.known(proposal.author_key, proposal.name, proposal.address)
        if person is None:
            continue
        facts = {
            "circle": proposal.circle,
            "posts": proposal.posts,
            "active_months": proposal.months,
            "last_active_at": proposal.last_at,
        }
        row, created = CircleProposal.objects.get_or_create(
            community=community, person=person, defaults=facts
        )
        if not created and row.decided_at is None:
            CircleProposal.objects.filter(pk=row.pk).update(**facts)
        count += int(created)
    return count
