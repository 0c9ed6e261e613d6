"""« Coordonnées de l'employé » and roles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from halle.accounts.models import Civility
from halle.companies.forms.address import CountryField, PhoneField, check_postcode
from halle.companies.models import Company, Establishment, NotificationChoice, RoomRole, SocleRole
from halle.ui.forms import HalleForm, SnapshotMixin


class MemberForm(SnapshotMixin, HalleForm):
    """Every field of S-077, in its order."""

    first_name = forms.CharField(label=_("Prénom"), max_length=80)
    last_name = forms.CharField(label=_("Nom"), max_length=80)
    civility = forms.ChoiceField(label=_("Qualité"), choices=Civility.choices, required=False)
    establishment = forms.ModelChoiceField(
        label=_("Etablissement"), queryset=Establishment.objects.none(), empty_label=None
    )
    function = forms.CharField(label=_("Fonction"), max_length=100, required=False)
    address = forms.CharField(label=_("Adresse"), max_length=200)
    postcode = forms.CharField(label=_("Code postal"), max_length=12, widget=forms.TextInput(attrs={"class": "short"}))
    city = forms.CharField(label=_("Ville"), max_length=100)
    country = CountryField()
    canton = forms.CharField(label=_("Canton"), max_length=100, required=False)
    email = forms.EmailField(label=_("Courriel"), max_length=254)
    mobile = PhoneField(label=_("Téléphone portable"))
    phone = PhoneField(label=_("Téléphone fixe"))
    fax = PhoneField(label=_("Fax"))
    notification = forms.ChoiceField(label=_("Préférences de notification"), choices=NotificationChoice.choices)

    def __init__(self, *args: Any, company: Company, own_data: bool = False, **kwargs: Any) -> None:
        self.own_data = own_data
        super().__init__(*args, **kwargs)
        self.company = company
        establishments = self.fields["establishment"]
        assert isinstance(establishments, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        establishments.queryset = company.establishments.filter(closed_on__isnull=True)

    def clean(self) -> dict[str, Any]:
        """Rules that span fields."""
        super().clean()
        check_postcode(self)
        return self.cleaned_data


class NewMemberForm(MemberForm):
    """« Fiche de l'utilisateur » (S-078): the address becomes the login of a new person."""

    def clean_email(self) -> str:
        """Raises ValidationError when the person already has a seat here."""
        email = str(self.cleaned_data["email"]).lower()
        if self.company.memberships.listed().filter(user__email=email).exists():
            raise forms.ValidationError(
                _("Une personne de l’entreprise a déjà ce courriel : cherchez-la dans la liste."), code="known"
            )
        return email


class RolesForm(SnapshotMixin, HalleForm):
    """One drop-down per service (S-080)."""

    room_role = forms.ChoiceField(
        label=_("Salle des marchés"),
        choices=RoomRole.choices,
        help_text=_(
            "Administrateur Entreprise : remplit la description d’activité et le coffre-fort de l’entreprise. "
            "Employé Entreprise : utilise la salle des marchés, sans ces fonctions."
        ),
    )
    socle_role = forms.ChoiceField(
        label=_("Administration de mon entité"),
        choices=SocleRole.choices,
        help_text=_(
            "Administrateur : gère la fiche, les établissements et les utilisateurs de l’entreprise. "
            "Utilisateur du service : gère son propre compte."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """A role that the actor may not give is refused with the reason, not ignored."""
        super().clean()
        for name in self.attempts_on_locked():
            self.add_error(name, str(getattr(self.fields[name], "lock_reason", "")))
        return self.cleaned_data
