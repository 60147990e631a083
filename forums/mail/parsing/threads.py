"""Builds topics out of messages: by what they answer, then by subject."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from forums.mail.parsing.subjects import common_tag, comparable, is_reply, shown

SUBJECT_WINDOW = timedelta(days=60)  # a reply without reference continues talk this recent
LONGEST_CHAIN = 1000  # how far a circle of answers is looked for
CLOCK_SKEW = timedelta(days=1)  # a reply may seem to come before what it answers


class Threaded(Protocol):
    """What threading needs to know of a message; ParsedMessage has it."""

    @property
    def number(self) -> int: ...
    @property
    def message_id(self) -> str: ...
    @property
    def references(self) -> tuple[str, ...]: ...
    @property
    def subject(self) -> str: ...
    @property
    def sent_at(self) -> datetime: ...


@dataclass(frozen=True, slots=True)
class Outline:
    """The little of a message that a first pass keeps."""

    number: int
    message_id: str
    references: tuple[str, ...]
    subject: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Thread:
    """The messages of one topic in reading order: by date, no answer before its question."""

    title: str
    message_ids: tuple[str, ...]
    started_at: datetime
    last_at: datetime

    @property
    def root_id(self) -> str:
        return self.message_ids[0]


def build_threads(messages: Iterable[Threaded]) -> list[Thread]:
    """Group messages into topics, oldest first; the order they come in does not matter.

    A message joins what it answers, the nearest message that the archive has. Answers to one
    missing message on one subject belong together. A message marked as a reply that answers
    nothing known joins the latest talk with its subject, if that is recent enough. Where
    an identifier comes twice, the later one is ignored.
    """
    by_id: dict[str, Threaded] = {}
    for message in sorted(messages, key=lambda each: each.number):
        by_id.setdefault(message.message_id, message)
    parents = _parents(by_id)
    groups = _Groups(by_id)
    for key, message in by_id.items():
        _join_by_reference(groups, message, parents[key])
    _join_by_subject(groups, [by_id[key] for key, parent in parents.items() if not parent], by_id)
    list_tag = common_tag(message.subject for message in by_id.values())
    order = _reading_order(by_id, parents)
    threads = [_thread(members, order, by_id, list_tag) for members in groups.members()]
    return sorted(threads, key=lambda thread: (thread.started_at, order[thread.root_id]))


class _Groups:
    """Sets of keys that are merged two by two."""

    def __init__(self, keys: Iterable[str]) -> None:
        self._messages = tuple(keys)
        self._leader: dict[object, object] = {}

    def leader(self, key: object) -> object:
        path = []
        while (above := self._leader.get(key, key)) != key:
            path.append(key)
            key = above
        for passed in path:
            self._leader[passed] = key
        return key

    def join(self, one: object, other: object) -> None:
        self._leader[self.leader(one)] = self.leader(other)

    def members(self) -> Iterable[list[str]]:
        groups: defaultdict[object, list[str]] = defaultdict(list)
        for key in self._messages:
            groups[self.leader(key)].append(key)
        return groups.values()


def _parents(by_id: dict[str, Threaded]) -> dict[str, str]:
    """For each message the nearest known one that it answers.

    Where answers go in a circle, the oldest message answers nothing.
    """
    parents: dict[str, str] = {}
    for message in sorted(by_id.values(), key=lambda each: each.sent_at, reverse=True):
        key = message.message_id
        parents[key] = next(
            (
                answered
                for answered in message.references
                if answered in by_id and key not in _upwards(answered, parents)
            ),
            "",
        )
    return parents


def _upwards(key: str, parents: dict[str, str]) -> Iterator[str]:
    for _ in range(LONGEST_CHAIN):
        if not key:
            return
        yield key
        key = parents.get(key, "")


def _join_by_reference(groups: _Groups, message: Threaded, parent: str) -> None:
    if parent:
        groups.join(message.message_id, parent)
        return
    subject = comparable(message.subject)
    for missing in message.references:  # a reply to a digest is known by its subject only
        groups.join(message.message_id, (missing, subject))


def _join_by_subject(
    groups: _Groups, roots: Sequence[Threaded], by_id: dict[str, Threaded]
) -> None:
    talk: defaultdict[str, list[tuple[datetime, int, str]]] = defaultdict(list)
    for message in by_id.values():
        entry = (message.sent_at, message.number, message.message_id)
        insort(talk[comparable(message.subject)], entry)
    for root in sorted(roots, key=lambda each: (each.sent_at, each.number)):
        subject = comparable(root.subject)
        if subject and is_reply(root.subject):
            near = _nearest_other(groups, root, talk[subject])
            if near:
                groups.join(root.message_id, near)


def _nearest_other(
    groups: _Groups, root: Threaded, talk: Sequence[tuple[datetime, int, str]]
) -> str:
    here = bisect_left(talk, (root.sent_at, root.number, root.message_id))
    own = groups.leader(root.message_id)
    for sent_at, _, key in reversed(talk[:here]):
        if root.sent_at - sent_at > SUBJECT_WINDOW:
            break
        if groups.leader(key) != own:
            return key
    following = talk[here + 1 : here + 2]
    if following and following[0][0] - root.sent_at <= CLOCK_SKEW:
        return following[0][2]
    return ""


def _reading_order(
    by_id: dict[str, Threaded], parents: dict[str, str]
) -> dict[str, tuple[datetime, int, int]]:
    """A sort key for each message: never before its parent's, whatever the clocks said."""
    order: dict[str, tuple[datetime, int, int]] = {}
    for key in by_id:
        chain: list[str] = []
        seen: set[str] = set()
        step = key
        while step and step not in order and step not in seen:
            seen.add(step)
            chain.append(step)
            step = parents[step]
        for link in reversed(chain):
            above = order.get(parents[link])
            message = by_id[link]
            sent_at = max(message.sent_at, above[0]) if above else message.sent_at
            depth = above[1] + 1 if above and sent_at == above[0] else 0
            order[link] = (sent_at, depth, message.number)
    return order


def _thread(
    members: list[str],
    order: dict[str, tuple[datetime, int, int]],
    by_id: dict[str, Threaded],
    list_tag: str,
) -> Thread:
    ordered = sorted(members, key=order.__getitem__)
    dates = [by_id[key].sent_at for key in ordered]
    title = shown(by_id[ordered[0]].subject, list_tag)
    return Thread(title, tuple(ordered), min(dates), max(dates))
