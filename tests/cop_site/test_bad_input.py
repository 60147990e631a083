"""Whatever is sent, the answer is a page in words: never a crash, and what was written stays."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from django.utils.http import urlencode

from communities.circles.models import Invitation, JoinRequest, Membership
from communities.circles.services.arrivals import create_invitation_link, invite_person
from communities.circles.services.care import close_community
from communities.people.models import User
from communities.policy import Circle
from forums.mail.models import ArchiveImport
from forums.spaces.models import Ballot, Draft, PollOption, Post, Space
from tests.access.matrix import MATRIX
from tests.access.test_matrix import fill
from tests.worlds import Scene, make_scene

ClientOf = Callable[[User | None], Client]
OURS = ("communities.", "resources.", "forums.", "cop_site.")
ACCOUNT = ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/")
TOO_LARGE = "9" * 20  # for a key of 64 bits
NUMBERS = ("0", "-1", "9" * 18, "9" * 5000, "x", "٣", "²", "1.5", "1e9", " ")
WORDS = ("", "\0", "a\0b", "\u202e\ufeff\ud7ff", "<script>'\"--", "%s{{ 1 }}", "n" * 40_000)
ASKED = ("page", "quote", "name", "show", "language", "form", "q", "next", "created", "option")
LOOSE = ("wish", "answer", "option", "kept_files", "known_files", "login", "password", "email")


def subclasses(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from subclasses(one)


def field_names() -> set[str]:
    """Return the name of every field of every form of the product."""
    ours = (one for one in subclasses(forms.BaseForm) if one.__module__.startswith(OURS))
    named = {name for one in ours for name in getattr(one, "base_fields", {})}
    return named | set(LOOSE) | {f"{name}_1" for name in ("goal", "kind")}


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


@pytest.fixture(autouse=True)
def _no_nul_reaches_the_database(db: None) -> Iterator[None]:
    """Refuse NUL in SQL as PostgreSQL does, so that SQLite hides no crash."""

    def refuse(execute: Callable[..., Any], sql: str, params: Any, many: Any, context: Any) -> Any:
        if any("\0" in one for one in params or () if isinstance(one, str)):
            raise ValueError("A string literal cannot contain NUL (0x00) characters.")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


Ask = Callable[[str], Any]


def crashes(scene: Scene, ask: Ask) -> dict[str, int]:
    """Ask every address of the site, each on an untouched world; return what crashed."""
    addresses = [fill(address, scene) for address, _row in MATRIX.values()]
    answered = {}
    for address in (*addresses, *ACCOUNT, f"/spaces/{scene.spaces['outer'].pk}-x/"):
        with transaction.atomic():
            answered[address] = ask(address).status_code
            transaction.set_rollback(True)
    return {address: status for address, status in answered.items() if status >= 500}


def calm(client: Client) -> Client:
    """Answer a crash with 500, as the site does, instead of raising it in the test."""
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("name", ["awa", "nobody"])
@pytest.mark.parametrize(
    "value", [*NUMBERS, TOO_LARGE, *WORDS], ids=lambda value: ascii(value[:12])
)
def test_no_address_crashes_at_a_hostile_question(
    scene: Scene, client_of: ClientOf, name: str, value: str
) -> None:
    client = calm(client_of(getattr(scene.cast, name, None)))
    question = urlencode(dict.fromkeys(ASKED, value))

    assert crashes(scene, lambda address: client.get(f"{address}?{question}")) == {}


@pytest.mark.parametrize(
    "question", ["q=%ff%fe&page=%ff", "page=%00", "%", "=&&==", "page=1&page=x"]
)
def test_no_address_crashes_at_a_broken_question(
    scene: Scene, client_of: ClientOf, question: str
) -> None:
    client = calm(client_of(scene.cast.awa))

    assert crashes(scene, lambda address: client.get(f"{address}?{question}")) == {}


@pytest.mark.parametrize("value", [*NUMBERS, *WORDS], ids=lambda value: ascii(value[:12]))
def test_no_form_crashes_at_hostile_words(scene: Scene, client_of: ClientOf, value: str) -> None:
    client, words = calm(client_of(scene.cast.awa)), dict.fromkeys(field_names(), value)

    assert crashes(scene, lambda address: client.post(address, words)) == {}


def test_no_form_crashes_at_a_number_too_large_for_a_key(scene: Scene, client_of: ClientOf) -> None:
    client, words = calm(client_of(scene.cast.awa)), dict.fromkeys(field_names(), TOO_LARGE)

    assert crashes(scene, lambda address: client.post(address, words)) == {}


@pytest.mark.parametrize("prefix", ["accept:", "all:", "dismiss:"])
@pytest.mark.parametrize("value", NUMBERS, ids=lambda value: ascii(value[:12]))
def test_no_proposal_is_found_by_a_forged_number(
    scene: Scene, client_of: ClientOf, prefix: str, value: str
) -> None:
    client = calm(client_of(scene.cast.awa))

    answer = client.post("/communities/water/care/proposals/", {"answer": prefix + value})

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        *(
            "/%00/",
            "/%ff/",
            "/media/%00.png",
            "/media/../../etc/passwd",
            "/files/%00/",
            "/t/1-%00/",
        ),
        *("/communities/invitation/%00/", "/help/%00/", "/help/../x/", f"/t/{'9' * 5000}-x/"),
    ],
)
def test_an_address_of_nonsense_leads_nowhere(
    scene: Scene, client_of: ClientOf, address: str
) -> None:
    assert calm(client_of(scene.cast.awa)).get(address).status_code in {400, 404}


FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=B"
PART = b"--B\r\nContent-Disposition: form-data; name=body"
BASE64 = b"\r\nContent-Transfer-Encoding: base64"
BROKEN = {
    "no boundary": ("multipart/form-data", b"x"),
    "empty boundary": ("multipart/form-data; boundary=", b"x"),
    "cut short": (PARTS, PART[:40]),
    "no end": (PARTS, PART + b"\r\n\r\nwords"),
    "bad base64": (PARTS, PART + BASE64 + b"\r\n\r\n!\r\n--B--\r\n"),
    "file without a name": (PARTS, PART + b"; filename=\r\n\r\nx\r\n--B--\r\n"),
    "invalid UTF-8": (FORM, b"body=%ff%fe&title=\xff&name=%ed%a0%80"),
    "unknown charset": (f"{FORM}; charset=nonsense", b"body=words"),
    "other charset": (f"{FORM}; charset=utf-16", b"body=words"),
    "JSON": ("application/json", b'{"body": 1}'),
    "10,000 fields": (FORM, b"&".join(b"f%d=1" % number for number in range(10_000))),
    "3 MB of text": (FORM, b"body=" + b"x" * 3_000_000),
}


@pytest.mark.parametrize("name", BROKEN)
def test_no_form_crashes_at_a_broken_body(scene: Scene, client_of: ClientOf, name: str) -> None:
    kind, body = BROKEN[name]
    client = calm(client_of(scene.cast.awa))

    assert crashes(scene, lambda one: client.generic("POST", one, body, kind)) == {}


@pytest.mark.parametrize("name", ["10,000 fields", "3 MB of text", "no boundary"])
def test_a_body_beyond_all_measure_is_refused_in_words(
    scene: Scene, client_of: ClientOf, name: str
) -> None:
    kind, body = BROKEN[name]

    answer = client_of(scene.cast.awa).generic("POST", "/me/", body, kind)

    assert answer.status_code in {400, 413}
    assert "Nothing was changed." in answer.content.decode()


@pytest.mark.parametrize("wanted", ["xx-XX", "de", "*", ";q=", "\xff\xfe", "fr;q=x", "a" * 20_000])
def test_a_language_we_do_not_speak_is_answered_in_one_we_do(
    scene: Scene, client_of: ClientOf, wanted: str
) -> None:
    answer = client_of(None).get("/", HTTP_ACCEPT_LANGUAGE=wanted)

    assert answer.status_code == 200
    assert '<html lang="en">' in answer.content.decode()


LONG = "n" * 40_000
KEPT = {
    "a topic without a title": ("/spaces/{outer}/topics/new/", {"body": "My words"}),
    "a topic without a text": ("/spaces/{outer}/topics/new/", {"title": "My words"}),
    "a text too long": ("/spaces/{outer}/topics/new/", {"title": "My words", "body": LONG}),
    "a poll of one answer": (
        "/spaces/{outer}/topics/new/",
        {"title": "T", "body": "My words", "question": "Q", "options": "one\none\n \n"},
    ),
    "a poll of thirteen answers": (
        "/spaces/{outer}/topics/new/",
        {"title": "T", "body": "My words", "question": "Q", "options": "\n".join(map(str, range(13)))},
    ),
    "answers without a question": (
        "/spaces/{outer}/topics/new/",
        {"title": "T", "body": "My words", "options": "yes\nno"},
    ),
    "a poll that closes on no day": (
        "/spaces/{outer}/topics/new/",
        {"title": "T", "body": "My words", "question": "Q", "options": "a\nb", "closes_on": "2026-99"},
    ),
    "a reply with a forged key": ("/t/{outer_topic}/reply/", {"body": "My words", "client_key": "x"}),
    "an edit too long": ("/p/{outer_post}/edit/", {"body": "My words" + LONG}),
    "a community without a goal": ("/communities/new/", {"name": "My words"}),
    "a name too long": ("/communities/new/", {"name": LONG, "purpose": "My words"}),
    "a community of no form": ("/communities/new/", {"name": "My words", "form": "x"}),
    "an address that is none": ("/communities/water/invitations/", {"emails": "My words"}),
    "settings without a name": ("/communities/water/settings/", {"purpose": "My words"}),
    "a space without a name": ("/communities/water/spaces/new/", {"description": "My words"}),
    "a space nobody reads": ("/spaces/{outer}/settings/", {"name": "My words", "read": "99"}),
    "a move to nowhere": ("/t/{outer_topic}/move/", {"reason": "My words", "space": "0"}),
    "a reason too long": ("/communities/water/members/{member}/remove/", {"reason": "My words" + LONG}),
    "a profile in no zone": ("/me/", {"display_name": "Awa", "about": "My words", "time_zone": "x"}),
    "an organisation without a name": ("/organisations/new/", {"description": "My words"}),
    "a website that is none": ("/organisations/new/", {"name": "My words", "website": "no site"}),
}  # fmt: skip


@pytest.mark.parametrize("case", KEPT)
def test_a_form_says_what_is_wrong_and_keeps_the_words(
    scene: Scene, client_of: ClientOf, case: str
) -> None:
    address, words = KEPT[case]

    answer = client_of(scene.cast.awa).post(fill(address, scene), words)

    page = answer.content.decode()
    assert answer.status_code in {200, 400}
    assert 'class="notice errors" role="alert"' in page
    assert "My words" in page


def test_a_nul_among_the_words_is_never_stored(scene: Scene, client_of: ClientOf) -> None:
    client, topic = client_of(scene.cast.chloe), scene.topics["outer"]

    client.post(f"/t/{topic.pk}/draft/", {"body": "half\0 a thought"})
    client.post(f"/t/{topic.pk}/reply/", {"body": "My\0 words"})

    assert Draft.objects.get().body == "half a thought"
    assert not any("\0" in post.content.raw for post in Post.objects.all())


@pytest.mark.parametrize("options", [[], ["x"], ["9" * 20], ["1", "x"], ["foreign"], ["-1"]])
def test_a_vote_for_nonsense_is_not_counted(
    scene: Scene, client_of: ClientOf, options: list[str]
) -> None:
    foreign = PollOption.objects.filter(poll__topic=scene.topics["public"])[0].pk
    chosen = [str(foreign) if one == "foreign" else one for one in options]

    answer = client_of(scene.cast.chloe).post(
        f"/t/{scene.topics['outer'].pk}/vote/", {"option": chosen}, follow=True
    )

    assert "Choose one of the answers, then vote." in answer.content.decode()
    assert not Ballot.objects.exists()


def test_what_belongs_to_another_community_is_not_found_here(
    scene: Scene, client_of: ClientOf
) -> None:
    cast = scene.cast
    create_invitation_link(
        community=cast.community, circle=Circle.OUTER, language="en", by=cast.awa
    )
    request = JoinRequest.objects.create(community=cast.community, person=cast.esther)
    archive = ArchiveImport.objects.create(
        community=cast.community, space=scene.spaces["outer"], started_by=cast.awa, bytes_total=1
    )
    member = Membership.objects.get(community=cast.community, person=cast.chloe)
    before = list(Membership.objects.values_list("pk", "circle"))

    answered = {
        path: client_of(cast.fatou).post(f"/communities/other/{path}/", {"answer": "accept"}).status_code
        for path in (
            f"members/{member.pk}/promote",
            f"members/{member.pk}/remove",
            f"invitations/{Invitation.objects.get().pk}/revoke",
            f"care/requests/{request.pk}",
            f"import/{archive.pk}",
        )
    }  # fmt: skip

    assert set(answered.values()) == {404}, answered
    assert list(Membership.objects.values_list("pk", "circle")) == before


def test_a_topic_is_not_moved_to_a_space_of_another_community(
    scene: Scene, client_of: ClientOf
) -> None:
    Space.objects.filter(pk=scene.spaces["core"].pk).update(community=elsewhere(scene.cast.fatou))
    topic = scene.topics["outer"]

    answer = client_of(scene.cast.awa).post(
        f"/t/{topic.pk}/move/", {"space": scene.spaces["core"].pk, "reason": "My words"}
    )

    topic.refresh_from_db()
    assert "My words" in answer.content.decode()
    assert topic.forum_id == scene.spaces["outer"].pk


def elsewhere(person: User) -> int:
    return Membership.objects.get(person=person).community_id


@pytest.mark.parametrize("state", ["foreign", "expired", "revoked", "used", "closed", "forged"])
def test_an_invitation_that_is_not_ones_own_or_over_opens_nothing(
    scene: Scene, client_of: ClientOf, state: str
) -> None:
    facts = {"community": scene.cast.community, "circle": Circle.CORE, "language": "en"}
    email = "somebody@else.example"
    if state == "foreign":
        token = invite_person(**facts, email=email, by=scene.cast.awa)
    else:
        token = create_invitation_link(**facts, by=scene.cast.awa)
    now, rows = timezone.now(), Invitation.objects.all()
    if state == "closed":
        close_community(community=scene.cast.community)
    changes = {"expired": {"expires_at": now}, "revoked": {"revoked_at": now}}
    rows.update(**changes.get(state, {"uses_left": 0} if state == "used" else {"language": "en"}))
    address = f"/communities/invitation/{token if state != 'forged' else 'x' + token}/"

    answer = client_of(scene.cast.esther).post(address)

    assert answer.status_code == 410
    assert not Membership.objects.filter(person=scene.cast.esther).exists()


def test_a_community_closed_meanwhile_takes_nothing_and_keeps_the_words(
    scene: Scene, client_of: ClientOf
) -> None:
    chloe, words = client_of(scene.cast.chloe), {"title": "Title", "body": "My long thought"}
    close_community(community=scene.cast.community)
    before = Post.objects.count()

    reply = chloe.post(f"/t/{scene.topics['outer'].pk}/reply/", words)
    join = client_of(scene.cast.esther).post("/communities/water/join/", {"message": "Let me in"})
    invite = client_of(scene.cast.awa).post(
        "/communities/water/invitations/", {"emails": "a@b.example", "circle": 3, "language": "en"}
    )

    assert reply.status_code in {403, 409}
    assert "My long thought" in reply.content.decode()
    assert join.status_code < 400
    assert not JoinRequest.objects.exists()
    assert invite.status_code < 500
    assert not Invitation.objects.exists()
    assert Post.objects.count() == before


@pytest.mark.parametrize(
    "content", [b"", b"Dear all,\n", b"PK\x03\x04", b"\x1f\x8b\x08", b"\0" * 4096, b"From "]
)
def test_an_archive_that_is_none_is_refused_in_words(
    scene: Scene, client_of: ClientOf, content: bytes
) -> None:
    answer = client_of(scene.cast.awa).post(
        "/communities/water/import/",
        {"file": SimpleUploadedFile("list.mbox", content), "space": scene.spaces["outer"].pk},
    )

    assert answer.status_code == 200
    assert 'class="notice errors" role="alert"' in answer.content.decode()
    assert not ArchiveImport.objects.exists()
