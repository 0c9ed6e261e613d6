"""Django's declaration of the app."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The jobs app."""

    name = "halle.jobs"
    label = "jobs"
