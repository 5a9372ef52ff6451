"""Addresses of the scan tray, its scans and pages, and of each paper."""

from __future__ import annotations

from django.urls import path

from . import original, paper, pictures, scan, separator, tray

urlpatterns = [
    path("skanning/", tray.scans, name="scans"),
    path("skanning/skiljeblad", separator.separator_sheet, name="separator_sheet"),
    path("skanning/<uuid:scan_id>/", scan.scan, name="scan"),
    path("skanning/<uuid:scan_id>/original", original.scan_original, name="scan_original"),
    path("papper/<uuid:document_id>/", paper.paper, name="paper"),
    path("papper/sida/<uuid:page_id>/bild", pictures.page_picture, name="page_picture"),
    path("papper/sida/<uuid:page_id>/liten", pictures.page_small_picture, name="page_small_picture"),
]
