"""Private files: what is taken in, what is left of it, and who is given it back."""

import contextlib
import io
import itertools
import random
import uuid
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from communities.people.models import User
from forums.spaces.models import Attachment
from forums.spaces.refusals import FileRefused
from forums.spaces.services.files import ACCEPTED, InspectedFile, inspect
from forums.spaces.services.posts import delete_post
from tests.worlds import Scene, make_scene

ClientOf = Callable[[User | None], Client]
MEGABYTE = 2**20
GPS, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112


def picture(kind: str, size: tuple[int, int] = (8, 6), **options: Any) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, "teal").save(target, kind, **options)
    return target.getvalue()


def camera() -> Image.Exif:
    """Say who took a picture, where, and that it lies on its side."""
    exif = Image.Exif()
    exif[MAKE], exif[ORIENTATION] = "Camera of Chloe", 6
    exif.get_ifd(GPS).update({1: "N", 2: (48.0, 51.0, 24.0)})
    return exif


def zipped(*names: str, text: str = "") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, text)
    return target.getvalue()


CONTENTS = {
    "png": picture("PNG"),
    "jpeg": picture("JPEG"),
    "gif": picture("GIF"),
    "webp": picture("WEBP"),
    "bmp": picture("BMP"),
    "pdf": b"%PDF-1.7\n%%EOF",
    "office": zipped("[Content_Types].xml", "word/document.xml"),
    "macros": zipped("[Content_Types].xml", "word/vbaProject.bin"),
    "open": zipped("mimetype", "content.xml"),
    "open macros": zipped("mimetype", "Basic/Standard/Module1.xml"),
    "zip": zipped("letter.txt"),
    "text": "Quelques mots privés".encode(),
    "html": b"<!doctype html><script>alert(1)</script>",
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "program": b"MZ\x90\0\3\0\0\0",
    "nothing": b"",
}
# Text is what holds no NUL; it is only ever handed out to be saved, as text.
PLAIN = {"text", "html", "svg", "pdf", "nothing"}
KINDS = {
    ".png": {"png"},
    ".jpg": {"jpeg"},
    ".jpeg": {"jpeg"},
    ".webp": {"webp"},
    ".gif": {"gif"},
    ".pdf": {"pdf"},
    ".docx": {"office"},
    ".xlsx": {"office"},
    ".pptx": {"office"},
    ".odt": {"open"},
    ".ods": {"open"},
    ".odp": {"open"},
    ".txt": PLAIN,
    ".md": PLAIN,
    ".csv": PLAIN,
}
REFUSED = (".html", ".svg", ".exe", ".js", ".zip", ".docm", ".bmp", "")
DECLARED = ("text/html", "image/svg+xml", "application/octet-stream")


def uploaded(name: str, content: bytes, declared: str = "text/html") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, declared)


def inspected(name: str, content: bytes) -> InspectedFile:
    return inspect(uploaded(name, content))


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


Send = Callable[..., Attachment]


def ask(client: Client, file: Attachment, **headers: Any) -> tuple[int, bytes]:
    answer = client.get(f"/files/{file.key}/", **headers)
    return answer.status_code, b"".join(answer)


@pytest.fixture
def send(scene: Scene, client_of: ClientOf) -> Send:
    """Return a way to reply with a file as Chloe, who belongs to the outer circle."""

    def reply(name: str = "notes.txt", content: bytes = b"private", place: str = "outer") -> Any:
        answer = client_of(scene.cast.chloe).post(
            f"/t/{scene.topics[place].pk}/reply/",
            {"body": f"See {uuid.uuid4()}", "files": uploaded(name, content)},
        )
        assert answer.status_code == 302
        return Attachment.objects.latest("pk")

    return reply


def test_every_accepted_ending_is_tried_here() -> None:
    assert set(KINDS) == set(ACCEPTED)


@pytest.mark.parametrize("ending", [*KINDS, *REFUSED])
def test_a_file_is_what_its_ending_says_whatever_type_is_declared(ending: str) -> None:
    taken = set()
    for kind, declared in itertools.product(CONTENTS, DECLARED):
        with contextlib.suppress(FileRefused):
            kept = inspect(uploaded(f"plan{ending}", CONTENTS[kind], declared))
            assert kept.content_type not in DECLARED
            taken.add(kind)

    assert taken == KINDS.get(ending, set())


def test_the_case_of_an_ending_does_not_matter() -> None:
    assert inspected("photo.PnG", CONTENTS["png"]).content_type == "image/png"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../settings.txt", "settings.txt"),
        ("..\\..\\settings.txt", "settings.txt"),
        ("photo.png\0.txt", "photo.png.txt"),
        ("invoice\u202etxt.exe.txt", "invoicetxt.exe.txt"),
        ('a"b<c>:d|e?f*.txt', "abcdef.txt"),
        ("two\r\nlines.txt", "twolines.txt"),
        ("n" * 300 + ".txt", "n" * 120 + ".txt"),
    ],
)
def test_a_name_is_made_harmless(given: str, kept: str) -> None:
    file = uploaded("placeholder.txt", b"words")
    file._name = given  # past Django's own cleaning

    assert inspect(file).name == kept


