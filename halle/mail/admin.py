"""The outbox in Django's admin: to look at, and to try again what failed. Words stay between site and person."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest  # noqa: TID251 - the admin is HTTP
from django.utils.translation import gettext_lazy as _

from halle.mail import outbox
from halle.mail.models import Message

SHOWN = (
    "created_at",
    "name",
    "subject",
    "address",
    "state",
    "attempts",
    "last_error",
    "next_attempt_at",
    "sent_at",
    "company",
)


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin[Message]):
    """Read only, but for one action."""

    list_display = ("created_at", "name", "address", "state", "attempts", "last_error")
    list_filter = ("state", "name")
    search_fields = ("address", "name")
    fields = SHOWN
    readonly_fields = SHOWN
    actions = ("try_again",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Messages are written by acts, not by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        """Messages go with their person."""
        return False

    @admin.action(description=_("Essayer de nouveau"), permissions=["change"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        """Give what failed all its attempts again."""
        number = outbox.retry_failed(queryset)
        self.message_user(request, _("%(number)s messages seront envoyés de nouveau.") % {"number": number})
