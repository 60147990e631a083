"""The formats that come with the product: complete in both languages, and sound."""

from typing import Any

import pytest
from django.test import Client

from communities.facilitation.formats import FormatError, read_format, said, shipped

SLUGS = sorted(shipped())


@pytest.mark.parametrize("slug", SLUGS)
def test_each_is_sound_and_worded_in_both_languages(slug: str) -> None:
    made = read_format(shipped()[slug])

    texts = [made.name, made.purpose, made.advice]
    for step in made.steps:
        texts += [step.name, step.purpose, *step.says.values()]
        assert step.says
    assert all(set(words) == {"fr", "en"} and all(words.values()) for words in texts)


def test_co_development_has_its_steps_and_rights() -> None:
    made = read_format(shipped()["co-development"])
    steps = {step.key: step for step in made.steps}

    assert list(steps) == [
        "integration", "choice", "exposition", "clarification",
        "contract", "consultation", "synthesis", "learning",
    ]  # fmt: skip
    assert steps["clarification"].writes == {"client": {"answer"}, "consultant": {"question"}}
    assert steps["exposition"].kinds_for("consultant") == frozenset()
    assert steps["consultation"].needs_contract


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("slug", SLUGS)
def test_everybody_reads_it_in_their_language(client: Client, slug: str, language: str) -> None:
    page = client.get(f"/methods/{slug}/", headers={"Accept-Language": language})
    catalogue = client.get("/methods/", headers={"Accept-Language": language})

    name = shipped()[slug]["name"][language]
    assert name in page.content.decode()
    assert name in catalogue.content.decode()
    for step in shipped()[slug]["steps"]:
        assert step["name"][language] in page.content.decode()


def changed(**facts: Any) -> dict[str, Any]:
    return {**shipped()["co-development"], **facts}


def first_step(**facts: Any) -> dict[str, Any]:
    steps = shipped()["co-development"]["steps"]
    return changed(steps=[{**steps[0], **facts}, *steps[1:]])


@pytest.mark.parametrize(
    "content",
    [
        changed(steps=[]),
        changed(roles=["client", "consultant"]),
        changed(roles=["facilitator"]),
        changed(roles=["facilitator", "queen"]),
        changed(steps=shipped()["co-development"]["steps"] * 2),
        changed(steps=shipped()["co-development"]["steps"][5:]),
        first_step(minutes=0),
        first_step(hours=10_000),
        first_step(votes=-1),
        first_step(writes={"client": ["gossip"]}),
        {"name": {"fr": "rien"}},
    ],
    ids=["no steps", "no leader", "strangers", "queen", "twice", "no contract", "no time",
         "endless", "negative", "gossip", "nothing"],
)  # fmt: skip
def test_what_could_lead_no_session_is_refused(content: dict[str, Any]) -> None:
    with pytest.raises(FormatError):
        read_format(content)


def test_words_fall_back_to_the_language_they_were_written_in() -> None:
    assert said({"fr": "bonjour"}) == "bonjour"
    assert said({}) == ""
