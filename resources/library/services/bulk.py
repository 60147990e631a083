"""Many files become drafts, one by one: what stops one stops no other, and none comes twice."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import partial
from io import BytesIO
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from communities.circles.models import Community
from communities.pages.models import CommunityPage
from communities.people.models import User
from resources.files.inspection import InspectedFile, inspect
from resources.files.kinds import TEXTS
from resources.files.refusals import FileRefused
from resources.files.storing import store_file
from resources.files.texts import text_of
from resources.library.bulk.drafting import body_of, summary_of, title_from_name, title_of
from resources.library.bulk.entries import Entry, LeftOutError, Problem
from resources.library.bulk.paragraphs import paragraphs
from resources.library.bulk.sheets import Row
from resources.library.bulk.wording import FLAWS, PROBLEMS
from resources.library.choices import Kind, Licence
from resources.library.facts import Facts
from resources.library.models import BroughtFile, ResourceFile, ResourcePage
from resources.library.services.proposals import keep_draft
from resources.library.services.review import approve_resource
from resources.search.analysis import language_of

logger = logging.getLogger(__name__)


class Became(Enum):
    """What became of a file."""

    NEW = "new"
    KNOWN = "known"
    LEFT_OUT = "left_out"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; for one that was left out, why, in words."""

    name: str
    became: Became
    title: str = ""
    why: str = ""
    page: ResourcePage | None = None


@dataclass(frozen=True, slots=True)
class Examined:
    """A new file that may be taken in."""

    checksum: str
    inspected: InspectedFile


def bring_in(
    *,
    community: Community,
    by: User,
    entries: Iterable[Entry],
    rows: Mapping[str, Row],
    publish: bool = False,
) -> Iterator[Outcome]:
    """Turn files into drafts and yield what became of each; a second run finds them known."""
    for entry in entries:
        row = rows.get(entry.name)
        yield tried(entry, partial(_bring_one, community, by, entry, row, publish=publish))


def tried(entry: Entry, act: Callable[[], Outcome]) -> Outcome:
    """Do something with a file; what stops it becomes words, and stops no other file."""
    try:
        return act()
    except LeftOutError as error:
        return left_out(entry, str(PROBLEMS[error.problem]))
    except FileRefused as refusal:
        return left_out(entry, str(refusal))
    except ValidationError as error:
        return left_out(entry, " ".join(error.messages))
    except Exception:
        # Whatever one file leads to, the next may be fine.
        logger.exception("A file could not be taken in")
        return left_out(entry, str(PROBLEMS[Problem.UNKNOWN]))


def left_out(entry: Entry, why: str) -> Outcome:
    """Say why a file is left out."""
    return Outcome(entry.name, Became.LEFT_OUT, why=why)


def examined(community: Community, entry: Entry, row: Row | None) -> Outcome | Examined:
    """Look at a file from inside, as far as nothing is written; ``tried`` words what it raises."""
    if row is not None and row.flaw is not None:
        return left_out(entry, said_of_row(row))
    content = entry.content()
    checksum = hashlib.sha256(content).hexdigest()
    known = brought_before(community, checksum)
    if known is not None:
        # A named list may leave out who brings the file: then the title stays unsaid.
        title = "" if known.invited_list_id else known.draft_title
        return Outcome(entry.name, Became.KNOWN, title, page=known)
    last = PurePosixPath(entry.name.replace("\\", "/")).name
    return Examined(checksum, inspect(SimpleUploadedFile(last, content)))


def _bring_one(
    community: Community, by: User, entry: Entry, row: Row | None, *, publish: bool
) -> Outcome:
    found = examined(community, entry, row)
    if isinstance(found, Outcome):
        return found
    facts = facts_of_file(found.inspected, community, row)
    page = bring_file(
        community=community,
        by=by,
        checksum=found.checksum,
        inspected=found.inspected,
        facts=facts,
    )
    if page is None:  # somebody else brought it meanwhile
        return Outcome(entry.name, Became.KNOWN, facts.title)
    if publish:
        approve_resource(page=page, by=by)
    return Outcome(entry.name, Became.NEW, facts.title, page=page)


def said_of_row(row: Row) -> str:
    """Say in words what is wrong with a row of the sheet."""
    facts = {"line": row.line, "file": row.file, "flaw": FLAWS[row.flaw] if row.flaw else ""}
    return _("Line %(line)d of the sheet, “%(file)s”: %(flaw)s") % facts


def brought_before(community: Community, checksum: str) -> ResourcePage | None:
    """Return the resource that these bytes became in this community."""
    rows = BroughtFile.objects.filter(community=community, checksum=checksum)
    found = rows.select_related("page").first()
    return None if found is None else found.page


def bring_file(
    *, community: Community, by: User, checksum: str, inspected: InspectedFile, facts: Facts
) -> ResourcePage | None:
    """Keep a file as a draft of its own, whole or not at all; none if it was here already."""
    try:
        with transaction.atomic():
            # One at a time in a community: its page's children are numbered anyway.
            parents = CommunityPage.objects.select_for_update(of=("self",))
            parents.get(community=community, alias_of__isnull=True)
            if brought_before(community, checksum) is not None:
                return None
            page = keep_draft(community=community, by=by, facts=facts)
            BroughtFile.objects.create(community=community, page=page, checksum=checksum)
            store_file(ResourceFile(page_id=page.pk, owner=by), inspected)
    except IntegrityError:
        if brought_before(community, checksum) is not None:
            return None
        raise
    return page


def facts_of_file(inspected: InspectedFile, community: Community, row: Row | None) -> Facts:
    """Say of a file what its row says, and beyond that what its text says of itself."""
    said = row or Row(0, "")
    text = text_of(inspected.content_type, BytesIO(inspected.content))
    found = paragraphs(text)
    named = title_from_name(inspected.name)
    language = said.language or language_of(text or said.title or named, community.language)
    own_title = title_of(found, language)
    title = said.title or own_title or named or inspected.name
    summary = summary_of(found, own_title) or _without_words(inspected.name, language)
    # Markdown stays as it was written.
    is_markdown = inspected.content_type == TEXTS[".md"]
    return Facts(
        title=title,
        summary=summary,
        language=language,
        kind=said.kind or Kind.GUIDE,
        read_audience=community.read_audience,
        text=body_of([text], "") if is_markdown else body_of(found, own_title),
        tags=said.tags,
        licence=Licence.IN_FILE,
        what_was_done=summary if said.kind == Kind.PRACTICE else "",
    )


def _without_words(name: str, language: str) -> str:
    with translation.override(language):
        return _("The file “%(name)s”; nobody has described it yet.") % {"name": name}
