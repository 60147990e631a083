"""Letters about sessions that could not leave: tried again, or given up."""

import smtplib
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives

from tests.communities.facilitation.calendar_letters import attend
from tests.communities.facilitation.calendar_scenes import plan
from tests.personas import Cast

pytestmark = pytest.mark.usefixtures("clock")
Commits = Callable[..., AbstractContextManager[object]]


class Server:
    """A mail server in a mood."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.fault: Exception | None = None
        send = EmailMultiAlternatives.send

        def answer(letter: EmailMultiAlternatives, *args: Any) -> int:
            if self.fault is not None:
                raise self.fault
            return send(letter, *args)

        monkeypatch.setattr(EmailMultiAlternatives, "send", answer)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Server:
    return Server(monkeypatch)


REFUSALS = {"a@people.example": (450, b"later")}


@pytest.mark.parametrize(
    "fault",
    [OSError("no line"), smtplib.SMTPServerDisconnected(), smtplib.SMTPRecipientsRefused(REFUSALS)],
)
def test_a_letter_that_could_not_leave_is_tried_again_in_a_while(
    zones: Cast, server: Server, fault: Exception
) -> None:
    plan(zones, zones.boubacar)
    server.fault = fault
    assert attend() == {}
    server.fault = None

    assert attend() == {}
    cache.clear()  # ten minutes later
    assert set(attend()) == {"awa", "boubacar"}
    assert attend() == {}


def test_an_address_that_does_not_exist_is_not_tried_again(zones: Cast, server: Server) -> None:
    plan(zones, zones.boubacar)
    server.fault = smtplib.SMTPRecipientsRefused({"a@people.example": (550, b"unknown")})
    attend()
    server.fault = None
    cache.clear()

    assert attend() == {}
