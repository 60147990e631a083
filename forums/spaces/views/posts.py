"""One post: editing it, deleting it, giving it back, its earlier words."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access import standing_of
from communities.circles.context import audience_words, community_context
from communities.people.models import User
from forums.spaces.forms import EditForm
from forums.spaces.markup import render as render_markdown
from forums.spaces.models import Post
from forums.spaces.refusals import Refused
from forums.spaces.selectors.topics import (
    access_own_post,
    access_post,
    files_of_post,
    revisions_of,
)
from forums.spaces.services.posts import delete_post, edit_post, restore_post


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the words of one's own post."""
    post = access_post(standing_of(request), pk)
    person = cast("User", request.user)
    if post.poster_id != person.pk or post.detail.deleted_at is not None:
        raise PermissionDenied
    form = EditForm(request.POST or None, initial={"body": post.content.raw})
    preview = None
    status = 200
    if request.method == "POST" and form.is_valid():
        body = form.cleaned_data["body"]
        if request.POST.get("wish") == "preview":
            preview = SafeString(render_markdown(body))
        else:
            try:
                edit_post(post=post, editor=person, body=body)
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = refusal.status
            else:
                return redirect("spaces:post", pk)
    context = _context(request, post) | {
        "form": form,
        "preview": preview,
        "files": files_of_post(post),
    }
    return render(request, "spaces/post_edit.html", context, status=status)


def _context(request: HttpRequest, post: Post) -> dict[str, object]:
    space = post.topic.forum.space
    return community_context(request, space.community, "spaces") | {
        "post": post,
        "topic": post.topic,
        "space": space,
        "audience": audience_words(space.scope),
    }


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the earlier words of a post to whoever may read it."""
    post = access_post(standing_of(request), pk)
    if post.detail.deleted_at is not None:
        access_own_post(standing_of(request), pk, cast("User", request.user))
    context = _context(request, post) | {"revisions": revisions_of(post)}
    return render(request, "spaces/post_history.html", context)


@login_required
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a post out of sight; the page offers to undo it."""
    person = cast("User", request.user)
    post = access_own_post(standing_of(request), pk, person)
    if delete_post(post=post, by=person):
        messages.success(request, _("The post is deleted. You can undo this below, for 30 days."))
    return redirect("spaces:post", pk)


@login_required
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a deleted post back."""
    post = access_own_post(standing_of(request), pk, cast("User", request.user))
    if restore_post(post=post):
        messages.success(request, _("The post is back."))
    else:
        messages.error(request, _("Thirty days have passed; the post cannot come back."))
    return redirect("spaces:post", pk)
