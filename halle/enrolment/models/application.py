"""A sign-up that waits for its e-mail address to be confirmed: nothing else exists before."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from halle.accounts.models import Civility
from halle.companies.models.base import line


class ApplicationState(models.TextChoices):
    """What became of a sign-up."""

    WAITING = "waiting", _("Adresse à confirmer")
    CONFIRMED = "confirmed", _("Confirmée")
    ABANDONED = "abandoned", _("Abandonnée")


class Application(models.Model):
    """All that was typed in the four steps, kept until the link in the mail is opened (24 h, once).

    `digest` is the SHA-256 of the link's token; the token is not kept. `password` is a hash, empty for a person who
    already has an account (`user`).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True)
    email = models.EmailField(_("courriel"), max_length=254)
    civility = models.CharField(_("qualité"), max_length=3, choices=Civility.choices, blank=True, default="")
    first_name = line(_("prénom"), 80)
    last_name = line(_("nom"), 80)
    function = line(_("fonction"), 100)
    phone = line(_("téléphone"), 20)
    password = models.CharField(max_length=128, blank=True, default="")
    country = models.CharField(_("pays"), max_length=2, default="FR")
    siret = models.CharField(_("SIRET"), max_length=14, blank=True, default="")
    foreign_identifier = line(_("identifiant national étranger"), 60)
    company_values = models.JSONField(_("entreprise"), default=dict)
    place_values = models.JSONField(_("établissement"), default=dict)
    message = line(_("message"), 500)
    state = models.CharField(
        _("état"), max_length=9, choices=ApplicationState.choices, default=ApplicationState.WAITING
    )
    digest = models.CharField(max_length=64, unique=True, null=True, blank=True)
    expires_at = models.DateTimeField(_("expire le"))
    sent = models.PositiveSmallIntegerField(_("courriels envoyés"), default=0)
    created_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("inscription")
        verbose_name_plural = _("inscriptions")
        ordering = ("-created_at", "id")
        indexes = [models.Index(fields=["state", "expires_at"], name="application_to_sweep")]

    def __str__(self) -> str:
        return f"{self.email} ({self.get_state_display()})"
