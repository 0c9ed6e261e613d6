"""A small journal, and an empty database of the kind that this run of the suite uses."""

from uuid import UUID

import pytest

from halle.audit import services as audit
from halle.audit.changes import Change
from halle.audit.events import Event
from halle.core.actors import SYSTEM, Actor

ALPHA = UUID("aaaaaaaa-0000-4000-8000-000000000001")
NICOLAS = UUID("11111111-0000-4000-8000-000000000001")
BERNARD = UUID("22222222-0000-4000-8000-000000000002")
CHANGES = {"function": Change("Fonction", "Chef d’atelier", "Responsable « achats »")}


@pytest.fixture
def journal(db: None) -> UUID:
    """A company's chain of eight entries, two of them rewritten by an erasure, and the platform's chain."""
    nicolas, bernard = Actor(user=NICOLAS, name="Nicolas Dupond"), Actor(user=BERNARD, name="Bernard Dupond")
    for event in (Event.MEMBER_CREATED, Event.MEMBER_CHANGED, Event.ROLES_CHANGED):
        audit.record(
            event, actor=nicolas, company=ALPHA, subject_label="Bernard Dupond", changes=CHANGES, person=BERNARD
        )
    audit.record(Event.COMPANY_CHANGED, actor=nicolas, company=ALPHA, changes=CHANGES, reason="Nouveau poste")
    audit.record(Event.COMPANY_CHANGED, actor=SYSTEM, company=ALPHA)
    audit.record(Event.SIGNED_IN, actor=bernard, subject_label="Bernard Dupond", person=BERNARD)
    audit.forget_person(NICOLAS, "Personne effacée", company=ALPHA)
    audit.record(Event.EXPORTED, actor=bernard, company=ALPHA)
    audit.record(Event.SIGNED_OUT, actor=bernard, subject_label="Bernard Dupond", person=BERNARD)
    return ALPHA
