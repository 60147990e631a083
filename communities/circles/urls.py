"""Addresses of communities and memberships, below ``/communities/``."""

from django.urls import path

from communities.circles.views import arrivals, care, founding, members

urlpatterns = [
    path("new/", founding.new, name="new"),
    path("invitation/<str:token>/", arrivals.invitation, name="invitation"),
    path("<slug:slug>/members/", members.members, name="members"),
    path("<slug:slug>/members/<int:pk>/promote/", members.promote, name="promote"),
    path("<slug:slug>/members/<int:pk>/remove/", members.remove, name="remove"),
    path("<slug:slug>/join/", members.join, name="join"),
    path("<slug:slug>/circle/", members.move, name="move"),
    path("<slug:slug>/history/", members.history, name="history"),
    path("<slug:slug>/invitations/", arrivals.invitations, name="invitations"),
    path("<slug:slug>/invitations/<int:pk>/revoke/", arrivals.revoke, name="revoke"),
    path("<slug:slug>/care/", care.care, name="care"),
    path("<slug:slug>/care/requests/<int:pk>/", care.decide, name="decide"),
    path("<slug:slug>/care/proposals/", care.propose, name="propose"),
    path("<slug:slug>/access/", care.access, name="access"),
    path("<slug:slug>/settings/", founding.settings, name="settings"),
    path("<slug:slug>/close/", founding.close, name="close"),
    path("<slug:slug>/enter/", care.enter, name="enter"),
]
