"""An archive handed over in the browser: kept, looked at, moved in, forgotten."""

from dataclasses import asdict
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from communities.people.models import User
from forums.mail.models import ArchiveImport
from forums.mail.parsing import Survey, survey_archive
from forums.mail.services.archive import import_archive
from forums.mail.tasks import move_in
from forums.spaces.models import Space

PROGRESS_EVERY = 200_000
SHOWN = 20


def keep_archive(*, file: UploadedFile[Any], space: Space, by: User) -> ArchiveImport:
    """Look at an archive and keep it for its core member's yes. Raises ``NotAnArchiveError``."""
    survey = survey_archive(cast("BinaryIO", file.file))
    file.seek(0)
    archive = ArchiveImport(
        community=space.community,
        space=space,
        started_by=by,
        bytes_total=file.size or 0,
        report=describe(survey),
    )
    archive.file.save("archive", file, save=False)
    archive.save()
    return archive


def describe(survey: Survey) -> dict[str, Any]:
    """Say what will come, in numbers and first names of topics."""
    newest = sorted(survey.people, key=lambda one: (-one.circle, -one.posts))
    return {
        "posts": survey.posts,
        "people": len(survey.people),
        "topics": len(survey.threads),
        "first_at": survey.first_at.isoformat() if survey.first_at else "",
        "last_at": survey.last_at.isoformat() if survey.last_at else "",
        "titles": [thread.title for thread in survey.threads[:SHOWN]],
        "circles": [
            {"name": one.name or one.address, "circle": int(one.circle), "posts": one.posts}
            for one in newest[:SHOWN]
        ],
        "skipped": [
            {"number": one.number, "problem": one.problem.name} for one in survey.skipped[:SHOWN]
        ],
    }


@transaction.atomic
def start_import(*, archive: ArchiveImport) -> bool:
    """Begin in the background; pressing twice begins once."""
    rows = ArchiveImport.objects.filter(
        pk=archive.pk, state__in=[ArchiveImport.State.UPLOADED, ArchiveImport.State.FAILED]
    )
    if not rows.update(state=ArchiveImport.State.RUNNING, bytes_done=0):
        return False
    transaction.on_commit(lambda: move_in.enqueue(archive.pk))
    return True


def run_import(*, archive: ArchiveImport) -> None:
    """Do the work, noting how far it is; an error leaves the file for another try."""
    noted = 0
    rows = ArchiveImport.objects.filter(pk=archive.pk)

    def note(done: int) -> None:
        nonlocal noted
        if done - noted >= PROGRESS_EVERY:
            noted = done
            rows.update(bytes_done=done)

    try:
        with archive.file.open("rb") as stream:
            report = import_archive(
                stream=cast("BinaryIO", stream), space=archive.space, on_progress=note
            )
    except Exception:
        rows.update(state=ArchiveImport.State.FAILED)
        raise
    facts = asdict(report) | {"skipped": archive.report.get("skipped", [])}
    rows.update(
        state=ArchiveImport.State.DONE,
        bytes_done=archive.bytes_total,
        finished_at=timezone.now(),
        report=archive.report | facts,
        file="",
    )
    archive.file.delete(save=False)


@transaction.atomic
def forget_archive(*, archive: ArchiveImport) -> None:
    """Throw an archive away before it moved in."""
    transaction.on_commit(lambda: archive.file.delete(save=False))
    archive.delete()
