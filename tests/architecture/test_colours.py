"""Every pair of text and ground can be read: contrast of the tokens, light and dark."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css").read_text()
LIGHT, DARK = TOKENS.split("@media (prefers-color-scheme: dark)")
TEXTS = ("ink", "ink-soft", "accent", "core", "inner", "outer", "good", "warning", "danger", "info")
PAIRS = [
    *((text, ground) for text in TEXTS for ground in ("paper", "surface")),
    ("accent-ink", "accent"),
    ("ink", "accent-soft"),
    ("accent", "accent-soft"),
]
LEAST = 4.5  # WCAG 2.2, 1.4.3


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read(scheme: str, text: str, ground: str) -> None:
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", scheme))
    lighter, darker = sorted((luminance(colours[text]), luminance(colours[ground])), reverse=True)

    assert (lighter + 0.05) / (darker + 0.05) >= LEAST
