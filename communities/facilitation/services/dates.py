"""Asking the participants of a planned session when it could begin, and settling it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.facilitation.choices import Availability
from communities.facilitation.models import DateAnswer, DateOption, Participant, Session
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.running import Stage
from communities.facilitation.services.facts import facts_of
from communities.facilitation.services.planning import (
    change_session,
    lock_session,
)

MOST_DATES = 10


@transaction.atomic
def offer_dates(*, session: Session, moments: Iterable[datetime]) -> int:
    """Offer moments to choose from; tell how many are new. Raises ``SessionRefused``."""
    locked = lock_session(session)
    _require_planned(locked)
    known = set(locked.date_options.values_list("starts_at", flat=True))
    new = sorted(set(moments) - known)
    if new and len(known) + len(new) > MOST_DATES:
        text = ngettext(
            "%(most)d date at the most; none was added.",
            "%(most)d dates at the most; none was added.",
            MOST_DATES,
        )
        raise SessionRefused(text % {"most": MOST_DATES})
    DateOption.objects.bulk_create(DateOption(session=locked, starts_at=one) for one in new)
    return len(new)


@transaction.atomic
def withdraw_date(*, option: DateOption) -> bool:
    """Offer a moment no longer; what was answered to it is forgotten."""
    _require_planned(lock_session(option.session))
    return bool(DateOption.objects.filter(pk=option.pk).delete()[0])


@transaction.atomic
def answer_dates(*, participant: Participant, answers: Mapping[int, str]) -> bool:
    """Keep which moments suit somebody, by the option's key; an empty answer takes it back."""
    session = lock_session(participant.session)
    _require_planned(session)
    known = set(session.date_options.values_list("pk", flat=True))
    given = {key: answer for key, answer in answers.items() if key in known}
    rows = DateAnswer.objects.filter(participant=participant)
    before = dict(rows.values_list("option_id", "availability"))
    changed = {key: answer for key, answer in given.items() if before.get(key, "") != answer}
    rows.filter(option__in=changed).delete()
    DateAnswer.objects.bulk_create(
        DateAnswer(option_id=key, participant=participant, availability=Availability(answer))
        for key, answer in changed.items()
        if answer
    )
    return bool(changed)


@transaction.atomic
def settle_date(*, option: DateOption) -> bool:
    """Begin the session at this moment; calendars are told. Raises ``SessionRefused``."""
    session = lock_session(option.session)
    _require_planned(session)
    if option.starts_at < timezone.now():
        raise SessionRefused(_("This moment is over: choose one that is to come."))
    facts = replace(facts_of(session), starts_at=option.starts_at)
    return change_session(session=session, facts=facts)


def _require_planned(session: Session) -> None:
    if session.stage != Stage.PLANNED:
        raise SessionRefused(_("The session has begun or was cancelled: its date stays."))
