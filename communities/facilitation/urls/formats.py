"""Addresses of formats."""

from django.urls import path

from communities.facilitation.views import formats, methods

COMMUNITY = "communities/<slug:slug>/methods/"
urlpatterns = [
    path("methods/", methods.methods, name="methods"),
    path("methods/<slug:slug>/", methods.method, name="method"),
    path(COMMUNITY, formats.formats, name="formats"),
    path(f"{COMMUNITY}copy/", formats.copy, name="copy"),
    path(f"{COMMUNITY}<int:pk>/", formats.format_page, name="format"),
    path(f"{COMMUNITY}<int:pk>/edit/", formats.edit, name="edit"),
    path(f"{COMMUNITY}<int:pk>/order/", formats.order, name="order"),
    path(f"{COMMUNITY}<int:pk>/retire/", formats.retire, name="retire"),
    path(f"{COMMUNITY}<int:pk>/steps/<slug:key>/", formats.step, name="step"),
]
