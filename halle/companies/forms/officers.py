"""One line of « Liste des dirigeants » (S-059)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from halle.accounts.models import Civility
from halle.companies.forms.address import PhoneField
from halle.companies.models import OfficerKind
from halle.ui.forms import HalleForm, SnapshotMixin


class OfficerForm(SnapshotMixin, HalleForm):
    """A person needs a name, a company a raison sociale."""

    kind = forms.ChoiceField(label=_("Nature"), choices=OfficerKind.choices, initial=OfficerKind.PERSON)
    civility = forms.ChoiceField(label=_("Civilité"), choices=Civility.choices, required=False)
    first_name = forms.CharField(label=_("Prénom"), max_length=80, required=False)
    last_name = forms.CharField(
        label=_("Nom"), max_length=80, required=False, help_text=_("Obligatoire pour une personne physique.")
    )
    legal_name = forms.CharField(
        label=_("Raison sociale"), max_length=200, required=False, help_text=_("Obligatoire pour une personne morale.")
    )
    function = forms.CharField(label=_("Fonction"), max_length=100, help_text=_("Par exemple gérant, président, DG."))
    email = forms.EmailField(label=_("Courriel"), max_length=254, required=False)
    phone = PhoneField(label=_("Téléphone fixe"))

    def clean(self) -> dict[str, Any]:
        """The name that the kind needs."""
        super().clean()
        data = self.cleaned_data
        needed = "legal_name" if data.get("kind") == OfficerKind.LEGAL else "last_name"
        if needed not in self.errors and not data.get(needed):
            label = self.fields[needed].label
            self.add_error(needed, _("Renseignez le champ « %(label)s ».") % {"label": label})
        return data
