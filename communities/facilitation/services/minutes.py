"""Minutes of a session: assembled when it ends, edited, shared with all who took part."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.circles.models import Community, InvitedList
from communities.circles.services.care import community_changed
from communities.facilitation.assembling import assembled
from communities.facilitation.choices import Attribution, Keeping, Kind
from communities.facilitation.models import Commitment, Contribution, Minutes, Participant, Session
from communities.facilitation.moments import session_ended
from communities.facilitation.naming import names_in
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.remains_letters import tell_of_minutes
from communities.facilitation.services.forgetting import forget_session
from communities.facilitation.services.planning import lock_session, require_open
from communities.people.models import User
from communities.policy import Audience

LONGEST = 60_000
WIDER = {
    Keeping.INNER: Audience.INNER,
    Keeping.OUTER: Audience.OUTER,
    Keeping.ORGANISATION: Audience.ORGANISATION,
}


class NamesRemain(SessionRefused):
    """Names stand in a text that shall name nobody."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = list(names)
        text = ngettext(
            "This name still stands in the text: %(names)s. Take it out first.",
            "These names still stand in the text: %(names)s. Take them out first.",
            len(self.names),
        )
        super().__init__(text % {"names": ", ".join(self.names)})


@session_ended.register
def keep_what_was_said(session: Session) -> None:
    """Give everybody what they committed to, and lay minutes before those who write them."""
    rows = Contribution.objects.filter(session=session, withdrawn_at__isnull=True)
    for row in rows.filter(kind=Kind.COMMITMENT):
        Commitment.objects.get_or_create(
            contribution=row,
            defaults={
                "person_id": row.author_id,
                "session": session,
                "action": row.body,
                "due_on": row.due_on,
                "help_wanted": row.help_wanted,
            },
        )
    read, invited_list = audience_of(session, shared_at=None)
    Minutes.objects.get_or_create(
        session=session,
        defaults={
            "community": session.community,
            "read_audience": read,
            "invited_list": invited_list,
            "body": assembled(session),
        },
    )


@transaction.atomic
def edit_minutes(*, session: Session, by: User, body: str, seen: str) -> bool:
    """Keep new words; ``seen`` is the version they were written from.

    Raises ``SessionRefused`` when somebody else was quicker, or names would reach readers.
    """
    minutes = lock_minutes(session)
    require_open(minutes.session)
    if minutes.body == body:
        return False
    if version_of(minutes) != seen:
        raise SessionRefused(
            _("Somebody else changed the minutes meanwhile. Yours are below; theirs are kept.")
        )
    if minutes.shared_at is not None:
        require_no_names(minutes.session, body)
    minutes.body, minutes.edited_at, minutes.edited_by = body, timezone.now(), by
    minutes.save(update_fields=["body", "edited_at", "edited_by"])
    return True


@transaction.atomic
def assemble_again(*, session: Session, replacing: bool = False) -> bool:
    """Write the minutes anew from what was contributed; edited words go only if told so."""
    minutes = lock_minutes(session)
    require_open(minutes.session)
    if minutes.edited_at is not None and not replacing:
        raise SessionRefused(
            _("The minutes were edited: to assemble them again replaces what was written.")
        )
    body = assembled(minutes.session)
    if minutes.body == body and minutes.edited_at is None:
        return False
    if minutes.shared_at is not None:
        require_no_names(minutes.session, body)
    minutes.body, minutes.edited_at, minutes.edited_by = body, None, None
    minutes.save(update_fields=["body", "edited_at", "edited_by"])
    return True


@transaction.atomic
def share_minutes(*, session: Session) -> bool:
    """Give the minutes to all who took part, and tell them; or delete them, if so agreed.

    Raises ``NamesRemain`` when names stand in minutes that shall have none.
    """
    minutes = lock_minutes(session)
    session = minutes.session
    if session.kept == Keeping.NOTHING:
        return forget_session(session=session)
    if minutes.shared_at is not None:
        return False
    require_no_names(session, minutes.body)
    minutes.shared_at = timezone.now()
    minutes.save(update_fields=["shared_at"])
    place_minutes(minutes)
    tell_of_minutes(session)
    return True


def lock_minutes(session: Session) -> Minutes:
    """Return the minutes as they are now, held with their session until the transaction ends."""
    locked = lock_session(session)
    minutes = Minutes.objects.filter(session=locked).first()
    if minutes is None:
        raise SessionRefused(_("There are no minutes: nothing of this session is kept."))
    minutes.session, minutes.community = locked, locked.community
    return minutes


def version_of(minutes: Minutes) -> str:
    """Name the words somebody begins to edit from."""
    moment: datetime | None = minutes.edited_at
    return moment.isoformat() if moment is not None else ""


def names_left(session: Session, body: str) -> list[str]:
    """Return the names of who took part that stand in a text which shall have none."""
    if session.attribution == Attribution.NAMED:
        return []
    seated = Participant.objects.filter(session=session).values("person")
    spoke = Contribution.objects.filter(session=session).values("author")
    people = User.objects.filter(Q(pk__in=seated) | Q(pk__in=spoke))
    return names_in(body, people.values_list("display_name", flat=True))


def require_no_names(session: Session, body: str) -> None:
    """Raise ``NamesRemain`` when a text names people it shall not."""
    if names := names_left(session, body):
        raise NamesRemain(names)


def audience_of(
    session: Session, *, shared_at: datetime | None
) -> tuple[Audience, InvitedList | None]:
    """Return who reads the minutes: who took part, until they are shared and the client chose."""
    kept = WIDER.get(Keeping(session.kept))
    if kept is None or shared_at is None or session.kept_chosen_at is None:
        return Audience(session.read_audience), session.invited_list
    return max(kept, Audience(session.community.read_audience)), None


def place_minutes(minutes: Minutes) -> None:
    """Let the minutes follow the choice of the client and the community's own audience."""
    read, invited_list = audience_of(minutes.session, shared_at=minutes.shared_at)
    minutes.read_audience, minutes.invited_list = read, invited_list
    minutes.save(update_fields=["read_audience", "invited_list"])


@community_changed.register
def place_with_community(community: Community) -> None:
    """No minutes are wider than their community."""
    rows = Minutes.objects.filter(community=community)
    for minutes in rows.select_related("session__community", "session__invited_list"):
        place_minutes(minutes)
