"""Addresses of the companies app, one file a noun."""

from django.urls import URLPattern, URLResolver

import halle.companies.converters  # noqa: F401 - registers <company:…>
from halle.companies.urls import people, places, record, register

app_name = "companies"
urlpatterns: list[URLPattern | URLResolver] = [
    *record.urlpatterns,
    *register.urlpatterns,
    *places.urlpatterns,
    *people.urlpatterns,
]
