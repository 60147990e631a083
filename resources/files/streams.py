"""A response that sends a part of an open file piece by piece."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any, Self

from django.core.files import File
from django.http import StreamingHttpResponse

PIECE = 64 * 1024


class Pieces:
    """A part of a file, read when asked for; closing it closes the file."""

    def __init__(self, file: File[Any], part: range) -> None:
        file.seek(part.start)
        self.file = file
        self.left = len(part)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> bytes:
        piece: bytes = self.file.read(min(PIECE, self.left))
        if not piece:
            raise StopIteration
        self.left -= len(piece)
        return piece

    def close(self) -> None:
        self.file.close()


class FileStream(StreamingHttpResponse):
    """Stock Django, under ASGI, reads a whole file into memory before it sends the first byte.

    Here each piece is read when the one before has left, on a thread that no page waits for.
    To drop it: ``django.http.FileResponse``.
    """

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces: Iterator[bytes] = self.streaming_content  # type: ignore[assignment]  # never async
        while piece := await asyncio.to_thread(next, pieces, b""):
            yield piece
