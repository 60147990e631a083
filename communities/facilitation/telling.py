"""A format in the reader's language, as templates show it."""

from typing import Any

from communities.facilitation.choices import Kind, Role
from communities.facilitation.formats import EVERYONE, Format, Step, said


def told(made: Format) -> dict[str, Any]:
    """Return what a format is as a whole."""
    return {
        "name": said(made.name),
        "purpose": said(made.purpose),
        "advice": said(made.advice),
        "measures": {
            "least_people": made.least_people,
            "most_people": made.most_people,
            "minutes": made.minutes,
        },
    }


def told_step(step: Step) -> dict[str, Any]:
    """Return a step with its roles in their usual order: what each hears, and what it may write."""
    roles = [
        {
            "label": role.label,
            "says": said(step.says.get(role, {})),
            "writes": [kind.label for kind in Kind if kind in step.kinds_for(role)],
        }
        for role in Role
        if role in step.says or step.kinds_for(role)
    ]
    return {
        "key": step.key,
        "name": said(step.name),
        "purpose": said(step.purpose),
        "everyone": said(step.says.get(EVERYONE, {})),
        "roles": roles,
        "step": step,
    }
