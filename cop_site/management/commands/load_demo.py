"""Build the demo world once; a world that stands is left alone."""

from typing import Any

from django.core.management.base import BaseCommand

from cop_site.demo.world import build_world, world_stands


class Command(BaseCommand):
    """Deterministic: the same texts give the same world, with times counted from today."""

    help = "Build the demo world unless it stands."

    def handle(self, *args: Any, **options: Any) -> None:
        if world_stands():
            self.stdout.write("  stands already; nothing was changed")
            return
        build_world()
        self.stdout.write("  four communities, seven personas, their talk")
