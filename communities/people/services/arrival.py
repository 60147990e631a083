"""What a verified e-mail address opens: organisations by domain, posts in archives."""

from django.db import transaction
from django.utils import timezone

from communities.people.models import OrganisationDomain, OrganisationMember, User
from communities.steps import Steps

claim_steps: Steps[[User, User]] = Steps()  # (the author in an archive, the person who claims)


@transaction.atomic
def welcome_verified_address(*, person: User, email: str) -> bool:
    """Make the person one of the organisation of that domain, and owner of their archived posts."""
    joined = _join_organisation_by_domain(person, email)
    claimed = _claim_archived_posts(person, email)
    return joined or claimed


def _join_organisation_by_domain(person: User, email: str) -> bool:
    domain = email.rpartition("@")[2].lower()
    found = OrganisationDomain.objects.filter(domain=domain).first()
    if found is None:
        return False
    _member, created = OrganisationMember.objects.get_or_create(
        organisation_id=found.organisation_id,
        person=person,
        defaults={"source": OrganisationMember.Source.DOMAIN},
    )
    return created


def _claim_archived_posts(person: User, email: str) -> bool:
    authors = list(
        User.objects.select_for_update().filter(claim_email__iexact=email).exclude(pk=person.pk)
    )
    for author in authors:
        claim_steps.run(author, person)
        if not person.display_name:
            person.display_name = author.display_name
            person.save(update_fields=["display_name"])
        author.claim_email = ""
        author.is_active = False
        author.closed_at = timezone.now()
        author.save(update_fields=["claim_email", "is_active", "closed_at"])
    return bool(authors)
