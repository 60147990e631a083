"""The chat's benchmark: it notices what is lost or doubled, and a small crowd hears all of it once."""

import sqlite3
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from tests.performance.bench.chat.figures import quantile
from tests.performance.bench.chat.ground import DATABASE_FILE, SECRET_KEY, Ground
from tests.performance.bench.chat.holding import Holding, Message
from tests.performance.bench.chat.many_rooms import BURST, STEADY, ManyRooms, Setting
from tests.performance.bench.chat.sides import ours
from tests.performance.bench.chat.tables import crowd_tables
from tests.performance.bench.chat.tally import Tally
from tests.performance.bench.chat.wire import TEXT, FrameCutter, framed
from tests.performance.bench.chat.world import fill

ROOM = "room:1"
NOW = 1e12  # later than anything was sent


@pytest.fixture
def tally() -> Tally:
    return Tally()


@pytest.fixture
def holding(tally: Tally) -> Holding:
    """A room that was opened when it was empty."""
    opened = Holding(ROOM, tally)
    opened.know(0)
    return opened


def stored(tally: Tally, number: int) -> Message:
    """A message that the server acknowledged."""
    key = tally.send("said")
    tally.acknowledge(ROOM, key, {"id": number, "n": number})
    return {"id": number, "k": key}


def test_frames_are_cut_wherever_the_network_cut_them() -> None:
    texts = [b"a", b"b" * 125, b"c" * 126, b"d" * 70_000]
    lengths = [b"\x01", b"\x7d", b"\x7e\x00\x7e", b"\x7f" + (70_000).to_bytes(8, "big")]
    data = b"".join(b"\x81" + size + text for size, text in zip(lengths, texts, strict=True))
    for step in (1, 7, 1000, len(data)):
        cutter = FrameCutter()
        pieces = (data[start : start + step] for start in range(0, len(data), step))
        assert [one for piece in pieces for one in cutter.cut(piece)] == [
            (TEXT, text) for text in texts
        ]


def test_what_a_client_says_is_masked() -> None:
    assert framed(TEXT, b"hi") == b"\x81\x82\0\0\0\0hi"
    assert framed(TEXT, b"x" * 300)[:4] == b"\x81\xfe\x01\x2c"


def test_messages_out_of_order_arrive_in_order(tally: Tally, holding: Holding) -> None:
    first, second = stored(tally, 1), stored(tally, 2)
    holding.hear(2, second, NOW)
    assert holding.is_behind
    assert holding.missing == 2
    holding.hear(1, first, NOW)
    assert holding.is_complete
    assert (holding.missing, len(tally.seconds["said"])) == (0, 2)


def test_a_lost_message_is_missing_until_it_is_caught_up(tally: Tally, holding: Holding) -> None:
    first, second = stored(tally, 1), stored(tally, 2)
    holding.hear(1, first, NOW)
    assert (holding.is_complete, holding.missing) == (False, 1)
    holding.take([second], 2, NOW)
    assert (holding.is_complete, holding.missing, tally.caught_up) == (True, 0, 1)


def test_what_nobody_kept_stays_missing(tally: Tally, holding: Holding) -> None:
    _lost, heard = stored(tally, 1), stored(tally, 2)
    holding.hear(2, heard, NOW)
    holding.take([], 2, NOW)
    assert holding.is_complete
    assert (holding.missing, holding.count, tally.repeated) == (1, 1, 0)


def test_a_repeat_is_dropped_and_a_second_copy_is_doubled(tally: Tally, holding: Holding) -> None:
    message = stored(tally, 1)
    holding.hear(1, message, NOW)
    holding.hear(1, message, NOW)
    assert (tally.repeated, tally.doubled) == (1, 0)
    holding.hear(2, message | {"id": 2}, NOW)
    assert tally.doubled == 1
    assert len(tally.seconds["said"]) == 1


def test_quantiles_are_those_of_arrivals() -> None:
    hundred = [number / 1000 for number in range(100, 0, -1)]
    assert [round(quantile(hundred, share)) for share in (0.5, 0.95, 0.99)] == [50, 95, 99]


@pytest.mark.slow
@pytest.mark.skipif(connection.vendor != "sqlite", reason="copies the suite's own SQLite database")
def test_small_crowd_hears_everything_once(
    db: None, tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SECRET_KEY = SECRET_KEY  # the server believes sessions signed with its own
    people = fill(10, 2)
    assert isinstance(connection.connection, sqlite3.Connection)
    file = tmp_path / DATABASE_FILE
    file.write_bytes(connection.connection.serialize())
    ground = Ground(tmp_path, f"sqlite:///{file}", people)
    crowd = ManyRooms(seconds=2, clients=10, rooms=2, burst=3, settle=0.1)
    figures = crowd.measure(Setting("ours", ours("uvicorn")), ground)
    counted = figures.deliveries
    assert counted is not None
    assert counted.is_exact, counted
    assert counted.messages == 2 * (2 + 3 + 5)  # steady, burst, and while all were away
    assert counted.due == counted.messages * 5
    assert counted.caught_up >= 2 * 5 * 5
    assert [len(figures.paces[stage].seconds) for stage in (STEADY, BURST)] == [20, 30]
    crowd_tables([figures])
    assert "every message at every client" in capsys.readouterr().out
