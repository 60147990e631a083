"""From a member's proposal to a published resource, through the pages people use."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from wagtail.models import TaskState, WorkflowState

from communities.circles.models import Membership
from communities.circles.services.care import close_community
from communities.people.models import User
from communities.policy import Audience
from resources.library.models import ResourcePage
from tests.personas import Cast
from tests.resources.library.conftest import Keep

ClientOf = Callable[[User | None], Client]
NEW = "/communities/water/resources/new/"
COMMUNITY = "/communities/water/resources/"
PROPOSALS = "/communities/water/resources/proposals/"


def written(**facts: Any) -> dict[str, Any]:
    return {
        "kind": "guide",
        "title": "How we read meters",
        "summary": "For whoever reads meters for the first time.",
        "text": "First, **look**.\r\nThen write.",
        "language": "en",
        "tags_0": "Meters",
        "tags_1": "meters",
        "tags_2": "billing",
        "authors": "Chloe\nA. Neighbour",
        "licence": "by",
        "read_audience": "0",
        **facts,
    }


def only() -> ResourcePage:
    found: ResourcePage = ResourcePage.objects.get()
    return found


def said(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


def test_member_proposes_core_group_publishes(
    stage: Cast, client_of: ClientOf, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]  # a context manager
        answer = client_of(stage.chloe).post(NEW, written())
    page = only()
    assert answer.status_code == 302
    assert answer.headers["Location"] == page.get_absolute_url()
    assert (page.live, page.owner, page.draft_title) == (False, stage.chloe, "How we read meters")
    assert [letter.to for letter in mail.outbox] == [[stage.awa.email]]
    assert "How we read meters" in said(client_of(stage.awa), PROPOSALS)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]  # a context manager
        client_of(stage.awa).post(f"/resources/{page.pk}/review/", {"answer": "publish"})
    shown = said(client_of(None), page.get_absolute_url())

    assert "<strong>look</strong>" in shown
    assert "Chloe, A. Neighbour" in shown
    assert sorted(tag.name for tag in only().tags.all()) == ["Meters", "billing"]
    assert mail.outbox[-1].to == [stage.chloe.email]
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED
    assert "How we read meters" in said(client_of(None), "/resources/")
    assert "How we read meters" in said(client_of(None), "/communities/water/")


def test_changes_are_asked_for_with_words_and_made(
    keep: Keep, stage: Cast, client_of: ClientOf
) -> None:
    page = keep("A draft", publish=False)
    review, edit = f"/resources/{page.pk}/review/", f"/resources/{page.pk}/edit/"

    asked = client_of(stage.awa).post(review, {"answer": "changes", "words": "Say for whom."})
    seen = said(client_of(stage.chloe), page.get_absolute_url())

    assert asked.status_code == 302
    assert "Say for whom." in seen
    assert "Changes are asked for" in said(client_of(stage.chloe), COMMUNITY)

    client_of(stage.chloe).post(edit, written(title="A better draft"))

    assert only().draft_title == "A better draft"
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS
    assert "Say for whom." not in said(client_of(stage.chloe), page.get_absolute_url())
    client_of(stage.awa).post(review, {"answer": "publish"})
    assert (only().live, only().title) == (True, "A better draft")


def test_asking_for_changes_needs_words(keep: Keep, stage: Cast, client_of: ClientOf) -> None:
    page = keep(publish=False)

    answer = client_of(stage.awa).post(f"/resources/{page.pk}/review/", {"answer": "changes"})

    assert answer.status_code == 400
    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS


def test_what_the_admin_decides_is_what_the_site_shows(
    keep: Keep, stage: Cast, client_of: ClientOf
) -> None:
    page = keep("A draft", publish=False)
    task = TaskState.objects.get()
    address = f"/cms/pages/workflow/action/{page.pk}/reject/{task.pk}/"

    client_of(stage.awa).post(address, {"comment": "Too long."})

    assert "Too long." in said(client_of(stage.chloe), page.get_absolute_url())


@pytest.mark.parametrize("name", ["boubacar", "diego", "esther", "fatou", "gustave"])
def test_a_draft_is_absent_for_everybody_else(
    keep: Keep, stage: Cast, client_of: ClientOf, name: str
) -> None:
    page = keep("A draft", publish=False)
    client = client_of(getattr(stage, name))

    for address in (page.get_absolute_url(), f"/resources/{page.pk}/edit/"):
        assert client.get(address).status_code == 404
    assert "A draft" not in said(client, COMMUNITY)


def test_who_left_no_longer_reads_the_own_draft(
    keep: Keep, stage: Cast, client_of: ClientOf
) -> None:
    page = keep(publish=False)

    Membership.objects.filter(person=stage.chloe).delete()

    assert client_of(stage.chloe).get(page.get_absolute_url()).status_code == 404


def test_proposer_edits_until_it_is_published(keep: Keep, stage: Cast, client_of: ClientOf) -> None:
    edit = f"/resources/{keep().pk}/edit/"

    assert client_of(stage.chloe).get(edit).status_code == 403
    assert client_of(stage.awa).get(edit).headers["Location"].startswith("/cms/pages/")


def test_the_same_words_change_nothing(keep: Keep, stage: Cast, client_of: ClientOf) -> None:
    client_of(stage.chloe).post(NEW, written())
    page = only()
    before = page.revisions.count()

    client_of(stage.chloe).post(f"/resources/{page.pk}/edit/", written())

    assert page.revisions.count() == before


def test_a_text_of_several_parts_is_left_alone(
    keep: Keep, stage: Cast, client_of: ClientOf
) -> None:
    page = keep(publish=False)
    page.body = [("heading", "One"), ("text", "Two")]
    page.save_revision()
    client = client_of(stage.chloe)

    form = client.get(f"/resources/{page.pk}/edit/").content.decode()
    client.post(f"/resources/{page.pk}/edit/", written(title="Other"))

    assert 'name="text"' not in form
    latest = only().get_latest_revision_as_object()
    assert (latest.title, len(latest.body)) == ("Other", 2)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "link"}, "address"),
        ({"kind": "video", "address": "javascript:alert(1)"}, "address"),
        ({"kind": "practice"}, "what_was_done"),
        ({"kind": "poem"}, "kind"),
        ({"read_audience": str(int(Audience.INNER))}, "read_audience"),
        ({"title": "  "}, "title"),
        ({"goal": "9" * 30}, "goal"),
        ({"authors": "\n".join(map(str, range(21)))}, "authors"),
    ],
)
def test_what_cannot_be_is_said_and_kept(
    stage: Cast, client_of: ClientOf, facts: dict[str, str], field: str
) -> None:
    answer = client_of(stage.chloe).post(NEW, written(**facts))

    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {field}
    assert "For whoever reads meters" in answer.content.decode()
    assert not ResourcePage.objects.exists()


def test_no_resource_is_wider_than_its_community(
    keep: Keep, stage: Cast, client_of: ClientOf
) -> None:
    page = keep()
    assert client_of(None).get(page.get_absolute_url()).status_code == 200

    stage.community.read_audience = Audience.OUTER
    stage.community.save()

    assert client_of(None).get(page.get_absolute_url()).status_code == 404
    assert client_of(stage.chloe).get(page.get_absolute_url()).status_code == 200
    offered = client_of(stage.chloe).get(NEW).context["form"].fields["read_audience"].choices
    assert [value for value, _label in offered] == [Audience.OUTER]


def test_a_closed_community_takes_no_proposals(stage: Cast, client_of: ClientOf) -> None:
    close_community(community=stage.community)

    assert client_of(stage.chloe).post(NEW, written()).status_code == 403


def test_a_title_without_letters_has_an_address_too(stage: Cast, client_of: ClientOf) -> None:
    client = client_of(stage.chloe)

    for _time in range(2):
        client.post(NEW, written(title="???"))

    for page in ResourcePage.objects.all():
        assert client.get(page.get_absolute_url()).status_code == 200


def test_moved_addresses_lead_on(keep: Keep, client_of: ClientOf) -> None:
    page = keep("A guide")

    for address in (f"/resources/{page.pk}-old/", f"/communities/water/{page.slug}/"):
        answer = client_of(None).get(address)
        assert answer.status_code in {301, 302}
        assert answer.headers["Location"] == page.get_absolute_url()


def test_tags_are_spelled_as_they_are_in_use(keep: Keep) -> None:
    keep("One", tags=("École",))

    page = keep("Two", tags=("école", "ECOLE"))

    assert sorted(tag.name for tag in page.tags.all()) == ["ECOLE", "École"]


def test_a_draft_that_misses_something_is_not_published(
    keep: Keep, stage: Cast, client_of: ClientOf
) -> None:
    page = keep(publish=False)
    page.kind = "link"
    page.save_revision(clean=False)

    answer = client_of(stage.awa).post(
        f"/resources/{page.pk}/review/", {"answer": "publish"}, follow=True
    )

    assert not only().live
    assert "Where does it lead?" in answer.content.decode()
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_IN_PROGRESS


def test_a_draft_proposed_before_its_community_closed_in(
    keep: Keep, stage: Cast, client_of: ClientOf
) -> None:
    page = keep(publish=False)
    stage.community.read_audience = Audience.OUTER
    stage.community.save()
    wide, narrow = (written(read_audience=str(int(one))) for one in (0, Audience.OUTER))
    edit = f"/resources/{page.pk}/edit/"

    assert client_of(stage.chloe).post(edit, wide).status_code == 400
    client_of(stage.awa).post(f"/resources/{page.pk}/review/", {"answer": "publish"})

    assert only().live
    assert client_of(None).get(page.get_absolute_url()).status_code == 404
    assert client_of(stage.chloe).post(edit, narrow).status_code == 403


def test_who_proposes_too_much_is_stopped_and_keeps_what_was_written(
    stage: Cast, client_of: ClientOf, settings: Any
) -> None:
    settings.PROPOSALS_PER_HOUR = 2
    chloe = client_of(stage.chloe)
    for number in range(2):
        assert chloe.post(NEW, written(title=f"Guide {number}")).status_code == 302
    chloe.post(NEW, written(title=""))  # what is not sent is not counted

    answer = chloe.post(NEW, written(title="One too many"))

    assert answer.status_code == 429
    assert "One too many" in answer.content.decode()
    assert "Send it again later." in answer.content.decode()
    assert ResourcePage.objects.count() == 2
    assert client_of(stage.boubacar).post(NEW, written()).status_code == 302
