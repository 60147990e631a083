"""A resource in one file, to be read where there is no line: nothing in it is fetched from elsewhere."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from communities.circles.context import audience_words
from resources.library.choices import Adoption, Licence, Role
from resources.library.citation import citation_of
from resources.library.context import by_place, practice_sections
from resources.library.models import ResourcePage
from resources.library.records import LICENCES
from resources.library.selectors.files import files_of
from resources.library.selectors.practices import adaptations_of, stances_of
from resources.library.selectors.resources import credits_of


def whole_resource(page: ResourcePage) -> dict[str, Any]:
    """Gather all of a published resource, every adaptation included."""
    credited = credits_of(page)
    context = {
        "page": page,
        "site_address": settings.SITE_URL,
        "saved_at": timezone.now(),
        "audience": audience_words(page.scope),
        "credits": {role: [str(one) for one in credited if one.role == role] for role in Role},
        "citation": citation_of(page, credited),
        "licence_address": LICENCES.get(Licence(page.licence), ""),
        "files": files_of(page),
    }
    if page.is_practice:
        context |= {
            "sections": practice_sections(page),
            "adaptations": adaptations_of(page),
            "places": by_place(stances_of(page)),
            "adoptions": Adoption,
        }
    return context
