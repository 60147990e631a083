"""Communities and memberships for tests."""

import factory

from communities.circles.models import Community, Membership
from communities.policy import Circle
from tests.factories.people import PersonFactory


class CommunityFactory(factory.django.DjangoModelFactory):
    """A public community without page, spaces or members."""

    class Meta:
        model = Community

    name = factory.Sequence(lambda number: f"Community {number}")
    slug = factory.Sequence(lambda number: f"community-{number}")
    purpose = "Learn from one another."
    language = "en"


class MembershipFactory(factory.django.DjangoModelFactory):
    """A member of the outer circle."""

    class Meta:
        model = Membership

    community = factory.SubFactory(CommunityFactory)
    person = factory.SubFactory(PersonFactory)
    circle = Circle.OUTER
