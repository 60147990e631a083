"""What others do with a good practice: adaptations, and what they say of it."""

from datetime import date

from django.db import transaction

from communities.people.models import User
from resources.library.choices import Adoption
from resources.library.models import Adaptation, ResourcePage, Stance


@transaction.atomic
def tell_adaptation(
    *,
    page: ResourcePage,
    author: User,
    place: str,
    changed: str,
    happened: str = "",
    organisation: str = "",
    done_on: date | None = None,
) -> Adaptation:
    """Keep how somebody adapted a good practice; the same told twice is told once."""
    ResourcePage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    told, _is_new = Adaptation.objects.get_or_create(
        page_id=page.pk,
        author=author,
        place=place,
        changed=changed,
        happened=happened,
        organisation=organisation,
        done_on=done_on,
    )
    return told


@transaction.atomic
def remove_adaptation(*, adaptation: Adaptation) -> bool:
    """Take an adaptation away."""
    deleted, _rows = Adaptation.objects.filter(pk=adaptation.pk).delete()
    return bool(deleted)


@transaction.atomic
def take_stance(
    *, page: ResourcePage, person: User, adoption: Adoption, place: str, organisation: str = ""
) -> bool:
    """Keep what a person says of a good practice, in place of what they said before."""
    said = {"adoption": adoption, "place": place, "organisation": organisation}
    if Stance.objects.filter(page=page.pk, person=person, **said).exists():
        return False
    Stance.objects.update_or_create(page_id=page.pk, person=person, defaults=said)
    return True


@transaction.atomic
def withdraw_stance(*, page: ResourcePage, person: User) -> bool:
    """Forget what a person said of a good practice."""
    deleted, _rows = Stance.objects.filter(page=page.pk, person=person).delete()
    return bool(deleted)
