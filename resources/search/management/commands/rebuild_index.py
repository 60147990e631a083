"""Build the whole index anew."""

from typing import Any

from django.core.management.base import BaseCommand

from resources.search.indexing import rebuild_index


class Command(BaseCommand):
    """The site may go on serving; searches use the old index until the new one is ready."""

    help = "Build the index of the search anew, while the site goes on."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild_index()} things can be found")
