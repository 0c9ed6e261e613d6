"""« Demande de rattachement »: somebody asks the administrators of a known company for a seat."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from halle.companies.models import Company, Establishment, Membership
from halle.companies.models.base import Record, line


class JoinState(models.TextChoices):
    """What became of a request."""

    PENDING = "pending", _("En attente")
    ACCEPTED = "accepted", _("Acceptée")
    REFUSED = "refused", _("Refusée")
    WITHDRAWN = "withdrawn", _("Retirée")


class JoinRequest(Record):
    """One person's request; he sees nothing of the company before it is accepted."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="join_requests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests")
    establishment = models.ForeignKey(Establishment, on_delete=models.SET_NULL, null=True, blank=True)
    function = line(_("fonction"), 100)
    phone = line(_("téléphone"), 20)
    message = line(_("message aux administrateurs"), 500)
    state = models.CharField(_("état"), max_length=9, choices=JoinState.choices, default=JoinState.PENDING)
    answer = line(_("motif"), 500)
    decided_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    # How far the nightly job went: see halle.enrolment.services.joining_nightly.STAGES.
    reminders = models.PositiveSmallIntegerField(_("relances"), default=0)

    class Meta:
        verbose_name = _("demande de rattachement")
        verbose_name_plural = _("demandes de rattachement")
        ordering = ("-created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "user"], condition=Q(state="pending"), name="one_pending_join_request"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.company}"
