"""Takes the marks of Markdown off a text of which a passage is shown: marks are no words."""

import re

_AT_START = re.compile(
    r"^[ \t]{0,3}(?:#{1,6}[ \t]+|(?:>[ \t]?)++|[-*+][ \t]+|\|?[ \t]*:?-{3}[-:| \t]*+$)",
    re.MULTILINE,
)
_LINK = re.compile(r"!?\[([^\[\]\n]{1,200})\]\([^()\s]{1,500}\)")
_OPENING = re.compile(r"(?<![\w*])(?:\*{1,3}|_{2,3}|~~|`{1,3})(?=[\w«“(])")
_CLOSING = re.compile(r"(?<=[\w.,;:!?…)»”])(?:\*{1,3}|_{2,3}|~~|`{1,3})(?![\w*])")


def without_marks(text: str) -> str:
    """Return what a reader would read of a Markdown text; what is no mark stays as it is."""
    text = _LINK.sub(r"\1", _AT_START.sub("", text))
    return _CLOSING.sub("", _OPENING.sub("", text))
