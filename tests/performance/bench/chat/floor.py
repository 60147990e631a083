"""What both floors say: frames of the same size as the site's, with nothing behind them."""

import json
from collections import Counter
from typing import Any

AT = "2026-06-30T18:00:00Z"


def answer(frame: dict[str, Any], numbers: "Counter[str]") -> tuple[str, str]:
    """Return what the room hears of a frame, if anything, and what its sender is answered."""
    place = frame["p"]
    if frame["t"] == "join":
        joined = {"t": "joined", "p": place, "n": numbers[place], "begins": 0, "here": []}
        return "", _text(joined)
    numbers[place] += 1
    number, key = numbers[place], frame["k"]
    message = {
        "id": number,
        "n": number,
        "v": number,
        "a": 1,
        "by": "Awa Diop",
        "at": AT,
        "html": f"<p>{frame['body']}</p>\n",
        "k": key,
    }
    heard = {"t": "m", "p": place, "n": number, "m": message}
    return _text(heard), _text({"t": "ok", "k": key, "id": number, "n": number})


def nothing_kept(path: str, numbers: "Counter[str]") -> bytes:
    """Answer what changed in a room (``/rooms/5/changes/``): what was lost is lost."""
    _rooms, _slash, room = path.strip("/").removesuffix("/changes").partition("/")
    return _text({"n": numbers[f"room:{room}"], "more": False, "m": []}).encode()


def _text(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
