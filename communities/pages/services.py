"""Making a community's page, and keeping it in step with the community."""

from django.utils.text import slugify
from wagtail.models import Locale

from communities.circles.models import Community
from communities.circles.services.care import community_changed
from communities.circles.services.founding import Founding, founding_steps
from communities.pages.models import CommunityIndexPage, CommunityPage, Goal


@founding_steps.register
def make_page(founding: Founding) -> None:
    """Publish the community's page in its language, and an alias in each other language."""
    community = founding.community
    locale = Locale.objects.get(language_code=community.language)
    index = CommunityIndexPage.objects.get(locale=locale)
    page = CommunityPage(
        title=community.name,
        slug=community.slug,
        community=community,
        read_audience=community.read_audience,
        charter=founding.charter,
        locale=locale,
        owner=founding.founder,
    )
    page.goals = [
        Goal(wording=goal.wording, kind=goal.kind, state=goal.state, sort_order=number)
        for number, goal in enumerate(founding.goals)
    ]
    index.add_child(instance=page)
    revision = page.save_revision(user=founding.founder)
    revision.publish(user=founding.founder, skip_permission_checks=True)  # founding is the right
    for other in Locale.objects.exclude(pk=locale.pk):
        page.copy_for_translation(other, copy_parents=True, alias=True)


@community_changed.register
def follow_community(community: Community) -> None:
    """Let the pages carry the community's new name and audience."""
    for page in CommunityPage.objects.filter(community=community):
        page.title = community.name
        page.draft_title = community.name
        page.read_audience = community.read_audience
        page.slug = page.slug or slugify(community.name)
        page.save(clean=False)
