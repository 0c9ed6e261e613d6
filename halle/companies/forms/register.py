"""« Signaler une erreur » of a value of the State."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Field
from django.utils.translation import gettext_lazy as _

from halle.companies.models import FieldSource
from halle.ui.forms import HalleForm, PlainTextField

# Words that the company may show against the State's; codes and dates of the State are corrected at the source only.
KEEPABLE = frozenset({"name", "acronym", "address", "postcode", "city"})


class ReportForm(HalleForm):
    """What the value should be, and whether to show it meanwhile."""

    expected = forms.CharField(label=_("Valeur exacte"), max_length=200)
    comment = PlainTextField(
        label=_("Commentaire"),
        max_length=500,
        required=False,
        help_text=_("Par exemple : depuis quand, et quel acte le dit."),
    )
    keep = forms.BooleanField(
        label=_("Garder notre valeur en attendant la correction"),
        required=False,
        help_text=_("Elle est montrée comme maintenue par l’entreprise, avec votre motif et la valeur du registre."),
    )
    reason = forms.CharField(
        label=_("Motif"), max_length=300, required=False, help_text=_("Obligatoire pour garder votre valeur.")
    )

    def __init__(self, *args: Any, source: FieldSource, **options: Any) -> None:
        super().__init__(*args, **options)
        self._source = source
        if source.field not in KEEPABLE:
            del self.fields["keep"], self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """Keeping a value asks for a reason, and for a value that fits its field."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("keep"):
            if not cleaned.get("reason"):
                self.add_error("reason", _("Dites pourquoi votre valeur est la bonne."))
            self._check_fits(cleaned.get("expected", ""))
        return cleaned

    def _check_fits(self, value: str) -> None:
        record = self._source.establishment or self._source.company
        column = record._meta.get_field(self._source.field)
        assert isinstance(column, Field)  # noqa: S101 - KEEPABLE holds columns
        try:
            column.clean(value, record)
        except ValidationError as error:
            self.add_error("expected", error)
