"""Deleting for good what was said in a session of which nothing may be kept."""

from django.db import transaction

from communities.facilitation.choices import Keeping
from communities.facilitation.models import Contribution, Minutes, Session
from communities.steps import Steps

# What may be kept of a session, or who may read it, is another than before; higher layers follow.
keeping_changed: Steps[[Session]] = Steps()


@transaction.atomic
def forget_session(*, session: Session) -> bool:
    """Delete contributions, with dots and answers to contracts, and the minutes.

    Commitments stay with their owners, who wrote them, and lead to nothing that others said.
    """
    said = Contribution.objects.filter(session=session).delete()[0]
    written = Minutes.objects.filter(session=session).delete()[0]
    return bool(said or written)


def is_forgotten(session: Session) -> bool:
    """Tell whether all that was said is gone already."""
    return session.kept == Keeping.NOTHING and not Minutes.objects.filter(session=session).exists()
