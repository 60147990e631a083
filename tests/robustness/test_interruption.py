"""The server stops in the middle of a request: sending the same again completes it."""

import pytest
from django.test import Client
from django.urls import reverse

from forums.spaces.models import Poll, Topic
from forums.spaces.views import topics
from tests.worlds import Scene

FORM = {
    "title": "Where do we meet?",
    "body": "Tell us.",
    "client_key": "0c1de1a5-6a2c-4a59-8a51-6f7d3b0c9c11",
    "question": "Where?",
    "options": "Dakar\nParis",
}


class PowerCut(BaseException):
    """Nothing catches it."""


def test_a_topic_is_never_kept_without_its_poll(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(**facts: object) -> None:
        raise PowerCut

    client = Client()
    client.force_login(scene.cast.chloe)
    address = reverse("spaces:new-topic", args=[scene.spaces["outer"].pk])

    with monkeypatch.context() as power:
        power.setattr(topics, "open_poll", cut)
        with pytest.raises(PowerCut):
            client.post(address, FORM)
    client.post(address, FORM)

    topic = Topic.objects.get(subject=FORM["title"])
    assert Poll.objects.get(topic=topic).options.count() == 2
