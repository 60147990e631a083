"""Addresses of calendars, answers and guests."""

from django.urls import path

from communities.facilitation.views import calendars, feeds, guests

urlpatterns = [
    path("calendar/", calendars.calendar, name="calendar"),
    path("calendar/address/", calendars.address, name="calendar-address"),
    path("calendar/feed/<str:token>.ics", feeds.feed, name="feed"),
    path(
        "communities/<slug:slug>/calendar/",
        calendars.community_calendar,
        name="community-calendar",
    ),
    path("communities/<slug:slug>/calendar.ics", feeds.community_feed, name="community-feed"),
    path("sessions/<int:pk>/calendar.ics", feeds.session_calendar, name="session-calendar"),
    path("sessions/<int:pk>/answer/", calendars.answer, name="answer"),
    path("sessions/<int:pk>/register/", guests.register, name="register"),
    path("sessions/guest/<str:token>/", guests.guest, name="guest"),
    path("sessions/guest/<str:token>/calendar.ics", feeds.guest_calendar, name="guest-calendar"),
]
