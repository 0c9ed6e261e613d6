"""The four steps of « Créer votre compte entreprise », each a form; what was typed is kept as plain text."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from halle.accounts.models import Civility, User
from halle.accounts.passwords import check_password_of
from halle.core.countries import FRANCE, choices
from halle.core.identifiers import clean_foreign_identifier, compact
from halle.core.nomenclatures import CURRENT_NAF, activity, compact_naf, table
from halle.ui.forms import HalleForm, PlainTextField


def countries_but_france() -> list[tuple[str, str]]:
    """Every country where a foreign company may be."""
    return [("", ""), *(choice for choice in choices() if choice[0] != FRANCE)]


def legal_categories() -> list[tuple[str, str]]:
    """Four-digit INSEE legal categories, nothing first."""
    labels = table("legal_categories_level3").items()
    return [("", str(_("Non renseignée"))), *((code, f"{code} - {label}") for code, label in labels)]


class SiretForm(HalleForm):
    """Which company: a number or a name."""

    words = forms.CharField(
        label=_("SIRET, SIREN ou nom de l’entreprise"),
        max_length=120,
        help_text=_("Le SIRET a 14 chiffres : il est sur vos factures et votre Kbis."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    where = forms.CharField(
        label=_("Code postal ou département (facultatif)"),
        max_length=5,
        required=False,
        help_text=_("Pour une recherche par nom : 35510, ou 35."),
        widget=forms.TextInput(attrs={"class": "short"}),
    )

    def clean_where(self) -> str:
        """A postcode, or a department: 35, 2A, 974."""
        where = compact(str(self.cleaned_data["where"])).upper()
        if where and not re.fullmatch(r"[0-9]{5}|[0-9]{2,3}|2[AB]", where):
            raise ValidationError(_("Indiquez un code postal (35510) ou un département (35, 2A, 974)."), code="where")
        return where


class ForeignForm(HalleForm):
    """A company of another country: no key is checked."""

    country = forms.ChoiceField(label=_("Pays d’établissement"), choices=countries_but_france)
    foreign_identifier = forms.CharField(
        label=_("Identifiant national de l’entreprise"),
        max_length=60,
        help_text=_("Le numéro du registre de votre pays, par exemple le numéro de TVA ou du registre du commerce."),
    )

    def clean_foreign_identifier(self) -> str:
        """In capitals, spaces folded."""
        return clean_foreign_identifier(str(self.cleaned_data["foreign_identifier"]))


class CompanyForm(HalleForm):
    """What the State does not say of the company: all of it, or only the name of a masked one."""

    name = forms.CharField(
        label=_("Raison sociale"),
        max_length=200,
        help_text=_("Pour une entreprise individuelle : vos prénom et nom."),
    )
    acronym = forms.CharField(label=_("Sigle (facultatif)"), max_length=60, required=False)
    legal_category = forms.ChoiceField(
        label=_("Nature juridique (facultatif)"), choices=legal_categories, required=False
    )
    naf_code = forms.CharField(
        label=_("Code NAF ou APE (facultatif)"),
        max_length=7,
        required=False,
        help_text=_("Quatre chiffres et une lettre, par exemple 43.32A."),
        widget=forms.TextInput(attrs={"class": "short"}),
    )

    def __init__(self, *args: Any, is_foreign: bool, is_masked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_foreign or is_masked:
            del self.fields["legal_category"], self.fields["naf_code"]
        if is_masked:
            del self.fields["acronym"]

    def clean_naf_code(self) -> str:
        """Without its dot."""
        code = compact_naf(str(self.cleaned_data["naf_code"]))
        if code and not any(activity(code, nomenclature) for nomenclature in CURRENT_NAF):
            raise ValidationError(_("Ce code d’activité n’existe pas : vérifiez-le, ou laissez vide."), code="naf")
        return code


class PlaceForm(HalleForm):
    """Where the company is, when the State does not say."""

    name = forms.CharField(
        label=_("Nom de l’établissement (facultatif)"),
        max_length=200,
        required=False,
        help_text=_("Par exemple l’enseigne, ou « Agence de Rennes »."),
    )
    address = forms.CharField(label=_("Adresse"), max_length=200)
    postcode = forms.CharField(label=_("Code postal"), max_length=12, widget=forms.TextInput(attrs={"class": "short"}))
    city = forms.CharField(label=_("Ville"), max_length=100)

    def __init__(self, *args: Any, country: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country = country
        if country != FRANCE:
            self.fields["postcode"].required = False

    def clean_postcode(self) -> str:
        """Five digits in France; free elsewhere."""
        postcode = str(self.cleaned_data["postcode"])
        if postcode and self.country == FRANCE and not re.fullmatch(r"[0-9]{5}", postcode):
            raise ValidationError(_("Un code postal français compte 5 chiffres, par exemple 35510."), code="postcode")
        return postcode


class PlaceSearchForm(HalleForm):
    """Words of an address among the company's establishments."""

    q = forms.CharField(label=_("Rechercher"), max_length=100, required=False, widget=forms.TextInput())


