"""Addresses of what remains of sessions."""

from django.urls import path

from communities.facilitation.views import commitments, cycle_report, experiments, minutes

COMMUNITY, SESSION = "communities/<slug:slug>/", "sessions/<int:pk>/"
urlpatterns = [
    path(f"{COMMUNITY}minutes/", minutes.listed, name="minutes-list"),
    path(f"{SESSION}minutes/", minutes.minutes, name="minutes"),
    path(f"{SESSION}minutes/edit/", minutes.edit, name="edit-minutes"),
    path(f"{SESSION}minutes/assemble/", minutes.assemble, name="assemble-minutes"),
    path(f"{SESSION}minutes/share/", minutes.share, name="share-minutes"),
    path(f"{SESSION}keeping/", minutes.keeping, name="keeping"),
    path("commitments/", commitments.commitments, name="commitments"),
    path("commitments/<int:pk>/", commitments.commitment, name="commitment"),
    path(f"{COMMUNITY}experiments/", experiments.experiments, name="experiments"),
    path(f"{COMMUNITY}experiments/new/", experiments.new, name="new-experiment"),
    path("experiments/<int:pk>/", experiments.edit, name="edit-experiment"),
    path("cycles/<int:pk>/report/", cycle_report.report, name="cycle-report"),
    path("cycles/<int:pk>/report/audience/", cycle_report.publish, name="publish-report"),
    path(f"{COMMUNITY}reports/", cycle_report.reports, name="cycle-reports"),
    path("cycles/<int:pk>/worth/", cycle_report.worth, name="cycle-worth"),
]
