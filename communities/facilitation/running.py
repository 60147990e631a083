"""Where a session stands and what may happen next: a state machine without a database or a clock.

Times are seconds since the epoch, given by who asks, so that every screen and every test can know them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from communities.facilitation.choices import Kind, Role
from communities.facilitation.formats import Format, Step

MOST_EXTENSION = 24 * 3600  # seconds at a time
LEADING = frozenset({Role.FACILITATOR})


class Stage(StrEnum):
    """What a session is as a whole."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"
    CANCELLED = "cancelled"


class Pace(StrEnum):
    """Live, by the minutes of each step, or over days, by its hours."""

    LIVE = "live"
    DAYS = "days"


class Act(StrEnum):
    """What the facilitator can do with the course of a session."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    NEXT = "next"
    BACK = "back"
    REVEAL = "reveal"
    END = "end"
    CANCEL = "cancel"


class ImpossibleError(Exception):
    """An act that the course of the session does not allow now."""


class NotYetAcceptedError(ImpossibleError):
    """The next step waits for the contract."""


@dataclass(frozen=True, slots=True)
class Course:
    """Where a session stands; ``turn`` grows with every act, so that nobody acts on an old screen."""

    stage: Stage = Stage.PLANNED
    pace: Pace = Pace.LIVE
    step: int = 0
    left: float = 0  # seconds that were left when the clock was last set
    since: float | None = None  # when the clock was set going; none: it stands
    revealed: frozenset[str] = frozenset()  # keys of steps whose contributions all may see
    turn: int = 0

    def remaining(self, now: float) -> float:
        """Return the seconds left in the step, never below zero."""
        return max(0.0, self.left - (now - self.since if self.since is not None else 0.0))

    @property
    def is_ticking(self) -> bool:
        return self.since is not None


def length_of(step: Step, pace: Pace, minutes: Mapping[str, int]) -> float:
    """Return how many seconds a step takes; a session may have set its own minutes or hours."""
    if pace is Pace.LIVE:
        return 60.0 * minutes.get(step.key, step.minutes)
    return 3600.0 * minutes.get(step.key, step.hours)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a course runs along: the format, the session's own lengths, whether it has a contract."""

    format: Format
    lengths: Mapping[str, int]  # step → minutes, or hours over days
    has_contract: bool = False  # written by the client and accepted

    def opened(self, course: Course, step: int, now: float) -> Course:
        """Return the course at the beginning of a step, its clock going."""
        length = length_of(self.format.steps[step], course.pace, self.lengths)
        return replace(course, step=step, left=length, since=now)


def after(course: Course, act: Act, plan: Plan, now: float, *, seconds: float = 0) -> Course:
    """Return the course after an act. Raises ``ImpossibleError``."""
    return replace(_ACTS[act](course, plan, now, seconds), turn=course.turn + 1)


def step_of(course: Course, made: Format) -> Step | None:
    """Return the step a running session is in."""
    return made.steps[course.step] if course.stage is Stage.RUNNING else None


def kinds_now(course: Course, made: Format, role: Role) -> frozenset[Kind]:
    """Return what somebody in a role may contribute now."""
    step = step_of(course, made)
    return step.kinds_for(role) if step is not None else frozenset()


def is_shown(course: Course, step: Step, *, is_own: bool) -> bool:
    """Tell whether what was contributed in a step may be seen."""
    return is_own or not step.is_hidden or step.key in course.revealed


def _require(holds: bool) -> None:  # noqa: FBT001 -- reads as a sentence
    if not holds:
        raise ImpossibleError


def _start(course: Course, plan: Plan, now: float, _seconds: float) -> Course:
    _require(course.stage is Stage.PLANNED)
    return plan.opened(replace(course, stage=Stage.RUNNING), 0, now)


def _pause(course: Course, _plan: Plan, now: float, _seconds: float) -> Course:
    _require(course.stage is Stage.RUNNING and course.is_ticking)
    return replace(course, left=course.remaining(now), since=None)


def _resume(course: Course, _plan: Plan, now: float, _seconds: float) -> Course:
    _require(course.stage is Stage.RUNNING and not course.is_ticking)
    return replace(course, since=now)


def _extend(course: Course, _plan: Plan, now: float, seconds: float) -> Course:
    _require(course.stage is Stage.RUNNING and 0 < seconds <= MOST_EXTENSION)
    since = now if course.is_ticking else None
    return replace(course, left=course.remaining(now) + seconds, since=since)


def _next(course: Course, plan: Plan, now: float, _seconds: float) -> Course:
    _require(course.stage is Stage.RUNNING and course.step + 1 < len(plan.format.steps))
    if plan.format.steps[course.step + 1].needs_contract and not plan.has_contract:
        raise NotYetAcceptedError
    return plan.opened(course, course.step + 1, now)


def _back(course: Course, plan: Plan, now: float, _seconds: float) -> Course:
    _require(course.stage is Stage.RUNNING and course.step > 0)
    return plan.opened(course, course.step - 1, now)


def _reveal(course: Course, plan: Plan, _now: float, _seconds: float) -> Course:
    """Show what is hidden in this step and in those before it."""
    so_far = plan.format.steps[: course.step + 1]
    hidden = {step.key for step in so_far if step.is_hidden} - course.revealed
    _require(course.stage is Stage.RUNNING and bool(hidden))
    return replace(course, revealed=course.revealed | hidden)


def _end(course: Course, _plan: Plan, now: float, _seconds: float) -> Course:
    _require(course.stage is Stage.RUNNING)
    return replace(course, stage=Stage.ENDED, left=course.remaining(now), since=None)


def _cancel(course: Course, _plan: Plan, _now: float, _seconds: float) -> Course:
    _require(course.stage is Stage.PLANNED)
    return replace(course, stage=Stage.CANCELLED)


_ACTS = {
    Act.START: _start,
    Act.PAUSE: _pause,
    Act.RESUME: _resume,
    Act.EXTEND: _extend,
    Act.NEXT: _next,
    Act.BACK: _back,
    Act.REVEAL: _reveal,
    Act.END: _end,
    Act.CANCEL: _cancel,
}
