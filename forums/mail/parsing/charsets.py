"""Turns bytes into text when the declared encoding is missing, wrong or unknown."""

import codecs
import re

# Only encodings of writing: Python also knows codecs that are slow ("idna") or are none ("hex").
_WRITING = re.compile(
    r"(?:utf|us-ascii|ascii|iso|latin|windows|cp|koi8|big5|gb|euc|shift|sjis|mac|hz|tis|ks_c|johab)"
    r"[\w.:-]*"
)
_WESTERN = frozenset({"ascii", "iso8859-1", "cp1252"})
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030"}


def decode_text(content: bytes, declared: str) -> tuple[str, bool]:
    """Decode, and say whether the result can be trusted.

    Western declarations are often wrong both ways: what is valid UTF-8 is read as UTF-8, and
    Latin-1 is read as Windows-1252, which differs only where Latin-1 has control characters.
    """
    name = _codec(declared)
    is_exact = name is not None and name not in _WESTERN
    for candidate in [name, "utf-8", "cp1252"] if is_exact else ["utf-8", "cp1252"]:
        try:
            text = content.decode(candidate or "utf-8")
        except ValueError:
            continue
        return text, candidate == "utf-8" or (
            name is not None and candidate == name
        ) or name in _WESTERN
    return content.decode("latin-1"), False


def _codec(declared: str) -> str | None:
    cleaned = declared.strip().strip("\"'").lower().removeprefix("x-")[:40]
    if not _WRITING.fullmatch(cleaned):
        return None
    try:
        name = codecs.lookup(cleaned).name
    except LookupError:
        return None
    return _SUPERSETS.get(name, name)
