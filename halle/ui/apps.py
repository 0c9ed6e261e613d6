"""Django's declaration of the app."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The ui app."""

    name = "halle.ui"
    label = "ui"
