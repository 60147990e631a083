"""Addresses of the first pages, below ``/communities/``."""

from django.urls import path

from communities.pages import views

urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:slug>/", views.community, name="home"),
]
