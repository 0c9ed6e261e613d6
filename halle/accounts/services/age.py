"""Passwords that are about to expire."""

from datetime import date, datetime, time, timedelta

from allauth.account.internal.userkit import filter_users_by_email
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from halle.accounts import security_mail
from halle.accounts.models import PasswordReminder, User
from halle.core.clock import today
from halle.mail import services as mail
from halle.mail.links import absolute

STAGES = (30, 7, 1)


def remind_password_age() -> int:
    """Write to everybody who enters a stage (30, 7, 1 days before the end); returns how many mails went out.

    Run twice, or after a missed night, each person still gets one mail a stage.
    """
    if not settings.PASSWORD_MAX_AGE_DAYS:
        return 0
    return sum(_remind_stage(stage, after) for stage, after in zip(STAGES, (*STAGES[1:], 0), strict=True))


def _remind_stage(stage: int, next_stage: int) -> int:
    """Those with more than `next_stage` and at most `stage` days left."""
    oldest_change = today() + timedelta(days=next_stage + 1 - settings.PASSWORD_MAX_AGE_DAYS)
    youngest_change = today() + timedelta(days=stage + 1 - settings.PASSWORD_MAX_AGE_DAYS)
    people = User.objects.filter(
        is_active=True,
        password_changed_at__gte=_midnight(oldest_change),
        password_changed_at__lt=_midnight(youngest_change),
    )
    return sum(_remind(user, stage) for user in people.order_by("pk").iterator())


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@transaction.atomic
def _remind(user: User, stage: int) -> int:
    expires_on = user.password_expires_on
    if expires_on is None:
        return 0
    _reminder, is_new = PasswordReminder.objects.get_or_create(user=user, expires_on=expires_on, days_before=stage)
    if not is_new:
        return 0
    context = {
        "expires_on": expires_on,
        "days_left": (expires_on - today()).days,
        "change_url": absolute(reverse("account_change_password")),
    }
    mail.post("accounts/mail/password_reminder", to=user, context=context)
    return 1


@transaction.atomic
def send_password_reset(email: str) -> int:
    """Write the link for a new password to whoever signs in with that address; returns how many mails went out."""
    people = filter_users_by_email(email, is_active=True, prefer_verified=True, for_login=True)
    for user in people:
        security_mail.send_password_reset(user)
    return len(people)
