"""The app."""

from django.apps import AppConfig


class EnrolmentConfig(AppConfig):
    """Sign-up, joining and recovery."""

    name = "halle.enrolment"
    verbose_name = "Inscriptions"
