"""A message: row of the outbox and copy in « Mes messages » at once."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MessageState(models.TextChoices):
    """Where the e-mail is."""

    QUEUED = "queued", _("En attente d’envoi")
    SENDING = "sending", _("Envoi en cours")
    SENT = "sent", _("Envoyé")
    FAILED = "failed", _("Non envoyé")
    IN_APP_ONLY = "in_app", _("Sur la plate-forme seulement")


class MessageQuerySet(models.QuerySet["Message"]):
    """What is listed, what is due."""

    def in_app(self) -> "MessageQuerySet":
        """What « Mes messages » shows."""
        return self.filter(in_app=True)

    def under_way(self) -> "MessageQuerySet":
        """E-mails that are still to be sent."""
        return self.filter(state__in=[MessageState.QUEUED, MessageState.SENDING])


class Message(models.Model):
    """One message to one person or address.

    `body` is the marked text of halle.mail.words; the text and HTML parts of the e-mail and the page are made from it,
    except for `html` given ready-made. A `secret` message carries a one-time link: it is not shown in the application
    and its words are wiped once sent.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="messages"
    )
    address = models.EmailField(_("adresse"), max_length=254, blank=True)
    name = models.CharField(_("modèle"), max_length=100)
    company = models.UUIDField(_("entreprise"), null=True, blank=True)
    subject = models.CharField(_("objet"), max_length=200)
    body = models.TextField(_("texte"), blank=True)
    html = models.TextField(_("HTML"), blank=True)
    secret = models.BooleanField(_("porte un lien à usage unique"), default=False)
    in_app = models.BooleanField(_("visible dans « Mes messages »"), default=False)
    created_at = models.DateTimeField(_("écrit le"), default=timezone.now)
    read_at = models.DateTimeField(_("lu le"), null=True, blank=True)
    wants_email = models.BooleanField(_("part aussi par courriel"), default=True)
    state = models.CharField(_("état"), max_length=7, choices=MessageState.choices, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    last_error = models.CharField(_("dernière erreur"), max_length=500, blank=True)
    next_attempt_at = models.DateTimeField(_("prochain essai"), default=timezone.now)
    sent_at = models.DateTimeField(_("envoyé le"), null=True, blank=True)

    objects: ClassVar = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("-created_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(in_app=False), name="message_shown_only_to_somebody"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "in_app", "-created_at", "id"], name="message_inbox"),
            models.Index(fields=["user"], condition=Q(in_app=True, read_at=None), name="message_unread"),
            models.Index(
                fields=["next_attempt_at"], condition=Q(state__in=["queued", "sending"]), name="message_under_way"
            ),
        ]

    def __str__(self) -> str:
        return self.subject
