"""Defect 12: a visitor costs a session on every page."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

pytestmark = pytest.mark.django_db


def test_defect_12_every_anonymous_hit_makes_a_session() -> None:
    answers = [Client().get("/bench/empty/") for _ in range(3)]
    assert Session.objects.count() == 3
    assert all(answer.headers["Vary"] == "Cookie" for answer in answers)
