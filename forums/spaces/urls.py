"""Addresses of spaces, topics, posts, drafts and files."""

from django.urls import path

from forums.spaces.views import care, drafts, files, posts, related, spaces, topics

app_name = "spaces"
urlpatterns = [
    path("communities/<slug:slug>/spaces/", spaces.spaces, name="list"),
    path("communities/<slug:slug>/spaces/new/", spaces.new_space, name="new"),
    path("spaces/<int:pk>/settings/", spaces.settings, name="settings"),
    path("spaces/<int:pk>/archive/", spaces.archive, name="archive"),
    path("spaces/<int:pk>/read/", spaces.mark_read, name="mark-read"),
    path("spaces/<int:pk>/topics/new/", topics.new_topic, name="new-topic"),
    path("spaces/<int:pk>/draft/", drafts.save_topic, name="save-topic-draft"),
    path("spaces/<int:pk>-<str:slug>/", spaces.space, name="space"),
    path("t/<int:pk>/related/", related.related, name="related"),
    path("t/<int:pk>/reply/", topics.reply, name="reply"),
    path("t/<int:pk>/draft/", drafts.save_reply, name="save-reply-draft"),
    path("t/<int:pk>/vote/", care.vote, name="vote"),
    path("t/<int:pk>/lock/", care.lock, name="lock"),
    path("t/<int:pk>/pin/", care.pin, name="pin"),
    path("t/<int:pk>/move/", care.move, name="move"),
    path("t/<int:pk>-<str:slug>/", topics.topic, name="topic"),
    path("p/<int:pk>/", topics.post, name="post"),
    path("p/<int:pk>/edit/", posts.edit, name="edit-post"),
    path("p/<int:pk>/history/", posts.history, name="post-history"),
    path("p/<int:pk>/delete/", posts.delete, name="delete-post"),
    path("p/<int:pk>/restore/", posts.restore, name="restore-post"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/<int:pk>/discard/", drafts.discard, name="discard-draft"),
    path("files/<slug:key>/", files.file, name="file"),
    path("files/<slug:key>/preview/", files.preview, name="preview"),
]
