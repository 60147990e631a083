"""The files of the product as the architecture tests read them."""

import ast
import io
import tokenize
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, Token

ROOT = Path(__file__).parents[2]
PACKAGES = ("cop_site", "communities", "resources", "forums")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def modules() -> list[Path]:
    """Return every Python file of the packages; migrations are written by Django."""
    found = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return sorted(path for path in found if "migrations" not in path.parts)


@cache
def templates() -> list[Path]:
    """Return every template, those of the packages too."""
    folders = [ROOT / "templates", *(ROOT / package for package in PACKAGES)]
    return sorted(path for folder in folders for path in folder.rglob("*.html"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def comments(path: Path) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


@cache
def tokens(path: Path) -> list[Token]:
    return Lexer(path.read_text("utf-8")).tokenize()


class Elements(HTMLParser):
    """Collects the elements and the texts of a template whose tags were taken out."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.inside: list[str] = []
        self.labelled_inside: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        self.labelled_inside.append("label" in self.inside)
        if tag in {"label", "script", "style"}:
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            self.inside.remove(tag)

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self.inside):
            self.texts.append(data)


def elements_of(html: str) -> Elements:
    parser = Elements()
    parser.feed(html)
    parser.close()
    return parser
