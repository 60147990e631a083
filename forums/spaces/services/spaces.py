"""Opening, naming and archiving spaces."""

from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from communities.circles.models import Community
from communities.circles.services.audiences import Audiences, make_invited_list
from communities.circles.services.founding import Founding, founding_steps
from communities.policy import Audience
from forums.spaces.models import Forum, Space


@transaction.atomic
def open_space(
    *, community: Community, name: str, audiences: Audiences, description: str = ""
) -> Space:
    """Open a space at the end of the community's list."""
    last = Space.objects.filter(community=community).aggregate(last=Max("position"))["last"]
    forum = Forum(name=name, description=description, type=Forum.FORUM_POST)
    forum.save()
    return Space.objects.create(
        forum=forum,
        community=community,
        read_audience=audiences.read,
        write_audience=audiences.write,
        invited_list=make_invited_list(community=community, name=name, audiences=audiences),
        position=(last or 0) + 1,
    )


@transaction.atomic
def describe_space(*, space: Space, name: str, description: str) -> None:
    """Change the name and the description of a space; its address keeps working."""
    forum = space.forum
    forum.name, forum.description = name, description
    forum.save(update_fields=["name", "description", "_description_rendered"])


@transaction.atomic
def archive_space(*, space: Space, archived: bool) -> bool:
    """Make a space read only, or open it again."""
    rows = Space.objects.filter(pk=space.pk, archived_at__isnull=archived)
    return bool(rows.update(archived_at=timezone.now() if archived else None))


@founding_steps.register
def open_default_spaces(founding: Founding) -> None:
    """Open the four spaces every community begins with, named in its language."""
    community = founding.community
    member, inner, core = Audience.OUTER, Audience.INNER, Audience.CORE
    with translation.override(community.language):
        rows = [
            (
                _("Announcements"),
                _("What everybody should know; the core group writes here."),
                Audiences(Audience.ORGANISATION, core),
            ),
            (
                _("Open forum"),
                _("Questions, answers and experience; every member writes here."),
                Audiences(Audience.ORGANISATION, member),
            ),
            (
                _("Inner circle"),
                _("A protected place for those who meet regularly; what is said here stays."),
                Audiences(inner, inner),
            ),
            (
                _("Core group"),
                _("Where the core group prepares and decides."),
                Audiences(core, core),
            ),
        ]
        for name, description, audiences in rows:
            open_space(community=community, name=name, description=description, audiences=audiences)
