"""Django's declaration of the app."""

from django.apps import AppConfig


class CompaniesConfig(AppConfig):
    """The companies app."""

    name = "halle.companies"
    label = "companies"
