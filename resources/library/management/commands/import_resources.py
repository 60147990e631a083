"""Make drafts of a folder's files, from the command line."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from communities.circles.models import Community, Membership
from communities.people.models import User
from communities.policy import Circle
from resources.library.bulk import folders, zips
from resources.library.bulk.entries import Entry, NotABundleError
from resources.library.bulk.sheets import NotASheetError, Row, matched, read_sheet
from resources.library.bulk.wording import REFUSALS, SHEET_REFUSALS
from resources.library.services.bulk import Became, Outcome, bring_in, said_of_row
from resources.library.services.bulk_preview import foresee
from resources.library.services.bulk_uploads import with_rows

BAR = 40
SAID = {
    Became.NEW: "new: {0.name} → {0.title}",
    Became.KNOWN: "here already: {0.name} → {0.title}",
    Became.LEFT_OUT: "left out: {0.name}: {0.why}",
}
FORESEEN = SAID | {Became.NEW: "would come: {0.name}"}


class Command(BaseCommand):
    """Safe to run again: what is there already is left alone."""

    help = "Turn each file of a folder (or of a zip archive) into a draft resource of a community."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--community", required=True, help="the community's address (slug)")
        parser.add_argument(
            "--by", help="e-mail of the proposer; else who is longest in the core group"
        )
        parser.add_argument("--sheet", type=Path, help="a CSV: file,title,tags,language,kind")
        parser.add_argument(
            "--publish", action="store_true", help="publish at once instead of keeping drafts"
        )
        parser.add_argument(
            "--look", action="store_true", help="only say what would come; nothing is written"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        community = self.community(options["community"])
        by = self.person(community, options["by"])
        try:
            with opened(options["folder"]) as entries:
                said = read_sheet(options["sheet"].read_bytes()) if options["sheet"] else None
                wanted, rows = with_rows(without(entries, options), said)
                if options["look"]:
                    self.look(community, wanted, rows)
                else:
                    self.bring(community, by, wanted, rows, publish=options["publish"])
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}.") from error
        except NotABundleError as error:
            raise CommandError(str(REFUSALS[error.reason])) from error
        except NotASheetError as error:
            raise CommandError(str(SHEET_REFUSALS[error.reason])) from error

    def community(self, slug: str) -> Community:
        """Find the community; say which there are when the name is wrong."""
        found = Community.objects.filter(slug=slug).first()
        if found is None:
            known = ", ".join(Community.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no community “{slug}”. Communities: {known}.")
        return found

    def person(self, community: Community, email: str | None) -> User:
        """Find who brings the files."""
        core = Membership.objects.filter(community=community, circle=Circle.CORE)
        wanted = core.filter(person__email__iexact=email) if email else core
        found = wanted.select_related("person").order_by("since", "pk").first()
        if found is None:
            whom = f"{email} is not" if email else "Nobody is"
            raise CommandError(f"{whom} in the core group of “{community.slug}”.")
        return found.person

    def bring(
        self,
        community: Community,
        by: User,
        entries: list[Entry],
        rows: list[Row],
        *,
        publish: bool,
    ) -> None:
        """Take the files in, say of each what became of it, then count."""
        found, odd = matched(rows, [entry.name for entry in entries])
        counts = dict.fromkeys(Became, 0)
        brought = bring_in(community=community, by=by, entries=entries, rows=found, publish=publish)
        for number, outcome in enumerate(brought, start=1):
            counts[outcome.became] += 1
            self.tell(outcome, number, len(entries))
        for row in odd:
            self.stdout.write(said_of_row(row))
        what = "resources" if publish else "drafts"
        self.stdout.write(
            f"{len(entries)} files: {counts[Became.NEW]} new {what}, {counts[Became.KNOWN]} were"
            f" here already, {counts[Became.LEFT_OUT]} left out."
        )

    def look(self, community: Community, entries: list[Entry], rows: list[Row]) -> None:
        """Say of each file what would become of it."""
        found, odd = matched(rows, [entry.name for entry in entries])
        foreseen = foresee(community=community, entries=entries, rows=found, seconds=inf)
        for outcome in foreseen.outcomes:
            self.stdout.write(FORESEEN[outcome.became].format(outcome))
        for row in odd:
            self.stdout.write(said_of_row(row))
        self.stdout.write(
            f"{len(entries)} files: {len(foreseen.of(Became.NEW))} would come,"
            f" {len(foreseen.of(Became.KNOWN))} are here already or twice,"
            f" {len(foreseen.of(Became.LEFT_OUT))} would be left out. Nothing was written."
        )

    def tell(self, outcome: Outcome, number: int, total: int) -> None:
        """Write a line for the file; on a terminal, a bar below it."""
        line = SAID[outcome.became].format(outcome)
        if not sys.stderr.isatty():
            self.stdout.write(f"[{number}/{total}] {line}")
            return
        sys.stderr.write("\r\033[K")
        self.stdout.write(line)
        part = BAR * number // total
        end = "\n" if number == total else ""
        sys.stderr.write(f"[{'█' * part}{'·' * (BAR - part)}] {number}/{total}{end}")
        sys.stderr.flush()


@contextmanager
def opened(path: Path) -> Iterator[list[Entry]]:
    """List the files of a folder, or of a zip archive. Raises ``NotABundleError``, ``OSError``."""
    if not path.is_file():
        yield folders.entries_of(path)
        return
    with path.open("rb") as stream, zips.opened(stream) as entries:
        yield entries


def without(entries: list[Entry], options: dict[str, Any]) -> list[Entry]:
    """Leave out the sheet itself, should it lie among the files."""
    folder, sheet = options["folder"].resolve(), options["sheet"]
    if sheet is None or not sheet.resolve().is_relative_to(folder):
        return entries
    name = sheet.resolve().relative_to(folder).as_posix()
    return [entry for entry in entries if entry.name != name]
