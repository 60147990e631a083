"""A good practice and what others did with it."""

from collections.abc import Callable

import pytest
from django.test import Client

from communities.people.models import User
from communities.policy import Audience
from resources.library.models import Adaptation, ResourcePage, Stance
from tests.personas import Cast
from tests.resources.library.conftest import Keep

ClientOf = Callable[[User | None], Client]


@pytest.fixture
def practice(keep: Keep) -> ResourcePage:
    return keep("Reading meters in pairs", kind="practice", limits="Not in the rain.")


def adoption(**facts: str) -> dict[str, str]:
    return {"adoption": "adopted", "place": "Thiès", "organisation": "Town hall", **facts}


def test_a_practice_says_what_its_kind_promises(
    practice: ResourcePage, client_of: ClientOf
) -> None:
    shown = client_of(None).get(practice.get_absolute_url()).content.decode()

    assert "We counted." in shown
    assert "Not in the rain." in shown
    assert "What made it work" not in shown  # nothing was said of it


def test_whoever_reads_it_tells_an_adaptation(
    practice: ResourcePage, stage: Cast, client_of: ClientOf
) -> None:
    told = {"place": "Kolda", "changed": "One at a time.", "happened": "Slower."}
    address = f"/resources/{practice.pk}/adapt/"

    for _twice in range(2):
        client_of(stage.esther).post(address, told)
    shown = client_of(None).get(practice.get_absolute_url()).content.decode()

    assert Adaptation.objects.get().author == stage.esther
    assert "Kolda" in shown
    assert "Slower." in shown
    assert client_of(stage.esther).post(address, {"place": "Kolda"}).status_code == 400


def test_its_author_and_the_core_group_remove_an_adaptation(
    practice: ResourcePage, stage: Cast, client_of: ClientOf
) -> None:
    told = Adaptation.objects.create(
        page=practice, author=stage.esther, place="Kolda", changed="One at a time."
    )
    address = f"/adaptations/{told.pk}/remove/"

    assert client_of(stage.chloe).post(address).status_code == 403
    assert client_of(stage.esther).post(address).status_code == 302
    assert not Adaptation.objects.exists()


def test_one_stance_each_changed_and_taken_back(
    practice: ResourcePage, stage: Cast, client_of: ClientOf
) -> None:
    client, address = client_of(stage.diego), f"/resources/{practice.pk}/stance/"

    client.post(address, adoption(adoption="relevant"))
    client.post(address, adoption())
    shown = client.get(practice.get_absolute_url())

    assert [stance.adoption for stance in Stance.objects.all()] == ["adopted"]
    assert [row["place"] for row in shown.context["places"]] == ["Thiès"]
    assert "Town hall" in shown.content.decode()
    client.post(address, {"withdraw": "yes"})
    assert not Stance.objects.exists()


def test_a_stance_without_a_place_is_not_kept(
    practice: ResourcePage, stage: Cast, client_of: ClientOf
) -> None:
    answer = client_of(stage.diego).post(
        f"/resources/{practice.pk}/stance/", {"adoption": "adopted"}
    )

    assert answer.status_code == 400
    assert not Stance.objects.exists()


def test_only_readers_of_a_practice_take_part(keep: Keep, stage: Cast, client_of: ClientOf) -> None:
    inner = keep("Quiet", by=stage.awa, kind="practice", read_audience=Audience.INNER)
    guide, draft = keep("Guide"), keep("Draft", kind="practice", publish=False)

    for page, person in ((inner, stage.chloe), (guide, stage.chloe), (draft, stage.awa)):
        for act in ("stance", "adapt"):
            answer = client_of(person).post(f"/resources/{page.pk}/{act}/", adoption())
            assert answer.status_code == 404
    assert not Stance.objects.exists()


def test_a_former_member_is_not_named(
    practice: ResourcePage, stage: Cast, client_of: ClientOf
) -> None:
    from communities.people.services.closing import close_account  # noqa: PLC0415

    client_of(stage.esther).post(f"/resources/{practice.pk}/stance/", adoption())
    close_account(person=User.objects.get(pk=stage.esther.pk))

    shown = client_of(stage.awa).get(practice.get_absolute_url()).content.decode()
    assert "Esther" not in shown
