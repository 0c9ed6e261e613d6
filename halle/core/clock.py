"""Time, asked in one place so that tests and rules agree on it."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """The present day where the site is (settings.TIME_ZONE)."""
    return timezone.localdate()
