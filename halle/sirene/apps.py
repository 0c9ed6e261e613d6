"""The app; it has no table: the register is a file of its own (docs/decisions/0005-register.md)."""

from django.apps import AppConfig


class SireneConfig(AppConfig):
    """The State register."""

    name = "halle.sirene"
