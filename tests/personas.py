"""The cast: who stands where, in one community with an organisation as host."""

from dataclasses import dataclass

from communities.circles.models import Community, CommunityHost
from communities.people.models import Organisation, User
from communities.policy import Circle
from tests.factories.communities import CommunityFactory, MembershipFactory
from tests.factories.people import (
    OrganisationFactory,
    OrganisationMemberFactory,
    PersonFactory,
)


@dataclass(frozen=True)
class Cast:
    """One community and the seven people around it."""

    community: Community
    organisation: Organisation
    awa: User  # core group
    boubacar: User  # inner circle
    chloe: User  # outer circle
    diego: User  # organisation reader
    esther: User  # signed in, no tie
    fatou: User  # core group of another community
    gustave: User  # site staff


def person(name: str, **facts: object) -> User:
    return PersonFactory(display_name=name, email=f"{name.lower()}@people.example", **facts)


def make_cast() -> Cast:
    community = CommunityFactory(name="Water for all", slug="water")
    organisation = OrganisationFactory(name="Ministry of Water", slug="ministry")
    CommunityHost.objects.create(community=community, organisation=organisation)
    cast = Cast(
        community=community,
        organisation=organisation,
        awa=person("Awa"),
        boubacar=person("Boubacar"),
        chloe=person("Chloe"),
        diego=person("Diego"),
        esther=person("Esther"),
        fatou=person("Fatou"),
        gustave=person("Gustave", is_staff=True, is_superuser=True),
    )
    MembershipFactory(community=community, person=cast.awa, circle=Circle.CORE)
    MembershipFactory(community=community, person=cast.boubacar, circle=Circle.INNER)
    MembershipFactory(community=community, person=cast.chloe, circle=Circle.OUTER)
    OrganisationMemberFactory(organisation=organisation, person=cast.diego)
    MembershipFactory(
        community=CommunityFactory(name="Other", slug="other"),
        person=cast.fatou,
        circle=Circle.CORE,
    )
    return cast
