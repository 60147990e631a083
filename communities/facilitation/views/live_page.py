"""The parts of a running session's page: a block for each step, and the people in it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from communities.facilitation.choices import Kind, Nature, Role
from communities.facilitation.formats import EVERYONE, Format, Step, said
from communities.facilitation.live_forms import ContributionForm
from communities.facilitation.running import Pace, Stage, step_of
from communities.facilitation.selectors.live import LISTENING, Seated, groups_of
from communities.facilitation.selectors.sessions import Seat
from communities.facilitation.services.contributing import GROUPED, VOTED_ON
from communities.facilitation.wire import Wire


def step_blocks(seat: Seat, held: Wire, bound: ContributionForm | None) -> list[dict[str, Any]]:
    """Describe each step to who looks: what they hear, may write, and what was said in it."""
    made = seat.session.read()
    reached = seat.session.step if seat.session.stage == Stage.RUNNING else len(made.steps)
    if seat.session.stage == Stage.PLANNED:
        reached = -1
    return [
        _block(seat, made, step, held, bound)
        | {
            "number": number,
            "is_over": number - 1 < reached,
            "is_reached": number - 1 <= reached,
        }
        for number, step in enumerate(made.steps, start=1)
    ]


def _block(
    seat: Seat, made: Format, step: Step, held: Wire, bound: ContributionForm | None
) -> dict[str, Any]:
    is_open = step == step_of(seat.session.course, made)
    kinds = step.kinds_for(seat.role) if seat.role is not None else frozenset()
    default = step.minutes if seat.session.pace == Pace.LIVE else step.hours
    return {
        "key": step.key,
        "is_current": is_open,
        "name": said(step.name),
        "purpose": said(step.purpose),
        "everyone": said(step.says.get(EVERYONE, {})),
        "mine": said(step.says.get(seat.role, {})) if seat.role is not None else "",
        "step": step,
        "length": seat.session.lengths.get(step.key, default),
        "form": _form(step, kinds, bound, is_open=is_open) if kinds else None,
        "listens": seat.role is not None and not kinds,
        "contract": agrees(step),
        "group": _own_group(seat, step, held["s"]["people"]),
        "said": sorted(
            (_shown(one, seat, held) for one in held["m"] if one["step"] == step.key),
            key=lambda one: (not one.get("in"), one.get("in", ""), one["n"]),
        ),
        "covered": held["s"]["covered"].get(step.key, 0),
    }


def _form(
    step: Step, kinds: Collection[Kind], bound: ContributionForm | None, *, is_open: bool
) -> ContributionForm:
    """Return a step's form; words refused for another step wait in the one that is open."""
    if bound is None or not is_open:
        return ContributionForm(step=step, kinds=kinds)
    if bound.data.get("step") == step.key:
        return bound
    kept = {name: bound.data.get(name, "") for name in ("body", "due_on", "help_wanted")}
    return ContributionForm(step=step, kinds=kinds, initial=kept)


def stray_words(
    seat: Seat, bound: ContributionForm | None, blocks: Sequence[dict[str, Any]]
) -> dict[str, Any] | None:
    """Return words refused whose own form is not shown, why, and whether they wait in another."""
    is_writable = seat.session.community.is_open
    shown = next((one["form"] for one in blocks if one["is_current"] and is_writable), None)
    if bound is None or shown is bound:
        return None
    return {
        "why": [words for found in bound.errors.values() for words in found],
        "text": bound.data.get("body", ""),
        "waits": shown is not None,
    }


def _shown(wire: Wire, seat: Seat, held: Wire) -> Wire:
    at = datetime.fromisoformat(wire["at"])
    is_own = seat.participant is not None and wire["a"] == seat.participant.person_id
    return wire | {
        "label": Kind(wire["kind"]).label,
        "nature": Nature(wire["of"]).label if "of" in wire else "",
        "dotted": wire["id"] in held["mine"],
        "local": at,
        "due_on": date.fromisoformat(wire["due"]) if "due" in wire else None,
        "own": is_own,
        "may_change": is_own and "d" not in wire and wire["step"] == held["s"]["step"],
        "is_votable": wire["kind"] in VOTED_ON,
        "is_groupable": wire["kind"] in GROUPED,
    }


def _own_group(seat: Seat, step: Step, people: Sequence[Seated]) -> list[str]:
    """Name the others of one's group, where a step is done in groups."""
    if step.groups_of <= 1 or seat.participant is None:
        return []
    me = seat.participant.person_id
    for group in groups_of(people, step.groups_of):
        if me in {one[0] for one in group}:
            return [name for person, name, _role in group if person != me]
    return []


def contract_words(held: Wire) -> Wire | None:
    """Return the contract as worded last, with how many accept it."""
    state = held["s"]["contract"]
    if state is None:
        return None
    words = next((one for one in held["m"] if one["id"] == state["id"]), None)
    return None if words is None else state | {"text": words["text"], "own": held.get("accepts")}


def situation_of(steps: Sequence[Step], held: Wire, me: int | None) -> frozenset[str]:
    """Sum up in single words what holds now, for the parts of the page that show only then.

    The script says the same of every state it hears of (``situation`` in ``session.js``).
    """
    state = held["s"]
    number = next(n for n, step in enumerate(steps) if step.key == state["step"])
    step, is_running = steps[number], state["stage"] == Stage.RUNNING
    shown, contract = set(state["shown"]), state["contract"]
    facts = {
        state["stage"]: True,
        "open": is_running or state["stage"] == Stage.PLANNED,
        "ticking": is_running and state["since"] is not None,
        "paused": is_running and state["since"] is None,
        "earlier": number > 0,
        "later": number + 1 < len(steps),
        "covered": any(one.is_hidden and one.key not in shown for one in steps[: number + 1]),
        "round": step.is_round,
        "seats": step.seats > 0,
        "votes": step.votes > 0,
        "news": is_running and any(Kind.NEWS in kinds for kinds in step.writes.values()),
        "somewhere": any(state["where"]),
        "floor": state["floor"] is not None,
        "my-turn": state["floor"] == me,
        "hand-up": me in state["hands"],
        "hand-down": me not in state["hands"],
        "sitting": me in state["seats"],
        "on-foot": me not in state["seats"],
        "contract": contract is not None,
        "accepted": contract is not None and contract["ok"],
        "unaccepted": contract is not None and not contract["ok"],
        "declined": contract is not None and contract["no"] > 0,
        "answering": contract is not None
        and me in contract["who"]
        and (agrees(step) or not contract["ok"]),
    }
    return frozenset(word for word, holds in facts.items() if holds)


def agrees(step: Step) -> bool:
    """Tell whether a step is the one in which the contract is written."""
    return Kind.CONTRACT in step.kinds_for(Role.CLIENT)


def people_rows(held: Wire) -> list[dict[str, Any]]:
    """Describe who is in the session; as it runs, with hand, floor and whether they were heard."""
    state = held["s"]
    is_running = state["stage"] == Stage.RUNNING
    heard = {one["a"] for one in held["m"] if not one.get("d")} | set(state["spoke"])
    return [
        {
            "id": person_id,
            "name": name,
            "role": Role(role).label,
            "has_floor": is_running and person_id == state["floor"],
            "hand": is_running and person_id in state["hands"],
            "sits": is_running and person_id in state["seats"],
            "spoke": is_running and person_id in state["spoke"],
            "is_unheard": is_running and person_id not in heard and Role(role) not in LISTENING,
        }
        for person_id, name, role in state["people"]
    ]
