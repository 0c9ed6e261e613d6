"""What a person is in a company: establishment, two role axes, coordinates as an employee; and invitations."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from halle.accounts.models import Civility
from halle.companies.models.base import PostalAddress, Record, line
from halle.companies.models.company import Company
from halle.companies.models.establishment import Establishment


class RoomRole(models.TextChoices):
    """Axis « Salle des marchés » (S-080)."""

    ADMINISTRATOR = "administrator", _("Administrateur Entreprise")
    EMPLOYEE = "employee", _("Employé Entreprise")


class SocleRole(models.TextChoices):
    """Axis « Administration de mon entité » (S-080)."""

    ADMINISTRATOR = "administrator", _("Administrateur")
    USER = "user", _("Utilisateur du service")


class MembershipState(models.TextChoices):
    """Invited until the link is used; removed rows are anonymised and never listed."""

    INVITED = "invited", _("Invité")
    ACTIVE = "active", _("Actif")
    DISABLED = "disabled", _("Désactivé")
    REMOVED = "removed", _("Supprimé")


class NotificationChoice(models.TextChoices):
    """« Préférences de notification » (S-078): in-app always, e-mail on top by default."""

    EMAIL = "email", _("Courriel")
    IN_APP = "in_app", _("Sur la plate-forme seulement")


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Who is listed, who may act."""

    def listed(self) -> "MembershipQuerySet":
        """Everybody but the removed."""
        return self.exclude(state=MembershipState.REMOVED)

    def active(self) -> "MembershipQuerySet":
        """Those who may act now."""
        return self.filter(state=MembershipState.ACTIVE)

    def administrators(self) -> "MembershipQuerySet":
        """Active administrators of the administration space: never none in a company (S-084)."""
        return self.active().filter(socle_role=SocleRole.ADMINISTRATOR)


class Membership(PostalAddress, Record):
    """One person in one company. Names are those the company knows the person by."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="memberships")
    establishment = models.ForeignKey(
        Establishment, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("établissement")
    )
    room_role = models.CharField(
        _("salle des marchés"), max_length=13, choices=RoomRole.choices, default=RoomRole.EMPLOYEE
    )
    socle_role = models.CharField(
        _("administration de mon entité"), max_length=13, choices=SocleRole.choices, default=SocleRole.USER
    )
    state = models.CharField(_("état"), max_length=8, choices=MembershipState.choices, default=MembershipState.INVITED)
    civility = models.CharField(_("qualité"), max_length=3, choices=Civility.choices, blank=True, default="")
    first_name = line(_("prénom"), 80)
    last_name = line(_("nom"), 80)
    function = line(_("fonction"), 100)
    email = models.EmailField(_("courriel"), max_length=254, blank=True, default="")
    mobile = line(_("téléphone portable"), 20)
    phone = line(_("téléphone fixe"), 20)
    fax = line(_("fax"), 20)
    notification = models.CharField(
        _("préférences de notification"),
        max_length=6,
        choices=NotificationChoice.choices,
        default=NotificationChoice.EMAIL,
    )
    state_changed_at = models.DateTimeField(_("état depuis le"), default=timezone.now)

    objects: ClassVar = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("utilisateur")
        verbose_name_plural = _("utilisateurs")
        ordering = ("last_name", "first_name", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "company"], condition=~Q(state="removed"), name="membership_once_a_company"
            )
        ]
        indexes = [
            # The list in its usual order: without it, a company of 3,000 people is sorted at each page.
            models.Index(fields=["company", "last_name", "first_name", "id"], name="membership_listing"),
            models.Index(fields=["company", "state", "socle_role"], name="membership_count"),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email

    @property
    def greeting(self) -> str:
        """« M. Nicolas Dupond »."""
        return f"{self.get_civility_display() if self.civility else ''} {self}".strip()


class Invitation(models.Model):
    """A link that lets a person take the seat prepared for him: once, within seven days (S-079)."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=64, unique=True, help_text=_("SHA-256 du jeton ; le jeton n’est pas gardé."))
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "id")

    def __str__(self) -> str:
        return f"{self.membership} ({self.expires_at:%Y-%m-%d})"

    @property
    def is_over(self) -> bool:
        """Whether its seven days have passed."""
        return self.expires_at <= timezone.now()
