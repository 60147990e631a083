"""Files and functions stay small enough to be read at once."""

import ast
from collections.abc import Iterator
from statistics import median

from tests.architecture.sources import ROOT, modules, name_of, templates, tree

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
MEDIAN_FILE = 80
MEDIAN_FUNCTION = 12


def _lengths() -> dict[str, int]:
    scripts = (ROOT / "static" / "js").rglob("*.js")
    paths = [*modules(), *templates(), *scripts]
    return {name_of(path): len(path.read_text("utf-8").splitlines()) for path in paths}


def _functions() -> Iterator[tuple[str, int]]:
    for path in modules():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                yield f"{name_of(path)}:{node.lineno} {node.name}", length


def test_there_is_something_to_measure() -> None:
    assert len(modules()) > 20
    assert len(templates()) > 10
    assert sum(1 for _function in _functions()) > 100


def test_no_file_is_long() -> None:
    assert {name: lines for name, lines in _lengths().items() if lines > LONGEST_FILE} == {}


def test_half_of_the_files_are_short() -> None:
    lengths = [len(path.read_text("utf-8").splitlines()) for path in modules()]
    assert median(length for length in lengths if length > 1) <= MEDIAN_FILE


def test_no_function_is_long() -> None:
    assert [found for found in _functions() if found[1] > LONGEST_FUNCTION] == []


def test_half_of_the_functions_are_very_short() -> None:
    assert median(length for _name, length in _functions()) <= MEDIAN_FUNCTION
