"""What somebody says of a resource in the plain form, and the same read from a page."""

from dataclasses import dataclass, fields
from datetime import date

from communities.pages.models import Goal
from resources.library.choices import Kind, Licence, Role
from resources.library.models import ResourcePage
from resources.library.selectors.resources import credits_of

PRACTICE = ("what_was_done", "setting", "what_made_it_work", "limits", "evidence")


@dataclass(frozen=True, slots=True)
class Facts:
    """A resource in the words of the form; no ``text`` or no ``tags``: leave them as they are."""

    title: str
    summary: str
    language: str
    read_audience: int
    kind: str = Kind.GUIDE
    text: str | None = ""
    address: str = ""
    country: str = ""
    level: str = ""
    sector: str = ""
    theme: str = ""
    goal: Goal | None = None
    licence: str = Licence.BY
    review_on: date | None = None
    what_was_done: str = ""
    setting: str = ""
    what_made_it_work: str = ""
    limits: str = ""
    evidence: str = ""
    tags: tuple[str, ...] | None = ()
    authors: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()


APART = {"text", "tags", "authors", "contributors"}  # what is no field of the page
PLAIN = tuple(field.name for field in fields(Facts) if field.name not in APART)


def facts_of(page: ResourcePage) -> Facts:
    """Read a page as the form would word it."""
    credited = credits_of(page)
    return Facts(
        **{name: getattr(page, name) for name in PLAIN},
        text=plain_text(page),
        tags=tuple(sorted(tag.name for tag in page.tags.all())),
        authors=tuple(str(one) for one in credited if one.role == Role.AUTHOR),
        contributors=tuple(str(one) for one in credited if one.role == Role.CONTRIBUTOR),
    )


def plain_text(page: ResourcePage) -> str | None:
    """Return the text if it is one piece of Markdown, none if it has several parts."""
    blocks = list(page.body)
    if not blocks:
        return ""
    is_plain = len(blocks) == 1 and blocks[0].block_type == "text"
    return str(blocks[0].value) if is_plain else None
