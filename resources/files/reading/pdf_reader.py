"""The process that reads one PDF: from its input to its output, within bounds."""

import io
import itertools
import logging
import sys

MOST_PAGES = 2_000
MOST_MEMORY = 1024 * 1024 * 1024


def bound(seconds: int) -> None:
    """Let the system end this process when it takes too much."""
    if sys.platform == "win32":
        return  # whoever started it ends it in time
    import resource  # noqa: PLC0415 -- not on Windows

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def main(left: int) -> None:
    """Write page after page, so that what was read counts if this is ended."""
    from pypdf import PdfReader  # noqa: PLC0415 -- after the bounds

    logging.disable(logging.CRITICAL)
    for page in itertools.islice(PdfReader(io.BytesIO(sys.stdin.buffer.read())).pages, MOST_PAGES):
        try:
            text = page.extract_text()[:left]
        except Exception:  # noqa: BLE001, S112 -- whatever a damaged page leads to, the next may be fine
            continue
        sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
        sys.stdout.buffer.flush()
        left -= len(text)
        if left <= 0:
            return


if __name__ == "__main__":
    characters, seconds = (int(number) for number in sys.argv[1:])
    bound(seconds)
    try:
        main(characters + 1)
    except Exception as error:  # noqa: BLE001 -- told in one line to whoever started this
        sys.exit(f"{type(error).__name__}: {error}")
