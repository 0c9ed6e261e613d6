"""Django's declaration of the app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit app."""

    name = "halle.audit"
    label = "audit"
