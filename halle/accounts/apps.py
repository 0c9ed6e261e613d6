"""Django's declaration of the app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The accounts app."""

    name = "halle.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to allauth."""
        from halle.accounts import hooks

        hooks.connect()
