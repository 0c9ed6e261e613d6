"""The places of a company, and those its people propose."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from halle.companies.models.base import PostalAddress, Record, line
from halle.companies.models.company import Company


class Establishment(PostalAddress, Record):
    """One place of a company, numbered by its NIC when the company is French."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="establishments")
    name = line(_("dénomination"), 200, blank=False)
    nic = models.CharField(_("NIC"), max_length=5, null=True, blank=True)
    is_head_office = models.BooleanField(_("siège social"), default=False)
    email = models.EmailField(_("courriel"), max_length=254, blank=True, default="")
    phone = line(_("téléphone"), 20)
    naf_code = models.CharField(_("code NAF"), max_length=6, blank=True, default="")
    naf_nomenclature = models.CharField(_("nomenclature du code NAF"), max_length=10, blank=True, default="")
    closed_on = models.DateField(_("fermé le"), null=True, blank=True)
    # What the State says: shown to people, while `closed_on` is the company's own decision.
    ceased_on = models.DateField(_("fermé au registre le"), null=True, blank=True)
    successor = models.CharField(_("SIRET du successeur"), max_length=14, blank=True, default="")
    diffusible = models.BooleanField(_("diffusible"), default=True)

    class Meta:
        verbose_name = _("établissement")
        verbose_name_plural = _("établissements")
        ordering = ("-is_head_office", "nic", "name", "id")
        constraints = [
            models.UniqueConstraint(fields=["company", "nic"], name="establishment_nic_unique"),
            models.UniqueConstraint(
                fields=["company"], condition=Q(is_head_office=True), name="establishment_one_head_office"
            ),
            models.CheckConstraint(
                condition=Q(is_head_office=False) | Q(closed_on__isnull=True),
                name="establishment_head_office_is_open",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def siret(self) -> str:
        """The 14 digits, or nothing for a foreign company."""
        return f"{self.company.siren}{self.nic}" if self.company.siren and self.nic else ""


class ProposalState(models.TextChoices):
    """What became of a proposed establishment."""

    PENDING = "pending", _("En attente")
    ACCEPTED = "accepted", _("Acceptée")
    REFUSED = "refused", _("Refusée")


class EstablishmentProposal(PostalAddress, Record):
    """« Proposer un établissement » (S-041): a plain user proposes, an administrator accepts or refuses."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="establishment_proposals")
    proposed_by = models.ForeignKey("companies.Membership", on_delete=models.PROTECT, related_name="proposals")
    name = line(_("dénomination"), 200, blank=False)
    nic = models.CharField(_("NIC"), max_length=5, null=True, blank=True)
    email = models.EmailField(_("courriel"), max_length=254, blank=True, default="")
    message = line(_("message aux administrateurs"), 500)
    state = models.CharField(_("état"), max_length=8, choices=ProposalState.choices, default=ProposalState.PENDING)
    answer = line(_("motif"), 500)
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    establishment = models.ForeignKey(Establishment, on_delete=models.SET_NULL, null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "id")

    def __str__(self) -> str:
        return self.name
