"""Giving the posts of an archive's author to the person who proved to be them."""

from communities.people.models import User
from communities.people.services.arrival import claim_steps
from forums.spaces.models import Post, Topic


@claim_steps.register
def claim_posts(author: User, person: User) -> None:
    """Let posts and topics carry the person's name."""
    Post.objects.filter(poster=author).update(poster=person)
    Topic.objects.filter(poster=author).update(poster=person)
