"""Methods that the demo's communities made their own, from the texts."""

from typing import Any

from communities.circles.models import Community
from communities.facilitation.contents import step_with, with_step
from communities.facilitation.formats import shipped
from communities.facilitation.services.formats import copy_format, revise_format
from communities.people.models import User


def adapt_methods(community: Community, facts: dict[str, Any], people: dict[str, User]) -> None:
    """Copy methods and change how long their steps take."""
    for text in facts.get("method", ()):
        by = people[text["by"]]
        made = copy_format(
            community=community, by=by, content=shipped()[text["from"]], name=text["name"]
        )
        content = made.versions.get().content
        for key, minutes in text["minutes"].items():
            content = with_step(
                content, key, {**(step_with(content, key) or {}), "minutes": minutes}
            )
        revise_format(session_format=made, by=by, content=content)
