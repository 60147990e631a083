"""Addresses of mail."""

from django.urls import path

from forums.mail import views

app_name = "mail"
urlpatterns = [
    path("communities/<slug:slug>/import/", views.hand_over, name="hand-over"),
    path("communities/<slug:slug>/import/<int:pk>/", views.archive, name="archive"),
]
