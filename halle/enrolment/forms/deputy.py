"""Choosing the deputy."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from halle.companies.models import Company, Membership, SocleRole
from halle.ui.forms import HalleForm


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs alone
    """A colleague, told from a namesake by his address."""

    def label_from_instance(self, obj: Any) -> str:
        """« Bernard Dupond (bernard.dupond@…) »."""
        return f"{obj} ({obj.email})" if obj.email else str(obj)


class DeputyForm(HalleForm):
    """Active people of the company who do not administer it yet."""

    membership = PersonField(
        label=_("Suppléant"), queryset=Membership.objects.none(), empty_label=_("Choisissez une personne")
    )

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["membership"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = (
            company.memberships.active().filter(socle_role=SocleRole.USER).order_by("last_name", "first_name", "id")
        )
