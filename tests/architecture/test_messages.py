"""The French of the whole site: complete, compiled, and set as French is printed."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.core.management import call_command
from django.template.base import Lexer, TokenType

from tests.architecture.sources import PACKAGES, ROOT, name_of, templates, tokens

CATALOGUE = Path("cop_site/locale/fr/LC_MESSAGES/django.po")
NO_BREAK, NARROW = "\u00a0", "\u202f"
# What French typography asks before and inside; addresses and times of day are left alone.
BREAKING = re.compile(
    rf"(?<!{NARROW})[;!?]"  # a narrow no-break space before these
    rf"|(?<![{NO_BREAK}\d]):(?!//)(?=\W|$)"  # a no-break space before a colon
    rf"|«(?!{NO_BREAK})|(?<!{NO_BREAK})»"  # and inside quotation marks
    r"|\.\.\.|“|”"  # one sign for three dots; the French marks for the English ones
    r"|(?<=[^\W\d_])'(?=[^\W\d_])"  # a curved apostrophe between letters
)
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]")


def catalogue() -> polib.POFile:
    return polib.pofile(str(ROOT / CATALOGUE))


def wordings(entry: polib.POEntry | polib.MOEntry) -> list[str]:
    return [words for words in (entry.msgstr, *entry.msgstr_plural.values()) if words]


def keys(entries: Iterator[polib.POEntry] | polib.POFile) -> set[tuple[str, str, str]]:
    return {(one.msgctxt or "", one.msgid, one.msgid_plural) for one in entries if not one.obsolete}


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> polib.POFile:
    """Extract the messages of a copy of the source, as ``make messages`` does."""
    if shutil.which("xgettext") is None:
        pytest.skip("GNU gettext is not installed")
    copy = tmp_path_factory.mktemp("source")
    for folder in (*PACKAGES, "templates", "static"):
        if (ROOT / folder).is_dir():
            shutil.copytree(
                ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__")
            )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(copy)
        patch.setattr("django.conf.settings.LOCALE_PATHS", [copy / "cop_site" / "locale"])
        call_command("makemessages", locale=["fr"], no_location=True, verbosity=0)
    return polib.pofile(str(copy / CATALOGUE))


def test_every_message_of_the_source_is_in_the_catalogue_and_no_other(
    extracted: polib.POFile,
) -> None:
    assert keys(catalogue()) == keys(extracted)


def test_nothing_is_untranslated_unsure_or_left_over() -> None:
    french = catalogue()

    assert [one.msgid for one in french.untranslated_entries()] == []
    assert [one.msgid for one in french.fuzzy_entries()] == []
    assert [one.msgid for one in french.obsolete_entries()] == []
    assert [one.msgid for one in french if one.msgid_plural and len(wordings(one)) != 2] == []


def test_each_place_for_a_fact_is_in_the_french_too() -> None:
    wrong = [
        one.msgid
        for one in catalogue()
        for words in wordings(one)
        if not set(PLACES.findall(words)) <= set(PLACES.findall(one.msgid + one.msgid_plural))
        or (not one.msgid_plural and set(PLACES.findall(one.msgid)) - set(PLACES.findall(words)))
    ]

    assert wrong == []


def test_the_compiled_catalogue_says_the_same() -> None:
    compiled = polib.mofile(str((ROOT / CATALOGUE).with_suffix(".mo")))

    def said(entries: polib.POFile | polib.MOFile) -> dict[tuple[str, str], list[str]]:
        return {(one.msgctxt or "", one.msgid): wordings(one) for one in entries}

    assert said(compiled) == said(catalogue())


def test_french_is_set_as_french_is_printed() -> None:
    wrong = [words for one in catalogue() for words in wordings(one) if BREAKING.search(words)]

    assert wrong == []


@pytest.mark.parametrize(
    "words",
    [
        "Quoi?",
        "Quoi ?",
        "Non;",
        "Voici: un",
        "Voici : un",
        "« non »",
        "«non»",
        "Euh...",
        "“non”",
        "l'eau",
    ],
)
def test_the_rule_of_print_finds_what_it_should(words: str) -> None:
    assert BREAKING.search(words)


@pytest.mark.parametrize(
    "words", ["Quoi\u202f?", "Voici\u00a0: un", "«\u00a0oui\u00a0»", "à 09:00:00", "https://a.fr"]
)
def test_the_rule_of_print_leaves_good_french_alone(words: str) -> None:
    assert not BREAKING.search(words)


def halves(path: Path) -> Iterator[str]:
    """Yield neighbouring messages of a template with only spaces and facts between them."""
    before = None
    for token in tokens(path):
        is_message = token.token_type == TokenType.BLOCK and token.contents.startswith("translate ")
        if is_message and " as " not in token.contents:
            if before is not None:
                yield f"{name_of(path)}:{token.lineno} {before.contents} … {token.contents}"
            before = token
        elif token.token_type == TokenType.BLOCK or token.contents.strip():
            before = before if token.token_type == TokenType.VAR else None


def test_a_sentence_glued_together_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    template = '{% translate "You have" %} {{ count }} {% translate "letters" %}'
    found = Lexer(template).tokenize()
    monkeypatch.setitem(globals(), "tokens", lambda _path: found)

    assert list(halves(ROOT / "letters.html"))


def test_no_sentence_is_glued_together_from_messages() -> None:
    assert [half for path in templates() for half in halves(path)] == []
