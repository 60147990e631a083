"""Finding people and organisations one may see."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, QuerySet
from django.http import Http404

from communities.access import visible_communities
from communities.circles.models import Community
from communities.people.models import Organisation, OrganisationMember, User
from communities.policy import Standing


def access_person(standing: Standing, pk: int) -> User:
    """Fetch a person's page for people who are signed in; raise 404 for others."""
    person = User.objects.filter(pk=pk, closed_at__isnull=True).first()
    if person is None or not standing.is_signed_in:
        raise Http404
    return person


def shared_communities(standing: Standing, person: User) -> QuerySet[Community]:
    """Return the person's communities that the reader may know of and stands in or near."""
    near = [key for key, _level in standing.communities.items()]
    return visible_communities(standing).filter(memberships__person=person, pk__in=near)


def visible_organisations() -> QuerySet[Organisation]:
    """Return all organisations: that they exist is public."""
    return Organisation.objects.annotate(people=Count("members")).order_by("name")


def access_organisation(slug: str) -> Organisation:
    """Fetch an organisation by its address or raise 404."""
    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        raise Http404
    return organisation


def organisation_link(
    organisation: Organisation, person: User | AnonymousUser
) -> OrganisationMember | None:
    """Return how the person belongs to the organisation, if so."""
    if not person.is_authenticated:
        return None
    return OrganisationMember.objects.filter(organisation=organisation, person=person).first()


def hosted_communities(standing: Standing, organisation: Organisation) -> QuerySet[Community]:
    """Return the communities an organisation hosts, as far as the reader may know of them."""
    return visible_communities(standing).filter(hosts=organisation)


def organisations_of(person: User) -> QuerySet[Organisation]:
    """Return the organisations a person belongs to."""
    return Organisation.objects.filter(members__person=person)


def people_of(organisation: Organisation) -> QuerySet[User]:
    """Return the people of an organisation, for its own people."""
    return User.objects.filter(
        organisation_links__organisation=organisation, is_active=True
    ).order_by("display_name", "pk")


def may_steward(user: User | AnonymousUser, link: OrganisationMember | None) -> bool:
    """Tell whether somebody may invite into an organisation."""
    return bool(user.is_staff or (link is not None and link.is_steward))
