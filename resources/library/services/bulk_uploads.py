"""Many files handed over in the browser: kept, looked at, taken in, forgotten."""

import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import PurePath
from typing import Any, BinaryIO, cast

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone, translation

from communities.circles.models import Community
from communities.people.models import User
from resources.files.inspection import harmless_name
from resources.library.bulk import zips
from resources.library.bulk.entries import Entry, NotABundleError
from resources.library.bulk.sheets import Flaw, Row, matched, read_sheet, set_sheet_apart
from resources.library.models import ResourceImport
from resources.library.models.bulk import SILENCE
from resources.library.services.bulk import Became, Outcome, bring_in
from resources.library.services.bulk_preview import describe
from resources.library.tasks import take_in

SO_FAR = "so_far"  # in the report, while the work goes on
State = ResourceImport.State


def keep_files(
    *,
    files: Sequence[UploadedFile[Any]],
    sheet: UploadedFile[Any] | None,
    community: Community,
    by: User,
) -> ResourceImport:
    """Look at files and keep them for their core member's yes.

    Raises ``NotABundleError`` and ``NotASheetError``.
    """
    said = None if sheet is None else read_sheet(sheet.read())
    with _packed(files) as stream:
        with zips.opened(stream) as all_entries:
            entries, rows = with_rows(all_entries, said)
            bundle = ResourceImport(
                community=community,
                started_by=by,
                files_total=len(entries),
                rows=None if said is None else [_stored(row) for row in said],
                report=describe(community=community, entries=entries, rows=rows),
            )
        stream.seek(0)
        bundle.file.save("files", File(stream), save=False)
        bundle.save()
    return bundle


def with_rows(entries: list[Entry], rows: list[Row] | None) -> tuple[list[Entry], list[Row]]:
    """Take the sheet that was given, or the one among the files. Raises ``NotABundleError``."""
    if rows is None:
        entries, rows = set_sheet_apart(entries)
    if not entries:
        raise NotABundleError(NotABundleError.Reason.EMPTY)
    return entries, rows


@contextmanager
def _packed(files: Sequence[UploadedFile[Any]]) -> Iterator[BinaryIO]:
    if len(files) == 1 and PurePath(files[0].name or "").suffix.lower() == ".zip":
        yield cast("BinaryIO", files[0].file)
        return
    with tempfile.TemporaryFile() as target:
        with zipfile.ZipFile(target, "w") as archive:
            for file in files:
                with archive.open(harmless_name(file.name or ""), "w") as member:
                    for piece in file.chunks():
                        member.write(piece)
        yield cast("BinaryIO", target)


def _idle(bundle: ResourceImport) -> QuerySet[ResourceImport]:
    """Return the row if nobody works at it: not begun, stopped, or its worker fell silent."""
    silent = Q(state=State.RUNNING, worked_at__lt=timezone.now() - SILENCE)
    waiting = Q(state__in=[State.UPLOADED, State.FAILED])
    return ResourceImport.objects.filter(waiting | silent, pk=bundle.pk)


@transaction.atomic
def start_bringing_in(*, bundle: ResourceImport) -> bool:
    """Begin in the background, or go on where it stopped; pressing twice begins once."""
    begun = _idle(bundle).update(
        state=State.RUNNING, worked_at=timezone.now(), attempt=F("attempt") + 1
    )
    if not begun:
        return False
    bundle.refresh_from_db(fields=["attempt"])
    transaction.on_commit(lambda: take_in.enqueue(bundle.pk, bundle.attempt))
    return True


def run_bringing_in(*, bundle: ResourceImport, attempt: int) -> bool:
    """Do the work, noting how far it is; an error leaves the files for another try.

    A worker that only seemed dead stops at its next file: another attempt has taken its place.
    """
    row = ResourceImport.objects.filter(pk=bundle.pk, state=State.RUNNING, attempt=attempt)
    if not row.exists():
        return False
    try:
        with translation.override(bundle.started_by.language):
            became = _brought_in(bundle, row)
    except Exception:
        row.update(state=State.FAILED)
        raise
    if became is None or not row.update(
        state=State.DONE, finished_at=timezone.now(), report=bundle.report | became, file=""
    ):
        return False
    bundle.file.delete(save=False)
    return True


def _brought_in(bundle: ResourceImport, row: QuerySet[ResourceImport]) -> dict[str, Any] | None:
    """Take in the files that are left; return what became of all, none if somebody else goes on."""
    said = None if bundle.rows is None else [_read(one) for one in bundle.rows]
    became: dict[str, Any] = bundle.report.pop(SO_FAR, {"new": 0, "known": [], "left_out": []})
    done = bundle.files_done
    with bundle.file.open("rb") as stream, zips.opened(cast("BinaryIO", stream)) as all_entries:
        entries, rows = with_rows(all_entries, said)
        found, _odd = matched(rows, [entry.name for entry in entries])
        for outcome in bring_in(
            community=bundle.community, by=bundle.started_by, entries=entries[done:], rows=found
        ):
            _note(became, outcome)
            done += 1
            report = bundle.report | {SO_FAR: became}
            if not row.update(files_done=done, worked_at=timezone.now(), report=report):
                return None
    return became


def _note(became: dict[str, Any], outcome: Outcome) -> None:
    """Add what became of one file."""
    if outcome.became == Became.NEW:
        became["new"] += 1
    elif outcome.became == Became.KNOWN:
        became["known"].append({"name": outcome.name, "title": outcome.title})
    else:
        became["left_out"].append({"name": outcome.name, "why": outcome.why})


@transaction.atomic
def forget_files(*, bundle: ResourceImport) -> bool:
    """Throw away files that nobody works at; what came of some of them stays."""
    deleted, _rows = _idle(bundle).delete()
    if deleted:
        transaction.on_commit(lambda: bundle.file.delete(save=False))
    return bool(deleted)


def _stored(row: Row) -> dict[str, Any]:
    return asdict(row) | {"flaw": row.flaw and row.flaw.name}


def _read(stored: dict[str, Any]) -> Row:
    flaw = stored["flaw"] and Flaw[stored["flaw"]]
    return Row(**stored | {"tags": tuple(stored["tags"]), "flaw": flaw or None})
