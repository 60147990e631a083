"""What the client of a session decides: what may be kept, who may read it, how people are named."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.facilitation.assembling import assembled
from communities.facilitation.choices import Attribution, Keeping
from communities.facilitation.models import Minutes, Session
from communities.facilitation.moments import keeping_changed
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.running import Stage
from communities.facilitation.selectors.minutes import is_client_gone
from communities.facilitation.services.forgetting import forget_session
from communities.facilitation.services.minutes import (
    WIDER,
    lock_minutes,
    names_left,
    place_minutes,
)

STRICTNESS = (Attribution.NAMED, Attribution.CHATHAM, Attribution.NAMELESS)


def offered_keepings(session: Session) -> list[Keeping]:
    """Return what may be chosen: never wider than the community, and no way back from nothing.

    For a client who is gone, nobody opens what they brought any wider.
    """
    if session.kept == Keeping.NOTHING:
        return [Keeping.NOTHING]
    reach = session.community.read_audience
    offered = [kept for kept in Keeping if kept not in WIDER or WIDER[kept] >= reach]
    if is_client_gone(session):
        narrowest_first = list(Keeping)
        widest = narrowest_first.index(Keeping(session.kept))
        return [kept for kept in offered if narrowest_first.index(kept) <= widest]
    return offered


def offered_attributions(session: Session) -> list[Attribution]:
    """Return how people may be named: not more than they were told when they spoke."""
    return [*STRICTNESS[STRICTNESS.index(Attribution(session.attribution)) :]]


@transaction.atomic
def choose_keeping(*, session: Session, kept: Keeping, attribution: Attribution) -> bool:
    """Keep what the client chose, at once; nothing kept is deleted for good.

    Minutes that would name people against a stricter choice are no longer shared, until somebody
    took the names out.
    """
    minutes = lock_minutes(session)
    session = minutes.session
    _require_offered(session, kept, attribution)
    chosen = (session.kept, session.attribution) != (kept, attribution)
    if not chosen and session.kept_chosen_at is not None and kept != Keeping.NOTHING:
        return False
    is_stricter = session.attribution != attribution
    session.kept, session.attribution = kept, attribution
    session.kept_chosen_at = timezone.now()
    session.save(update_fields=["kept", "attribution", "kept_chosen_at", "changed_at"])
    if kept == Keeping.NOTHING:
        forget_session(session=session)
    else:
        _follow(minutes, is_stricter=is_stricter)
        keeping_changed.run(session)
    return True


def _follow(minutes: Minutes, *, is_stricter: bool) -> None:
    session = minutes.session
    if is_stricter and minutes.edited_at is None:
        minutes.body = assembled(session)
    if is_stricter and names_left(session, minutes.body):
        minutes.shared_at = None
    minutes.save(update_fields=["body", "shared_at"])
    place_minutes(minutes)


def _require_offered(session: Session, kept: Keeping, attribution: Attribution) -> None:
    if session.stage != Stage.ENDED:
        raise SessionRefused(_("What may be kept is chosen once the session has ended."))
    if kept not in offered_keepings(session):
        raise SessionRefused(_("It may not be kept for so many."))
    if attribution not in offered_attributions(session):
        raise SessionRefused(_("Nobody is named who was promised not to be."))
