"""Founding a community: the one verb in which every layer takes part."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.text import slugify

from communities.circles.models import CircleChange, Community, CommunityHost, Membership
from communities.people.models import Organisation, User
from communities.policy import Audience, Circle
from communities.steps import Steps


@dataclass(frozen=True, slots=True)
class GoalWords:
    """A goal as its founders word it; ``kind`` and ``state`` are those of ``pages.Goal``."""

    wording: str
    kind: str
    state: str = "open"


@dataclass(frozen=True, slots=True)
class Founding:
    """What the steps of higher layers may want to know."""

    community: Community
    founder: User
    goals: Sequence[GoalWords] = ()
    charter: str = ""


founding_steps: Steps[[Founding]] = Steps()


@transaction.atomic
def found_community(
    *,
    founder: User,
    name: str,
    purpose: str,
    language: str,
    form: str = Community.Form.COP,
    goals: Sequence[GoalWords] = (),
    charter: str = "",
    hosts: Iterable[Organisation] = (),
    read_audience: Audience = Audience.PUBLIC,
    accepts_requests: bool = True,
    slug: str = "",
    is_library: bool = False,
) -> Community:
    """Create a community with its page and spaces; the founder is its first core member."""
    community = Community.objects.create(
        name=name,
        slug=slug or free_slug(name),
        purpose=purpose,
        form=form,
        language=language,
        read_audience=read_audience,
        accepts_requests=accepts_requests,
        is_library=is_library,
    )
    CommunityHost.objects.bulk_create(
        CommunityHost(community=community, organisation=organisation) for organisation in hosts
    )
    Membership.objects.create(community=community, person=founder, circle=Circle.CORE)
    CircleChange.objects.create(
        community=community, person=founder, to_circle=Circle.CORE, changed_by=founder
    )
    founding_steps.run(Founding(community, founder, goals, charter))
    return community


def free_slug(name: str) -> str:
    """Return an address no other community has; ``new`` is a page of its own."""
    base = slugify(name)[:50] or "community"
    taken = set(Community.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    taken.add("new")
    number = 1
    slug = base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug
