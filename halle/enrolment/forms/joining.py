"""An administrator's answer to a request to join."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from halle.companies.models import Company, Establishment, RoomRole, SocleRole
from halle.ui.forms import HalleForm


class AcceptForm(HalleForm):
    """Where the person works and what he may do: the choices of « Fiche de l'utilisateur » and of « Rôles »."""

    establishment = forms.ModelChoiceField(
        label=_("Etablissement"), queryset=Establishment.objects.none(), empty_label=None
    )
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

    def __init__(self, *args: Any, company: Company, asked: Establishment | None, **kwargs: Any) -> None:
        """`asked`: the establishment that the person named, chosen beforehand when it is still open."""
        places = company.establishments.filter(closed_on__isnull=True).order_by("-is_head_office", "name", "id")
        chosen = asked if asked and asked.closed_on is None else company.head_office
        least = {"room_role": RoomRole.EMPLOYEE, "socle_role": SocleRole.USER, "establishment": chosen.pk}
        super().__init__(*args, initial=least, **kwargs)
        field = self.fields["establishment"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = places

    def clean(self) -> dict[str, Any]:
        """A role that the actor may not give is refused with the reason, not ignored."""
        super().clean()
        for name in self.attempts_on_locked():
            self.add_error(name, str(getattr(self.fields[name], "lock_reason", "")))
        return self.cleaned_data


class RefuseForm(HalleForm):
    """Why not: the applicant reads it."""

    reason = forms.CharField(
        label=_("Motif du refus"),
        max_length=500,
        help_text=_("La personne le lira. Votre nom ne lui est pas donné."),
    )
