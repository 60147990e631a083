"""What the pages that plan a session or a cycle share: the method, the two forms, finding people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from communities.access import standing_of
from communities.circles.context import community_context
from communities.circles.models import Community
from communities.facilitation.choices import Role
from communities.facilitation.context import TAB
from communities.facilitation.formats import Format, read_format, said, shipped
from communities.facilitation.models import FormatVersion
from communities.facilitation.people_forms import PeopleForm, chosen_in
from communities.facilitation.planning_forms import FactsForm, usual_words
from communities.facilitation.selectors.formats import access_format, access_version, formats_of
from communities.facilitation.selectors.people import are_many, members_to_seat, some_of
from communities.people.models import User
from communities.policy import Action

Facts = TypeVar("Facts", bound=FactsForm)
FIND, MOST_METHODS = "find", 100


@dataclass(frozen=True, slots=True)
class Method:
    """The format something is planned with, as it is now."""

    content: Mapping[str, Any]
    version: FormatVersion | None

    @property
    def made(self) -> Format:
        return read_format(self.content)


@dataclass(frozen=True, slots=True)
class Draft(Generic[Facts]):
    """What is being planned: what it is, and who is in it."""

    facts: Facts
    people: PeopleForm
    are_many: bool  # more people than a page bears: they are found by name
    name: str = ""

    @property
    def is_valid(self) -> bool:
        return self.facts.is_valid() & self.people.is_valid()

    @property
    def context(self) -> dict[str, Any]:
        return {
            "form": self.facts,
            "people": self.people,
            "are_many": self.are_many,
            "name": self.name,
            "method": said(self.facts.made.name),
        }


def method_asked(request: HttpRequest, community: Community) -> Method | None:
    """Return the method that the address names, if it names one; 404 for one not offered."""
    key = request.GET.get("format", "")
    if not key:
        return None
    if key in shipped():
        return Method(shipped()[key], None)
    if not key.isdecimal():
        raise Http404
    found = access_format(standing_of(request), community, int(key[:18]), Action.CARE)
    if found.retired_at is not None:
        raise Http404
    version = access_version(found)
    return Method(version.content, version)


def choose_method(request: HttpRequest, community: Community, *, cycle: bool) -> HttpResponse:
    """Offer the community's own methods and those of the product."""
    offered = [
        {"key": key, "name": said(content["name"]), "purpose": said(content["purpose"])}
        for key, content in shipped().items()
    ]
    context = community_context(request, community, TAB) | {
        "own": formats_of(standing_of(request), community)[:MOST_METHODS],
        "offered": sorted(offered, key=lambda one: one["name"].casefold()),
        "is_cycle": cycle,
    }
    return render(request, "facilitation/choose_method.html", context)


def draft_of(
    request: HttpRequest,
    community: Community,
    method: Method,
    form: type[Facts],
    roles: Sequence[Role],
) -> Draft[Facts]:
    """Return both forms: new ones, as they were sent, or as they stand while people are looked for."""
    members = members_to_seat(community)
    is_crowd = are_many(members)
    name = request.POST.get("name", "").replace("\0", "")[:80] if is_crowd else ""
    shown = some_of(members, name, chosen_in(request.POST))
    sent = request.POST if is_sent(request) else None
    facts = form(sent, made=method.made, initial=_begun(request, community))
    people = PeopleForm(sent, people=shown, roles=roles, initial=_myself(request))
    if sent is None and request.method == "POST":
        for one in (facts, people):
            one.initial = {name: request.POST.get(name) for name in one.fields}
    return Draft(facts, people, is_crowd, name)


def is_sent(request: HttpRequest) -> bool:
    """Tell whether the forms are to be kept, not only filled in further."""
    return request.method == "POST" and request.POST.get("act") != FIND


def draft_page(
    request: HttpRequest, community: Community, template: str, draft: Draft[Any]
) -> HttpResponse:
    """Show the forms, again with what is wrong."""
    context = community_context(request, community, TAB) | draft.context
    return render(request, template, context, status=400 if draft.facts.is_bound else 200)


def _begun(request: HttpRequest, community: Community) -> dict[str, Any]:
    person = cast("User", request.user)
    return {"time_zone": person.time_zone, "confidentiality": usual_words(community)}


def _myself(request: HttpRequest) -> dict[str, Any]:
    return {f"role_{request.user.pk}": Role.FACILITATOR}
