"""What may be wrong with an archive or a message, as codes; words are put elsewhere."""

from enum import StrEnum


class Problem(StrEnum):
    """Why a message was skipped, or what was put right to keep it."""

    NO_HEADERS = "no-headers"
    NO_AUTHOR = "no-author"
    NO_TEXT = "no-text"
    NO_DATE = "no-date"
    TOO_NESTED = "too-nested"
    UNREADABLE = "unreadable"
    DUPLICATE = "duplicate"

    DATE_FROM_ENVELOPE = "date-from-envelope"
    DATE_FROM_NEIGHBOUR = "date-from-neighbour"
    NEW_MESSAGE_ID = "new-message-id"
    UNKNOWN_ENCODING = "unknown-encoding"
    SHORTENED = "shortened"
    SUBJECT_ONLY = "subject-only"


class NotAnArchiveError(Exception):
    """The file holds no mailing-list archive at all."""

    class Reason(StrEnum):
        EMPTY = "empty"
        COMPRESSED = "compressed"
        NO_ENVELOPE = "no-envelope"

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


class BrokenMessageError(Exception):
    """One message cannot become a post."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem
