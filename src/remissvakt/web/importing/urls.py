"""Addresses of the import."""

from __future__ import annotations

from django.urls import path

from . import job, template, upload

urlpatterns = [
    path("import/", upload.upload, name="import"),
    path("import/mall.csv", template.template_file, name="import_template"),
    path("import/<uuid:job_id>/", job.job, name="import_job"),
    path("import/<uuid:job_id>/genomfor/", job.confirm, name="import_confirm"),
    path("import/<uuid:job_id>/avbryt/", job.drop, name="import_drop"),
]
