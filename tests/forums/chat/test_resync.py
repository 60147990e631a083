"""Whatever is lost, doubled, late or cut: what a client holds equals what it would load afresh."""

import os
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import TestCase
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from communities.live.hub import hub
from tests.forums.chat.crowd import Client, Loop, repair, stop_server
from tests.forums.chat.reference import Frame, HeldRoom
from tests.forums.chat.scenario import STEPS, Scenario, Step
from tests.personas import Cast

RUNS = int(os.environ.get("COP_RESYNC_RUNS", "60"))
LENGTH = 50
numbers = st.integers(0, 59)
steps = st.lists(
    st.tuples(st.integers(0, len(STEPS) - 1), numbers, numbers), min_size=LENGTH, max_size=LENGTH
)


@pytest.fixture
def hub_at_work(settings: Settings) -> Iterator[None]:
    """Let the hub do at once what it does on the server's loop."""
    settings.CHAT_PER_MINUTE = 10**6
    before, hub._loop = hub._loop, Loop()  # type: ignore[assignment]  # all the hub asks of a loop
    yield
    stop_server()
    hub._loop = before


def shown(held: HeldRoom) -> tuple[int, int, list[Frame]]:
    """Return what is held but the times, which scenarios turn back."""
    sequence, begins, messages = held.state
    return sequence, begins, [message | {"at": ""} for message in messages]


def assert_equal_to_a_fresh_page(client: Client) -> None:
    fresh = HeldRoom(client.fetch)
    fresh.catch_up()
    assert shown(client.held) == shown(fresh)
    if not client.may_read():
        assert fresh.state == (0, 0, [])


def run(scenario: Scenario, taken: list[Step]) -> None:
    for step in taken:
        with TestCase.captureOnCommitCallbacks(execute=True):
            scenario.do(step)
    repair()
    for client in scenario.clients:
        client.join()
        client.deliver()
        assert_equal_to_a_fresh_page(client)


@pytest.mark.django_db
def test_state_plus_events_is_fresh_state(cast: Cast, hub_at_work: None) -> None:
    @settings(
        max_examples=RUNS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(steps)
    def runs(taken: list[Step]) -> None:
        stop_server()
        with transaction.atomic():
            run(Scenario(cast), taken)
            transaction.set_rollback(True)

    runs()
