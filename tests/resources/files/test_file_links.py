"""How a file stands on a page: with a small picture, or in light mode with its weight."""

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.translation import gettext as _

from resources.files.pictures import HEAVIEST
from resources.files.templatetags.files import weight

LINK = Template("{% load files %}{% file_link '/whole/' '/small/' name=name kind=kind size=size %}")


def link(name: str, kind: str, size: int, *, is_light: bool) -> str:
    facts = {"name": name, "kind": kind, "size": size, "is_light": is_light}
    return LINK.render(Context(facts)).strip()


def test_a_picture_is_shown_small_and_leads_to_the_whole() -> None:
    assert link("a.jpg", "image/jpeg", 3_250_000, is_light=False) == (
        '<a href="/whole/"><img src="/small/" alt="" width="320" height="240" loading="lazy">'
        "a.jpg</a> (3.1 MB)"
    )


def test_a_heavy_picture_in_light_mode_is_two_links_with_weights() -> None:
    assert link("a.jpg", "image/jpeg", 3_250_000, is_light=True) == (
        '<a href="/small/">a.jpg (picture, 28 kB at the most)</a> '
        '<a href="/whole/"><span class="visually-hidden">a.jpg: </span>in full, 3.1 MB</a>'
    )


def test_a_light_picture_in_light_mode_is_one_link() -> None:
    found = link("a.png", "image/png", HEAVIEST, is_light=True)

    assert found == '<a href="/whole/">a.png (picture, 28 kB)</a>'


@pytest.mark.parametrize("is_light", [True, False])
def test_what_is_no_picture_stays_as_it_was(*, is_light: bool) -> None:
    found = link("a.pdf", "application/pdf", 5000, is_light=is_light)

    assert found == '<a href="/whole/">a.pdf</a> (5 kB)'


def test_a_name_cannot_write_markup() -> None:
    for is_light in (True, False):
        assert "<b>" not in link("<b>.jpg", "image/jpeg", 3_250_000, is_light=is_light)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    ("size", "number", "unit"),
    [(0, 1, "kB"), (28_672, 28, "kB"), (2**20 - 1, 1024, "kB"), (3_250_000, 3.1, "MB")],
)
def test_weight_is_said_in_the_readers_language(
    language: str, size: int, number: float, unit: str
) -> None:
    with translation.override(language):
        said = str(number).replace(".", "," if language == "fr" else ".")
        word = {"kB": _("%(size)s kB"), "MB": _("%(size)s MB")}[unit]

        assert weight(size) == word % {"size": said}
