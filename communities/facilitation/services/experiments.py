"""What members try between sessions, and what a cycle was worth to them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.circles.models import Community, InvitedList
from communities.circles.services.care import community_changed
from communities.facilitation.models import Cycle, CycleValue, Experiment
from communities.facilitation.refusals import SessionRefused
from communities.people.models import User
from communities.policy import Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperimentFacts:
    """What is said of an experiment; fields are those of the model."""

    attempt: str
    happened: str = ""
    learned: str = ""


@transaction.atomic
def log_experiment(
    *, community: Community, person: User, facts: ExperimentFacts, cycle: Cycle | None = None
) -> Experiment:
    """Keep what somebody will try, for the people of a cycle or for all members."""
    if not community.is_open:
        raise SessionRefused(_("This community is closed: nothing can be added any more."))
    read, invited_list = _audience_of(community, cycle)
    return Experiment.objects.create(
        community=community,
        person=person,
        cycle=cycle,
        read_audience=read,
        invited_list=invited_list,
        told_at=timezone.now() if facts.happened or facts.learned else None,
        **asdict(facts),
    )


@transaction.atomic
def tell_experiment(
    *, experiment: Experiment, facts: ExperimentFacts, cycle: Cycle | None = None
) -> bool:
    """Keep what happened and what was learned; its writer may also give it to others."""
    locked = Experiment.objects.select_for_update(of=("self",)).get(pk=experiment.pk)
    before = ExperimentFacts(
        attempt=locked.attempt, happened=locked.happened, learned=locked.learned
    )
    if before == facts and locked.cycle == cycle:
        return False
    is_told = bool(facts.happened or facts.learned)
    if (before.happened, before.learned) != (facts.happened, facts.learned):
        locked.told_at = timezone.now() if is_told else None
    for name, value in asdict(facts).items():
        setattr(locked, name, value)
    locked.cycle = cycle
    locked.read_audience, locked.invited_list = _audience_of(locked.community, cycle)
    locked.save()
    return True


@transaction.atomic
def delete_experiment(*, experiment: Experiment) -> bool:
    """Take an experiment away for good."""
    return bool(Experiment.objects.filter(pk=experiment.pk).delete()[0])


@transaction.atomic
def say_worth(
    *, cycle: Cycle, person: User, texts: Mapping[str, str], is_for_readers: bool = False
) -> bool:
    """Keep what a cycle was worth to somebody, level by level; no words take the level away.

    ``is_for_readers`` lets others than the people of the cycle read the words where its report is
    published.
    """
    changed = False
    for level, text in texts.items():
        own = CycleValue.objects.filter(cycle=cycle, person=person, level=level)
        if not text:
            changed |= bool(own.delete()[0])
        elif not own.filter(text=text, is_for_readers=is_for_readers).exists():
            facts = {"text": text, "is_for_readers": is_for_readers}
            CycleValue.objects.update_or_create(
                cycle=cycle, person=person, level=level, defaults=facts
            )
            changed = True
    return changed


def _audience_of(community: Community, cycle: Cycle | None) -> tuple[Audience, InvitedList | None]:
    if cycle is not None:
        return Audience(cycle.read_audience), cycle.invited_list
    return max(Audience.OUTER, Audience(community.read_audience)), None


@community_changed.register
def place_with_community(community: Community) -> None:
    """No experiment is wider than its community."""
    rows = Experiment.objects.filter(community=community)
    read, _list = _audience_of(community, None)
    rows.filter(cycle__isnull=True).update(read_audience=read)
    for cycle in Cycle.objects.filter(community=community):
        rows.filter(cycle=cycle).update(read_audience=cycle.read_audience)
