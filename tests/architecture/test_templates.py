"""Templates: every word translatable, every field labelled, nothing that the policy forbids."""

import re
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

from tests.architecture.sources import ROOT, elements_of, name_of, templates, tokens

LETTERS = re.compile(r"[^\W\d_]{2,}")
READ_ALOUD = {"alt", "title", "aria-label", "aria-description", "placeholder", "summary", "label"}
SAME_IN_EVERY_LANGUAGE = {"Français", "English"}  # each language is offered in its own name
# template: why it is not translated
NOT_TRANSLATED = {
    "templates/500.html": "shown when nothing else works, so in both languages at once"
}
# template: why it may hold its style and name its base
READ_FROM_DISK = {
    "templates/library/download.html": "saved and read without the site, where no policy applies"
}
WORDS_IN_FILTERS = re.compile(
    r"\|(?:default|default_if_none|yesno|pluralize|add|join):\"[^\"]*[^\W\d_]{2}"
)
WORDS_IN_TAGS = re.compile(r"=\s*([\"'])(?:[A-ZÀ-Ý][\w’']+|[^\"']*\w \w[^\"']*)\1")
EVENT = re.compile(r"on[a-z]+")
NEEDS_LABEL = {"input", "select", "textarea", "meter", "progress"}
LABELS_ITSELF = {"hidden", "submit", "button", "image", "reset"}
WHOLE_FORM = re.compile(r"\b\w*form(?:\.as_\w+)?$")


def _bare(path: Path, *, values: str = "0") -> str:
    """Return a template without tags and without all that stands in translation blocks."""
    kept: list[str] = []
    closing = ""
    for token in tokens(path):
        word = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        if closing:
            closing = "" if token.token_type == TokenType.BLOCK and word == closing else closing
        elif token.token_type == TokenType.BLOCK:
            if word in {"blocktranslate", "blocktrans", "comment"}:
                closing = f"end{word}"
        elif token.token_type == TokenType.VAR:
            kept.append(values.format(token.contents.replace('"', "'")))
        elif token.token_type == TokenType.TEXT:
            kept.append(token.contents)
    return "".join(kept)


def _untranslated(path: Path) -> list[str]:
    found = elements_of(_bare(path))
    buttons = [
        attributes.get("value", "")
        for tag, attributes in found.elements
        if tag == "input" and attributes.get("type") in LABELS_ITSELF - {"hidden"}
    ]
    spoken = [
        value
        for _tag, attributes in found.elements
        for name, value in attributes.items()
        if name in READ_ALOUD
    ]
    texts = (" ".join(text.split()) for text in [*found.texts, *buttons, *spoken])
    return [text for text in texts if LETTERS.search(text) and text not in SAME_IN_EVERY_LANGUAGE]


def _words_in_code(path: Path) -> list[str]:
    """Find words given to filters and to included templates outside of a translation."""
    found = []
    for token in tokens(path):
        if token.token_type == TokenType.VAR and WORDS_IN_FILTERS.search(token.contents):
            found.append(token.contents)
        if token.token_type == TokenType.BLOCK and token.contents.startswith(("include ", "with ")):
            found += [token.contents] if WORDS_IN_TAGS.search(token.contents) else []
    return found


def test_every_word_in_templates_can_be_translated() -> None:
    found = {name_of(path): words for path in templates() if (words := _untranslated(path))}
    assert {name: words for name, words in found.items() if name not in NOT_TRANSLATED} == {}
    assert found.keys() >= NOT_TRANSLATED.keys()


def test_no_words_hide_in_filters_and_includes() -> None:
    assert {name_of(path): words for path in templates() if (words := _words_in_code(path))} == {}


def test_every_word_in_messages_can_be_translated() -> None:
    mails = [*(ROOT / "templates").rglob("*.txt")]
    assert {
        name_of(path): words
        for path in mails
        if (words := [line.strip() for line in _bare(path).splitlines() if LETTERS.search(line)])
    } == {}


def _forbidden(path: Path) -> list[str]:
    found = []
    for tag, attributes in elements_of(_bare(path)).elements:
        found += [
            f"<{tag} {name}>" for name in attributes if name == "style" or EVENT.fullmatch(name)
        ]
        held = {"iframe", "object", "embed"}
        held |= set() if path in {ROOT / name for name in READ_FROM_DISK} else {"style", "base"}
        found += [f"<{tag}>" for _once in [0] if tag in held]
        found += [f"<{tag}> inline" for _once in [0] if tag == "script" and "src" not in attributes]
        loads = tag in {"script", "link", "img", "source", "video", "audio", "use"}
        found += [
            f"<{tag} {name}={value}>"
            for name, value in attributes.items()
            if value.lstrip().lower().startswith("javascript:")
            or (
                loads
                and name in {"src", "href", "srcset", "poster"}
                and value.startswith(("http", "//"))
            )
        ]
    return found


