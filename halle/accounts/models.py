"""A person: identity, password, second factor. What he is in a company is a Membership (halle.companies)."""

from datetime import date, timedelta
from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Civility(models.TextChoices):
    """« Qualité » of the tutorial (S-078): « Non renseignée » when nothing was chosen."""

    UNKNOWN = "", _("Non renseignée")
    MADAME = "mme", _("Mme")
    MONSIEUR = "m", _("M.")


class UserManager(BaseUserManager["User"]):
    """Creates people by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """A person who may sign in; without a password, only after an invitation or a reset."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """A member of the platform's staff with every right of the Django admin."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """One human being who signs in with one address."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    email = models.EmailField(_("courriel de connexion"), max_length=254, unique=True)
    civility = models.CharField(_("qualité"), max_length=3, choices=Civility.choices, blank=True, default="")
    first_name = models.CharField(_("prénom"), max_length=80, blank=True)
    last_name = models.CharField(_("nom"), max_length=80, blank=True)
    is_active = models.BooleanField(_("compte ouvert"), default=True)
    is_staff = models.BooleanField(_("exploitant de la plate-forme"), default=False)
    password_changed_at = models.DateTimeField(_("dernier changement de mot de passe"), null=True, blank=True)
    mail_notifications = models.BooleanField(_("recevoir aussi les messages par courriel"), default=True)
    created_at = models.DateTimeField(_("créé le"), default=timezone.now, editable=False)
    anonymised_at = models.DateTimeField(_("effacé le"), null=True, blank=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("personne")
        verbose_name_plural = _("personnes")
        ordering = ("last_name", "first_name", "id")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique_whatever_the_case")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        """First name and last name, as typed."""
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        """The first name alone."""
        return self.first_name

    @property
    def greeting(self) -> str:
        """« M. Nicolas Dupond », as the socle's header says it (S-006)."""
        return f"{self.get_civility_display() if self.civility else ''} {self}".strip()

    @property
    def password_expires_on(self) -> date | None:
        """The day after which a new password is asked; None when passwords do not age or none was ever set."""
        if not settings.PASSWORD_MAX_AGE_DAYS or self.password_changed_at is None:
            return None
        last_change = timezone.localdate(self.password_changed_at)
        return last_change + timedelta(days=settings.PASSWORD_MAX_AGE_DAYS)

    @property
    def password_has_expired(self) -> bool:
        """Whether a new password is asked before anything else."""
        day = self.password_expires_on
        return day is not None and day < timezone.localdate()

    def set_password(self, raw_password: str | None) -> None:
        """Set the password and start its age anew."""
        super().set_password(raw_password)
        self.password_changed_at = timezone.now() if raw_password else None


class PasswordReminder(models.Model):
    """One reminder that a password is about to expire; there is never a second one for the same stage."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="password_reminders")
    expires_on = models.DateField(_("expiration annoncée"))
    days_before = models.PositiveSmallIntegerField(_("jours avant l’expiration"))
    sent_at = models.DateTimeField(_("envoyé le"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("rappel d’expiration")
        verbose_name_plural = _("rappels d’expiration")
        ordering = ("-sent_at", "id")
        constraints = [
            models.UniqueConstraint(fields=("user", "expires_on", "days_before"), name="one_reminder_for_each_stage")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.expires_on} -{self.days_before}"
