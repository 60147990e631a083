"""One act of writing: the form, its draft and files, a preview; nothing written is lost."""

from dataclasses import dataclass, field, replace
from typing import Any, cast

from django.http import HttpRequest
from django.utils.safestring import SafeString

from communities.people.models import User
from forums.spaces.forms import PostForm
from forums.spaces.markup import render as render_markdown
from forums.spaces.models import Attachment, Draft, Post, Space, Topic
from forums.spaces.selectors.drafts import draft_for, files_of
from forums.spaces.services.drafts import save_draft
from forums.spaces.services.files import attach_file, discard_file
from resources.files.refusals import FileRefused


@dataclass(frozen=True)
class Writing:
    """What a writing page shows, and whether the form is ready to be sent."""

    form: PostForm
    draft: Draft | None = None
    files: list[Attachment] = field(default_factory=list)
    is_sent: bool = False
    was_saved: bool = False
    preview: SafeString | None = None
    status: int = 200
    place: tuple[Space, Topic | None] | None = None

    @property
    def client_key(self) -> str:
        return str(self.form.cleaned_data.get("client_key") or "")

    @classmethod
    def of_draft(cls, draft: Draft | None, form: type[PostForm] = PostForm) -> "Writing":
        """Begin where the person left off."""
        initial = {} if draft is None else {"title": draft.title, "body": draft.body}
        return cls(form(initial=initial), draft, files_of(draft))

    def with_text(self, text: str) -> "Writing":
        """Put a quotation after what the draft holds."""
        body = "\n\n".join(part for part in (self.form.initial.get("body", ""), text) if part)
        return replace(self, form=PostForm(initial={"body": body}))

    @classmethod
    def received(
        cls, request: HttpRequest, form: type[PostForm], space: Space, topic: Topic | None
    ) -> "Writing":
        """Take a form in: keep its files with the draft, and do what its button says."""
        person = cast("User", request.user)
        bound = form(request.POST, request.FILES)
        valid = bound.is_valid()
        draft = draft_for(person, space, topic)
        wish = request.POST.get("wish", "send")
        uploads = request.FILES.getlist("files")
        if uploads or wish in {"preview", "draft"}:
            draft = _keep(request, person, space, topic)
            _attach(bound, draft, person, uploads)
            valid = not bound.errors
        _forget_unticked(request, draft)
        writing = cls(bound, draft, files_of(draft), place=(space, topic))
        if wish == "draft":
            return replace(writing, was_saved=True)
        if not valid:
            return replace(writing, status=400)
        if wish == "preview":
            words = SafeString(render_markdown(bound.cleaned_data["body"]))
            return replace(writing, preview=words)
        return replace(writing, is_sent=True)

    def refused(self, reason: str, status: int = 403) -> "Writing":
        """Show why it was not sent, with everything still in the form."""
        self.form.add_error(None, reason)
        return replace(self, is_sent=False, status=status)

    def keep(self, person: User) -> None:
        """Keep the text as a draft too, so that closing the page loses nothing."""
        if self.place is not None:
            facts = self.form.data
            title, body = facts.get("title", ""), facts.get("body", "")
            save_draft(
                author=person, space=self.place[0], topic=self.place[1], title=title, body=body
            )


def _keep(request: HttpRequest, person: User, space: Space, topic: Topic | None) -> Draft | None:
    return save_draft(
        author=person,
        space=space,
        topic=topic,
        title=request.POST.get("title", ""),
        body=request.POST.get("body", ""),
        even_empty=bool(request.FILES),
    )


def _attach(form: PostForm, draft: Draft | None, person: User, uploads: list[Any]) -> None:
    for upload in uploads:
        if draft is None:
            return
        try:
            attach_file(draft=draft, owner=person, upload=upload)
        except FileRefused as refusal:
            form.add_error("files", str(refusal))


def _forget_unticked(request: HttpRequest, draft: Draft | None) -> None:
    if draft is None or "kept_files" not in request.POST:
        return
    kept = set(request.POST.getlist("kept_files"))
    for file in files_of(draft):
        if file.key in set(request.POST.getlist("known_files")) - kept:
            discard_file(attachment=file)


def quotation(post: Post) -> str:
    """Quote a post in Markdown, with its author's name."""
    lines = post.content.raw.strip().splitlines()
    return "\n".join([f"**{post.poster}**", *lines]).replace("\n", "\n> ").join(("> ", "\n\n"))
