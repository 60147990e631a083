"""What communities hold, to be found: communities, people, organisations.

Their layer knows nothing of search, so the index follows their rows as Django tells of them.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.signals import page_published

from communities.access import visible_communities
from communities.circles.models import Community
from communities.pages.models import CommunityPage
from communities.people.models import Organisation, User
from communities.people.selectors import visible_organisations
from communities.policy import Standing
from resources.search.engine import Document, Thing
from resources.search.registry import (
    EVERYBODY,
    SIGNED_IN,
    SearchSource,
    Shown,
    all_of,
    keys_of,
    place_name,
    register_places,
    register_source,
)
from resources.search.services import touch

COMMUNITY, PERSON, ORGANISATION = "community", "person", "organisation"

# --- communities ---------------------------------------------------------------------------------


def community_documents(things: Collection[Thing]) -> Iterable[Document]:
    """Make a document of each community: its purpose, its goals, its charter."""
    keys = keys_of(things, COMMUNITY)
    pages = CommunityPage.objects.filter(community__in=keys, alias_of__isnull=True, live=True)
    words = {
        page.community_id: "\n".join([*(goal.wording for goal in page.goals.all()), page.charter])
        for page in pages.prefetch_related("goals")
    }
    for one in Community.objects.filter(pk__in=keys):
        yield Document(
            Thing(COMMUNITY, one.pk),
            place=place_name(COMMUNITY, one.pk),
            language=one.language,
            written_at=one.founded_at,
            title=one.name,
            text=f"{one.purpose}\n{words.get(one.pk, '')}",
            community_id=one.pk,
        )


def readable_communities(standing: Standing, things: Collection[Thing]) -> Mapping[Thing, Shown]:
    """Fetch those of the communities that this person may know of."""
    return {
        Thing(COMMUNITY, one.pk): Shown(
            title=one.name,
            address=one.get_absolute_url(),
            text=one.purpose,
            language=one.language,
            scope=one.scope,
        )
        for one in visible_communities(standing).filter(pk__in=keys_of(things, COMMUNITY))
    }


# --- people and organisations --------------------------------------------------------------------


def _people() -> QuerySet[User]:
    """People with an account; the authors of an archive are found by what they wrote."""
    return User.objects.filter(closed_at__isnull=True, is_active=True, email__isnull=False)


def person_documents(things: Collection[Thing]) -> Iterable[Document]:
    """Make a document of each person: the name, and what they say of themselves."""
    for one in _people().filter(pk__in=keys_of(things, PERSON)):
        yield Document(
            Thing(PERSON, one.pk),
            place=SIGNED_IN,
            language=one.language,
            written_at=one.date_joined,
            title=one.display_name,
            text=one.about,
        )


def readable_people(standing: Standing, things: Collection[Thing]) -> Mapping[Thing, Shown]:
    """Fetch people, for those who are signed in."""
    if not standing.is_signed_in:
        return {}
    return {
        Thing(PERSON, one.pk): Shown(
            title=one.get_full_name(),
            address=reverse("people:person", args=[one.pk]),
            text=one.about,
        )
        for one in _people().filter(pk__in=keys_of(things, PERSON))
    }


def organisation_documents(things: Collection[Thing]) -> Iterable[Document]:
    """Make a document of each organisation."""
    for one in visible_organisations().filter(pk__in=keys_of(things, ORGANISATION)):
        yield Document(
            Thing(ORGANISATION, one.pk),
            place=EVERYBODY,
            language="",
            written_at=None,
            title=one.name,
            text=one.description,
        )


def readable_organisations(standing: Standing, things: Collection[Thing]) -> Mapping[Thing, Shown]:
    """Fetch organisations: that they exist is public."""
    return {
        Thing(ORGANISATION, one.pk): Shown(
            title=one.name,
            address=reverse("people:organisation", args=[one.slug]),
            text=one.description,
        )
        for one in visible_organisations().filter(pk__in=keys_of(things, ORGANISATION))
    }


register_places(COMMUNITY, visible_communities)
register_source(
    SearchSource(
        order=4,
        kinds={COMMUNITY: _("Communities")},
        everything=lambda: all_of(COMMUNITY, Community.objects.all(), community_documents),
        documents=community_documents,
        readable=readable_communities,
    )
)
register_source(
    SearchSource(
        order=5,
        kinds={PERSON: _("People")},
        everything=lambda: all_of(PERSON, _people(), person_documents),
        documents=person_documents,
        readable=readable_people,
    )
)
register_source(
    SearchSource(
        order=6,
        kinds={ORGANISATION: _("Organisations")},
        everything=lambda: all_of(ORGANISATION, Organisation.objects.all(), organisation_documents),
        documents=organisation_documents,
        readable=readable_organisations,
    )
)

# --- following their rows ------------------------------------------------------------------------

_FOLLOWED: dict[type[Model], str] = {Community: COMMUNITY, User: PERSON, Organisation: ORGANISATION}


def follow_row(sender: type[Model], instance: Model, **facts: Any) -> None:
    """Touch a community, a person, an organisation that changed; signing in changes nothing."""
    if set(facts.get("update_fields") or ()) != {"last_login"}:
        touch([Thing(_FOLLOWED[sender], int(instance.pk))])


for _model in _FOLLOWED:
    for _signal in (post_save, post_delete):
        _signal.connect(follow_row, sender=_model, dispatch_uid=f"search follows {_model}")


@receiver(page_published, dispatch_uid="search follows pages")
def follow_page(instance: Model, **facts: Any) -> None:
    """Touch the community whose page was published."""
    if isinstance(instance, CommunityPage):
        touch([Thing(COMMUNITY, instance.community_id)])
