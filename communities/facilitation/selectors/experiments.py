"""Finding experiments that one may read, and cycles one lived."""

from django.core.exceptions import PermissionDenied
from django.db.models import Max, Q, QuerySet
from django.http import Http404

from communities.access import require, visible
from communities.circles.models import Community
from communities.facilitation.models import Cycle, CycleValue, Experiment, Session
from communities.facilitation.running import Stage
from communities.facilitation.selectors.sessions import access_cycle
from communities.people.models import User
from communities.policy import Action, Audience, Scope, Standing


def experiments_scope(community: Community) -> Scope:
    """Members read what is tried and add to it."""
    read = max(Audience.OUTER, Audience(community.read_audience))
    return Scope(community.pk, read, Audience.OUTER, is_open=community.is_open)


def visible_experiments(standing: Standing, community: Community) -> QuerySet[Experiment]:
    """Return a community's experiments that one may read."""
    rows = Experiment.objects.filter(community=community).select_related("person", "cycle")
    return visible(standing, rows)


def access_own_experiment(standing: Standing, pk: int, person: User) -> Experiment:
    """Fetch one of one's own experiments; 404 when one may not read it, 403 when others wrote it."""
    found = Experiment.objects.select_related("community", "cycle").filter(pk=pk).first()
    if found is None:
        raise Http404
    require(standing, Action.READ, found)
    if found.person_id != person.pk or not found.community.is_open:
        raise PermissionDenied
    return found


def own_cycles(standing: Standing, community: Community) -> QuerySet[Cycle]:
    """Return the cycles of a community on whose list a person stands."""
    return Cycle.objects.filter(community=community, invited_list__in=standing.invited_lists)


def experiments_for_agenda(standing: Standing, cycle: Cycle) -> QuerySet[Experiment]:
    """Return what was tried, or told of, since a cycle last met, as far as one may read it."""
    rows = visible_experiments(standing, cycle.community).filter(cycle=cycle)
    ended = Session.objects.filter(cycle=cycle, stage=Stage.ENDED)
    last = ended.aggregate(at=Max("ended_at"))["at"]
    return rows if last is None else rows.filter(Q(made_at__gte=last) | Q(told_at__gte=last))


def access_cycle_to_value(standing: Standing, pk: int) -> Cycle:
    """Fetch a cycle of which one may say what it was worth: who lived it, and nobody beside."""
    found = access_cycle(standing, pk)
    if found.invited_list_id not in standing.invited_lists:
        raise PermissionDenied
    return found


def values_of(cycle: Cycle, person: User) -> dict[str, str | bool]:
    """Return what somebody said of a cycle, by level, and whether readers of the report may read it."""
    rows = CycleValue.objects.filter(cycle=cycle, person=person)
    said = list(rows.values_list("level", "text", "is_for_readers"))
    texts: dict[str, str | bool] = {level: text for level, text, _open in said}
    return texts | {"is_for_readers": any(is_open for _level, _text, is_open in said)}
