"""Let the people of the demo keep what they learned: resources, adaptations, a proposal."""

from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from communities.circles.models import Community
from communities.people.models import User
from communities.policy import Audience, Circle
from cop_site.demo.texts import read
from resources.library.choices import Adoption
from resources.library.facts import PRACTICE, Facts
from resources.library.models import Adaptation, ResourcePage
from resources.library.selectors.resources import goals_of
from resources.library.services.files import add_file
from resources.library.services.practices import take_stance, tell_adaptation
from resources.library.services.proposals import propose_resource
from resources.library.services.reading_lists import make_list, put_on_list
from resources.library.services.review import approve_resource

SAME = ("kind", "title", "summary", "text", "language", "country", "level", "sector", "theme")
MORE = ("address", "licence", *PRACTICE)


def keep_resources(community: Community, name: str, people: dict[str, User], now: datetime) -> None:
    """Propose every resource of a community, and publish those that are no draft."""
    keeper = community.memberships.filter(circle=Circle.CORE).order_by("pk").first()
    if keeper is None:
        return
    for text in read("resources").get(name, ()):
        by = people[text.get("by", text["author"])]
        page = propose_resource(community=community, by=by, facts=facts_from(text, community, now))
        if "file" in text:
            name, words = text["file"]
            add_file(page=page, owner=by, upload=SimpleUploadedFile(name, words.encode()))
        if text.get("draft"):
            continue
        approve_resource(page=page, by=keeper.person)
        moment = now - timedelta(days=text["days_ago"])
        rows = ResourcePage.objects.filter(pk=page.pk)
        rows.update(first_published_at=moment, last_published_at=moment)
        tell_answers(rows.get(), text, people, now)


def share_lists(community: Community, name: str, people: dict[str, User]) -> None:
    """Let people share reading lists of what their community published."""
    published = ResourcePage.objects.live().filter(community=community)
    pages = {page.title: page for page in published}
    for text in read("resources").get(f"{name}_lists", ()):
        shared = make_list(
            owner=people[text["owner"]],
            title=text["title"],
            description=text["description"],
            community=community,
            read_audience=Audience[text["audience"].upper()],
        )
        for title in text["resources"]:
            put_on_list(reading_list=shared, page=pages[title])


def facts_from(text: dict[str, Any], community: Community, now: datetime) -> Facts:
    """Read a resource as the form would send it."""
    given = {key: text[key] for key in (*SAME, *MORE) if key in text}
    due = text.get("review_in")
    return Facts(
        **given,
        read_audience=max(Audience[text["audience"].upper()], community.read_audience),
        authors=(text["author"],),
        contributors=tuple(text.get("contributors", ())),
        tags=tuple(text["tags"]),
        goal=goals_of(community).filter(wording=text.get("goal", "")).first(),
        review_on=None if due is None else (now + timedelta(days=due)).date(),
    )


def tell_answers(
    page: ResourcePage, text: dict[str, Any], people: dict[str, User], now: datetime
) -> None:
    """Let others tell what they did with a good practice."""
    for facts in text.get("adaptation", ()):
        moment = now - timedelta(days=facts["days_ago"])
        told = tell_adaptation(
            page=page,
            author=people[facts["author"]],
            place=facts["place"],
            organisation=facts.get("organisation", ""),
            changed=facts["changed"],
            happened=facts["happened"],
            done_on=moment.date(),
        )
        Adaptation.objects.filter(pk=told.pk).update(written_at=moment)
    for facts in text.get("stance", ()):
        take_stance(
            page=page,
            person=people[facts["person"]],
            adoption=Adoption(facts["adoption"]),
            place=facts["place"],
            organisation=facts.get("organisation", ""),
        )
