"""Addresses of the search."""

from django.urls import path

from resources.search import saved_views, views

app_name = "search"
urlpatterns = [
    path("search/", views.search, name="results"),
    path("search/alike/", views.alike, name="alike"),
    path("search/saved/", saved_views.saved, name="saved"),
    path("search/saved/<int:pk>/", saved_views.open_saved, name="open-saved"),
    path("search/saved/<int:pk>/forget/", saved_views.forget_saved, name="forget-saved"),
]
