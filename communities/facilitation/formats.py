"""A format as data: the steps of a session, who may write what in each, and for how long."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communities.facilitation.choices import Kind, Role

SHIPPED = Path(__file__).parent / "shipped"
EVERYONE = "everyone"
MOST_STEPS = 20
MOST_MINUTES, MOST_HOURS = 240, 24 * 14

Words = Mapping[str, str]  # by language


class FormatError(ValueError):
    """A format that cannot lead a session; its text says in the writer's language why."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step; what is not said of a role is said to everyone."""

    key: str
    name: Words
    purpose: Words
    says: Mapping[str, Words]  # role or everyone → what to do now
    writes: Mapping[Role, frozenset[Kind]]
    minutes: int
    hours: int
    is_round: bool = False  # one after the other
    is_hidden: bool = False  # what is written stays its writer's until it is revealed
    needs_contract: bool = False  # opens only once the client's contract was accepted
    votes: int = 0  # dots each person may lay
    groups_of: int = 0  # people who work together; 0: all
    seats: int = 0  # how many may write, after taking a seat; 0: all whose role may

    def kinds_for(self, role: Role) -> frozenset[Kind]:
        """Return what a role may contribute in this step."""
        return self.writes.get(role, frozenset())


@dataclass(frozen=True, slots=True)
class Format:
    """A way to lead a session."""

    name: Words
    purpose: Words
    advice: Words
    roles: tuple[Role, ...]
    least_people: int
    most_people: int  # 0: any number
    steps: tuple[Step, ...]

    @property
    def minutes(self) -> int:
        return sum(step.minutes for step in self.steps)

    @property
    def hours(self) -> int:
        return sum(step.hours for step in self.steps)


def said(words: Words) -> str:
    """Return words in the reader's language, or in the one they were written in."""
    language = (get_language() or "")[:2]
    return words.get(language) or next(iter(words.values()), "")


@cache
def shipped() -> Mapping[str, Mapping[str, Any]]:
    """Return the formats that come with the product, as data, by slug."""
    files = sorted(SHIPPED.glob("*.toml"))
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in files}


def read_format(content: Mapping[str, Any]) -> Format:
    """Make a format of its data. Raises ``FormatError``."""
    try:
        roles = tuple(Role(role) for role in content["roles"])
        steps = tuple(_step(step, roles) for step in content["steps"])
        made = Format(
            name=content["name"],
            purpose=content["purpose"],
            advice=content.get("advice", {}),
            roles=roles,
            least_people=content["least_people"],
            most_people=content["most_people"],
            steps=steps,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise FormatError(str(error)) from error
    _check(made)
    return made


def _step(content: Mapping[str, Any], roles: Sequence[Role]) -> Step:
    writes = {
        Role(role): frozenset(Kind(kind) for kind in kinds)
        for role, kinds in content.get("writes", {}).items()
    }
    strangers = {*writes, *map(Role, content["says"].keys() - {EVERYONE})} - set(roles)
    if strangers:
        raise FormatError(
            _("The step “%(step)s” speaks to a role that the format does not have.")
            % {"step": said(content["name"])}
        )
    marks = ("is_round", "is_hidden", "needs_contract", "votes", "groups_of", "seats")
    return Step(
        key=content["key"],
        name=content["name"],
        purpose=content["purpose"],
        says=content["says"],
        writes=writes,
        minutes=content["minutes"],
        hours=content["hours"],
        **{mark: content[mark] for mark in marks if mark in content},
    )


def _check(made: Format) -> None:
    """Raise ``FormatError`` when no session could be led by this format."""
    if not 1 <= len(made.steps) <= MOST_STEPS:
        raise FormatError(_("A format has between 1 and %(most)d steps.") % {"most": MOST_STEPS})
    if len({step.key for step in made.steps}) < len(made.steps):
        raise FormatError(_("Each step has a name of its own."))
    if Role.FACILITATOR not in made.roles:
        raise FormatError(_("Somebody must be able to lead: the facilitator is missing."))
    has_contract = False
    for step in made.steps:
        _check_length(step)
        if step.needs_contract and not has_contract:
            raise FormatError(
                _("“%(step)s” waits for a contract that nobody can write before it.")
                % {"step": said(step.name)}
            )
        has_contract |= any(Kind.CONTRACT in kinds for kinds in step.writes.values())


def _check_length(step: Step) -> None:
    if not (1 <= step.minutes <= MOST_MINUTES and 1 <= step.hours <= MOST_HOURS):
        raise FormatError(
            _("“%(step)s” lasts between 1 and %(minutes)d minutes, or 1 and %(hours)d hours.")
            % {"step": said(step.name), "minutes": MOST_MINUTES, "hours": MOST_HOURS}
        )
    if min(step.votes, step.groups_of, step.seats) < 0:
        raise FormatError(_("No number of a step is below zero."))
