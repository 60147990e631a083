"""Asking the readers of a topic, and voting once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.people.models import User
from forums.spaces.models import Ballot, BallotChoice, Poll, PollOption, Topic, TopicDetail
from forums.spaces.refusals import Refused


@transaction.atomic
def open_poll(
    *,
    topic: Topic,
    question: str,
    options: Sequence[str],
    max_choices: int = 1,
    closes_at: datetime | None = None,
) -> Poll:
    """Ask a question at the head of a topic."""
    poll = Poll.objects.create(
        topic=topic, question=question, max_choices=max_choices, closes_at=closes_at
    )
    PollOption.objects.bulk_create(
        PollOption(poll=poll, text=text, position=number) for number, text in enumerate(options)
    )
    TopicDetail.objects.filter(pk=topic.pk).update(has_poll=True)
    return poll


@transaction.atomic
def cast_vote(*, poll: Poll, voter: User, options: Sequence[int]) -> Ballot:
    """Keep a person's only ballot; voting again replaces the choice while that is allowed."""
    if poll.closes_at is not None and poll.closes_at <= timezone.now():
        raise Refused(_("This poll is closed; your vote was not counted."))
    chosen = list(PollOption.objects.filter(poll=poll, pk__in=options))
    if not chosen or len(chosen) != len(set(options)):
        raise Refused(_("Choose one of the answers, then vote."))
    if len(chosen) > poll.max_choices:
        raise Refused(_("You chose more answers than this poll allows; nothing was counted."))
    ballot, created = Ballot.objects.select_for_update().get_or_create(poll=poll, voter=voter)
    if not created:
        if not poll.may_change:
            raise Refused(_("You have voted already; this poll counts the first vote."))
        BallotChoice.objects.filter(ballot=ballot).delete()
        ballot.save(update_fields=["cast_at"])
    BallotChoice.objects.bulk_create(BallotChoice(ballot=ballot, option=one) for one in chosen)
    return ballot
