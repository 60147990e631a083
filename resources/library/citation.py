"""How to cite a resource: in words (APA), for BibTeX and for reference managers (RIS)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone

from resources.library.choices import Role
from resources.library.models import Credit, ResourcePage

TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#",
        "_": r"\_", "$": r"\$", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citation:
    """What a citation says."""

    authors: tuple[str, ...]
    title: str
    published: date
    community: str
    address: str
    key: str
    language: str

    @property
    def apa(self) -> str:
        """Names as people write them: which part is the family's name nobody told us."""
        names = ", ".join(self.authors) or self.community
        place = f"{self.community}, {settings.SITE_NAME}"
        return f"{names} ({self.published.year}). {self.title}. {place}. {self.address}"

    @property
    def bibtex(self) -> str:
        lines = {
            "author": " and ".join(
                f"{{{_tex(name)}}}" for name in self.authors or [self.community]
            ),
            "title": f"{{{_tex(self.title)}}}",
            "year": str(self.published.year),
            "howpublished": _tex(f"{self.community}, {settings.SITE_NAME}"),
            "url": self.address,
            "language": self.language,
        }
        body = ",\n".join(f"  {name} = {{{value}}}" for name, value in lines.items())
        return f"@misc{{{self.key},\n{body}\n}}\n"

    @property
    def ris(self) -> str:
        rows = [
            ("TY", "ELEC"),
            *[("AU", name) for name in self.authors or [self.community]],
            ("TI", self.title),
            ("PY", str(self.published.year)),
            ("DA", self.published.strftime("%Y/%m/%d")),
            ("PB", f"{self.community}, {settings.SITE_NAME}"),
            ("LA", self.language),
            ("UR", self.address),
        ]
        return "".join(f"{tag}  - {_line(value)}\r\n" for tag, value in rows) + "ER  - \r\n"


def citation_of(page: ResourcePage, credited: Iterable[Credit]) -> Citation:
    """Gather what a citation of this resource says."""
    authors = tuple(str(one) for one in credited if one.role == Role.AUTHOR)
    published = timezone.localdate(page.first_published_at or timezone.now())
    return Citation(
        authors=authors,
        title=page.title,
        published=published,
        community=page.community.name,
        address=settings.SITE_URL + page.get_absolute_url(),
        key=f"resource{page.pk}",
        language=page.language,
    )


def _tex(text: str) -> str:
    return _line(text).translate(TEX)


def _line(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f\s]+", " ", text).strip()
