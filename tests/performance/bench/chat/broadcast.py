"""A floor: the least a websocket server can do, ``broadcast PORT``. Nothing is stored or checked."""

import asyncio
import json
import sys
from collections import Counter, defaultdict

from websockets.asyncio.server import ServerConnection, broadcast, serve

from tests.performance.bench.chat.floor import answer
from tests.performance.bench.server import HOST

rooms: defaultdict[str, set[ServerConnection]] = defaultdict(set)
numbers: Counter[str] = Counter()


async def talk(socket: ServerConnection) -> None:
    """Send what one says to everybody in the room."""
    await socket.send('{"t":"hi","you":1}')
    try:
        async for text in socket:
            frame = json.loads(text)
            place = frame["p"]
            if frame["t"] == "join":
                rooms[place].add(socket)
            heard, answered = answer(frame, numbers)
            if heard:
                broadcast(rooms[place], heard)
            await socket.send(answered)
    finally:
        for sockets in rooms.values():
            sockets.discard(socket)


async def main(port: int) -> None:
    async with serve(talk, HOST, port, compression=None, ping_interval=None) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
