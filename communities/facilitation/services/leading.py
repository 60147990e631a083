"""Somebody leads: when the last facilitator of a session goes, the lead is handed on."""

from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.signals import post_save
from django.dispatch import receiver

from communities.circles.mails import send_letter
from communities.circles.models import Community, Membership
from communities.circles.services.membership import membership_steps
from communities.facilitation.choices import Role
from communities.facilitation.models import Participant, Session
from communities.facilitation.running import Stage
from communities.facilitation.selectors.people import seats_still_there
from communities.facilitation.services.news import tell_state
from communities.facilitation.services.planning import lock_session
from communities.people.models import User
from communities.policy import Circle

GOING_ON = (Stage.PLANNED, Stage.RUNNING)


@membership_steps.register
def hand_on_leads(community: Community, person: User, circle: Circle | None) -> None:
    """Hand on what somebody led who left the community or closed the account."""
    if circle is None:
        for session in _led_by(person).filter(community=community):
            hand_on_lead(session=session)


@receiver(post_save, sender=User)
def hand_on_leads_of_suspended(instance: User, *, created: bool, **_facts: Any) -> None:
    """Hand on what somebody led who may no longer sign in."""
    if not created and not instance.is_active:
        for session in _led_by(instance):
            hand_on_lead(session=session)


def _led_by(person: User) -> QuerySet[Session]:
    led = Participant.objects.filter(person=person, role=Role.FACILITATOR).values("session")
    return Session.objects.filter(pk__in=led, stage__in=GOING_ON)


@transaction.atomic
def hand_on_lead(*, session: Session) -> bool:
    """Let somebody lead a session that nobody leads any more, and tell them.

    Who planned it, else who stands nearest to the community and was there first; a client or an
    observer only when there is nobody else.
    """
    locked = lock_session(session)
    there = seats_still_there(locked)
    if there.filter(role=Role.FACILITATOR).exists():
        return False
    circle = Membership.objects.filter(community=locked.community, person=OuterRef("person"))
    seats = list(there.annotate(circle=Subquery(circle.values("circle"))))
    if not seats:
        return False
    apart = {Role.CLIENT, Role.OBSERVER}
    heir = min(
        seats,
        key=lambda one: (
            one.role in apart,
            one.person_id != locked.planned_by_id,
            -(one.circle or 0),
            one.joined_at,
        ),
    )
    Participant.objects.filter(pk=heir.pk).update(role=Role.FACILITATOR)
    tell_state(locked)
    facts = {"title": locked.title, "address": settings.SITE_URL + locked.get_absolute_url()}
    person = heir.person
    letter = ("lead_handed_on", person.email, person.language, facts, "facilitation")
    transaction.on_commit(partial(send_letter, *letter), robust=True)
    return True
