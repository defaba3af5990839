"""Addresses of drafts inside a workspace."""

from django.urls import path

from studio.api.pipelines import views
from studio.api.runs.plans import DraftPlan

urlpatterns = [
    path("drafts/", views.DraftList.as_view(), name="drafts"),
    path("drafts/<uuid:draft>/", views.DraftDetail.as_view(), name="draft"),
    path("drafts/<uuid:draft>/restore/", views.DraftRestore.as_view(), name="draft-restore"),
    path("drafts/<uuid:draft>/plan/", DraftPlan.as_view(), name="draft-plan"),
    path("drafts/<uuid:draft>/check/", views.DraftCheck.as_view(), name="draft-check"),
]
