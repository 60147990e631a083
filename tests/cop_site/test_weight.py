"""The weight in the footer leaves the page as long as its header says."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_length_is_that_of_the_page() -> None:
    answer = Client().get("/", headers={"accept-encoding": "identity"})

    assert b"kB</li>" in answer.content
    assert int(answer.headers["Content-Length"]) == len(answer.content)
