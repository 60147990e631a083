"""Giving the posts of an archive's author to the person who proved to be them."""

from communities.people.models import User
from communities.people.services.arrival import claim_steps
from forums.spaces.models import Post, Topic
from forums.spaces.services.touching import touch_posts


@claim_steps.register
def claim_posts(author: User, person: User) -> None:
    """Let posts and topics carry the person's name."""
    touch_posts(Post.objects.filter(poster=author))
    Post.objects.filter(poster=author).update(poster=person)
    Topic.objects.filter(poster=author).update(poster=person)
