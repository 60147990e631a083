"""What facilitated sessions store."""

from communities.facilitation.models.calendars import CalendarKey
from communities.facilitation.models.contributions import ContractAnswer, Contribution, Dot
from communities.facilitation.models.formats import FormatVersion, SessionFormat
from communities.facilitation.models.outcomes import Commitment, Experiment, Minutes
from communities.facilitation.models.participants import Guest, Participant
from communities.facilitation.models.planning import Board, DateAnswer, DateOption
from communities.facilitation.models.reports import CycleReport
from communities.facilitation.models.sessions import Announced, Cycle, Session
from communities.facilitation.models.values import CycleValue

__all__ = [
    "Announced",
    "Board",
    "CalendarKey",
    "Commitment",
    "ContractAnswer",
    "Contribution",
    "Cycle",
    "CycleReport",
    "CycleValue",
    "DateAnswer",
    "DateOption",
    "Dot",
    "Experiment",
    "FormatVersion",
    "Guest",
    "Minutes",
    "Participant",
    "Session",
    "SessionFormat",
]
