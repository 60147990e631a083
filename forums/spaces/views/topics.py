"""A topic: reading it, starting one, replying."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from communities.access import standing_of
from communities.circles.context import audience_words, community_context
from communities.people.models import User
from communities.policy import Action, can
from forums.spaces.forms import PostForm, TopicForm
from forums.spaces.models import Space, Topic
from forums.spaces.refusals import Refused
from forums.spaces.selectors.drafts import draft_for
from forums.spaces.selectors.polls import ballot_of, results_of
from forums.spaces.selectors.spaces import access_space
from forums.spaces.selectors.topics import (
    access_post,
    access_topic,
    events_of,
    page_count,
    page_of,
    posts_for_page,
    read_position,
)
from forums.spaces.services.polls import open_poll
from forums.spaces.services.reading import mark_read
from forums.spaces.services.talk import reply_to_topic, start_topic
from forums.spaces.views.numbers import whole_number
from forums.spaces.views.writing import Writing, quotation
from resources.search.finding import ANSWERS, find_alike


@require_safe
def topic(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Show a page of a topic; without a number, the page of the first unread post."""
    shown = access_topic(standing_of(request), pk)
    if slug != shown.slug:
        return redirect("spaces:topic", shown.pk, shown.slug, permanent=True)
    person = request.user if request.user.is_authenticated else None
    read_to = read_position(shown, person.pk) if person else 0
    number = _page_number(request, shown, read_to)
    context = topic_context(request, shown, number, read_to)
    if person is not None:
        context["writing"] = Writing.of_draft(draft_for(person, shown.forum.space, shown))
        posts = context["page"].posts
        if posts and posts[-1].position > read_to:
            mark_read(person=person, topic=shown, position=posts[-1].position)
    return render(request, "spaces/topic.html", context)


def _page_number(request: HttpRequest, shown: Topic, read_to: int) -> int:
    asked = request.GET.get("page", "")
    pages = page_count(shown)
    number = whole_number(asked)
    if number is not None:
        return min(max(1, number), pages)
    if asked == "last":
        return pages
    return min(page_of(read_to + 1), pages) if read_to else 1


def topic_context(
    request: HttpRequest, shown: Topic, number: int, read_to: int = 0
) -> dict[str, Any]:
    """Gather what a topic's page shows, whoever looks."""
    standing = standing_of(request)
    space = shown.forum.space
    scope = space.scope
    page = posts_for_page(shown, number)
    context = community_context(request, space.community, "spaces") | {
        "space": space,
        "topic": shown,
        "page": page,
        "audience": audience_words(scope),
        "may_write": can(standing, Action.WRITE, scope) and not shown.is_locked,
        "first_unread": read_to + 1 if read_to else 0,
        "form": PostForm(),
        "events": events_of(shown)[:5] if shown.detail.has_events else [],
    }
    if shown.detail.has_poll and number == 1:
        poll = shown.own_poll
        ballot = ballot_of(poll, request.user.pk) if request.user.is_authenticated else None
        context |= {"poll": poll, "results": results_of(poll), "ballot": ballot}
    return context


@require_safe
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead to a post wherever its topic now stands."""
    found = access_post(standing_of(request), pk)
    address = reverse("spaces:topic", args=[found.topic_id, found.topic.slug])
    return redirect(f"{address}?page={page_of(found.detail.position)}#p{found.pk}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """Reply to a topic: write, see a preview, keep a draft, send."""
    standing = standing_of(request)
    shown = access_topic(standing, pk)
    person = cast("User", request.user)
    space = shown.forum.space
    if request.method != "POST":
        writing = Writing.of_draft(draft_for(person, space, shown))
        quoted = whole_number(request.GET.get("quote", ""))
        if quoted is not None:
            cited = access_post(standing, quoted)
            if cited.topic_id == pk and cited.detail.deleted_at is None:
                writing = writing.with_text(quotation(cited))
        return _reply_page(request, shown, writing)
    writing = Writing.received(request, PostForm, space, shown)
    if not can(standing, Action.WRITE, space.scope):
        return _reply_page(request, shown, writing.refused(_("You may read here, not write.")))
    if not writing.is_sent:
        return _reply_page(request, shown, writing)
    try:
        written = reply_to_topic(
            topic=shown,
            author=person,
            body=writing.form.cleaned_data["body"],
            client_key=writing.client_key,
            files=writing.files,
        )
    except Refused as refusal:
        writing.keep(person)
        return _reply_page(request, shown, writing.refused(str(refusal), refusal.status))
    return redirect("spaces:post", written.post.pk)


def _reply_page(request: HttpRequest, shown: Topic, writing: Writing) -> HttpResponse:
    context = topic_context(request, shown, page_count(shown)) | {"writing": writing}
    context["form"] = writing.form
    return render(request, "spaces/reply.html", context, status=writing.status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_topic(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a topic: write, see a preview, keep a draft, send."""
    standing = standing_of(request)
    space = access_space(standing, pk, Action.WRITE)
    person = cast("User", request.user)
    if request.method != "POST":
        writing = Writing.of_draft(draft_for(person, space, None), TopicForm)
    else:
        writing = Writing.received(request, TopicForm, space, None)
        if writing.is_sent:
            try:
                begun = _start(space, person, writing)
            except Refused as refusal:
                writing.keep(person)
                writing = writing.refused(str(refusal), refusal.status)
            else:
                return redirect("spaces:topic", begun.pk, begun.slug)
    context = community_context(request, space.community, "spaces") | {
        "space": space,
        "audience": audience_words(space.scope),
        "writing": writing,
        "form": writing.form,
    }
    if writing.preview is not None:
        title = writing.form.cleaned_data.get("title", "")
        context["alike"] = find_alike(standing, title, kinds=ANSWERS) if title else []
    return render(request, "spaces/topic_new.html", context, status=writing.status)


@transaction.atomic
def _start(space: Space, person: User, writing: Writing) -> Topic:
    """Start a topic together with its poll: cut off in between, it is as if nothing was sent."""
    facts = writing.form.cleaned_data
    written = start_topic(
        space=space,
        author=person,
        title=facts["title"],
        body=facts["body"],
        client_key=writing.client_key,
        files=writing.files,
    )
    if written.is_new and facts["question"]:
        open_poll(
            topic=written.post.topic,
            question=facts["question"],
            options=facts["options"],
            max_choices=facts["max_choices"],
            closes_at=facts["closes_on"],
        )
    return written.post.topic
