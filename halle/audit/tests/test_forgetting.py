"""A person who is forgotten leaves no word in the journal, and the journal stays readable and whole."""

from uuid import UUID

import pytest
from django.db import connection

from halle.audit import services as audit
from halle.audit.changes import Change
from halle.audit.events import Event
from halle.audit.models import Details, Entry
from halle.audit.selectors import journal_of
from halle.audit.tests.conftest import ALPHA, BERNARD, NICOLAS
from halle.audit.verification import verify
from halle.core.actors import Actor

NOBODY = "Personne effacée"
BETA = UUID("bbbbbbbb-0000-4000-8000-000000000002")
HOMONYM = UUID("33333333-0000-4000-8000-000000000003")
LEA = Actor(user=NICOLAS, name="Léa D’Été")
OTHER = Actor(user=BERNARD, name="Bernard Dupond")


def everything() -> str:
    """All that the journal's tables hold, as text."""
    with connection.cursor() as cursor:
        rows = []
        for table in ("audit_entry", "audit_details", "audit_head"):
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")  # noqa: S608
            rows += cursor.fetchall()
    return str(rows)


@pytest.fixture
def lea(db):
    """Léa acted, was acted upon, and is named in what was written about others, in two companies."""
    hers = {
        "email": Change("Courriel", "", "lea@fabrique.example"),
        "function": Change("Fonction", "Tourneuse", "Cheffe d’atelier"),
    }
    audit.record(
        Event.MEMBER_CREATED, actor=OTHER, company=ALPHA, subject_label=LEA.name, changes=hers, person=NICOLAS
    )
    audit.record(Event.OFFICER_ADDED, actor=LEA, company=ALPHA, subject_label="Jean Valjean")
    named = {"contact": Change("Contact", "Jean Valjean", "LÉA D’ÉTÉ, lea@fabrique.example")}
    audit.record(Event.COMPANY_CHANGED, actor=OTHER, company=ALPHA, changes=named, reason="Demandé par Léa D’Été.")
    audit.record(Event.MEMBER_CREATED, actor=OTHER, company=BETA, subject_label=LEA.name, person=NICOLAS, reason="CDI")
    audit.record(Event.SIGNED_IN, actor=LEA, subject_label=LEA.name, person=NICOLAS)
    audit.record(Event.MEMBER_CHANGED, actor=OTHER, company=ALPHA, subject_label="Bernard Dupond", person=BERNARD)


def test_no_word_of_a_forgotten_person_is_left(lea):
    assert audit.forget_person(NICOLAS, NOBODY, words=["lea@fabrique.example"]) == 5
    left = everything().lower()
    for word in ("léa", "d’été", "lea@fabrique", "tourneuse", "cheffe", "cdi"):
        assert word not in left
    assert str(NICOLAS) in left or NICOLAS.hex in left
    assert [report.problem for report in verify()] == ["", "", ""]
    assert sum(report.erased for report in verify()) == 5


def test_the_journal_stays_readable(lea):
    audit.forget_person(NICOLAS, NOBODY, words=["lea@fabrique.example"])
    lines = {entry.event: entry.details for entry in journal_of(ALPHA)}
    created = lines[Event.MEMBER_CREATED]
    assert (created.actor_label, created.subject_label) == ("Bernard Dupond", NOBODY)
    assert created.changes["email"] == Change("Courriel", "", "effacé")
    assert created.changes["function"] == Change("Fonction", "effacé", "effacé")
    assert lines[Event.OFFICER_ADDED].actor_label == NOBODY
    assert lines[Event.OFFICER_ADDED].subject_label == "Jean Valjean"
    changed = lines[Event.COMPANY_CHANGED]
    assert changed.changes["contact"] == Change("Contact", "Jean Valjean", f"{NOBODY}, {NOBODY}")
    assert changed.reason == f"Demandé par {NOBODY}."
    erasure = lines[Event.JOURNAL_ERASED]
    assert erasure.actor_label == "Système"
    assert erasure.entry.event_label == "Données personnelles effacées du journal"


def test_others_keep_their_words(lea):
    before = Details.objects.get(entry__event=Event.MEMBER_CHANGED)
    audit.forget_person(NICOLAS, NOBODY)
    after = Details.objects.get(entry__event=Event.MEMBER_CHANGED)
    assert (after.subject_label, after.salt, after.erasure) == ("Bernard Dupond", before.salt, None)


def test_a_homonym_is_not_forgotten(lea):
    namesake = Actor(user=HOMONYM, name="Léa D’Été")
    audit.record(Event.SIGNED_OUT, actor=namesake, subject_label=namesake.name, person=HOMONYM)
    longer = audit.record(Event.OFFICER_CHANGED, actor=OTHER, company=BETA, subject_label="Léa D’Étéocle")
    audit.forget_person(NICOLAS, NOBODY)
    kept = Details.objects.get(entry__event=Event.SIGNED_OUT)
    assert (kept.actor_label, kept.subject_label) == ("Léa D’Été", "Léa D’Été")
    assert Details.objects.get(entry=longer).subject_label == "Léa D’Étéocle"


def test_somebody_may_be_forgotten_in_one_company_only(lea):
    audit.forget_person(NICOLAS, NOBODY, company=ALPHA)
    assert {entry.details.subject_label for entry in journal_of(BETA)} == {LEA.name}
    assert LEA.name not in {entry.details.actor_label for entry in journal_of(ALPHA)}


def test_forgetting_again_finds_nothing(lea):
    audit.forget_person(NICOLAS, NOBODY)
    entries = Entry.objects.count()
    assert audit.forget_person(NICOLAS, NOBODY) == 0
    assert Entry.objects.count() == entries


def test_two_people_of_the_same_line_are_forgotten_one_after_the_other(lea):
    audit.forget_person(NICOLAS, NOBODY, words=["lea@fabrique.example"])
    assert audit.forget_person(BERNARD, NOBODY) == 4
    assert "dupond" not in everything().lower()
    assert [report.problem for report in verify()] == ["", "", ""]


def test_many_lines_are_sealed_by_several_entries(db, monkeypatch):
    monkeypatch.setattr("halle.audit.erasure.AT_ONCE", 3)
    for _turn in range(7):
        audit.record(Event.SIGNED_IN, actor=LEA, subject_label=LEA.name, person=NICOLAS)
    assert audit.forget_person(NICOLAS, NOBODY) == 7
    assert Entry.objects.filter(event=Event.JOURNAL_ERASED).count() == 3
    assert [(report.entries, report.erased, report.problem) for report in verify()] == [(10, 7, "")]
