"""A place of a company, and the answer to a proposed one."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from halle.companies.forms.address import CountryField, PhoneField, check_postcode
from halle.companies.models import Company, Establishment
from halle.core.identifiers import clean_nic
from halle.ui.forms import HalleForm, SnapshotMixin


class EstablishmentForm(SnapshotMixin, HalleForm):
    """The columns of S-091 and what a sheet needs; no NIC for a foreign company."""

    name = forms.CharField(label=_("Dénomination"), max_length=200)
    nic = forms.CharField(
        label=_("NIC"),
        max_length=10,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
        help_text=_("Les cinq derniers chiffres du SIRET de l’établissement."),
    )
    address = forms.CharField(label=_("Adresse"), max_length=200)
    postcode = forms.CharField(label=_("Code postal"), max_length=12, widget=forms.TextInput(attrs={"class": "short"}))
    city = forms.CharField(label=_("Ville"), max_length=100)
    country = CountryField()
    canton = forms.CharField(label=_("Canton"), max_length=100, required=False)
    email = forms.EmailField(label=_("Courriel"), max_length=254, required=False)
    phone = PhoneField(label=_("Téléphone"))

    def __init__(
        self, *args: Any, company: Company, establishment: Establishment | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.company, self.establishment = company, establishment
        if not company.siren:
            del self.fields["nic"]

    def clean_nic(self) -> str:
        """Raises ValidationError for a wrong key, or one that another place of the company has."""
        nic = clean_nic(self.cleaned_data["nic"], siren=str(self.company.siren))
        others = self.company.establishments.filter(nic=nic)
        if self.establishment is not None:
            others = others.exclude(pk=self.establishment.pk)
        if others.exists():
            raise ValidationError(_("Un établissement de l’entreprise a déjà ce NIC."), code="taken")
        return nic

    def clean(self) -> dict[str, Any]:
        """Rules that span fields, and locked fields that somebody tried to change."""
        super().clean()
        check_postcode(self)
        for name in self.attempts_on_locked():
            self.add_error(name, _("Ce champ est fourni par l’État : il ne se modifie pas ici."))
        return self.cleaned_data


class ProposalForm(EstablishmentForm):
    """« Proposer un établissement »: a NIC when one knows it, and a word to the administrators."""

    message = forms.CharField(label=_("Message aux administrateurs"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["phone"]


class RefusalForm(HalleForm):
    """Why not."""

    answer = forms.CharField(label=_("Motif du refus"), max_length=500)
