"""People and organisations for tests."""

import factory

from communities.people.models import Organisation, OrganisationMember, User


class PersonFactory(factory.django.DjangoModelFactory):
    """A person who may sign in with the password ``correct horse``."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    display_name = factory.Sequence(lambda number: f"Person {number}")
    email = factory.Sequence(lambda number: f"person{number}@people.example")
    language = "en"
    password = factory.django.Password("correct horse")


class OrganisationFactory(factory.django.DjangoModelFactory):
    """An organisation without domains or members."""

    class Meta:
        model = Organisation

    name = factory.Sequence(lambda number: f"Organisation {number}")
    slug = factory.Sequence(lambda number: f"organisation-{number}")


class OrganisationMemberFactory(factory.django.DjangoModelFactory):
    """A person of an organisation."""

    class Meta:
        model = OrganisationMember

    organisation = factory.SubFactory(OrganisationFactory)
    person = factory.SubFactory(PersonFactory)
    source = OrganisationMember.Source.INVITATION
