"""Coming in: invitations by link and by e-mail, and requests to join."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from communities.circles.mails import send_letter
from communities.circles.models import Community, Invitation, JoinRequest, Membership
from communities.circles.services.membership import join_community, require_open
from communities.people.models import User
from communities.people.tokens import hash_token, new_secret_link
from communities.policy import Circle

INVITATION_LIFE = timedelta(days=30)
LINK_USES = 10


@transaction.atomic
def create_invitation_link(
    *, community: Community, circle: Circle, language: str, by: User, uses: int = LINK_USES
) -> str:
    """Return the token of a link that anybody may use, a limited number of times."""
    require_open(community)
    return _invite(
        community=community, circle=circle, language=language, by=by, email="", uses=uses
    )


@transaction.atomic
def invite_person(
    *, community: Community, email: str, circle: Circle, language: str, by: User
) -> str:
    """Invite the owner of one address, in the invitee's language; return the mail's token."""
    require_open(community)
    token = _invite(
        community=community,
        circle=circle,
        language=language,
        by=by,
        email=email.lower(),
        uses=1,
    )
    address = settings.SITE_URL + reverse("communities:invitation", args=[token])
    facts = {"community": community, "invited_by": by, "address": address}
    transaction.on_commit(lambda: send_letter("invitation", email, language, facts))
    return token


def _invite(
    *, community: Community, circle: Circle, language: str, by: User, email: str, uses: int
) -> str:
    link = new_secret_link()
    Invitation.objects.create(
        community=community,
        circle=circle,
        language=language,
        invited_by=by,
        email=email,
        uses_left=uses,
        token_hash=link.token_hash,
        expires_at=timezone.now() + INVITATION_LIFE,
    )
    return link.token


@transaction.atomic
def revoke_invitation(*, invitation: Invitation) -> bool:
    """Make a link useless from now on."""
    now: datetime = timezone.now()
    rows = Invitation.objects.filter(pk=invitation.pk, revoked_at__isnull=True)
    return bool(rows.update(revoked_at=now))


def usable_invitation(token: str, person: User | AnonymousUser) -> Invitation | None:
    """Find the invitation of a token; none when it is over, or meant for another address."""
    invitation = (
        Invitation.objects.select_related("community", "invited_by")
        .filter(token_hash=hash_token(token))
        .first()
    )
    if invitation is None or not invitation.is_usable or not invitation.community.is_open:
        return None
    if invitation.email and person.is_authenticated and not _owns(person, invitation.email):
        return None
    return invitation


def _owns(person: User, email: str) -> bool:
    addresses = EmailAddress.objects.filter(user=person, verified=True)
    return bool(addresses.filter(email__iexact=email).exists())


@transaction.atomic
def accept_invitation(*, invitation: Invitation, person: User) -> bool:
    """Join by an invitation; false when nothing changed or the last use was taken meanwhile."""
    circle = Circle(invitation.circle)
    already = Membership.objects.filter(community=invitation.community, person=person).first()
    if already is not None and already.circle >= circle:
        return False
    rows = Invitation.objects.filter(
        pk=invitation.pk,
        uses_left__gt=0,
        revoked_at__isnull=True,
        expires_at__gt=timezone.now(),
    )
    if not rows.update(uses_left=F("uses_left") - 1):
        return False
    return join_community(
        community=invitation.community, person=person, circle=circle, by=invitation.invited_by
    )


@transaction.atomic
def ask_to_join(*, community: Community, person: User, message: str) -> bool:
    """Ask the core group; asking twice changes nothing."""
    require_open(community)
    if Membership.objects.filter(community=community, person=person).exists():
        return False
    _request, created = JoinRequest.objects.get_or_create(
        community=community,
        person=person,
        decided_at__isnull=True,
        defaults={"message": message},
    )
    return created


@transaction.atomic
def decide_request(*, request: JoinRequest, by: User, accept: bool) -> bool:
    """Accept or decline a request to join; deciding twice changes nothing."""
    rows = JoinRequest.objects.filter(pk=request.pk, decided_at__isnull=True)
    if accept:
        require_open(request.community)
    if not rows.update(decided_at=timezone.now(), decided_by=by, was_accepted=accept):
        return False
    if accept:
        join_community(
            community=request.community, person=request.person, circle=Circle.OUTER, by=by
        )
    name = "request_accepted" if accept else "request_declined"
    person = request.person
    facts = {
        "community": request.community,
        "address": settings.SITE_URL + request.community.get_absolute_url(),
    }
    transaction.on_commit(lambda: send_letter(name, person.email, person.language, facts))
    return True
