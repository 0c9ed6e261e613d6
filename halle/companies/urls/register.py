"""Addresses of the State's data of a company."""

from django.urls import URLPattern, URLResolver, path

from halle.companies.views import register

urlpatterns: list[URLPattern | URLResolver] = [
    path("<company:identifier>/mise-a-jour/", register.update, name="register"),
    path("<company:identifier>/mise-a-jour/demander/", register.ask, name="register_ask"),
    path("<company:identifier>/mise-a-jour/signaler/<uuid:source_id>/", register.report, name="register_report"),
    path("<company:identifier>/mise-a-jour/reprendre/<uuid:source_id>/", register.restore, name="register_restore"),
]
