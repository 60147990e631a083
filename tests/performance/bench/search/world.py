"""Our site's world with words as in real texts, and beside its visitor one who reads most of it."""

from dataclasses import replace

from communities.circles.models import Community, Membership
from communities.people.models import User
from communities.policy import Circle
from tests.performance.bench import outline, world
from tests.performance.bench.scale import Scale
from tests.performance.bench.search.corpus import text_of
from tests.performance.bench.session import cookies_of
from tests.performance.bench.visits import Visits

EVERYWHERE = "a member of every community"


def build(scale: Scale) -> Visits:
    """Fill an empty, migrated database."""
    return visits_of_both(world.build(scale, text_of))


def visits_of_both(visits: Visits) -> Visits:
    """Let a second reader into the inner circle everywhere: four spaces of five, dear to filter."""
    reader = User.objects.get(pk=outline.MEMBER + 2)
    reader.memberships.all().delete()
    everywhere = (
        Membership(community=one, person=reader, circle=Circle.INNER)
        for one in Community.objects.all()
    )
    world.in_batches(everywhere, Membership)
    return replace(visits, other_cookies={EVERYWHERE: cookies_of(reader, world.BACKEND)})
