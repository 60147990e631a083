"""Reading whole numbers that came in an address or a form."""

MAX_DIGITS = 18  # what every database stores in 64 bits


def whole_number(text: str) -> int | None:
    """Return the number, or none for anything that is no number or too large for a key."""
    return int(text) if text.isdecimal() and len(text) <= MAX_DIGITS else None
