"""One key for words that differ in accents, capitals, spaces and signs alone."""

import unicodedata

LONGEST_KEY = 100
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


def folded(text: str) -> str:
    """Return the key of a word: "Sénégal", "SENEGAL" and "senegal " have the same."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(LIGATURES)
    letters = "".join(sign if _is_kept(sign) else " " for sign in plain if not _is_accent(sign))
    return " ".join(letters.split())[:LONGEST_KEY].strip()


def _is_accent(sign: str) -> bool:
    return unicodedata.combining(sign) != 0


def _is_kept(sign: str) -> bool:
    """Letters and digits, and the vowel signs of scripts that write them so."""
    return sign.isalnum() or unicodedata.category(sign).startswith("M")
