"""Finding people's names in a text that shall name nobody."""

import re
import unicodedata
from collections.abc import Iterable

from communities.facilitation.markdown import plain

SHORTEST = 3  # letters of a part of a name that is looked for by itself


def names_in(text: str, names: Iterable[str]) -> list[str]:
    """Return the names that stand in a text: whole in any spelling, parts as they are written."""
    words = " ".join(unicodedata.normalize("NFC", plain(text)).split())
    found = {}
    for name in names:
        whole = " ".join(unicodedata.normalize("NFC", name).split())
        if whole and _stands(whole, words, re.IGNORECASE):
            found[whole] = True
            continue
        for part in _parts(whole):
            if _stands(part, words):
                found[part] = True
    return sorted(found)


def _parts(name: str) -> list[str]:
    parts = re.findall(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*", name)
    return [part for part in parts if len(part) >= SHORTEST and part[0].isupper()]


def _stands(name: str, words: str, flags: int = 0) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, flags) is not None
