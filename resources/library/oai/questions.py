"""What a harvester may ask, and how it is told that it asked wrongly."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core import signing
from django.http import QueryDict

PREFIX = "oai_dc"
LIST = ({"metadataPrefix"}, {"from", "until", "set"})
# verb: what it needs, what it may be given
ARGUMENTS: dict[str, tuple[set[str], set[str]]] = {
    "Identify": (set(), set()),
    "ListMetadataFormats": (set(), {"identifier"}),
    "ListSets": (set(), set()),
    "GetRecord": ({"identifier", "metadataPrefix"}, set()),
    "ListIdentifiers": LIST,
    "ListRecords": LIST,
}
RESUMED = "resumptionToken"
PAGED = {"ListSets", "ListIdentifiers", "ListRecords"}
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
SET = re.compile(r"[\w-]{1,100}", re.ASCII)
SIGNER = signing.Signer(salt="oai")


class ProtocolError(Exception):
    """One of the protocol's errors; the words are for the people behind the harvester."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True, slots=True)
class Position:
    """After which record a harvest goes on: the moment of its change, and its number."""

    changed_at: str
    pk: int


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records are asked for."""

    since: date | None = None
    until: date | None = None
    community: str = ""
    after: Position | None = None

    def token(self, after: Position) -> str:
        """Word where to go on, so that the site need not remember any harvest."""
        days = [day and day.isoformat() for day in (self.since, self.until)]
        return SIGNER.sign_object([*days, self.community, after.changed_at, after.pk])


def asked(given: QueryDict) -> tuple[str, dict[str, str]]:
    """Return the verb and its arguments, or raise what is wrong with them."""
    verbs = given.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in ARGUMENTS:
        raise ProtocolError("badVerb", "One verb of OAI-PMH 2.0, please.")
    verb = verbs[0]
    arguments = {name: str(given[name]) for name in given if name != "verb"}
    if any(len(given.getlist(name)) > 1 for name in arguments):
        raise ProtocolError("badArgument", "Each argument once, please.")
    needed, possible = ARGUMENTS[verb]
    if verb in PAGED and RESUMED in arguments:
        needed, possible = {RESUMED}, set()
    if not needed <= set(arguments) <= needed | possible:
        raise ProtocolError("badArgument", f"{verb} needs or takes other arguments.")
    return verb, arguments


def selection(arguments: Mapping[str, str]) -> Selection:
    """Read which records are asked for."""
    if RESUMED in arguments:
        return _resumed(arguments[RESUMED])
    require_format(arguments["metadataPrefix"])
    since, until = (_day(arguments.get(name)) for name in ("from", "until"))
    if since and until and since > until:
        raise ProtocolError("badArgument", "from is later than until.")
    if "set" in arguments and not SET.fullmatch(arguments["set"]):
        raise ProtocolError("badArgument", "No set is called so.")
    return Selection(since, until, arguments.get("set", ""))


def require_format(prefix: str) -> None:
    """Refuse every format but Dublin Core."""
    if prefix != PREFIX:
        raise ProtocolError("cannotDisseminateFormat", f"Only {PREFIX} is given.")


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        if DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ProtocolError("badArgument", "Dates are days: YYYY-MM-DD.")


def _resumed(token: str) -> Selection:
    try:
        since, until, community, changed_at, pk = SIGNER.unsign_object(token)
    except (signing.BadSignature, ValueError):
        raise bad_token() from None
    return Selection(_day(since), _day(until), community, Position(changed_at, pk))


def bad_token() -> ProtocolError:
    """Word that a token leads nowhere."""
    return ProtocolError("badResumptionToken", "This token leads nowhere; start anew.")
