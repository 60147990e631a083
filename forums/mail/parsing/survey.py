"""The first pass over an archive: what an import will bring, before anything is written."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from forums.mail.parsing.message import ParsedMessage
from forums.mail.parsing.participation import ParticipationCount, Proposal, propose_circles
from forums.mail.parsing.problems import Problem
from forums.mail.parsing.reading import SkippedMessage, read_archive
from forums.mail.parsing.threads import Outline, Thread, build_threads


@dataclass(frozen=True, slots=True)
class Survey:
    """Topics, people and troubles of an archive; no message text."""

    posts: int
    threads: tuple[Thread, ...]
    people: tuple[Proposal, ...]
    skipped: tuple[SkippedMessage, ...]
    problems: dict[Problem, int]
    attachments: int
    first_at: datetime | None
    last_at: datetime | None

    def thread_of(self) -> dict[str, int]:
        """For each message identifier the place of its topic in ``threads``, for the second pass."""
        return {
            message_id: place
            for place, thread in enumerate(self.threads)
            for message_id in thread.message_ids
        }


def survey_archive(
    stream: BinaryIO,
    *,
    now: datetime | None = None,
    on_progress: Callable[[int], None] | None = None,
) -> Survey:
    """Read the whole archive once; ``on_progress`` is told the bytes read after each message.

    Raises NotAnArchiveError where the file is no mbox. A second reading with ``read_archive``
    gives the same messages with the same identifiers.
    """
    count = _Count()
    for message in read_archive(stream, now=now):
        count.add(message)
        if on_progress:
            on_progress(message.end)
    return count.result()


class _Count:
    def __init__(self) -> None:
        self._outlines: list[Outline] = []
        self._author_of: dict[str, str] = {}
        self._people = ParticipationCount()
        self._skipped: list[SkippedMessage] = []
        self._problems: Counter[Problem] = Counter()
        self._attachments = 0

    def add(self, message: ParsedMessage | SkippedMessage) -> None:
        if isinstance(message, SkippedMessage):
            self._skipped.append(message)
            return
        self._outlines.append(
            Outline(
                message.number,
                message.message_id,
                message.references,
                message.subject,
                message.sent_at,
            )
        )
        self._author_of[message.message_id] = message.author_key
        self._problems.update(message.problems)
        self._attachments += len(message.attachments)
        self._people.add(
            author_key=message.author_key,
            name=message.author_name,
            address=message.author_address,
            sent_at=message.sent_at,
        )

    def result(self) -> Survey:
        threads = tuple(build_threads(self._outlines))
        for thread in threads:
            self._people.add_topic(self._author_of[thread.root_id])
        return Survey(
            posts=len(self._outlines),
            threads=threads,
            people=tuple(propose_circles(self._people.authors())),
            skipped=tuple(self._skipped),
            problems=dict(self._problems),
            attachments=self._attachments,
            first_at=min((outline.sent_at for outline in self._outlines), default=None),
            last_at=max((outline.sent_at for outline in self._outlines), default=None),
        )
