"""What changes somebody's access, turned into signals for open sockets."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import HttpRequest

from communities.circles.models import (
    Community,
    CommunityHost,
    InvitedListEntry,
    Membership,
    StaffEntry,
)
from communities.live.services import record_access_change
from communities.people.models import OrganisationMember, User


@receiver(user_logged_out)
def session_ended(request: HttpRequest | None, user: User | None, **_facts: Any) -> None:
    """Close the sockets that were opened with a session when it ends."""
    key = getattr(getattr(request, "session", None), "session_key", None)
    if key:
        record_access_change(session_key=key)


@receiver(post_save, sender=User)
def account_changed(
    instance: User, *, created: bool, update_fields: Collection[str] | None, **_facts: Any
) -> None:
    """Look again when somebody was suspended, closed their account or changed the password."""
    if not created and set(update_fields or ()) != {"last_login"}:
        record_access_change(person=instance)


@receiver([post_save, post_delete], sender=Membership)
@receiver([post_save, post_delete], sender=OrganisationMember)
@receiver([post_save, post_delete], sender=InvitedListEntry)
@receiver([post_save, post_delete], sender=StaffEntry)
def standing_changed(
    instance: Membership | OrganisationMember | InvitedListEntry | StaffEntry, **_facts: Any
) -> None:
    """Look again at what somebody may receive when one of the rows behind their standing changed."""
    record_access_change(person=instance.person)


@receiver([post_save, post_delete], sender=CommunityHost)
@receiver(post_delete, sender=Community)
def hosts_changed(**_facts: Any) -> None:
    """Look again at everybody when an organisation begins or ceases to host a community."""
    record_access_change(place="*")
