"""Adapting formats: a copy of one's own, then version after version."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from communities.circles.models import Community
from communities.facilitation.contents import in_language, language_of
from communities.facilitation.formats import read_format
from communities.facilitation.models import FormatVersion, SessionFormat
from communities.people.models import User


@transaction.atomic
def copy_format(
    *, community: Community, by: User, content: Mapping[str, Any], name: str
) -> SessionFormat:
    """Make a community's own copy, worded in its language, to be adapted."""
    own = in_language(content, community.language)
    own["name"] = {community.language: name}
    read_format(own)
    made = SessionFormat.objects.create(community=community, name=name)
    FormatVersion.objects.create(format=made, number=1, content=own, made_by=by)
    return made


@transaction.atomic
def revise_format(*, session_format: SessionFormat, by: User, content: Mapping[str, Any]) -> bool:
    """Keep a new version; tell whether it says anything new. Raises ``FormatError``."""
    read_format(content)
    locked = SessionFormat.objects.select_for_update().get(pk=session_format.pk)
    newest = locked.versions.order_by("-number").first()
    if newest is not None and newest.content == content:
        return False
    FormatVersion.objects.create(
        format=locked, number=newest.number + 1 if newest else 1, content=content, made_by=by
    )
    locked.name = content["name"][language_of(content)]
    locked.save(update_fields=["name"])
    return True


def retire_format(*, session_format: SessionFormat, retired: bool) -> bool:
    """Put a format aside or take it up again; sessions that used it stay readable."""
    rows = SessionFormat.objects.filter(pk=session_format.pk, retired_at__isnull=retired)
    return bool(rows.update(retired_at=timezone.now() if retired else None))
