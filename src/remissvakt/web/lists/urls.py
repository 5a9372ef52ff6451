"""Addresses of the work lists and what belongs to them. `whose` is "mitt" or "vart"."""

from __future__ import annotations

from django.urls import path, register_converter

from . import bulk, daily, exporting, favourites, home, lists, menu, polling, printing


class WhoseConverter:
    regex = "mitt|vart"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(WhoseConverter, "whose")

urlpatterns = [
    path("", home.home, name="home"),
    path("hjalp/", home.help_page, name="help"),
    path("arbete/antal/", polling.counts, name="counts"),
    path("arbete/favorit/<uuid:favourite_id>/bort/", favourites.delete, name="delete_favourite"),
    path("arbete/mitt/<slug:slug>/", lists.my_list, name="my_list"),
    path("arbete/vart/<slug:slug>/", lists.our_list, name="our_list"),
    path("arbete/<whose:whose>/<slug:slug>/nya/", polling.new_rows, name="new_rows"),
    path("arbete/<whose:whose>/<slug:slug>/filter/", menu.filter_page, name="filter_page"),
    path("arbete/<whose:whose>/<slug:slug>/utskrift/", printing.print_list, name="print_list"),
    path("arbete/<whose:whose>/<slug:slug>/csv/", exporting.export_list, name="export_list"),
    path("arbete/<whose:whose>/<slug:slug>/flera/", bulk.bulk, name="bulk"),
    path("arbete/<whose:whose>/<slug:slug>/favorit/", favourites.save, name="save_favourite"),
    path("dagens-kontroll/", daily.daily, name="daily"),
]
