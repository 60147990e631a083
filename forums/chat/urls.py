"""Addresses of rooms and messages."""

from django.urls import path

from forums.chat.views import care, files, keeping, messages, people, rooms

app_name = "chat"
urlpatterns = [
    path("communities/<slug:slug>/chat/", rooms.rooms, name="rooms"),
    path("communities/<slug:slug>/chat/new/", care.new_room, name="new"),
    path("rooms/<int:pk>/settings/", care.settings, name="settings"),
    path("rooms/<int:pk>/close/", care.close, name="close"),
    path("rooms/<int:pk>/export/<str:format>/", care.export, name="export"),
    path("rooms/<int:pk>/keep/", keeping.keep, name="keep"),
    path("rooms/<int:pk>/send/", messages.send, name="send"),
    path("rooms/<int:pk>/changes/", rooms.changes, name="changes"),
    path("rooms/<int:pk>/read/", people.read, name="read"),
    path("rooms/<int:pk>/notify/", people.notify, name="notify"),
    path("rooms/<int:pk>-<str:slug>/", rooms.room, name="room"),
    path("quiet-hours/", people.hours, name="hours"),
    path("m/<int:pk>/", messages.message, name="message"),
    path("m/<int:pk>/edit/", messages.edit, name="edit"),
    path("m/<int:pk>/history/", messages.history, name="history"),
    path("m/<int:pk>/delete/", messages.delete, name="delete"),
    path("m/<int:pk>/restore/", messages.restore, name="restore"),
    path("m/<int:pk>/react/", messages.react, name="react"),
    path("chat-files/<slug:key>/", files.file, name="file"),
    path("chat-files/<slug:key>/preview/", files.preview, name="preview"),
]
