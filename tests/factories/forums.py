"""Spaces for tests; topics and posts are made through the services."""

import factory

from communities.policy import Audience
from forums.spaces.models import Forum, Space
from tests.factories.communities import CommunityFactory


class ForumFactory(factory.django.DjangoModelFactory):
    """The machina node behind a space."""

    class Meta:
        model = Forum

    name = factory.Sequence(lambda number: f"Space {number}")
    type = Forum.FORUM_POST


class SpaceFactory(factory.django.DjangoModelFactory):
    """A space that organisations read and all members write in."""

    class Meta:
        model = Space

    forum = factory.SubFactory(ForumFactory)
    community = factory.SubFactory(CommunityFactory)
    read_audience = Audience.ORGANISATION
    write_audience = Audience.OUTER
