"""What would become of many files, told before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import Any

from communities.circles.models import Community
from resources.library.bulk.entries import Entry
from resources.library.bulk.sheets import Row, matched
from resources.library.bulk.wording import PROBLEMS
from resources.library.services.bulk import (
    Became,
    Outcome,
    examined,
    left_out,
    said_of_row,
    tried,
)

SHOWN = 20
LOOKING_LASTS = 20.0  # seconds: somebody waits for the page


@dataclass(slots=True)
class Foreseen:
    """What would become of each file; how many there was no time to look into."""

    outcomes: list[Outcome] = field(default_factory=list)
    unseen: int = 0

    def of(self, became: Became) -> list[Outcome]:
        """Return the files of one fate."""
        return [one for one in self.outcomes if one.became == became]


def foresee(
    *,
    community: Community,
    entries: Sequence[Entry],
    rows: Mapping[str, Row],
    seconds: float,
) -> Foreseen:
    """Look into files as taking them in would, while there is time, and write nothing."""
    foreseen, seen = Foreseen(), dict[str, str]()
    until = monotonic() + seconds
    for entry in entries:
        row = rows.get(entry.name)
        if monotonic() < until:
            outcome = tried(entry, partial(_look_into, community, entry, row, seen))
        else:
            outcome = _look_at(entry, row)
            foreseen.unseen += outcome.became == Became.NEW
        foreseen.outcomes.append(outcome)
    return foreseen


def _look_into(
    community: Community, entry: Entry, row: Row | None, seen: dict[str, str]
) -> Outcome:
    found = examined(community, entry, row)
    if isinstance(found, Outcome):
        return found
    first = seen.setdefault(found.checksum, entry.name)
    if first != entry.name:  # the same bytes under another name
        return Outcome(entry.name, Became.KNOWN, first)
    return _coming(entry, row)


def _look_at(entry: Entry, row: Row | None) -> Outcome:
    """Judge a file by its name, its size and its line in the sheet."""
    if row is not None and row.flaw is not None:
        return left_out(entry, said_of_row(row))
    if entry.problem is not None:
        return left_out(entry, str(PROBLEMS[entry.problem]))
    return _coming(entry, row)


def _coming(entry: Entry, row: Row | None) -> Outcome:
    return Outcome(entry.name, Became.NEW, row.title if row else "")


def describe(
    *, community: Community, entries: Sequence[Entry], rows: Sequence[Row]
) -> dict[str, Any]:
    """Say what will come, what is here already and what will be left out."""
    found, odd = matched(rows, [entry.name for entry in entries])
    foreseen = foresee(community=community, entries=entries, rows=found, seconds=LOOKING_LASTS)
    coming = foreseen.of(Became.NEW)
    return {
        "coming": len(coming),
        "files": [{"name": one.name, "title": one.title} for one in coming[:SHOWN]],
        "more": len(coming[SHOWN:]),
        "unseen": foreseen.unseen,
        "odd_rows": [said_of_row(row) for row in odd],
        "known": [{"name": one.name, "title": one.title} for one in foreseen.of(Became.KNOWN)],
        "left_out": [{"name": one.name, "why": one.why} for one in foreseen.of(Became.LEFT_OUT)],
    }
