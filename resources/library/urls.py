"""Addresses of the library."""

from django.urls import path

from resources.library.views import browsing, files, practices, review, writing

app_name = "library"
urlpatterns = [
    path("resources/", browsing.library, name="index"),
    path("resources/<int:pk>/edit/", writing.edit, name="edit"),
    path("resources/<int:pk>/review/", review.review, name="review"),
    path("resources/<int:pk>/adapt/", practices.adapt, name="adapt"),
    path("resources/<int:pk>/stance/", practices.stance, name="stance"),
    path("resources/<int:pk>/cite.<slug:form>", browsing.cite, name="cite"),
    path("resources/<int:pk>-<str:slug>/", browsing.resource, name="resource"),
    path("resources/<int:pk>/files/", files.add, name="add-file"),
    path("resource-files/<slug:key>/", files.file, name="file"),
    path("resource-files/<slug:key>/remove/", files.remove, name="remove-file"),
    path("adaptations/<int:pk>/remove/", practices.remove, name="remove-adaptation"),
    path("communities/<slug:slug>/resources/", browsing.community_library, name="community"),
    path("communities/<slug:slug>/resources/new/", writing.new, name="new"),
    path("communities/<slug:slug>/resources/proposals/", review.proposals, name="proposals"),
    path(
        "organisations/<slug:slug>/resources/", browsing.organisation_library, name="organisation"
    ),
]
