"""Harvesters get what OAI-PMH 2.0 promises them: public resources, page by page, and clear errors."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from defusedxml import ElementTree
from django.test import Client

from communities.circles.services.care import change_community
from communities.people.models import User
from communities.policy import Audience
from resources.library.models import ResourcePage
from resources.library.services.review import approve_resource
from resources.library.services.tags import tidy_tags
from tests.personas import Cast
from tests.resources.library.conftest import Keep

ClientOf = Callable[[User | None], Client]
OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
DUBLIN_CORE = "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"
WHERE = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
LIST = {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"}


@pytest.fixture
def client(db: None) -> Client:
    return Client(enforce_csrf_checks=True)


def ask(client: Client, **arguments: str) -> Any:
    """Ask by GET and by POST, and return the answer, which is the same."""
    answers = [client.get("/oai/", arguments), client.post("/oai/", arguments)]
    for answer in answers:
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    roots = [ElementTree.fromstring(answer.content) for answer in answers]
    assert ElementTree.tostring(roots[0][2]) == ElementTree.tostring(roots[1][2])
    assert [child.tag for child in roots[0]][:2] == [f"{OAI}responseDate", f"{OAI}request"]
    datetime.strptime(roots[0][0].text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert roots[0][1].text == "http://localhost:8000/oai/"
    return roots[0]


def error(client: Client, **arguments: str) -> str | None:
    root = ask(client, **arguments)
    repeated = dict(root[1].attrib)
    code: str | None = root.find(f"{OAI}error").get("code")
    assert repeated == ({} if code in {"badVerb", "badArgument"} else arguments)
    return code


def numbers(root: Any) -> list[int]:
    found = [one.text for one in root.iter(f"{OAI}identifier")]
    return [int(one.removeprefix("oai:localhost:resource-")) for one in found]


def moved(page: ResourcePage, day: str) -> ResourcePage:
    moment = datetime.fromisoformat(f"{day}T23:30:00+00:00")
    ResourcePage.objects.filter(pk=page.pk).update(last_published_at=moment)
    return page


def test_the_repository_says_who_it_is(keep: Keep, client: Client) -> None:
    moved(keep(), "2026-01-02")

    said = {child.tag.removeprefix(OAI): child.text for child in ask(client, verb="Identify")[2]}

    assert list(said.items()) == [
        ("repositoryName", "Communs"),
        ("baseURL", "http://localhost:8000/oai/"),
        ("protocolVersion", "2.0"),
        ("adminEmail", "noreply@localhost"),
        ("earliestDatestamp", "2026-01-02"),
        ("deletedRecord", "no"),
        ("granularity", "YYYY-MM-DD"),
    ]


def test_a_record_holds_the_resource_in_dublin_core(keep: Keep, client: Client) -> None:
    page = keep(
        "Meters <&> \x07",
        authors=("Chloe", "Ann"),
        contributors=("Bo",),
        tags=("water",),
        country="Mali",
        kind="link",
        address="https://there.example/?a=1&b=2",
    )

    root = ask(
        client,
        verb="GetRecord",
        metadataPrefix="oai_dc",
        identifier=f"oai:localhost:resource-{page.pk}",
    )
    record = root.find(f"{OAI}GetRecord/{OAI}record")
    described = record.find(f"{OAI}metadata/{DUBLIN_CORE}")
    said: dict[str, list[str]] = {}
    for child in described:
        said.setdefault(child.tag.removeprefix(DC), []).append(child.text)

    day = page.last_published_at.astimezone(UTC).date().isoformat()
    assert numbers(record) == [page.pk]
    assert record.findtext(f"{OAI}header/{OAI}datestamp") == day
    assert record.findtext(f"{OAI}header/{OAI}setSpec") == "water"
    assert described.get(WHERE).split()[1].endswith("/oai_dc.xsd")
    assert said == {
        "title": ["Meters <&> \N{REPLACEMENT CHARACTER}"],
        "creator": ["Chloe", "Ann"],
        "subject": ["water"],
        "description": [page.summary.replace("\x07", "\N{REPLACEMENT CHARACTER}")],
        "publisher": ["Water for all"],
        "contributor": ["Bo"],
        "date": [day],
        "type": ["Link"],
        "format": ["text/html"],
        "identifier": [f"http://localhost:8000{page.get_absolute_url()}"],
        "source": ["https://there.example/?a=1&b=2"],
        "language": ["en"],
        "coverage": ["Mali"],
        "rights": [
            "CC BY: share and adapt, naming the authors",
            "https://creativecommons.org/licenses/by/4.0/",
        ],
    }


def test_formats_and_sets(keep: Keep, stage: Cast, client: Client) -> None:
    page = keep()
    keep("Hidden", by=stage.awa, read_audience=Audience.INNER)

    formats = ask(
        client, verb="ListMetadataFormats", identifier=f"oai:localhost:resource-{page.pk}"
    )
    sets = ask(client, verb="ListSets")

    assert [one.text for one in formats.iter(f"{OAI}metadataPrefix")] == ["oai_dc"]
    assert [[child.text for child in one] for one in sets.iter(f"{OAI}set")] == [
        ["water", "Water for all"]
    ]


def test_days_and_sets_narrow_a_harvest(keep: Keep, client: Client) -> None:
    old, new = moved(keep("Old"), "2026-01-02"), moved(keep("New"), "2026-03-04")

    def harvested(**arguments: str) -> list[int]:
        return numbers(ask(client, **LIST, **arguments))

    assert harvested() == [old.pk, new.pk]
    assert harvested(until="2026-01-02") == [old.pk]
    assert harvested(**{"from": "2026-01-03"}) == [new.pk]
    assert harvested(**{"from": "2026-01-02", "until": "9999-12-31"}) == [old.pk, new.pk]
    assert harvested(set="water") == [old.pk, new.pk]
    assert error(client, **LIST, set="other") == "noRecordsMatch"
    assert error(client, **LIST, until="2026-01-01") == "noRecordsMatch"


def test_a_long_harvest_goes_on_where_it_stopped(
    keep: Keep, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("resources.library.oai.harvest.PER_ANSWER", 2)
    pages = [moved(keep(f"Guide {number}"), "2026-01-02") for number in range(5)]
    asked, found = {"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": "water"}, []

    tokens = []
    for _no_more_than in range(9):
        root = ask(client, **asked)
        found.append(numbers(root))
        token = root.find(f"{OAI}ListRecords/{OAI}resumptionToken")
        tokens.append(token.text)
        if not token.text:
            break
        asked = {"verb": "ListRecords", "resumptionToken": token.text}

    first, second, third, fourth, last = (page.pk for page in pages)
    assert found == [[first, second], [third, fourth], [last]]
    assert (
        error(client, verb="ListRecords", resumptionToken=f"{tokens[0]}x") == "badResumptionToken"
    )
    ResourcePage.objects.filter(pk=last).update(live=False)
    gone = error(client, verb="ListRecords", resumptionToken=tokens[1])
    assert gone == "badResumptionToken"


def test_what_is_not_public_is_unknown_even_to_its_author(
    keep: Keep, stage: Cast, client: Client
) -> None:
    hidden = [
        keep("Inner", by=stage.awa, read_audience=Audience.INNER),
        keep("Signed in", read_audience=Audience.SIGNED_IN),
        keep("Draft", publish=False),
    ]
    client.force_login(stage.awa)

    for page in hidden:
        found = error(
            client,
            verb="GetRecord",
            metadataPrefix="oai_dc",
            identifier=f"oai:localhost:resource-{page.pk}",
        )
        assert found == "idDoesNotExist"
    assert error(client, **LIST) == "noRecordsMatch"
    assert error(client, verb="ListSets") == "noSetHierarchy"

    approve_resource(page=hidden[2], by=stage.awa)
    assert numbers(ask(client, **LIST)) == [hidden[2].pk]


ONE = {"verb": "GetRecord", "metadataPrefix": "oai_dc"}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({}, "badVerb"),
        ({"verb": "listrecords"}, "badVerb"),
        ({"verb": "Identify", "metadataPrefix": "oai_dc"}, "badArgument"),
        ({"verb": "ListRecords"}, "badArgument"),
        ({"verb": "GetRecord", "identifier": "x"}, "badArgument"),
        ({**LIST, "resumptionToken": "x"}, "badArgument"),
        ({**LIST, "from": "2026-01-02", "until": "2026-01-01"}, "badArgument"),
        ({**LIST, "from": "2026-02-30"}, "badArgument"),
        ({**LIST, "from": "2026-01-02T00:00:00Z"}, "badArgument"),
        ({**LIST, "from": ""}, "badArgument"),
        ({**LIST, "set": "a b"}, "badArgument"),
        ({**LIST, "metadataPrefix": "marc"}, "cannotDisseminateFormat"),
        ({"verb": "ListRecords", "resumptionToken": "x"}, "badResumptionToken"),
        ({"verb": "ListSets", "resumptionToken": "x"}, "badResumptionToken"),
        ({**ONE, "identifier": "oai:localhost:resource-999999"}, "idDoesNotExist"),
        ({**ONE, "identifier": f"oai:localhost:resource-{'9' * 30}"}, "idDoesNotExist"),
        ({**ONE, "identifier": "<x>"}, "idDoesNotExist"),
        ({"verb": "ListMetadataFormats", "identifier": "1"}, "idDoesNotExist"),
    ],
)
def test_wrong_questions_are_answered_by_name(
    keep: Keep, client: Client, arguments: dict[str, str], code: str
) -> None:
    keep()

    assert error(client, **arguments) == code


def test_an_argument_may_stand_once(client: Client) -> None:
    twice = client.get("/oai/?verb=Identify&verb=Identify").content
    again = client.get(
        "/oai/?verb=GetRecord&identifier=1&identifier=2&metadataPrefix=oai_dc"
    ).content

    assert b'code="badVerb"' in twice
    assert b'code="badArgument"' in again


def test_what_is_told_otherwise_is_harvested_again(keep: Keep, stage: Cast, client: Client) -> None:
    page = moved(keep(tags=("water",)), "2026-01-02")
    since = LIST | {"from": datetime.now(UTC).date().isoformat()}
    assert error(client, **since) == "noRecordsMatch"

    tidy_tags(tags=list(page.tags.all()), name="Wells", by=stage.gustave)
    assert numbers(ask(client, **since)) == [page.pk]

    moved(page, "2026-01-02")
    community = stage.community
    change_community(
        community=community,
        name="Water for everybody",
        purpose=community.purpose,
        read_audience=community.read_audience,
        accepts_requests=community.accepts_requests,
        hosts=[stage.organisation],
    )
    assert numbers(ask(client, **since)) == [page.pk]
