"""Django's declaration of the app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The portal app."""

    name = "halle.portal"
    label = "portal"
