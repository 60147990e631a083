"""Just enough of the websocket protocol for a client that costs little (RFC 6455)."""

import struct
from collections.abc import Iterator

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
FINAL = MASKED = 0x80
SHORT, LONG = 126, 127  # lengths that say: read on
NO_MASK = bytes(4)  # a mask of zeros leaves the payload as it is

HANDSHAKE = (
    "GET {path} HTTP/1.1\r\n"
    "Host: {host}\r\n"
    "Origin: http://{host}\r\n"
    "Cookie: {cookies}\r\n"
    "Upgrade: websocket\r\n"
    "Connection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Version: 13\r\n\r\n"
)
END_OF_HEAD = b"\r\n\r\n"
SWITCHED = b" 101 "


def framed(opcode: int, payload: bytes = b"") -> bytes:
    """Frame what a client says."""
    length = len(payload)
    if length < SHORT:
        head = struct.pack("!BB", FINAL | opcode, MASKED | length)
    else:
        head = struct.pack("!BBH", FINAL | opcode, MASKED | SHORT, length)
    return head + NO_MASK + payload


class FrameCutter:
    """Cuts what a server sends into frames, however the network cut it."""

    def __init__(self) -> None:
        self._rest = b""

    def cut(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Yield opcode and payload of every frame that is complete."""
        rest = self._rest + data if self._rest else data
        start = 0
        while (bounds := _bounds(rest, start)) is not None:
            begin, end = bounds
            yield rest[start] & 0x0F, rest[begin:end]
            start = end
        self._rest = rest[start:]


def _bounds(data: bytes, start: int) -> tuple[int, int] | None:
    """Find where the payload of the frame at ``start`` begins and ends."""
    if len(data) < start + 2:
        return None
    length, begin = data[start + 1], start + 2
    width = {SHORT: 2, LONG: 8}.get(length, 0)
    if width:
        begin += width
        length = int.from_bytes(data[start + 2 : begin], "big")
    if len(data) < begin + length:
        return None
    return begin, begin + length
