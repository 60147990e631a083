"""Making a resource of the minutes of a session, and keeping it within what its client allows."""

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from communities.facilitation.choices import Attribution
from communities.facilitation.markdown import title_and_text, without_title_level
from communities.facilitation.models import Minutes, Session
from communities.facilitation.moments import keeping_changed, session_forgotten
from communities.facilitation.refusals import SessionRefused
from communities.facilitation.selectors.minutes import people_there
from communities.facilitation.services.minutes import lock_minutes
from communities.people.models import User
from resources.library.choices import Kind, Licence
from resources.library.facts import Facts
from resources.library.models import ResourcePage, SessionResource
from resources.library.search import RESOURCE, place_of
from resources.library.services.proposals import propose_resource
from resources.search.engine import Thing
from resources.search.services import touch

LONGEST_TITLE = 200


@transaction.atomic
def propose_minutes(*, session: Session, by: User) -> ResourcePage:
    """Hand the minutes to the core group as a draft, once: asked again, return the same."""
    minutes = lock_minutes(session)
    if (made := _made_of(session)) is not None:
        return made.page
    page = propose_resource(
        community=minutes.community,
        by=by,
        facts=_facts(minutes),
        invited_list=minutes.invited_list,
    )
    SessionResource.objects.create(
        session=minutes.session, page=page, attribution=minutes.session.attribution
    )
    return page


def _facts(minutes: Minutes) -> Facts:
    session, language = minutes.session, minutes.community.language
    title, text = title_and_text(minutes.body)
    if minutes.shared_at is None:
        raise SessionRefused(_("Share the minutes first."))
    if len(text) > settings.POST_MAX_LENGTH:
        raise SessionRefused(_("They are too long for a resource. Shorten the minutes first."))
    is_named = session.attribution == Attribution.NAMED
    with translation.override(language):
        day = date_format(session.started_at or session.starts_at or minutes.assembled_at)
        return Facts(
            kind=Kind.MINUTES,
            title=(title or _("Minutes of a session"))[:LONGEST_TITLE],
            summary=_("Minutes of a session held on %(day)s.") % {"day": day},
            text=without_title_level(text),
            language=language,
            read_audience=minutes.read_audience,
            licence=Licence.RESERVED,
            contributors=tuple(map(str, people_there(session))) if is_named else (),
        )


@keeping_changed.register
def follow_choice(session: Session) -> None:
    """Narrow what is for fewer than before; delete what would name people against a promise."""
    made = _made_of(session)
    if made is None:
        return
    if session.attribution != made.attribution:
        made.page.delete()
    elif (minutes := Minutes.objects.filter(session=session).first()) is not None:
        _narrow(made.page, minutes)


@session_forgotten.register
def forget_resource(session: Session) -> None:
    """Delete what was made of words that may not be kept."""
    if (made := _made_of(session)) is not None:
        made.page.delete()


def _made_of(session: Session) -> SessionResource | None:
    return SessionResource.objects.filter(session=session).select_related("page").first()


def _narrow(page: ResourcePage, minutes: Minutes) -> None:
    """Let no version of it be read by more than read the minutes."""
    before = place_of(page.scope)
    page.read_audience = max(page.read_audience, minutes.read_audience)
    if minutes.invited_list_id is not None:
        page.invited_list_id = minutes.invited_list_id
    bounds = {"read_audience": page.read_audience, "invited_list": page.invited_list_id}
    ResourcePage.objects.filter(pk=page.pk).update(**bounds)
    for version in page.revisions.all():
        read = max(version.content["read_audience"], minutes.read_audience)
        version.content |= bounds | {"read_audience": read}
        type(version).objects.filter(pk=version.pk).update(content=version.content)
    touch([Thing(RESOURCE, page.pk)], hidden_from=before)
