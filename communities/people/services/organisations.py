"""Inviting people into an organisation and taking them in."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from communities.people.models import (
    Organisation,
    OrganisationInvitation,
    OrganisationMember,
    User,
)
from communities.people.tokens import hash_token, new_secret_link

INVITATION_LIFE = timedelta(days=30)


@transaction.atomic
def invite_to_organisation(
    *, organisation: Organisation, email: str, language: str, invited_by: User
) -> str:
    """Invite one address, in the invitee's language; return the token that the mail carries."""
    link = new_secret_link()
    OrganisationInvitation.objects.create(
        organisation=organisation,
        email=email.lower(),
        language=language,
        token_hash=link.token_hash,
        invited_by=invited_by,
        expires_at=timezone.now() + INVITATION_LIFE,
    )
    transaction.on_commit(
        lambda: _send_invitation(organisation, email, language, invited_by, link.token)
    )
    return link.token


def _send_invitation(
    organisation: Organisation, email: str, language: str, invited_by: User, token: str
) -> None:
    with translation.override(language):
        address = settings.SITE_URL + reverse("people:organisation-invitation", args=[token])
        facts = {
            "organisation": organisation,
            "invited_by": invited_by,
            "address": address,
            "site_name": settings.SITE_NAME,
        }
        subject = _("Invitation to read with %(organisation)s") % {"organisation": organisation}
        body = render_to_string("emails/people/organisation_invitation.txt", facts)
    send_mail(subject, body, None, [email])


def usable_organisation_invitation(
    token: str, person: User | AnonymousUser
) -> OrganisationInvitation | None:
    """Find the invitation of a token unless it expired, is used up, or was meant for another."""
    found = (
        OrganisationInvitation.objects.select_related("organisation", "invited_by")
        .filter(token_hash=hash_token(token), expires_at__gt=timezone.now(), uses_left__gt=0)
        .first()
    )
    if found is not None and person.is_authenticated and not _is_for(found, person):
        return None
    return found


def _is_for(invitation: OrganisationInvitation, person: User) -> bool:
    addresses = EmailAddress.objects.filter(user=person, verified=True)
    return bool(addresses.filter(email__iexact=invitation.email).exists())


@transaction.atomic
def create_organisation(
    *, founder: User, name: str, description: str = "", website: str = ""
) -> Organisation:
    """Register an organisation, with its founder as steward."""
    base = slugify(name)[:50] or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    free = (slug for slug in (base, *(f"{base}-{n}" for n in range(2, 1000))) if slug not in taken)
    organisation = Organisation.objects.create(
        name=name, slug=next(free), description=description, website=website
    )
    OrganisationMember.objects.create(
        organisation=organisation,
        person=founder,
        source=OrganisationMember.Source.INVITATION,
        is_steward=True,
    )
    return organisation


@transaction.atomic
def accept_organisation_invitation(*, invitation: OrganisationInvitation, person: User) -> bool:
    """Take the person in; false when they belonged already or the last use was just taken."""
    organisation = invitation.organisation
    if OrganisationMember.objects.filter(organisation=organisation, person=person).exists():
        return False
    taken = OrganisationInvitation.objects.filter(pk=invitation.pk, uses_left__gt=0).update(
        uses_left=F("uses_left") - 1
    )
    if not taken:
        return False
    OrganisationMember.objects.create(
        organisation=organisation, person=person, source=OrganisationMember.Source.INVITATION
    )
    return True


@transaction.atomic
def leave_organisation(*, organisation: Organisation, person: User) -> bool:
    """Let the person go; they read no longer what the organisation may read."""
    deleted, _rows = OrganisationMember.objects.filter(
        organisation=organisation, person=person
    ).delete()
    return bool(deleted)