@pytest.mark.parametrize(
    "name", ["photo.png\u202egnp.exe", "photo.png.html", ".png", "png", "..", ""]
)
def test_the_last_ending_counts_alone(name: str) -> None:
    file = uploaded("placeholder.txt", CONTENTS["png"])
    file._name = name

    with pytest.raises(FileRefused):
        inspect(file)


def test_a_name_of_300_signs_is_stored_and_given_back(send: Send, client_of: ClientOf) -> None:
    file = send(name="é" * 300 + ".txt")

    assert ask(client_of(file.owner), file) == (200, b"private")
    assert file.name == "é" * 120 + ".txt"
    assert file.file.name.startswith("attachments/")


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
def test_nothing_hidden_behind_the_pixels_of_a_picture_is_kept(kind: str) -> None:
    hidden = b"/*<script>alert(document.cookie)</script>*/"

    kept = inspected(f"photo.{kind.lower()}", picture(kind) + hidden)

    assert hidden not in kept.content
    assert Image.open(io.BytesIO(kept.content)).format == kind


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_place_camera_and_comments_are_gone_and_the_picture_stands_upright(kind: str) -> None:
    given = picture(kind, (8, 6), exif=camera())
    assert Image.open(io.BytesIO(given)).getexif().get_ifd(GPS)

    kept = inspected(f"photo.{kind.lower()}", given).content

    with Image.open(io.BytesIO(kept)) as image:
        assert not image.getexif()
        assert image.size == (6, 8)
    assert b"Camera of Chloe" not in kept


def test_a_heavy_photo_becomes_lighter() -> None:
    target = io.BytesIO()
    Image.effect_noise((1200, 1200), 60).convert("RGB").save(target, "JPEG", quality=98)

    kept = inspected("photo.jpg", target.getvalue())

    assert len(kept.content) < len(target.getvalue()) / 1.5


def damaged(content: bytes) -> Iterator[bytes]:
    """Yield a file cut short, and with single bytes changed, always the same ones."""
    chance = random.Random(2)  # noqa: S311 -- no secret
    for _turn in range(150):
        yield content[: chance.randrange(len(content))]
        spoilt = bytearray(content)
        for _byte in range(chance.randint(1, 4)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        yield bytes(spoilt)


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow's, about spoilt metadata
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", picture("PNG", exif=camera())),
        ("a.jpg", picture("JPEG", exif=camera())),
        ("a.gif", CONTENTS["gif"]),
        ("a.webp", picture("WEBP", exif=camera())),
        ("a.docx", CONTENTS["office"]),
        ("a.odt", CONTENTS["open"]),
    ],
    ids=("png", "jpg", "gif", "webp", "docx", "odt"),
)
def test_a_damaged_file_is_taken_or_refused_in_words(name: str, content: bytes) -> None:
    for spoilt in damaged(content):
        with contextlib.suppress(FileRefused):
            inspected(name, spoilt)


def test_the_limits_are_those_promised(settings: Any) -> None:
    limits = (settings.IMAGE_MAX_BYTES, settings.DOCUMENT_MAX_BYTES, settings.FILES_PER_POST)
    assert limits == (4 * MEGABYTE, 10 * MEGABYTE, 5)

    assert inspected("a.txt", b"x" * 10 * MEGABYTE).content_type == "text/plain"
    assert inspected("a.png", CONTENTS["png"].ljust(4 * MEGABYTE, b"\0"))
    with pytest.raises(FileRefused, match="larger than 10 MB"):
        inspected("a.txt", b"x" * (10 * MEGABYTE + 1))
    with pytest.raises(FileRefused, match="larger than 4 MB"):
        inspected("a.png", CONTENTS["png"].ljust(4 * MEGABYTE + 1, b"\0"))


@pytest.mark.parametrize("size", [(6401, 6250), (20_000, 20_000)])
def test_a_picture_of_too_many_pixels_is_refused_unopened(size: tuple[int, int]) -> None:
    header = bytearray(CONTENTS["gif"])
    header[6:10] = size[0].to_bytes(2, "little") + size[1].to_bytes(2, "little")

    with pytest.raises(FileRefused, match=r"40 million pixels|damaged"):
        inspected("bomb.gif", bytes(header))


def test_an_archive_that_would_unpack_to_too_much_is_refused() -> None:
    bomb = zipped("[Content_Types].xml", *"abcde", text="0" * 40 * MEGABYTE)
    assert len(bomb) < MEGABYTE

    with pytest.raises(FileRefused):
        inspected("bomb.docx", bomb)


