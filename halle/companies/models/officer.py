"""« Liste des dirigeants » (S-054, S-059)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from halle.accounts.models import Civility
from halle.companies.models.base import Record, line
from halle.companies.models.company import Company


class OfficerKind(models.TextChoices):
    """A legal representative is a person or another company."""

    PERSON = "person", _("Personne physique")
    LEGAL = "legal", _("Personne morale")


class Officer(Record):
    """One legal representative of a company."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="officers")
    kind = models.CharField(_("nature"), max_length=6, choices=OfficerKind.choices, default=OfficerKind.PERSON)
    civility = models.CharField(_("civilité"), max_length=3, choices=Civility.choices, blank=True, default="")
    first_name = line(_("prénom"), 80)
    last_name = line(_("nom"), 80)
    legal_name = line(_("raison sociale"), 200)
    function = line(_("fonction"), 100)
    email = models.EmailField(_("courriel"), max_length=254, blank=True, default="")
    phone = line(_("téléphone fixe"), 20)

    class Meta:
        verbose_name = _("dirigeant")
        verbose_name_plural = _("dirigeants")
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        if self.kind == OfficerKind.LEGAL:
            return self.legal_name
        civility = self.get_civility_display() if self.civility else ""
        return f"{civility} {self.last_name} {self.first_name}".strip().upper().replace("MME ", "Mme ")
