"""Words of PDF files, read in a process of its own.

Nothing bounds the time and memory that a forged PDF costs pypdf; a process can be bounded, and what
it said before it was stopped is kept.
"""

import subprocess
import sys
from pathlib import Path
from typing import IO

from resources.files.reading.gathering import (
    MOST_CHARACTERS,
    MOST_SECONDS,
    DamagedError,
    EnoughReadError,
    Words,
)

_READER = Path(__file__).with_name("pdf_reader.py")
_MOST_BYTES = 100 * 1024 * 1024


def read_pdf(stream: IO[bytes], words: Words) -> None:
    """Read the pages in order; a page that cannot be read is left out."""
    content = stream.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise EnoughReadError("too large to be read")
    bounds = [str(MOST_CHARACTERS), str(MOST_SECONDS)]
    command = [sys.executable, "-I", str(_READER), *bounds]
    try:
        ended = subprocess.run(  # noqa: S603 -- our own script; the file comes by its input
            command, input=content, capture_output=True, timeout=MOST_SECONDS * 2, check=False
        )
    except subprocess.TimeoutExpired as stopped:
        words.add((stopped.stdout or b"").decode("utf-8", "replace"))
        raise EnoughReadError(f"more than {MOST_SECONDS * 2} seconds") from None
    words.add(ended.stdout.decode("utf-8", "replace"))
    if ended.returncode:
        reason = ended.stderr.decode("utf-8", "replace").strip()[-200:]
        raise DamagedError(reason or f"stopped by {ended.returncode}")
