"""A resource in one file: all of it, nothing fetched from elsewhere, for its readers alone."""

import re
from collections.abc import Callable

import html5lib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from communities.people.models import User
from communities.policy import Audience
from resources.library.choices import Adoption
from resources.library.services.files import add_file
from resources.library.services.practices import take_stance, tell_adaptation
from tests.personas import Cast
from tests.resources.library.conftest import Keep

ClientOf = Callable[[User | None], Client]
LOADS = {"script", "img", "iframe", "object", "embed", "source", "video", "audio", "form"}


def test_the_file_holds_everything_and_fetches_nothing(
    keep: Keep, stage: Cast, client_of: ClientOf
) -> None:
    page = keep(
        "Meters <script>",
        kind="practice",
        what_was_done="We **counted**.",
        text="![picture](https://elsewhere.example/x.png) [here](/resources/)",
    )
    add_file(page=page, owner=stage.awa, upload=SimpleUploadedFile("sheet.txt", b"words"))
    take_stance(page=page, person=stage.awa, adoption=Adoption.ADOPTED, place="Thiès")
    for number in range(25):
        tell_adaptation(page=page, author=stage.diego, place=f"Town {number}", changed="The hour")

    answer = client_of(None).get(f"/resources/{page.pk}/download.html")
    text = answer.content.decode()
    tree = html5lib.parse(text, namespaceHTMLElements=False)

    assert answer.headers["Content-Disposition"] == f'attachment; filename="{page.slug}.html"'
    assert not {one.tag for one in tree.iter() if isinstance(one.tag, str)} & LOADS
    assert [one.get("href") for one in tree.iter("link")] == []
    assert [one.get("href") for one in tree.iter("base")] == ["http://localhost:8000/"]
    assert not re.search(r"url\(|@import", text)
    for said in ("<strong>counted</strong>", "Thiès", "Town 0", "Town 24", "sheet.txt"):
        assert said in text
    assert f"http://localhost:8000{page.get_absolute_url()}" in text
    assert "https://creativecommons.org/licenses/by/4.0/" in text


def test_readers_save_what_they_read_and_nobody_else(
    keep: Keep, stage: Cast, client_of: ClientOf
) -> None:
    inner = keep("Inner", by=stage.awa, read_audience=Audience.INNER)
    draft = keep("Draft", publish=False)

    answers = {
        name: client_of(getattr(stage, name)).get(f"/resources/{inner.pk}/download.html")
        for name in ("boubacar", "chloe")
    }

    assert answers["boubacar"].status_code == 200
    assert b"Inner circle" in answers["boubacar"].content
    assert answers["chloe"].status_code == 404
    assert client_of(stage.awa).get(f"/resources/{draft.pk}/download.html").status_code == 404
