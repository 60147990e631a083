"""Builds running sessions in a process of its own: ``build SESSIONS PEOPLE FILE``."""

import json
import sys
from datetime import timedelta
from pathlib import Path

import django
from django.core.management import call_command


def main(sessions: str, people: str, target: str) -> None:
    """Migrate, fill, and write down who sits where."""
    django.setup()
    call_command("migrate", verbosity=0)
    Path(target).write_text(json.dumps(fill(int(sessions), int(people))), encoding="utf-8")


def fill(sessions: int, people: int) -> list[dict[str, object]]:
    """Plan each session, let everybody in, and start it; return keys and cookies."""
    from django.db import transaction  # noqa: PLC0415 -- needs the apps
    from django.utils import timezone  # noqa: PLC0415

    from communities.circles.models import Community, Membership  # noqa: PLC0415
    from communities.facilitation.choices import Role  # noqa: PLC0415
    from communities.facilitation.formats import shipped  # noqa: PLC0415
    from communities.facilitation.models import Participant  # noqa: PLC0415
    from communities.facilitation.running import Act  # noqa: PLC0415
    from communities.facilitation.services.course import (  # noqa: PLC0415
        act_on_session,
        enter_session,
    )
    from communities.facilitation.services.planning import (  # noqa: PLC0415
        SessionFacts,
        plan_session,
    )
    from communities.people.models import User  # noqa: PLC0415
    from communities.policy import Circle  # noqa: PLC0415
    from tests.performance.bench.chat.world import BACKEND  # noqa: PLC0415
    from tests.performance.bench.session import cookies_of  # noqa: PLC0415
    from tests.performance.bench.words import person_name  # noqa: PLC0415

    community = Community.objects.create(
        name="Community of sessions", slug="sessions", purpose="To meet.", language="en"
    )
    places = []
    for number in range(sessions):
        with transaction.atomic():
            group = [
                User.objects.create(
                    email=f"sitter{number}-{seat}@people.example",
                    display_name=person_name(number * people + seat),
                    language="en",
                    password="!",
                )
                for seat in range(people)
            ]
            Membership.objects.bulk_create(
                Membership(community=community, person=one, circle=Circle.INNER) for one in group
            )
            seats = dict.fromkeys(group[1:], Role.PARTICIPANT) | {group[0]: Role.FACILITATOR}
            session = plan_session(
                community=community,
                by=group[0],
                facts=SessionFacts(
                    title=f"Session {number}",
                    starts_at=timezone.now() + timedelta(days=1),
                    time_zone="Europe/Paris",
                    confidentiality="What is said here stays here.",
                ),
                content=shipped()["round-table"],
                people=seats,
            )
            for seat in Participant.objects.filter(session=session).select_related("session"):
                enter_session(seat=seat)
            act_on_session(session=session, act=Act.START, turn=0)
            session.refresh_from_db()
        step = session.read().steps[0]
        kinds = sorted(step.kinds_for(Role.PARTICIPANT))
        places.append(
            {
                "session": session.pk,
                "turn": session.turn,
                "step": step.key,
                "kind": str(kinds[0]),
                "cookies": [cookies_of(one, BACKEND) for one in group],
            }
        )
    return places


if __name__ == "__main__":
    main(*sys.argv[1:])
