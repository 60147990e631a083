"""Changing the data of a format; each function returns a new content and leaves the old one alone."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from communities.facilitation.formats import EVERYONE

Content = Mapping[str, Any]
NEW = "new"


def in_language(content: Content, language: str) -> dict[str, Any]:
    """Return a format worded in one language only, to be reworded there."""
    made = deepcopy(dict(content))
    for words in ("name", "purpose", "advice"):
        made[words] = _only(made.get(words, {}), language)
    for step in made["steps"]:
        step["name"], step["purpose"] = (_only(step[key], language) for key in ("name", "purpose"))
        step["says"] = {role: _only(words, language) for role, words in step["says"].items()}
    return made


def language_of(content: Content) -> str:
    """Return the language a community's own format is worded in."""
    return next(iter(content["name"]))


def step_with(content: Content, key: str) -> Mapping[str, Any] | None:
    """Return a step, if it is there."""
    return next((step for step in content["steps"] if step["key"] == key), None)


def with_step(content: Content, key: str, step: Mapping[str, Any]) -> dict[str, Any]:
    """Put a step in the place of the one with this key, or at the end."""
    if step_with(content, key) is None:
        number = 1 + max((_number(one["key"]) for one in content["steps"]), default=0)
        return {**content, "steps": [*content["steps"], {**step, "key": f"step-{number}"}]}
    steps = [{**step, "key": key} if one["key"] == key else one for one in content["steps"]]
    return {**content, "steps": steps}


def without_step(content: Content, key: str) -> dict[str, Any]:
    return {**content, "steps": [step for step in content["steps"] if step["key"] != key]}


def with_step_moved(content: Content, key: str, by: int) -> dict[str, Any]:
    """Move a step up or down; at an end it stays."""
    steps: list[Any] = list(content["steps"])
    place = next((n for n, step in enumerate(steps) if step["key"] == key), None)
    if place is not None and 0 <= place + by < len(steps):
        steps[place], steps[place + by] = steps[place + by], steps[place]
    return {**content, "steps": steps}


def with_roles(content: Content, roles: Sequence[str]) -> dict[str, Any]:
    """Change the roles; no step speaks any longer to one that went."""
    steps = [
        {
            **step,
            "says": {
                role: words for role, words in step["says"].items() if role in {*roles, EVERYONE}
            },
            "writes": {
                role: kinds for role, kinds in step.get("writes", {}).items() if role in roles
            },
        }
        for step in content["steps"]
    ]
    return {**content, "roles": list(roles), "steps": steps}


def _only(words: Mapping[str, str], language: str) -> dict[str, str]:
    return {language: words.get(language) or next(iter(words.values()), "")}


def _number(key: str) -> int:
    _word, _dash, number = key.rpartition("-")
    return int(number) if number.isdecimal() else 0
