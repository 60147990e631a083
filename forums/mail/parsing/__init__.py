"""Reads mailing-list archives: pure Python, no database, nothing that a broken message can stop."""

from forums.mail.parsing.message import ParsedMessage
from forums.mail.parsing.participation import Proposal
from forums.mail.parsing.problems import NotAnArchiveError, Problem
from forums.mail.parsing.reading import SkippedMessage, read_archive
from forums.mail.parsing.survey import Survey, survey_archive
from forums.mail.parsing.threads import Thread, build_threads

__all__ = [
    "NotAnArchiveError",
    "ParsedMessage",
    "Problem",
    "Proposal",
    "SkippedMessage",
    "Survey",
    "Thread",
    "build_threads",
    "read_archive",
    "survey_archive",
]
