"""Finding the public resources a harvester asks for, page by page."""

import re
from datetime import UTC, date, datetime, time

from django.db.models import Min, Q, QuerySet

from communities.circles.models import Community
from resources.library.models import ResourcePage
from resources.library.oai.questions import Position, ProtocolError, Selection, bad_token
from resources.library.records import Record, identifier_of, records_of
from resources.library.selectors.public import public_resources

PER_ANSWER = 100
KEY = re.compile(r"\d{1,18}", re.ASCII)


def earliest_day() -> date:
    """Return the day of the oldest change, today when there is none."""
    found = public_resources().aggregate(first=Min("last_published_at"))["first"]
    moment: datetime = found or datetime.now(UTC)
    return moment.astimezone(UTC).date()


def sets() -> QuerySet[Community]:
    """Return the communities that have public resources."""
    rows = Community.objects.filter(pk__in=public_resources().values("community"))
    return rows.order_by("slug")


def record(identifier: str) -> Record:
    """Find one record; what is hidden answers as what never was."""
    key = identifier.rpartition("-")[2]
    found = None
    if KEY.fullmatch(key) and identifier == identifier_of(int(key)):
        found = public_resources().filter(pk=int(key)).first()
    if found is None:
        raise ProtocolError("idDoesNotExist", "There is no such record.")
    return records_of([found])[0]


def records(wanted: Selection) -> tuple[list[Record], Position | None]:
    """Return some of the records asked for, and after which of them to go on.

    In the order of their changes: who changes during a harvest comes once more, nobody is left out.
    """
    rows = _matching(wanted).order_by("last_published_at", "pk")
    pages = list(rows[: PER_ANSWER + 1])
    if not pages:
        if wanted.after is not None:
            raise bad_token()
        raise ProtocolError("noRecordsMatch", "Nothing public matches.")
    found = records_of(pages[:PER_ANSWER])
    if len(pages) <= PER_ANSWER:
        return found, None
    return found, Position(found[-1].changed_at.isoformat(), found[-1].pk)


def _matching(wanted: Selection) -> QuerySet[ResourcePage]:
    rows = public_resources()
    if wanted.community:
        rows = rows.filter(community__slug=wanted.community)
    if wanted.since:
        start = datetime.combine(wanted.since, time.min, UTC)
        rows = rows.filter(last_published_at__gte=start)
    if wanted.until:
        rows = rows.filter(last_published_at__lte=datetime.combine(wanted.until, time.max, UTC))
    if wanted.after:
        moment = datetime.fromisoformat(wanted.after.changed_at)
        later = Q(last_published_at__gt=moment)
        rows = rows.filter(later | Q(last_published_at=moment, pk__gt=wanted.after.pk))
    return rows
