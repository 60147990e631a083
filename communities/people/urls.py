"""Addresses of people and organisations."""

from django.urls import path

from communities.people.views import light_mode, organisations, profile

app_name = "people"
urlpatterns = [
    path("me/", profile.me, name="me"),
    path("me/close/", profile.close, name="close-account"),
    path("light-mode/", light_mode.light_mode, name="light-mode"),
    path("people/<int:pk>/", profile.person, name="person"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/new/", organisations.new_organisation, name="new-organisation"),
    path(
        "organisations/invitation/<str:token>/",
        organisations.invitation,
        name="organisation-invitation",
    ),
    path("organisations/<slug:slug>/", organisations.organisation, name="organisation"),
    path("organisations/<slug:slug>/invite/", organisations.invite, name="invite-to-organisation"),
    path("organisations/<slug:slug>/leave/", organisations.leave, name="leave-organisation"),
]
