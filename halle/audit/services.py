"""Writing in the journal: `audit.record(Event.X, actor=…, subject=…)` at the end of every service."""

from uuid import UUID

from django.db.models import Model

from halle.audit.chain import append
from halle.audit.changes import Changes
from halle.audit.erasure import forget_person
from halle.audit.events import Event
from halle.audit.hashing import write_changes
from halle.audit.models import PLATFORM, ActorKind, Details, Entry
from halle.core.actors import Actor

__all__ = ["forget_person", "record"]


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
