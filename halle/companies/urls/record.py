"""Addresses of a company's own record."""

from django.urls import URLPattern, URLResolver, path

from halle.companies.views import company, officers

urlpatterns: list[URLPattern | URLResolver] = [
    path("nomenclatures/naf/", company.naf_search, name="naf_search"),
    path("<company:identifier>/coordonnees/", company.sheet, name="sheet"),
    path("<company:identifier>/coordonnees/modifier/", company.edit, name="edit"),
    path("<company:identifier>/dirigeants/ajouter/", officers.add, name="officer_add"),
    path("<company:identifier>/dirigeants/<uuid:officer_id>/modifier/", officers.edit, name="officer_edit"),
    path("<company:identifier>/dirigeants/<uuid:officer_id>/retirer/", officers.remove, name="officer_remove"),
]
