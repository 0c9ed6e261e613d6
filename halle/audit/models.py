"""The journal: a chain of entries that only grows, and beside it the words that may be erased.

An entry holds pseudonymous ids and a salted digest of its details, never a name, so that erasing somebody breaks no
chain. Triggers (halle.audit.triggers) refuse what is not appending. docs/decisions/0003-journal.md says why.
"""

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from halle.audit.changes import Changes
from halle.audit.events import Event
from halle.audit.hashing import read_changes

PLATFORM = "platform"


class ActorKind(models.TextChoices):
    """Who acted, whatever his name."""

    PERSON = "person", _("Personne")
    SYSTEM = "system", _("Système")
    ANONYMOUS = "anonymous", _("Visiteur")


class Entry(models.Model):
    """One act. Its key is its hash, which covers every other column and the entry before it."""

    hash = models.CharField(max_length=64, primary_key=True)
    chain = models.CharField(max_length=36, help_text="Id of the company, or « platform ».")
    seq = models.PositiveBigIntegerField()
    prev = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    event = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=9, choices=ActorKind.choices)
    actor_ref = models.UUIDField(null=True)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("ligne du journal")
        verbose_name_plural = _("journal")
        ordering = ("chain", "-seq")
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="audit_entry_place_in_chain")]
        indexes = [
            models.Index(fields=["chain", "event", "-seq"], name="audit_entry_by_event"),
            models.Index(fields=["chain", "actor_ref", "-seq"], name="audit_entry_by_actor"),
            models.Index(fields=["actor_ref"], name="audit_entry_of_person"),
            models.Index(fields=["subject_type", "subject_id"], name="audit_entry_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.seq} {self.event}"

    @property
    def company(self) -> UUID | None:
        """The company whose journal this is; None on the platform's chain."""
        return None if self.chain == PLATFORM else UUID(self.chain)

    @property
    def event_label(self) -> str:
        """« Utilisateur créé »; the value itself when the vocabulary no longer knows it."""
        return str(Event(self.event).label) if self.event in Event.values else self.event


class Head(models.Model):
    """The end of a chain; whoever appends locks it first."""

    chain = models.CharField(max_length=36, primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.chain} {self.seq}"


class Details(models.Model):
    """What an entry says in words, the only place of the journal with personal data; erasing rewrites it."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="details")
    salt = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=200, blank=True)
    subject_label = models.CharField(max_length=300, blank=True)
    person = models.UUIDField(null=True, db_index=True, help_text="The user whom the entry is about.")
    reason = models.TextField(blank=True)
    changes_json = models.TextField(blank=True)
    rewritten_json = models.TextField(blank=True, help_text="On an erasure: the new digest of each rewritten entry.")
    erasure = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("détail d’une ligne du journal")
        verbose_name_plural = _("détails des lignes du journal")

    def __str__(self) -> str:
        return self.subject_label

    @property
    def changes(self) -> Changes:
        """What changed, by field name."""
        return read_changes(self.changes_json)

    @property
    def is_erased(self) -> bool:
        """Whether something personal was taken out since."""
        return self.erasure_id is not None
