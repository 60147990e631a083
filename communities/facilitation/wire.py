"""What the pages of a session receive: its contributions and its state, the same for everybody.

A contribution: ``id`` and ``k`` name it, ``n`` orders it, ``v`` is its last change, ``a`` and ``by``
are its author, ``at`` its time. Left out when empty: ``of`` (nature of a subject), ``due``,
``help``, ``in`` (group of ideas), ``dots``, ``e`` (edited), ``d`` (withdrawn).
"""

from typing import Any

from communities.facilitation.models import Contribution

Wire = dict[str, Any]


def wire_of(contribution: Contribution, dots: int = 0) -> Wire:
    """Turn a contribution into what pages receive; its author must be loaded."""
    wire: Wire = {
        "id": contribution.pk,
        "n": contribution.position,
        "v": contribution.changed,
        "a": contribution.author_id,
        "by": str(contribution.author),
        "at": contribution.said_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "step": contribution.step,
        "kind": contribution.kind,
        "text": contribution.body,
    }
    if contribution.client_key:
        wire["k"] = contribution.client_key.partition(":")[2]
    if contribution.withdrawn_at is not None:
        return wire | {"text": "", "d": 1}
    due = contribution.due_on
    more = {
        "of": contribution.nature,
        "due": due.isoformat() if due else "",
        "help": contribution.help_wanted,
        "in": contribution.cluster,
        "dots": dots,
        "e": int(contribution.edited_at is not None),
    }
    return wire | {name: value for name, value in more.items() if value}
