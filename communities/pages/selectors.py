"""Finding pages in the reader's language."""

from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.utils import translation

from communities.access import visible_communities
from communities.circles.models import Community, Membership
from communities.pages.models import CommunityIndexPage, CommunityPage, HomePage
from communities.people.models import User
from communities.policy import Circle, Standing


def home_page() -> HomePage | None:
    """Return the home page in the reader's language, or in any."""
    return _in_language(HomePage.objects.live())


def index_page() -> CommunityIndexPage | None:
    """Return the list of communities in the reader's language, or in any."""
    return _in_language(CommunityIndexPage.objects.live())


def page_of(community: Community) -> CommunityPage | None:
    """Return a community's live page in the reader's language, or in its own."""
    return _in_language(CommunityPage.objects.live().filter(community=community))


def _in_language(pages: QuerySet[Any]) -> Any:  # noqa: ANN401 -- one of several page types
    language = translation.get_language() or ""
    matching = pages.annotate(matches=Count("pk", filter=Q(locale__language_code=language[:2])))
    return matching.order_by("-matches", "pk").first()


def communities_for_index(
    standing: Standing, language: str = "", form: str = ""
) -> QuerySet[Community]:
    """Return the communities this person may know of, open ones first, with their sizes."""
    rows = visible_communities(standing)
    if language:
        rows = rows.filter(language=language)
    if form:
        rows = rows.filter(form=form)
    sizes = Membership.objects.filter(community=OuterRef("pk")).order_by().values("community")
    return rows.annotate(
        members=Subquery(sizes.annotate(count=Count("pk")).values("count"))
    ).order_by(F("closed_at").asc(nulls_first=True), "name")


def core_group(community: Community) -> QuerySet[Membership]:
    """Return who cares for a community; their names are public with its page."""
    rows = Membership.objects.filter(community=community, circle=Circle.CORE)
    return rows.select_related("person").order_by("person__display_name")


def circle_sizes(community: Community) -> dict[int, int]:
    """Count the members of each circle."""
    rows = Membership.objects.filter(community=community).order_by().values("circle")
    sizes = {int(circle): 0 for circle in reversed(Circle)}
    sizes.update({row["circle"]: row["count"] for row in rows.annotate(count=Count("pk"))})
    return sizes


def own_communities(person: User) -> QuerySet[Membership]:
    """Return where a person belongs, nearest first."""
    rows = Membership.objects.filter(person=person).select_related("community")
    return rows.order_by("-circle", "community__name")
