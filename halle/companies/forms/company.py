"""« Modification des coordonnées de l'entreprise » (S-056)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from halle.companies.forms.address import CountryField, check_postcode
from halle.companies.forms.naf import NafField
from halle.companies.models import AdministrativeState, Company, CompanyCategory
from halle.core.identifiers import clean_nic, clean_siren
from halle.core.nomenclatures import table
from halle.ui.forms import DayField, HalleForm, PlainTextField, SnapshotMixin


class YesNoField(forms.TypedChoiceField):
    """Oui, Non, or nobody said."""

    def __init__(self, **options: Any) -> None:
        choices = (("", _("Non renseigné")), ("True", _("Oui")), ("False", _("Non")))
        super().__init__(
            choices=choices, coerce=lambda value: value == "True", empty_value=None, required=False, **options
        )

    def prepare_value(self, value: Any) -> Any:
        """The column's value as one of the choices."""
        return "" if value is None else str(value)


def legal_categories() -> list[tuple[str, str]]:
    """INSEE's four-digit codes, in its order."""
    return [
        ("", str(_("Non renseignée"))),
        *((code, f"{code} - {label}") for code, label in table("legal_categories_level3").items()),
    ]


class CompanyForm(SnapshotMixin, HalleForm):
    """Every field of S-056 in its order; those that the State provides are locked (S-057)."""

    name = forms.CharField(label=_("Raison sociale"), max_length=200)
    acronym = forms.CharField(label=_("Sigle"), max_length=60, required=False)
    siren = forms.CharField(label=_("SIREN"), max_length=20, widget=forms.TextInput(attrs={"class": "medium"}))
    nic = forms.CharField(
        label=_("NIC du siège social"), max_length=10, widget=forms.TextInput(attrs={"class": "short"})
    )
    category = forms.ChoiceField(
        label=_("Catégorie"), choices=[("", _("Non renseignée")), *CompanyCategory.choices], required=False
    )
    legal_category = forms.ChoiceField(label=_("Nature juridique"), choices=legal_categories, required=False)
    in_trades_register = YesNoField(
        label=_("Inscrit aux RM ?"), help_text=_("Répertoire des métiers, tenu par les chambres de métiers.")
    )
    in_commercial_register = YesNoField(
        label=_("RCS ?"), help_text=_("Registre du commerce et des sociétés, tenu par les greffes.")
    )
    naf = NafField(
        label=_("Libellé NAF"),
        suggest_url=reverse_lazy("companies:naf_search"),
        help_text=_("Tapez le code (0111Z) ou des mots de l’activité (culture de céréales)."),
    )
    description = PlainTextField(label=_("Description"), max_length=2000, required=False)
    address = forms.CharField(label=_("Adresse"), max_length=200)
    postcode = forms.CharField(label=_("Code postal"), max_length=12, widget=forms.TextInput(attrs={"class": "short"}))
    city = forms.CharField(label=_("Ville"), max_length=100)
    canton = forms.CharField(label=_("Canton"), max_length=100, required=False)
    country = CountryField()
    email = forms.EmailField(label=_("Courriel"), max_length=254)
    website = forms.URLField(
        label=_("Site Internet"),
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text=_("Adresse complète, par exemple https://www.exemple.fr."),
    )
    state = forms.ChoiceField(label=_("Etat administratif"), choices=AdministrativeState.choices)
    created_on = DayField(label=_("Date de création"), required=False)
    struck_off_on = DayField(label=_("Date de radiation"), required=False)

    def __init__(self, *args: Any, company: Company, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.company = company
        if not company.siren:
            for name in ("siren", "nic"):
                del self.fields[name]
            self.fields["naf"].required = False

    def clean_siren(self) -> str:
        """Raises ValidationError for a wrong key, or one that another company of the site has."""
        siren = clean_siren(self.cleaned_data["siren"])
        if Company.objects.exclude(pk=self.company.pk).filter(siren=siren).exists():
            raise ValidationError(_("Ce SIREN est déjà celui d’une autre entreprise inscrite."), code="taken")
        return siren

    def clean_website(self) -> str:
        """Only addresses that a browser opens as a page."""
        website = str(self.cleaned_data["website"])
        if website and not website.lower().startswith(("http://", "https://")):
            raise ValidationError(_("L’adresse commence par https:// ou http://."), code="scheme")
        return website

    def clean(self) -> dict[str, Any]:
        """Rules that span fields, and locked fields that somebody tried to change."""
        super().clean()
        check_postcode(self)
        data = self.cleaned_data
        if data.get("siren") and data.get("nic"):
            try:
                data["nic"] = clean_nic(data["nic"], siren=data["siren"])
            except ValidationError as wrong:
                self.add_error("nic", wrong)
        created, struck_off = data.get("created_on"), data.get("struck_off_on")
        if created and struck_off and struck_off < created:
            self.add_error("struck_off_on", _("La radiation ne peut pas précéder la création."))
        for name in self.attempts_on_locked():
            self.add_error(name, _("Ce champ est fourni par l’État : il ne se modifie pas ici."))
        return data