def test_no_template_needs_what_the_policy_forbids() -> None:
    assert {name_of(path): marks for path in templates() if (marks := _forbidden(path))} == {}


def test_no_template_turns_escaping_off() -> None:
    assert [
        f"{name_of(path)}: {token.contents}"
        for path in templates()
        for token in tokens(path)
        if re.search(r"\|\s*safe(?:seq)?\b", token.contents)
        or (
            token.token_type == TokenType.BLOCK
            and token.contents.split()[:2] == ["autoescape", "off"]
        )
    ] == []


def _unlabelled(path: Path) -> list[str]:
    found = elements_of(_bare(path, values="[[{}]]"))
    labels = {attributes.get("for") for tag, attributes in found.elements if tag == "label"}
    return [
        f"<{tag} name={attributes.get('name')!r}>"
        for (tag, attributes), inside in zip(found.elements, found.labelled_inside, strict=True)
        if tag in NEEDS_LABEL
        and attributes.get("type") not in LABELS_ITSELF
        and not inside
        and not {"aria-label", "aria-labelledby"} & set(attributes)
        and attributes.get("id") not in labels - {None}
    ]


def _fields_without_label(path: Path) -> list[str]:
    """Find form fields that a template places by hand and does not label."""
    variables = [one.contents.strip() for one in tokens(path) if one.token_type == TokenType.VAR]
    text = path.read_text("utf-8")
    named = [one for one in variables if re.fullmatch(r"(?:\w+\.)*(?:field|\w*form\.\w+)", one)]
    return [
        one
        for one in named
        if not WHOLE_FORM.search(one)
        and one.rpartition(".")[2]
        not in {"media", "non_field_errors", "errors", "management_form", "hidden_fields"}
        and not any(
            f"{one}.{label}" in text for label in ("id_for_label", "label_tag", "legend_tag")
        )
        and f"in {one.rpartition('.')[0]}.hidden_fields" not in text
    ]


def test_every_field_in_templates_has_a_label() -> None:
    assert {
        name_of(path): fields
        for path in templates()
        if (fields := [*_unlabelled(path), *_fields_without_label(path)])
    } == {}


@pytest.fixture
def template(tmp_path: Path) -> Path:
    return tmp_path / "one.html"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("<p>Hello</p>", ["Hello"]),
        ('<p title="Hello">', ["Hello"]),
        ('<input type="submit" value="Send">', ["Send"]),
        ("{% if a %}Yes{% endif %}", ["Yes"]),
        ("<p>{{ a }} {% translate 'Hello' %}, 12 – 3</p>", []),
        ("{% blocktranslate %}Hello <b>you</b>{% endblocktranslate %}", []),
        ("{% comment %}Hello{% endcomment %}{# Hello #}<!-- Hello -->", []),
        ('<p class="hello" {% if a %}id="there"{% endif %}></p>', []),
    ],
)
def test_untranslated_words_are_noticed(template: Path, text: str, found: list[str]) -> None:
    template.write_text(text)
    assert _untranslated(template) == found


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("<input name=a>", 1),
        ("<textarea name=a></textarea>", 1),
        ("<label for=b></label><input id=a>", 1),
        ("<label for=a></label><input id=a>", 0),
        ('<label for="{{ f.id }}"></label><input id="{{ f.id }}">', 0),
        ("<label>x <input></label>", 0),
        ("<input type=hidden>", 0),
        ("<input aria-label=x>", 0),
    ],
)
def test_unlabelled_fields_are_noticed(template: Path, text: str, count: int) -> None:
    template.write_text(text)
    assert len(_unlabelled(template)) == count


@pytest.mark.parametrize(
    "text",
    [
        "<p style=x>",
        "<p onclick=x>",
        "<script>x</script>",
        "<style>x</style>",
        "<a href='javascript:x'>",
        "<img src='https://x'>",
    ],
)
def test_what_the_policy_forbids_is_noticed(template: Path, text: str) -> None:
    template.write_text(text)
    assert _forbidden(template)


def test_a_template_is_read_as_django_reads_it() -> None:
    kinds = [token.token_type for token in Lexer("a{{ b }}{% c %}{# d #}").tokenize()]
    assert kinds == [TokenType.TEXT, TokenType.VAR, TokenType.BLOCK, TokenType.COMMENT]
