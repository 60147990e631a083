"""Addresses of signing up and in: allauth's own."""

from django.urls import include, path

urlpatterns = [path("", include("allauth.account.urls"))]
