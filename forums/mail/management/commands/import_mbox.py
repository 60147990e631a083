"""Move a mailing-list archive into a community, from the command line."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError

from communities.circles.models import Community
from forums.mail.parsing import NotAnArchiveError, survey_archive
from forums.mail.services.archive import Report, import_archive
from forums.mail.wording import PROBLEMS, REFUSALS
from forums.spaces.models import Space
from forums.spaces.selectors.spaces import open_forum_of

BAR = 40


class Command(BaseCommand):
    """Safe to run again: what is there already is left alone."""

    help = "Turn a mailing-list archive (mbox) into topics and posts of a community."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--community", required=True, help="the community's address (slug)")
        parser.add_argument("--space", type=int, help="number of a space; else its open forum")
        parser.add_argument("--dry-run", action="store_true", help="only tell what would come")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        space = self.space(options["community"], options["space"])
        try:
            with path.open("rb") as stream:
                if options["dry_run"]:
                    self.preview(stream)
                else:
                    self.move_in(stream, space, path.stat().st_size)
        except OSError as error:
            raise CommandError(
                f"{path} cannot be read: {error.strerror}. Nothing was changed."
            ) from error
        except NotAnArchiveError as error:
            raise CommandError(str(REFUSALS[error.reason])) from error

    def space(self, slug: str, number: int | None) -> Space:
        """Find where the archive goes; say what there is when the name is wrong."""
        community = Community.objects.filter(slug=slug).first()
        if community is None:
            known = ", ".join(Community.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no community “{slug}”. Communities: {known}.")
        space = (
            open_forum_of(community)
            if number is None
            else Space.objects.filter(community=community, pk=number).first()
        )
        if space is None:
            known = ", ".join(
                f"{one.pk} {one}" for one in Space.objects.filter(community=community)
            )
            raise CommandError(f"“{slug}” has no such space. Spaces: {known}.")
        return space

    def preview(self, stream: BinaryIO) -> None:
        """Tell what would come."""
        survey = survey_archive(stream)
        self.stdout.write(
            f"{survey.posts} posts by {len(survey.people)} people in {len(survey.threads)} topics; "
            f"{len(survey.skipped)} messages would be skipped. Nothing was changed."
        )

    def move_in(self, stream: BinaryIO, space: Space, size: int) -> None:
        """Import with a bar, then report."""
        report = import_archive(stream=stream, space=space, on_progress=bar(size))
        if sys.stderr.isatty():
            sys.stderr.write("\n")
        self.tell(report)

    def tell(self, report: Report) -> None:
        """Say what was done and what was not."""
        self.stdout.write(
            f"{report.posts} posts by {report.people} people in {report.topics} topics; "
            f"new: {report.new_posts} posts, {report.new_topics} topics, "
            f"{report.proposals} proposed circles."
        )
        for skipped in report.skipped:
            self.stdout.write(f"  skipped, message {skipped.number}: {PROBLEMS[skipped.problem]}")


def bar(size: int) -> Callable[[int], None]:
    """Draw how far the import is, on a terminal only."""
    drawn = -1

    def draw(done: int) -> None:
        nonlocal drawn
        part = BAR * done // max(1, size)
        if part != drawn and sys.stderr.isatty():
            drawn = part
            sys.stderr.write(f"\r[{'█' * part}{'·' * (BAR - part)}] {100 * done // max(1, size)} %")
            sys.stderr.flush()

    return draw
