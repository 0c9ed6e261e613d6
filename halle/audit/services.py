"""Writing in the journal: `audit.record(Event.X, actor=…, subject=…)` at the end of every service."""

import secrets
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from halle.audit.changes import Changes
from halle.audit.events import Event
from halle.audit.hashing import digest_of, hash_of, write_changes
from halle.audit.models import PLATFORM, ActorKind, Details, Entry, Head
from halle.core.actors import Actor
from halle.core.clock import now


def record(
    event: Event,
    *,
    actor: Actor,
    subject: Model | None = None,
    company: UUID | None = None,
    subject_label: str | None = None,
    changes: Changes | None = None,
    reason: str = "",
    person: UUID | None = None,
) -> Entry:
    """Append one line to the company's chain (the platform's without a company), in the caller's transaction.

    `person` is the user whom the line is about, so that it can be forgotten with him. The end of the chain stays
    locked until the transaction ends: record last.
    """
    label = str(subject) if subject_label is None and subject is not None else subject_label or ""
    details = Details(
        actor_label=actor.name[:200],
        subject_label=label[:300],
        person=person,
        reason=reason,
        changes_json=write_changes(changes or {}),
    )
    entry = Entry(
        chain=str(company) if company else PLATFORM,
        event=Event(event).value,
        actor_kind=kind_of(actor),
        actor_ref=actor.user,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
    )
    return append(entry, details)


def kind_of(actor: Actor) -> ActorKind:
    """Person, system or visitor."""
    if actor.user is not None:
        return ActorKind.PERSON
    return ActorKind.SYSTEM if actor.is_system else ActorKind.ANONYMOUS


@transaction.atomic
def append(entry: Entry, details: Details) -> Entry:
    """Give the entry its place, its time and its hash, and store both."""
    head = lock_head(entry.chain)
    details.salt = secrets.token_hex(32)
    entry.seq, entry.prev, entry.at = head.seq + 1, head.hash, now()
    entry.digest = digest_of(details)
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    details.entry = entry
    details.save(force_insert=True)
    head.seq, head.hash = entry.seq, entry.hash
    head.save(force_update=True)
    return entry


def lock_head(chain: str) -> Head:
    """The end of the chain, ours until the transaction ends."""
    head = Head.objects.select_for_update().filter(pk=chain).first()
    if head is None:
        Head.objects.get_or_create(pk=chain)
        head = Head.objects.select_for_update().get(pk=chain)
    return head