def test_five_files_go_with_a_post_and_the_sixth_is_refused_in_words(
    scene: Scene, client_of: ClientOf
) -> None:
    topic = scene.topics["outer"]
    files = [uploaded(f"{number}.txt", b"words") for number in range(6)]

    answer = client_of(scene.cast.chloe).post(
        f"/t/{topic.pk}/reply/", {"body": "Six of them", "files": files}
    )

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "A post takes 5 files at the most." in page
    assert "Six of them" in page
    assert Attachment.objects.filter(draft__topic=topic).count() == 5


def test_a_refused_file_keeps_the_text_in_the_form(scene: Scene, client_of: ClientOf) -> None:
    answer = client_of(scene.cast.chloe).post(
        f"/t/{scene.topics['outer'].pk}/reply/",
        {"body": "My long thought", "files": uploaded("run.exe", CONTENTS["program"])},
    )

    assert answer.status_code == 400
    assert "My long thought" in answer.content.decode()
    assert "“run.exe” is not of a kind we take" in answer.content.decode()
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "way"),
    [
        ("photo.png", CONTENTS["png"], "inline"),
        ("page.txt", CONTENTS["html"], "attachment"),
        ("both.pdf", b"%PDF-1.7\n<html><script>alert(1)</script>", "attachment"),
        ("letter.docx", CONTENTS["office"], "attachment"),
    ],
)
def test_a_file_is_served_so_that_it_runs_nowhere(
    send: Send, client_of: ClientOf, name: str, content: bytes, way: str
) -> None:
    file = send(name, content)

    served = client_of(file.owner).get(f"/files/{file.key}/")

    headers = served.headers
    assert headers["Content-Type"] == file.content_type
    assert headers["Content-Disposition"] == f'{way}; filename="{name}"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "private" in headers["Cache-Control"]
    assert b"".join(served)


@pytest.mark.parametrize("wanted", ["bytes=0-3", "bytes=-4", "bytes=999999-", "bytes=x", "lines=1"])
def test_a_part_that_is_asked_for_is_that_part_or_the_whole(
    send: Send, client_of: ClientOf, wanted: str
) -> None:
    file = send(content=b"private words")

    status, content = ask(client_of(file.owner), file, HTTP_RANGE=wanted)

    parts = {"bytes=0-3": b"priv", "bytes=-4": b"ords"}
    expected = {200: b"private words", 206: parts.get(wanted), 416: b""}
    assert content == expected[status]


READERS = {
    "public": "awa boubacar chloe diego esther fatou nobody",
    "organisation": "awa boubacar chloe diego",
    "outer": "awa boubacar chloe",
}


@pytest.mark.parametrize("place", READERS)
def test_a_file_is_for_the_readers_of_its_post(
    scene: Scene, send: Send, client_of: ClientOf, place: str
) -> None:
    file = send(place=place)

    people = ("awa", "boubacar", "chloe", "diego", "esther", "fatou", "nobody")
    statuses = {name: ask(client_of(getattr(scene.cast, name, None)), file)[0] for name in people}

    readers = READERS[place].split()
    assert statuses == {name: 200 if name in readers else 404 for name in people}


def test_a_file_in_a_draft_is_its_owners_alone(scene: Scene, client_of: ClientOf) -> None:
    client_of(scene.cast.chloe).post(
        f"/t/{scene.topics['public'].pk}/reply/",
        {"body": "not yet", "files": uploaded("notes.txt", b"unsent"), "wish": "draft"},
    )
    file = Attachment.objects.get()

    assert ask(client_of(scene.cast.chloe), file) == (200, b"unsent")
    for person in (scene.cast.awa, scene.cast.gustave, scene.cast.boubacar, None):
        assert ask(client_of(person), file)[0] == 404


def test_a_file_goes_out_of_sight_with_its_post(
    scene: Scene, send: Send, client_of: ClientOf
) -> None:
    file = send(place="public")
    assert file.post is not None

    delete_post(post=file.post, by=scene.cast.chloe)

    for person in (scene.cast.awa, scene.cast.boubacar, None):
        assert ask(client_of(person), file)[0] == 404


def test_nobody_sends_the_file_of_somebody_else(scene: Scene, client_of: ClientOf) -> None:
    address = f"/t/{scene.topics['outer'].pk}/reply/"
    client_of(scene.cast.chloe).post(
        address, {"body": "mine", "files": uploaded("notes.txt", b"unsent"), "wish": "draft"}
    )
    key = Attachment.objects.get().key

    client_of(scene.cast.boubacar).post(
        address, {"body": "forged", "kept_files": ["", key], "known_files": key}
    )

    file = Attachment.objects.get()
    assert (file.post, file.owner) == (None, scene.cast.chloe)
