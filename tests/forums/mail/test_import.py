"""An archive moves in: from the service, the command, and the browser."""

from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from communities.circles.models import CircleProposal, Membership
from communities.circles.services.care import decide_proposal
from communities.people.models import User
from communities.people.services.arrival import welcome_verified_address
from forums.mail.models import ArchiveImport
from forums.mail.services.archive import import_archive
from forums.spaces.models import Post, PostDetail, Space, Topic
from tests.factories.forums import SpaceFactory
from tests.factories.people import PersonFactory
from tests.personas import Cast

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "r-sig-teaching.mbox"
LETTER = (
    "From {who}@list.example Mon Mar  3 09:0{n}:00 2008\n"
    "From: {name} <{who}@list.example>\n"
    "Date: Mon, 3 Mar 2008 09:0{n}:00 +0100\n"
    "Subject: {subject}\nMessage-ID: <{n}@list.example>\n{more}\n{text}\n\n"
)
SMALL = (
    LETTER.format(n=1, who="ana", name="Ana", subject="Budgets", more="", text="How do you start?")
    + LETTER.format(
        n=2,
        who="bea",
        name="Bea",
        subject="Re: Budgets",
        more="In-Reply-To: <1@list.example>\n",
        text="> How do you start?\n\nWith *one* page.",
    )
    + LETTER.format(n=3, who="ana", name="Ana", subject="Taxes", more="", text="Another thing.")
).encode()


@pytest.fixture
def space(cast: Cast) -> Space:
    return SpaceFactory(community=cast.community)


def move_in(space: Space, archive: bytes = SMALL) -> int:
    return import_archive(stream=BytesIO(archive), space=space).new_posts


def test_threads_become_topics_with_their_dates(space: Space) -> None:
    assert move_in(space) == 3

    topic = Topic.objects.get(subject="Budgets")
    positions = topic.post_details.order_by("position").values_list("position", "message_id")
    assert [row[0] for row in positions] == [1, 2]
    assert topic.posts_count == 2
    assert topic.last_post_on.isoformat() == "2008-03-03T08:02:00+00:00"
    space.forum.refresh_from_db()
    assert (space.forum.direct_topics_count, space.forum.direct_posts_count) == (2, 3)


def test_second_run_changes_nothing(space: Space) -> None:
    move_in(space)

    assert move_in(space) == 0
    assert (Topic.objects.count(), Post.objects.count()) == (2, 3)
    assert User.objects.filter(claim_email__contains="list.example").count() == 2


def test_import_that_was_stopped_is_completed_by_the_next(space: Space) -> None:
    def stop(done: int) -> None:
        if PostDetail.objects.exists():
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_archive(stream=BytesIO(SMALL), space=space, on_progress=stop)

    move_in(space)

    assert Post.objects.count() == 3
    space.forum.refresh_from_db()
    assert (space.forum.direct_topics_count, space.forum.direct_posts_count) == (2, 3)


def test_later_archive_continues_the_thread(space: Space) -> None:
    move_in(space)
    later = LETTER.format(
        n=4,
        who="ana",
        name="Ana",
        subject="Re: Budgets",
        more="References: <1@list.example>\n",
        text="Thanks!",
    ).encode()

    assert move_in(space, SMALL + later) == 1
    assert Topic.objects.get(subject="Budgets").posts_count == 3


def test_author_claims_posts_and_circle_with_a_verified_address(space: Space, cast: Cast) -> None:
    move_in(space)
    proposal = CircleProposal.objects.get(person__display_name="Ana")
    decide_proposal(proposal=proposal, by=cast.awa, accept=True)
    person = PersonFactory(email="ana@list.example")

    welcome_verified_address(person=person, email="ana@list.example")

    assert Post.objects.filter(poster=person).count() == 2
    assert Membership.objects.filter(community=cast.community, person=person).exists()
    assert move_in(space) == 0


def test_proven_address_owns_the_posts_at_once(space: Space, cast: Cast) -> None:
    EmailAddress.objects.create(user=cast.chloe, email="bea@list.example", verified=True)

    move_in(space)

    assert Post.objects.filter(poster=cast.chloe).count() == 1


def test_unverified_address_owns_nothing(space: Space, cast: Cast) -> None:
    EmailAddress.objects.create(user=cast.chloe, email="bea@list.example", verified=False)

    move_in(space)

    assert not Post.objects.filter(poster=cast.chloe).exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing.mbox", "--community", "water"], "cannot be read"),
        ([__file__, "--community", "nowhere"], "no community"),
        ([__file__, "--community", "water"], "no mailing-list archive"),
        ([__file__, "--community", "water", "--space", "999999"], "no such space"),
    ],
)
def test_command_names_what_is_wrong(space: Space, arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("import_mbox", *arguments)


def test_real_archive_moves_in_whole(space: Space) -> None:
    if not REAL.exists():
        pytest.skip(f"no archive at {REAL.name} beside the repository")
    out = StringIO()

    call_command("import_mbox", str(REAL), "--community", "water", stdout=out)
    call_command("import_mbox", str(REAL), "--community", "water", stdout=out)

    first, second = out.getvalue().splitlines()
    assert first.startswith("885 posts by 256 people in 364 topics; new: 885 posts, 364 topics")
    assert "new: 0 posts, 0 topics" in second
    assert Post.objects.count() == 885


def test_core_member_moves_an_archive_in_through_the_browser(
    space: Space,
    cast: Cast,
    client_of: Callable[[User | None], Client],
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    client = client_of(cast.awa)
    upload = SimpleUploadedFile("list.mbox", SMALL)

    page = client.post(
        "/communities/water/import/", {"file": upload, "space": space.pk}, follow=True
    )
    archive = ArchiveImport.objects.get()
    assert "Budgets" in page.content.decode()
    assert not Post.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]  # a context manager
        client.post(f"/communities/water/import/{archive.pk}/", {"wish": "import"})
    archive.refresh_from_db()
    assert (archive.state, Post.objects.count()) == ("done", 3)
    assert not archive.file


def test_file_that_is_no_archive_is_refused_in_words(
    space: Space, cast: Cast, client_of: Callable[[User | None], Client]
) -> None:
    upload = SimpleUploadedFile("photo.jpg", b"\xff\xd8\xff not a letter")

    page = client_of(cast.awa).post(
        "/communities/water/import/", {"file": upload, "space": space.pk}
    )

    assert page.status_code == 200
    assert "no mailing-list archive" in page.content.decode()
    assert not ArchiveImport.objects.exists()
