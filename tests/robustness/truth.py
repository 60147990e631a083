"""What a database holds, asked in plain SQL with nothing of the product in between."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.robustness.visitor import Acknowledged

# Each lists the rows whose counters differ from what can be counted.
WRONG_TOPICS = """
SELECT topic.id, topic.posts_count, detail.last_position, topic.last_post_id,
       count(*), max(place.position), max(post.id)
FROM forum_conversation_topic topic
JOIN spaces_topicdetail detail ON detail.topic_id = topic.id
JOIN forum_conversation_post post ON post.topic_id = topic.id
LEFT JOIN spaces_postdetail place ON place.post_id = post.id
GROUP BY topic.id
HAVING topic.posts_count <> count(*) OR detail.last_position <> count(*)
    OR max(place.position) <> count(*) OR topic.last_post_id <> max(post.id)
    OR topic.first_post_id <> min(post.id) OR count(place.post_id) <> count(*)
"""
WRONG_SPACES = """
SELECT forum.id, forum.direct_topics_count, forum.direct_posts_count, forum.last_post_id,
       count(DISTINCT topic.id), count(post.id), max(post.id)
FROM forum_forum forum
LEFT JOIN forum_conversation_topic topic ON topic.forum_id = forum.id
LEFT JOIN forum_conversation_post post ON post.topic_id = topic.id
GROUP BY forum.id
HAVING forum.direct_topics_count <> count(DISTINCT topic.id)
    OR forum.direct_posts_count <> count(post.id)
    OR forum.last_post_id IS NOT max(post.id)
"""
EMPTY_TOPICS = """
SELECT topic.id FROM forum_conversation_topic topic
LEFT JOIN forum_conversation_post post ON post.topic_id = topic.id
LEFT JOIN spaces_topicdetail detail ON detail.topic_id = topic.id
WHERE post.id IS NULL OR detail.topic_id IS NULL
"""
WRONG_KEYS = """
SELECT post.id, place.client_key FROM forum_conversation_post post
JOIN spaces_postdetail place ON place.post_id = post.id
WHERE content LIKE '% attempt %'
    AND place.client_key IS NOT post.poster_id || ':' || substr(content, 1, 36)
"""
SENT = """
SELECT id, topic_id, content FROM forum_conversation_post WHERE content LIKE '% attempt %'
"""
CHECKS = {
    "damage": "SELECT * FROM pragma_integrity_check WHERE integrity_check <> 'ok'",
    "orphans": "PRAGMA foreign_key_check",
    "topics": WRONG_TOPICS,
    "empty topics": EMPTY_TOPICS,
    "spaces": WRONG_SPACES,
    "keys": WRONG_KEYS,
}


@dataclass(frozen=True)
class Kept:
    """A post that visitors sent: its key, of which attempt it is, where it may be read."""

    key: str
    attempt: int
    addresses: tuple[str, str]


class Truth:
    """The posts that were sent, and all that is not as it should be."""

    def __init__(self, database: Path) -> None:
        with closing(sqlite3.connect(database)) as connection:
            rows = {name: connection.execute(query).fetchall() for name, query in CHECKS.items()}
            self.wrong = {name: found for name, found in rows.items() if found}
            self.sent = [_kept(*row) for row in connection.execute(SENT)]

    def missing_or_twice(self, acknowledged: Iterable[Acknowledged]) -> list[str]:
        """Name the keys that are not kept exactly once where the server said."""
        times = Counter(one.key for one in self.sent)
        places = {one.key: one.addresses for one in self.sent}
        told = {one.key: one.address for one in acknowledged}
        return [
            key
            for key in times.keys() | told.keys()
            if times[key] != 1 or told.get(key) not in places[key]
        ]

    def answers_lost(self, acknowledged: Iterable[Acknowledged]) -> int:
        """Count what was kept at an earlier attempt than the one that was answered."""
        kept = {one.key: one.attempt for one in self.sent}
        return sum(one.attempts > kept[one.key] for one in acknowledged)


def _kept(post: int, topic: int, words: str) -> Kept:
    key, _attempt, number = words.split()
    return Kept(key, int(number), (f"/p/{post}/", f"/t/{topic}-topic-{key}/"))
