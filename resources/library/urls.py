"""Addresses of the library."""

from django.urls import path

from resources.library.views import (
    browsing,
    bulk,
    feeds,
    files,
    oai,
    practices,
    reading_lists,
    review,
    sessions,
    tags,
    writing,
)

app_name = "library"
urlpatterns = [
    path("resources/", browsing.library, name="index"),
    path("resources/feed/", feeds.feed, name="feed"),
    path("resources/tags/", tags.tags, name="tags"),
    path("oai/", oai.oai, name="oai"),
    path("resources/<int:pk>/edit/", writing.edit, name="edit"),
    path("resources/<int:pk>/review/", review.review, name="review"),
    path("resources/<int:pk>/adapt/", practices.adapt, name="adapt"),
    path("resources/<int:pk>/stance/", practices.stance, name="stance"),
    path("resources/<int:pk>/cite.<slug:form>", browsing.cite, name="cite"),
    path("resources/<int:pk>/download.html", browsing.download, name="download"),
    path("resources/<int:pk>-<str:slug>/", browsing.resource, name="resource"),
    path("resources/<int:pk>/files/", files.add, name="add-file"),
    path("resource-files/<slug:key>/", files.file, name="file"),
    path("resource-files/<slug:key>/preview/", files.preview, name="preview"),
    path("resource-files/<slug:key>/remove/", files.remove, name="remove-file"),
    path("adaptations/<int:pk>/remove/", practices.remove, name="remove-adaptation"),
    path("resources/<int:pk>/lists/", reading_lists.add, name="add-to-list"),
    path("reading-lists/", reading_lists.reading_lists, name="lists"),
    path("reading-lists/new/", reading_lists.new, name="new-list"),
    path("reading-lists/<int:pk>/", reading_lists.reading_list, name="list"),
    path("reading-lists/<int:pk>/edit/", reading_lists.edit, name="edit-list"),
    path("reading-lists/<int:pk>/unshare/", reading_lists.unshare, name="unshare-list"),
    path("reading-lists/<int:pk>/delete/", reading_lists.delete, name="delete-list"),
    path(
        "reading-lists/<int:pk>/resources/<int:page>/",
        reading_lists.change_item,
        name="change-list-item",
    ),
    path("sessions/<int:pk>/resource/", sessions.propose, name="from-session"),
    path("communities/<slug:slug>/resources/", browsing.community_library, name="community"),
    path("communities/<slug:slug>/resources/feed/", feeds.community_feed, name="community-feed"),
    path("communities/<slug:slug>/resources/new/", writing.new, name="new"),
    path("communities/<slug:slug>/resources/import/", bulk.hand_over, name="hand-over"),
    path("communities/<slug:slug>/resources/import/<int:pk>/", bulk.bundle, name="import"),
    path("communities/<slug:slug>/resources/proposals/", review.proposals, name="proposals"),
    path(
        "organisations/<slug:slug>/resources/", browsing.organisation_library, name="organisation"
    ),
]
