"""Succession: who takes over when the administrators fall silent."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from halle.companies.models import Company, Membership, MembershipState, SocleRole
from halle.companies.models.base import Record


def is_fit(membership: Membership) -> bool:
    """Whether that person may be, or still is, somebody's deputy."""
    return membership.state == MembershipState.ACTIVE and membership.socle_role != SocleRole.ADMINISTRATOR


class Deputy(Record):
    """The person whom administrators named to take over (« suppléant »)."""

    company = models.OneToOneField(Company, on_delete=models.CASCADE, related_name="deputy")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="deputy_of")
    named_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("suppléant")
        verbose_name_plural = _("suppléants")

    def __str__(self) -> str:
        return f"{self.company}: {self.membership}"

    @property
    def is_fit(self) -> bool:
        """Whether he still counts: active, and no administrator already."""
        return is_fit(self.membership)


class AbsenceStep(models.TextChoices):
    """What was done because no administrator signed in for twelve months."""

    REMINDED = "reminded", _("Administrateurs relancés")
    DEPUTY_ASKED = "deputy_asked", _("Suppléant sollicité")
    DEPUTY_ACCEPTED = "deputy_accepted", _("Suppléant devenu administrateur")
    DEPUTY_DECLINED = "deputy_declined", _("Suppléant a décliné")


class AbsenceNotice(models.Model):
    """One step, so that none is taken twice."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="absence_notices")
    step = models.CharField(_("étape"), max_length=16, choices=AbsenceStep.choices)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("relance d’absence")
        verbose_name_plural = _("relances d’absence")
        ordering = ("-created_at", "id")
        indexes = [models.Index(fields=["company", "-created_at"], name="absence_latest")]

    def __str__(self) -> str:
        return f"{self.company}: {self.get_step_display()}"
