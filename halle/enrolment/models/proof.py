"""How somebody shows that he may act for a company, and the pieces that he gives operators."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from halle.companies.models import Company
from halle.companies.models.base import Record, line
from halle.core.clock import now

LINE_BREAK = " | "


class ProofPurpose(models.TextChoices):
    """What the proof is for."""

    VERIFICATION = "verification", _("Vérification du compte")
    RECOVERY = "recovery", _("Reprise du compte")


class ProofKind(models.TextChoices):
    """The four ways (2-market-room 2.1 and 2.3)."""

    MAIL_CODE = "mail_code", _("Code envoyé au courriel de l’entreprise")
    LETTER_CODE = "letter_code", _("Code envoyé par courrier au siège")
    KBIS = "kbis", _("Extrait Kbis de moins de 3 mois")
    OFFICER = "officer", _("Dirigeant connu du registre")


class ProofState(models.TextChoices):
    """A code waits to be typed; pieces wait for an operator; a letter waits first to be posted."""

    TO_POST = "to_post", _("Lettre à envoyer")
    CODE_SENT = "code_sent", _("Code envoyé")
    SUBMITTED = "submitted", _("À examiner")
    SECONDING = "seconding", _("Attend un second regard")
    ACCEPTED = "accepted", _("Acceptée")
    REFUSED = "refused", _("Refusée")
    ABANDONED = "abandoned", _("Abandonnée")


class Proof(Record):
    """One attempt to prove. `digest` is the keyed hash of the code, which is not kept; `target` where it went."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="proofs")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="proofs")
    purpose = models.CharField(_("objet"), max_length=12, choices=ProofPurpose.choices)
    kind = models.CharField(_("moyen"), max_length=11, choices=ProofKind.choices)
    state = models.CharField(_("état"), max_length=10, choices=ProofState.choices)
    target = line(_("destinataire"), 300)
    digest = models.CharField(max_length=64, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(_("essais"), default=0)
    expires_at = models.DateTimeField(_("expire le"), null=True, blank=True)
    officer = line(_("dirigeant au registre"), 300)
    issued_on = models.DateField(_("date du Kbis"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    seconded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    reason = line(_("motif"), 500)

    class Meta:
        verbose_name = _("preuve")
        verbose_name_plural = _("preuves")
        ordering = ("-created_at", "id")
        indexes = [models.Index(fields=["state", "created_at"], name="proof_queue")]

    def __str__(self) -> str:
        return f"{self.company}: {self.get_kind_display()}"

    @property
    def has_expired(self) -> bool:
        """Whether its code came too late; the state says so once somebody tries it or begins again."""
        return self.expires_at is not None and self.state == ProofState.CODE_SENT and self.expires_at <= now()

    @property
    def target_lines(self) -> list[str]:
        """The lines of a letter's address."""
        return self.target.split(LINE_BREAK)


class Evidence(Record):
    """A file that operators read to decide; erased 30 days after the decision."""

    proof = models.ForeignKey(Proof, on_delete=models.CASCADE, related_name="evidence")
    file = models.FileField(upload_to="evidence/", max_length=200)
    name = line(_("nom du fichier"), 200)
    size = models.PositiveIntegerField(_("taille en octets"))
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("pièce")
        verbose_name_plural = _("pièces")
        ordering = ("created_at", "id")

    def __str__(self) -> str:
        return self.name
