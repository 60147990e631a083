"""There is one door to each thing: no look-up, mark or import may go round it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import comments, modules, name_of, tree

BANNED_NAMES = {"get_object_or_404", "aget_object_or_404", "mark_safe", "csrf_exempt", "SafeText"}
# (file, name): why it may stand there
ALLOWED_NAMES = {
    (
        "resources/library/views/oai.py",
        "csrf_exempt",
    ): "OAI-PMH demands POST from any machine; it reads what is public and changes nothing",
}
RENDERER = "forums.spaces.markup"
MANAGERS = {"objects", "_default_manager", "_base_manager"}

# (file, function): why this view may look something up without an access_* selector
LOOKUPS = {
    (
        "cop_site/demo/views.py",
        "sign_in",
    ): "finds a persona of the demo before anybody is signed in",
    (
        "communities/circles/views/care.py",
        "enter",
    ): "asks a superuser, who has no access yet, for a reason",
}
# file: why it may name the policy's weak word
UNSAFE_INLINE = {
    "cop_site/middleware.py": "Wagtail's admin works with inline scripts; community pages get the strict policy",
}


def _is_view(path: Path) -> bool:
    return path.stem == "views" or "views" in path.parent.parts


def _names(module: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(module):
        if isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute):
            yield node.lineno, node.attr
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, alias.name) for alias in node.names)


def _lookups(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Find each use of a manager and the outermost function or class it stands in."""
    for outer in module.body:
        for node in ast.walk(outer):
            if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
                yield getattr(outer, "name", ""), node.lineno


def test_views_are_found() -> None:
    assert sum(map(_is_view, modules())) > 5


def test_nothing_goes_round_access_marks_or_tokens() -> None:
    assert [
        f"{name_of(path)}:{line} {name}"
        for path in modules()
        for line, name in _names(tree(path))
        if name in BANNED_NAMES and (name_of(path), name) not in ALLOWED_NAMES
    ] == []


def test_views_fetch_through_selectors() -> None:
    assert [
        f"{name_of(path)}:{line}"
        for path in filter(_is_view, modules())
        for function, line in _lookups(tree(path))
        if (name_of(path), function) not in LOOKUPS
    ] == []


def test_each_allowed_lookup_is_still_there() -> None:
    found = {
        (name_of(path), function)
        for path in filter(_is_view, modules())
        for function, _line in _lookups(tree(path))
    }
    assert set(LOOKUPS) <= found


def _renderers(module: ast.Module) -> set[str]:
    return {
        alias.asname or alias.name
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and node.module == RENDERER
        for alias in node.names
        if alias.name in {"render", "clean"}
    }


def _unrendered(module: ast.Module) -> Iterator[int]:
    """Find what is called safe without coming straight from the renderer."""
    renderers = _renderers(module)
    for node in ast.walk(module):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "SafeString"
        ):
            inner = node.args[0] if node.args else None
            rendered = (
                isinstance(inner, ast.Call)
                and isinstance(inner.func, ast.Name)
                and inner.func.id in renderers
            )
            if not rendered:
                yield node.lineno


def test_only_the_renderer_makes_text_safe() -> None:
    assert [
        f"{name_of(path)}:{line}" for path in modules() for line in _unrendered(tree(path))
    ] == []


def test_weak_policy_is_named_where_it_must_be() -> None:
    found = {name_of(path) for path in modules() if "unsafe-inline" in path.read_text("utf-8")}
    assert found <= set(UNSAFE_INLINE)


def test_imports_name_the_whole_path() -> None:
    assert [
        f"{name_of(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.level > 0
    ] == []


def test_each_module_says_what_it_is_for() -> None:
    assert [name_of(path) for path in modules() if not ast.get_docstring(tree(path))] == []


SUPPRESSION = re.compile(r"#\s*(?:noqa|type:\s*ignore|ruff:\s*noqa|mypy:|pragma:|fmt:\s*off)")
REASONED = re.compile(
    r"# noqa: [A-Z]+\d+(?:, [A-Z]+\d+)* -- \w.*|# type: ignore\[[a-z-]+(?:, ?[a-z-]+)*\]  # \w.*"
)


@pytest.mark.parametrize(
    ("comment", "reasoned"),
    [
        ("# noqa", False),
        ("# noqa: E501", False),
        ("# type: ignore", False),
        ("# type: ignore[attr-defined]", False),
        ("# noqa: E501 -- the address is that long", True),
        ("# type: ignore[attr-defined]  # set by the middleware", True),
    ],
)
def test_suppression_without_reason_is_noticed(comment: str, reasoned: bool) -> None:  # noqa: FBT001 -- a test's parameter
    assert SUPPRESSION.match(comment)
    assert bool(REASONED.fullmatch(comment)) is reasoned


def test_each_suppression_has_a_code_and_a_reason() -> None:
    assert [
        f"{name_of(path)}:{line} {comment}"
        for path in modules()
        for line, comment in comments(path)
        if SUPPRESSION.search(comment) and not REASONED.search(comment)
    ] == []
