"""What the platform's staff sees of people: to read only. Acts on an account are services, which leave a trace."""

from typing import Any

import allauth.account.admin
import allauth.mfa.admin
import allauth.usersessions.admin
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest  # noqa: TID251 - the admin's hooks are given requests

from halle.accounts.models import User

__all__ = ["UserAdmin", "allauth"]

# They would let staff confirm addresses, drop factors and end sessions without a line in the journal.
admin.site.unregister([EmailAddress, Authenticator, UserSession, Group])


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    """People, as they stand."""

    list_display = ("email", "last_name", "first_name", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "last_name", "first_name")
    fields = (
        "email",
        "civility",
        "first_name",
        "last_name",
        "is_active",
        "is_staff",
        "is_superuser",
        "last_login",
        "password_changed_at",
        "created_at",
        "anonymised_at",
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Invitations create people."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People change what is theirs."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Accounts are anonymised, not deleted: what they did keeps an author."""
        return False
