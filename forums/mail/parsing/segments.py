"""Groups the lines of a text into code and prose, judging doubtful lines by their neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from forums.mail.parsing.shapes import Shape, shape_of


@dataclass(frozen=True, slots=True)
class Segment:
    """Lines that are shown in one way."""

    lines: tuple[str, ...]
    is_code: bool


def segments(lines: Sequence[str]) -> list[Segment]:
    """Cut into runs of code and of prose; blank lines around a run belong to neither."""
    shapes = [shape_of(line) for line in lines]
    is_code = _join(_mark_code(shapes), shapes)
    cut = []
    for flag, run in groupby(zip(is_code, lines, strict=True), key=lambda pair: pair[0]):
        trimmed = _trim([line for _, line in run])
        if trimmed:
            cut.append(Segment(tuple(trimmed), flag))
    return cut


def _mark_code(shapes: list[Shape]) -> list[bool]:
    """Laid-out lines count where two touch; doubtful lines where they touch what counts."""
    marked = [shape is Shape.CODE for shape in shapes]
    laid_out = [shape in {Shape.LAID_OUT, Shape.CODE} for shape in shapes]
    for index, shape in enumerate(shapes):
        if shape is Shape.LAID_OUT and any(_neighbours(laid_out, index)):
            marked[index] = True
    doubtful = {Shape.LAID_OUT, Shape.PERHAPS_CODE, Shape.RULE}
    for order in (range(len(shapes)), range(len(shapes) - 1, -1, -1)):
        for index in order:
            if shapes[index] in doubtful and any(_neighbours(marked, index)):
                marked[index] = True
    return marked


def _neighbours(marks: Sequence[bool], index: int) -> Sequence[bool]:
    return [*marks[max(index - 1, 0) : index], *marks[index + 1 : index + 2]]


def _join(marked: list[bool], shapes: Sequence[Shape]) -> list[bool]:
    """What is not prose, blank lines too, between two lines of code belongs to the code."""
    joined = list(marked)
    last_code = -1
    for index, shape in enumerate(shapes):
        if marked[index]:
            if last_code >= 0:
                joined[last_code + 1 : index] = [True] * (index - last_code - 1)
            last_code = index
        elif shape is Shape.PROSE:
            last_code = -1
    return joined


def _trim(lines: list[str]) -> list[str]:
    start, end = 0, len(lines)
    while start < end and not lines[start].strip():
        start += 1
    while end > start and not lines[end - 1].strip():
        end -= 1
    return lines[start:end]
