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
from django.utils import timezone, translation

from communities.circles.models import Community
from communities.people.models import User
from resources.files.inspection import harmless_name
from resources.library.bulk import zips
from resources.library.bulk.entries import Entry, NotABundleError
from resources.library.bulk.sheets import Flaw, Row, matched, read_sheet, set_sheet_apart
from resources.library.bulk.wording import PROBLEMS
from resources.library.models import ResourceImport
from resources.library.services.bulk import Became, Outcome, bring_in, said_of_row
from resources.library.tasks import take_in

SHOWN = 20
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
                report=describe(entries, rows),
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


def describe(entries: Sequence[Entry], rows: Sequence[Row]) -> dict[str, Any]:
    """Say what will come: the first titles and names, and what will be left out."""
    found, odd = matched(rows, [entry.name for entry in entries])
    reasons = {entry.name: _foreseen(entry, found.get(entry.name)) for entry in entries}
    coming = [name for name, why in reasons.items() if not why]
    return {
        "files": [
            {"name": name, "title": found[name].title if name in found else ""}
            for name in coming[:SHOWN]
        ],
        "more": len(coming[SHOWN:]),
        "odd_rows": [said_of_row(row) for row in odd],
        "left_out": [{"name": name, "why": why} for name, why in reasons.items() if why],
    }


def _foreseen(entry: Entry, row: Row | None) -> str:
    if row is not None and row.flaw is not None:
        return said_of_row(row)
    return "" if entry.problem is None else str(PROBLEMS[entry.problem])


@transaction.atomic
def start_bringing_in(*, bundle: ResourceImport) -> bool:
    """Begin in the background; pressing twice begins once."""
    rows = ResourceImport.objects.filter(pk=bundle.pk, state__in=[State.UPLOADED, State.FAILED])
    if not rows.update(state=State.RUNNING, files_done=0):
        return False
    transaction.on_commit(lambda: take_in.enqueue(bundle.pk))
    return True


def run_bringing_in(*, bundle: ResourceImport) -> None:
    """Do the work, noting how far it is; an error leaves the files for another try."""
    row = ResourceImport.objects.filter(pk=bundle.pk)
    try:
        with translation.override(bundle.started_by.language):
            outcomes = _brought_in(bundle)
    except Exception:
        row.update(state=State.FAILED)
        raise
    row.update(
        state=State.DONE,
        finished_at=timezone.now(),
        report=bundle.report | reported(outcomes),
        file="",
    )
    bundle.file.delete(save=False)


def _brought_in(bundle: ResourceImport) -> list[Outcome]:
    said = None if bundle.rows is None else [_read(row) for row in bundle.rows]
    outcomes = []
    with bundle.file.open("rb") as stream, zips.opened(cast("BinaryIO", stream)) as all_entries:
        entries, rows = with_rows(all_entries, said)
        found, _odd = matched(rows, [entry.name for entry in entries])
        for outcome in bring_in(
            community=bundle.community, by=bundle.started_by, entries=entries, rows=found
        ):
            outcomes.append(outcome)
            ResourceImport.objects.filter(pk=bundle.pk).update(files_done=len(outcomes))
    return outcomes


def reported(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Say what became of the files."""
    of = {became: [one for one in outcomes if one.became == became] for became in Became}
    return {
        "new": len(of[Became.NEW]),
        "known": [{"name": one.name, "title": one.title} for one in of[Became.KNOWN]],
        "left_out": [{"name": one.name, "why": one.why} for one in of[Became.LEFT_OUT]],
    }


@transaction.atomic
def forget_files(*, bundle: ResourceImport) -> bool:
    """Throw files away before anything came of them."""
    rows = ResourceImport.objects.filter(pk=bundle.pk, state=State.UPLOADED)
    deleted, _rows = rows.delete()
    if deleted:
        transaction.on_commit(lambda: bundle.file.delete(save=False))
    return bool(deleted)


def _stored(row: Row) -> dict[str, Any]:
    return asdict(row) | {"flaw": row.flaw and row.flaw.name}


def _read(stored: dict[str, Any]) -> Row:
    flaw = stored["flaw"] and Flaw[stored["flaw"]]
    return Row(**stored | {"tags": tuple(stored["tags"]), "flaw": flaw or None})
