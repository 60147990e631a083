"""Polls, their results, and one's own ballot."""

from dataclasses import dataclass

from django.db.models import Count
from django.http import Http404
from django.utils import timezone

from communities.policy import Action, Standing
from forums.spaces.models import Ballot, Poll
from forums.spaces.selectors.topics import access_topic


@dataclass(frozen=True, slots=True)
class OptionResult:
    """How often an answer was chosen."""

    pk: int
    text: str
    votes: int


@dataclass(frozen=True, slots=True)
class PollResults:
    """The answers with their votes, and how many people voted."""

    options: list[OptionResult]
    voters: int
    is_closed: bool


def access_poll(standing: Standing, topic_pk: int, action: Action = Action.READ) -> Poll:
    """Fetch the poll of a topic; 404 unreadable, 403 refused."""
    topic = access_topic(standing, topic_pk, action)
    poll = Poll.objects.filter(topic=topic).first()
    if poll is None:
        raise Http404
    poll.topic = topic
    return poll


def results_of(poll: Poll) -> PollResults:
    """Count the votes: two queries."""
    rows = poll.options.annotate(votes=Count("choices")).values_list("pk", "text", "votes")
    return PollResults(
        options=[OptionResult(*row) for row in rows],
        voters=Ballot.objects.filter(poll=poll).count(),
        is_closed=poll.closes_at is not None and poll.closes_at <= timezone.now(),
    )


def ballot_of(poll: Poll, person_id: int) -> frozenset[int]:
    """Return the answers a person chose; empty when they have not voted."""
    rows = Ballot.objects.filter(poll=poll, voter=person_id)
    return frozenset(rows.values_list("choices__option", flat=True))
