"""One address for harvesters: each verb is a question, each answer XML, wrong questions too."""

from collections.abc import Callable, Mapping
from email.utils import parseaddr
from xml.etree.ElementTree import Element

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from resources.library.oai import harvest
from resources.library.oai.answers import (
    add,
    add_format,
    add_header,
    add_record,
    envelope,
    written,
)
from resources.library.oai.questions import (
    RESUMED,
    ProtocolError,
    asked,
    bad_token,
    require_format,
    selection,
)
from resources.library.records import Record

Arguments = Mapping[str, str]
UNREPEATED = {"badVerb", "badArgument"}  # the protocol repeats no wrong question


@csrf_exempt  # harvesters have no token; nothing is written and no cookie is asked
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """Answer a harvester, whoever it is; the protocol asks by GET or POST and changes nothing."""
    address = settings.SITE_URL + reverse("library:oai")
    given = request.POST if request.method == "POST" else request.GET
    try:
        verb, arguments = asked(given)
        root = envelope(address, {"verb": verb, **arguments})
        VERBS[verb](add(root, verb), arguments)
    except ProtocolError as error:
        repeated = {} if error.code in UNREPEATED else given.dict()
        root = envelope(address, {name: str(value) for name, value in repeated.items()})
        add(root, "error", str(error)).set("code", error.code)
    return HttpResponse(written(root), content_type="text/xml; charset=utf-8")


def _identify(answer: Element, arguments: Arguments) -> None:
    add(answer, "repositoryName", settings.SITE_NAME)
    add(answer, "baseURL", settings.SITE_URL + reverse("library:oai"))
    add(answer, "protocolVersion", "2.0")
    add(answer, "adminEmail", parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
    add(answer, "earliestDatestamp", harvest.earliest_day().isoformat())
    add(answer, "deletedRecord", "no")
    add(answer, "granularity", "YYYY-MM-DD")


def _list_formats(answer: Element, arguments: Arguments) -> None:
    if "identifier" in arguments:
        harvest.record(arguments["identifier"])
    add_format(answer)


def _list_sets(answer: Element, arguments: Arguments) -> None:
    if RESUMED in arguments:  # the list comes whole, so no token was ever given
        raise bad_token()
    found = list(harvest.sets())
    if not found:
        raise ProtocolError("noSetHierarchy", "No community has public resources yet.")
    for community in found:
        one = add(answer, "set")
        add(one, "setSpec", community.slug)
        add(one, "setName", community.name)


def _get_record(answer: Element, arguments: Arguments) -> None:
    found = harvest.record(arguments["identifier"])
    require_format(arguments["metadataPrefix"])
    add_record(answer, found)


def _list_identifiers(answer: Element, arguments: Arguments) -> None:
    _list(answer, arguments, add_header)


def _list_records(answer: Element, arguments: Arguments) -> None:
    _list(answer, arguments, add_record)


def _list(
    answer: Element, arguments: Arguments, add_one: Callable[[Element, Record], None]
) -> None:
    wanted = selection(arguments)
    records, position = harvest.records(wanted)
    for record in records:
        add_one(answer, record)
    if position is not None:
        add(answer, RESUMED, wanted.token(position))
    elif wanted.after is not None:
        add(answer, RESUMED)  # empty: the harvest is complete


VERBS: dict[str, Callable[[Element, Arguments], None]] = {
    "Identify": _identify,
    "ListMetadataFormats": _list_formats,
    "ListSets": _list_sets,
    "GetRecord": _get_record,
    "ListIdentifiers": _list_identifiers,
    "ListRecords": _list_records,
}
