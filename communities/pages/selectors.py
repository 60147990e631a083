"""Finding pages in the reader's language."""

from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils import translation

from communities.access import require, visible, visible_communities
from communities.circles.models import Community, Membership
from communities.pages.models import CommunityIndexPage, CommunityPage, HomePage, ScopedPage
from communities.people.models import User
from communities.policy import Action, Audience, Circle, Standing


def home_page() -> HomePage | None:
    """Return the home page in the reader's language, or in any."""
    return _in_language(HomePage.objects.live())


def index_page() -> CommunityIndexPage | None:
    """Return the list of communities in the reader's language, or in any."""
    return _in_language(CommunityIndexPage.objects.live())


def access_community_page(standing: Standing, slug: str) -> CommunityPage:
    """Fetch a community's live page, in the reader's language or its own, with the community."""
    rows = CommunityPage.objects.live().filter(community__slug=slug)
    page: CommunityPage | None = _in_language(rows.select_related("community"))
    if page is None:
        raise Http404
    require(standing, Action.READ, page.community)
    return page


def hidden_from_editor(standing: Standing) -> QuerySet[ScopedPage]:
    """Return the pages whose titles the admin's lists must not show: the rest of ``Edited``."""
    near = [key for key, level in standing.communities.items() if level >= Audience.CORE]
    own = Q(live=True) | Q(community__in=near) | Q(community__in=standing.entered)
    readable = visible(standing, ScopedPage.objects.filter(own))
    hidden: QuerySet[ScopedPage] = ScopedPage.objects.exclude(pk__in=readable.values("pk"))
    return hidden


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
