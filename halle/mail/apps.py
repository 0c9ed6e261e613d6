"""Django's declaration of the app."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """The mail app."""

    name = "halle.mail"
    label = "mail"
