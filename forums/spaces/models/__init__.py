"""What the spaces app stores beside machina's own tables."""

from forums.machina_apps.forum.models import Forum
from forums.machina_apps.forum_conversation.models import Post, Topic
from forums.spaces.models.drafts import Attachment, Draft
from forums.spaces.models.polls import Ballot, BallotChoice, Poll, PollOption
from forums.spaces.models.reading import ReadMark, SpaceReadMark
from forums.spaces.models.space import Space, SpaceChange
from forums.spaces.models.talk import PostDetail, PostRevision, TopicDetail, TopicEvent

__all__ = [
    "Attachment",
    "Ballot",
    "BallotChoice",
    "Draft",
    "Forum",
    "Poll",
    "PollOption",
    "Post",
    "PostDetail",
    "PostRevision",
    "ReadMark",
    "Space",
    "SpaceChange",
    "SpaceReadMark",
    "Topic",
    "TopicDetail",
    "TopicEvent",
]
