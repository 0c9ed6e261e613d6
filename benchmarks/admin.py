"""Django admin's change list of the same people: what one would get for nothing."""

from django.contrib import admin
from django.http import HttpRequest

from halle.companies.models import Membership

site = admin.AdminSite(name="banc")


@admin.register(Membership, site=site)
class MembershipAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """The same four columns, the same 25 rows."""

    list_display = ("__str__", "email", "password_date", "state")
    list_filter = ("state", "socle_role")
    search_fields = ("first_name", "last_name", "email")
    list_select_related = ("user",)
    list_per_page = 25
    ordering = ("last_name", "first_name", "id")

    @admin.display(description="Date exp. mot de passe")
    def password_date(self, member: Membership) -> str:
        """As the users list shows it."""
        return str(member.user.password_expires_on or "")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """The company is chosen in the address."""
        return True