class SeatForm(HalleForm):
    """What the person does in the company, and consent: all that somebody who has an account is asked."""

    own_data = True
    function = forms.CharField(label=_("Fonction dans l’entreprise"), max_length=100)
    phone = forms.CharField(
        label=_("Téléphone"), max_length=20, widget=forms.TextInput(attrs={"type": "tel", "class": "medium"})
    )
    message = PlainTextField(
        label=_("Message (facultatif)"),
        max_length=500,
        required=False,
        help_text=_("Si votre inscription doit être examinée, il sera lu avec elle."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    terms = forms.BooleanField(
        label=_("J’accepte les conditions d’utilisation et je suis habilité à représenter cette entreprise")
    )
    homepage = forms.CharField(
        label=_("Laissez ce champ vide"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_phone(self) -> str:
        """Raises ValidationError when it cannot be dialled."""
        number = str(self.cleaned_data["phone"])
        digits = re.sub(r"\D", "", number)
        if not re.fullmatch(r"\+?[0-9 .()\-/\u00a0]+", number) or not 6 <= len(digits) <= 15:
            told = _("Indiquez un numéro de téléphone, par exemple 02 99 00 00 00 ou +33 2 99 00 00 00.")
            raise ValidationError(told, code="phone")
        return number

    def clean_message(self) -> str:
        """On one line, as it is kept."""
        return " ".join(str(self.cleaned_data["message"]).split())

    def clean_homepage(self) -> str:
        """Nobody sees this field; machines fill it in."""
        if self.cleaned_data["homepage"]:
            raise ValidationError(_("Laissez vide le champ « Laissez ce champ vide »."), code="machine")
        return ""


class AccountForm(SeatForm):
    """Who signs up."""

    civility = forms.ChoiceField(label=_("Qualité"), choices=Civility.choices, required=False)
    first_name = forms.CharField(label=_("Prénom"), max_length=80)
    last_name = forms.CharField(label=_("Nom"), max_length=80)
    email = forms.EmailField(
        label=_("Courriel"), max_length=254, help_text=_("Vous vous connecterez avec cette adresse.")
    )
    email_again = forms.EmailField(label=_("Le même courriel, encore une fois"), max_length=254)
    password = forms.CharField(
        label=_("Mot de passe"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_(
            "Une longue phrase facile à retenir convient très bien, ou 12 caractères mêlant majuscules, minuscules, "
            "chiffres et signes."
        ),
    )
    again = forms.CharField(
        label=_("Le même mot de passe, encore une fois"),
        strip=False,
        max_length=4096,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    field_order = (
        "civility",
        "first_name",
        "last_name",
        "function",
        "email",
        "email_again",
        "phone",
        "password",
        "again",
        "message",
        "terms",
    )

    def __init__(self, *args: Any, company_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.company_name = company_name

    def clean_email(self) -> str:
        """In lower case, as people sign in."""
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        """Both addresses and both passwords are the same; the password is not built on what everybody knows."""
        super().clean()
        data = self.cleaned_data
        if data.get("email") and data.get("email_again") and data["email"] != str(data["email_again"]).lower():
            self.add_error("email_again", ValidationError(_("Ce n’est pas le même courriel."), code="different"))
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", ValidationError(_("Ce n’est pas le même mot de passe."), code="different"))
        if data.get("password"):
            self._check_password(str(data["password"]))
        return data

    def _check_password(self, password: str) -> None:
        data = self.cleaned_data
        names = {name: str(data.get(name, "")) for name in ("first_name", "last_name", "email")}
        try:
            check_password_of(User(**names), password, extra_words=[self.company_name] if self.company_name else [])
        except ValidationError as weak:
            self.add_error("password", weak)


class AddressForm(HalleForm):
    """Another mailbox for the link."""

    email = forms.EmailField(
        label=_("Courriel"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def clean_email(self) -> str:
        """In lower case, as people sign in."""
        return str(self.cleaned_data["email"]).lower()
