"""The texts of the demo, read from TOML and given types."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"
COMMUNITIES = ("finance", "learning", "employment", "library")


@dataclass(frozen=True, slots=True)
class PostText:
    """One post: who wrote it, how many days ago, what."""

    author: str
    days_ago: float
    body: str


@dataclass(frozen=True, slots=True)
class TopicText:
    """One topic with its posts, oldest first."""

    space: str
    title: str
    posts: tuple[PostText, ...]
    is_pinned: bool = False
    is_locked: bool = False
    poll: dict[str, Any] | None = None


def read(name: str) -> dict[str, Any]:
    """Read one file of texts."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


def topics_of(community: dict[str, Any]) -> list[TopicText]:
    """List a community's topics, in the order in which they were begun."""
    long = [
        TopicText(
            space=topic["space"],
            title=topic["title"],
            posts=tuple(PostText(*post) for post in topic["posts"]),
            is_pinned=topic.get("pinned", False),
            is_locked=topic.get("locked", False),
            poll=topic.get("poll"),
        )
        for topic in community.get("topic", [])
    ]
    short = [_short(*row) for row in community.get("short", [])]
    return sorted([*long, *short], key=lambda topic: -topic.posts[0].days_ago)


def _short(title: str, author: str, days_ago: float, question: str, *answer: str) -> TopicText:
    posts = [PostText(author, days_ago, question)]
    if answer:
        posts.append(PostText(answer[0], days_ago - 0.6, answer[1]))
    return TopicText(space="open", title=title, posts=tuple(posts))
