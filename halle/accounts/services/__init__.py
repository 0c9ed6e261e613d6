"""What is done to a person's account, from any app above."""

from halle.accounts.selectors import export_of
from halle.accounts.services.access import end_other_sessions, end_session, end_sessions, set_first_password
from halle.accounts.services.age import remind_password_age, send_password_reset
from halle.accounts.services.people import (
    anonymise,
    change_identity,
    confirm_address,
    person_for,
    set_mail_notifications,
)

__all__ = [
    "anonymise",
    "change_identity",
    "confirm_address",
    "end_other_sessions",
    "end_session",
    "end_sessions",
    "export_of",
    "person_for",
    "remind_password_age",
    "send_password_reset",
    "set_first_password",
    "set_mail_notifications",
]
