"""Deleting for good what was said in a session of which nothing may be kept."""

from django.db import transaction

from communities.facilitation.choices import Keeping
from communities.facilitation.models import Contribution, Minutes, Session
from communities.facilitation.moments import session_forgotten
from communities.facilitation.services.planning import lock_session


@transaction.atomic
def forget_session(*, session: Session) -> bool:
    """Delete contributions, with dots and answers to contracts, the minutes, and the talk beside.

    Commitments stay with their owners, who wrote them, and lead to nothing that others said.
    """
    session = lock_session(session)
    said = Contribution.objects.filter(session=session).delete()[0]
    written = Minutes.objects.filter(session=session).delete()[0]
    session_forgotten.run(session)
    return bool(said or written)


def is_forgotten(session: Session) -> bool:
    """Tell whether all that was said is gone already."""
    return session.kept == Keeping.NOTHING and not Minutes.objects.filter(session=session).exists()
