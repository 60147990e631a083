"""The rule of access as data: who may read and write what, readable by a moderator.

Pure Python: no framework, no database. ``communities.access`` brings it to Django.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum


class Audience(IntEnum):
    """How near one must stand to a community; a nearer standing includes the farther ones."""

    PUBLIC = 0
    SIGNED_IN = 1
    ORGANISATION = 2
    OUTER = 3
    INNER = 4
    CORE = 5


class Circle(IntEnum):
    """The standings of a member; the numbers are those of the audiences they open."""

    OUTER = Audience.OUTER
    INNER = Audience.INNER
    CORE = Audience.CORE


class Action(StrEnum):
    """What one may want to do with a thing."""

    READ = "read"
    WRITE = "write"
    CARE = "care"  # what the core group does: open, lock, move, change audiences


@dataclass(frozen=True, slots=True)
class Scope:
    """What the rule needs to know of a thing."""

    community_id: int
    read: Audience
    write: Audience = Audience.CORE
    invited_list_id: int | None = None  # a named list narrows any audience to its people
    is_open: bool = True  # a closed community or an archived space is read only


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rule needs to know of a person, loaded once per request or socket."""

    is_signed_in: bool = False
    communities: Mapping[int, Audience] = field(default_factory=dict)
    invited_lists: frozenset[int] = frozenset()
    entered: frozenset[int] = frozenset()  # communities a superuser entered, logged, for a while

    def nearness(self, community_id: int) -> Audience:
        """How near this person stands to a community."""
        farthest = Audience.SIGNED_IN if self.is_signed_in else Audience.PUBLIC
        return max(farthest, self.communities.get(community_id, farthest))


NOBODY = Standing()


def can(standing: Standing, action: Action, scope: Scope) -> bool:
    """Decide whether a person of this standing may do this with a thing of this scope."""
    if not _can_read(standing, scope):
        return False
    if action is Action.READ:
        return True
    if not scope.is_open and action is Action.WRITE:
        return False
    needed = Audience.CORE if action is Action.CARE else max(scope.write, Audience.OUTER)
    return standing.nearness(scope.community_id) >= needed


def _can_read(standing: Standing, scope: Scope) -> bool:
    if scope.community_id in standing.entered:
        return True
    if scope.invited_list_id is not None and scope.invited_list_id not in standing.invited_lists:
        return False
    return standing.nearness(scope.community_id) >= scope.read


def is_protected(scope: Scope) -> bool:
    """Tell whether a thing stands in a protected place: inner circle, core group or a named list."""
    return scope.invited_list_id is not None or scope.read >= Audience.INNER
