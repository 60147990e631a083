"""Telling the index what changed: stored with the change itself, so that nothing is forgotten."""

from collections.abc import Iterable

from resources.search.engine import Thing
from resources.search.models import Touch

REBUILD = "rebuild"  # the kind of a touch that asks for a whole new index
CHUNK = 1000


def touch(things: Iterable[Thing], *, hidden_from: str = "") -> None:
    """Let the index look at things again, in the transaction of the change.

    ``hidden_from`` names the place where they were and may be no longer: until the index has
    looked, they are found by nobody.
    """
    rows = (Touch(kind=thing.kind, key=thing.key, place=hidden_from) for thing in things)
    Touch.objects.bulk_create(rows, batch_size=CHUNK)


def ask_for_rebuild() -> bool:
    """Let the whole index be built anew; tell whether nobody had asked."""
    if Touch.objects.filter(kind=REBUILD).exists():
        return False
    Touch.objects.create(kind=REBUILD, key=0)
    return True
