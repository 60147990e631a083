"""A stand-in for the page of a session until that is merged."""

from django.urls import path

from communities.facilitation.views import stand_in

urlpatterns = [path("sessions/<int:pk>/", stand_in.session, name="session")]
