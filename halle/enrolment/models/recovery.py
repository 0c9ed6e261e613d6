"""Taking over a company without any active administrator: proof, everybody told, seven days to object, a decision."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from halle.companies.models import Company
from halle.companies.models.base import Record, line
from halle.core.clock import now
from halle.enrolment.models.proof import Proof


class RecoveryState(models.TextChoices):
    """Proof first, then the delay, then an operator."""

    PROVING = "proving", _("Preuve attendue")
    OPEN = "open", _("Délai d’opposition en cours")
    TO_DECIDE = "to_decide", _("À décider")
    SECONDING = "seconding", _("Attend un second regard")
    ACCEPTED = "accepted", _("Acceptée")
    REFUSED = "refused", _("Refusée")
    WITHDRAWN = "withdrawn", _("Retirée")


RUNNING = (RecoveryState.PROVING, RecoveryState.OPEN, RecoveryState.TO_DECIDE, RecoveryState.SECONDING)


class RecoveryQuerySet(models.QuerySet["Recovery"]):
    """Those that go on, those whose delay is over."""

    def running(self) -> "RecoveryQuerySet":
        """Neither decided nor withdrawn."""
        return self.filter(state__in=RUNNING)

    def waiting(self) -> "RecoveryQuerySet":
        """Those that operators must decide, whether or not a job has noted it."""
        noted = Q(state__in=[RecoveryState.TO_DECIDE, RecoveryState.SECONDING])
        return self.filter(noted | Q(state=RecoveryState.OPEN, objections_until__lte=now()))


class Recovery(Record):
    """One person's request to become the administrator of a company that has none."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="recoveries")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recoveries")
    function = line(_("fonction"), 100)
    phone = line(_("téléphone"), 20)
    message = line(_("message"), 500)
    state = models.CharField(_("état"), max_length=9, choices=RecoveryState.choices, default=RecoveryState.PROVING)
    proof = models.OneToOneField(Proof, on_delete=models.SET_NULL, null=True, blank=True, related_name="recovery")
    told_at = models.DateTimeField(_("personnes prévenues le"), null=True, blank=True)
    objections_until = models.DateTimeField(_("opposition jusqu’au"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    seconded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    reason = line(_("motif"), 500)

    objects: ClassVar = RecoveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("reprise de compte")
        verbose_name_plural = _("reprises de compte")
        ordering = ("-created_at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["company", "user"],
                condition=Q(state__in=["proving", "open", "to_decide", "seconding"]),
                name="one_running_recovery_a_person",
            )
        ]
        indexes = [models.Index(fields=["state", "created_at"], name="recovery_queue")]

    def __str__(self) -> str:
        return f"{self.user} → {self.company}"

    @property
    def current_state(self) -> RecoveryState:
        """Its state by the clock: a delay that is over is over, even when the job that notes it comes late."""
        if self.state == RecoveryState.OPEN and self.objections_until is not None and self.objections_until <= now():
            return RecoveryState.TO_DECIDE
        return RecoveryState(self.state)

    @property
    def is_running(self) -> bool:
        """Neither decided nor withdrawn."""
        return self.state in RUNNING

    @property
    def takes_objections(self) -> bool:
        """Whether its seven days run."""
        return self.current_state == RecoveryState.OPEN


class Objection(models.Model):
    """Somebody who was told says why the recovery must not be. `user` is empty for the company's own address."""

    recovery = models.ForeignKey(Recovery, on_delete=models.CASCADE, related_name="objections")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    text = line(_("motif de l’opposition"), 500, blank=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("opposition")
        verbose_name_plural = _("oppositions")
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return self.text
