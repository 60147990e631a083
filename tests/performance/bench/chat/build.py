"""Builds a world in a process of its own: ``build PEOPLE ROOMS FILE``."""

import sys
from pathlib import Path

import django
from django.core.management import call_command


def main(people: str, rooms: str, target: str) -> None:
    """Migrate, fill, and write down who may come."""
    django.setup()
    call_command("migrate", verbosity=0)
    from tests.performance.bench.chat.world import fill  # noqa: PLC0415 -- needs the apps

    fill(int(people), int(rooms)).save(Path(target))


if __name__ == "__main__":
    main(*sys.argv[1:])
