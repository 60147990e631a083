"""What a resource's page shows, to readers and in the editors' preview."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest

from communities.access import standing_of
from communities.circles.context import audience_words, community_context
from communities.policy import NOBODY, Action, can
from resources.library.choices import Adoption, Role
from resources.library.citation import citation_of
from resources.library.facts import PRACTICE
from resources.library.forms import FileForm, ResourceForm, StanceForm
from resources.library.models import ResourcePage, Stance
from resources.library.records import record_of
from resources.library.selectors.files import files_of
from resources.library.selectors.practices import (
    adaptations_of,
    may_take_part,
    own_stance,
    stances_of,
)
from resources.library.selectors.resources import credits_of, may_edit
from resources.library.selectors.review import last_answer, state_of

PER_PAGE = 20


def resource_context(request: HttpRequest, page: ResourcePage) -> dict[str, Any]:
    """Gather what everybody sees of a resource, and what this reader may do with it."""
    standing = standing_of(request)
    credited, tags = credits_of(page), list(page.tags.all())
    is_public = page.live and can(NOBODY, Action.READ, page.scope)
    context = community_context(request, page.community, "resources") | {
        "page": page,
        "audience": audience_words(page.scope),
        "credits": {role: [str(one) for one in credited if one.role == role] for role in Role},
        "tags": tags,
        "record": record_of(page, credited, [tag.name for tag in tags]) if is_public else None,
        "files": files_of(page),
        "file_form": FileForm(),
        "citation": citation_of(page, credited) if page.live else None,
        "may_edit": may_edit(standing, page, request.user),
        "may_decide": can(standing, Action.CARE, page.draft_scope),
        "state": state_of(page),
        "answer": None if page.live else last_answer(page),
    }
    if page.is_practice:
        context |= _practice_context(request, page)
    return context


def _practice_context(request: HttpRequest, page: ResourcePage) -> dict[str, Any]:
    asked = request.GET.get("page")
    stances = list(stances_of(page))
    own = own_stance(page, request.user, stances)
    initial = (
        {}
        if own is None
        else {"adoption": own.adoption, "place": own.place, "organisation": own.organisation}
    )
    return {
        "sections": practice_sections(page),
        "adaptations": Paginator(adaptations_of(page), PER_PAGE).get_page(asked),
        "places": by_place(stances),
        "own_stance": own,
        "stance_form": StanceForm(initial=initial),
        "may_take_part": may_take_part(standing_of(request), page),
        "adoptions": Adoption,
    }


def practice_sections(page: ResourcePage) -> list[tuple[Any, str]]:
    """Return what a good practice says of itself, each part with its name."""
    said = ((ResourceForm.base_fields[name].label, getattr(page, name)) for name in PRACTICE)
    return [(label, words) for label, words in said if words]


def by_place(stances: Iterable[Stance]) -> list[dict[str, Any]]:
    """Gather what peers say into one row for each place, one column for each word."""
    rows: dict[str, dict[str, list[Stance]]] = {}
    for stance in stances:
        columns = rows.setdefault(stance.place, {value: [] for value in Adoption.values})
        columns[stance.adoption].append(stance)
    return [{"place": place, "columns": list(columns.values())} for place, columns in rows.items()]
