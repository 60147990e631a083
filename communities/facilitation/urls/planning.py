"""Addresses of sessions and cycles while they are planned."""

from django.urls import path

from communities.facilitation.views import (
    board,
    cycle_changes,
    cycles,
    dates,
    leaving,
    participants,
    plan,
    sessions,
    subjects,
)

COMMUNITY, SESSION = "communities/<slug:slug>/", "sessions/<int:pk>/"
urlpatterns = [
    path(f"{COMMUNITY}sessions/", sessions.sessions, name="sessions"),
    path(f"{COMMUNITY}sessions/new/", plan.new, name="plan"),
    path(f"{COMMUNITY}cycles/new/", cycles.new, name="new-cycle"),
    path("cycles/<int:pk>/", cycles.cycle, name="cycle"),
    path("cycles/<int:pk>/edit/", cycle_changes.edit, name="edit-cycle"),
    path("cycles/<int:pk>/cancel/", cycle_changes.cancel, name="cancel-cycle"),
    path(SESSION, sessions.session, name="session"),
    path(f"{SESSION}edit/", plan.edit, name="edit-session"),
    path(f"{SESSION}duplicate/", plan.duplicate, name="duplicate"),
    path(f"{SESSION}cancel/", plan.cancel, name="cancel"),
    path(f"{SESSION}participants/", participants.participants, name="participants"),
    path(f"{SESSION}participants/<int:person>/out/", participants.unseat, name="unseat"),
    path(f"{SESSION}leave/", leaving.leave, name="leave"),
    path(f"{SESSION}dates/", dates.dates, name="dates"),
    path(f"{SESSION}dates/offer/", dates.offer, name="offer-dates"),
    path(f"{SESSION}dates/<int:option>/", dates.decide, name="date"),
    path(f"{SESSION}board/", board.board, name="board"),
    path(f"{SESSION}subjects/", subjects.subjects, name="subjects"),
    path(f"{SESSION}subjects/<int:subject>/", subjects.decide, name="subject"),
]
