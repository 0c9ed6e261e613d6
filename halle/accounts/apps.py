"""Django's declaration of the app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The accounts app."""

    name = "halle.accounts"
    label = "accounts"
