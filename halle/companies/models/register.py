"""Comparisons with the State register that were asked for, and values of the State that are said to be wrong."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from halle.companies.models.base import Record, line
from halle.companies.models.company import Company
from halle.companies.models.establishment import Establishment
from halle.companies.models.membership import Membership


class RequestState(models.TextChoices):
    """What became of a requested update (2-market-room 2.4)."""

    ASKED = "asked", _("Demandée")
    RUNNING = "running", _("En cours")
    DONE = "done", _("Terminée")
    FAILED = "failed", _("Échec")


class RegisterRequest(Record):
    """An update that waits for the State to answer; the nightly job serves it.

    `outcome` holds the lines that changed, as the journal shows them: [{"label", "before", "after"}].
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="register_requests")
    asked_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(_("état"), max_length=7, choices=RequestState.choices, default=RequestState.ASKED)
    reason = line(_("motif de l’échec"), 300)
    outcome = models.JSONField(_("changements"), default=list)
    finished_at = models.DateTimeField(_("terminée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("demande de mise à jour")
        verbose_name_plural = _("demandes de mise à jour")
        ordering = ("-created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["company"], condition=Q(state__in=["asked", "running"]), name="one_waiting_register_request"
            )
        ]

    def __str__(self) -> str:
        return f"{self.company}: {self.get_state_display()}"


class RegisterReport(Record):
    """« Signaler une erreur »: a value of the State is said to be wrong; over once the State corrects it."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="register_reports")
    establishment = models.ForeignKey(Establishment, on_delete=models.CASCADE, null=True, blank=True)
    reported_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    field = models.CharField(_("champ"), max_length=40)
    state_value = line(_("valeur du registre"), 300)
    expected = line(_("valeur attendue"), 300, blank=False)
    comment = line(_("commentaire"), 500)
    closed_at = models.DateTimeField(_("close le"), null=True, blank=True)

    class Meta:
        verbose_name = _("signalement")
        verbose_name_plural = _("signalements")
        ordering = ("-created_at", "id")
        indexes = [models.Index(fields=["company", "closed_at"], name="register_reports_open")]

    def __str__(self) -> str:
        return f"{self.company}: {self.field}"
