"""The database itself refuses to change, delete, replace or empty the journal."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F, ProtectedError

from halle.audit.models import Details, Entry, Head
from halle.audit.testing import writable_journal
from halle.audit.verification import verify

COPY = "hash, chain, seq, prev, at, event, actor_kind, actor_ref, subject_type, subject_id, digest"
FORGED = COPY.replace("hash,", "'x' || substr(hash, 2),").replace("event,", "'x',")
ON_BOTH = [
    "UPDATE audit_entry SET event = 'account.signed_in' WHERE seq = 2",
    "UPDATE audit_entry SET hash = hash WHERE seq = 1",
    "DELETE FROM audit_entry",
    "DELETE FROM audit_details",
    "DELETE FROM audit_head",
    "UPDATE audit_head SET seq = 1",
    "UPDATE audit_head SET chain = 'autre'",
    "UPDATE audit_details SET reason = 'autre chose'",
    "UPDATE audit_details SET subject_label = 'x', salt = 'y'",
    "UPDATE audit_details SET salt = 'y', erasure_id = NULL WHERE erasure_id IS NOT NULL",
    "UPDATE audit_details SET salt = 'y', reason = 'x' WHERE erasure_id IS NOT NULL",
    f"INSERT INTO audit_entry ({COPY}) SELECT {FORGED} FROM audit_entry WHERE seq = 2",  # noqa: S608
]
ON_SQLITE = [
    f"INSERT OR REPLACE INTO audit_entry ({COPY}) SELECT {COPY.replace('event,', '1,')} FROM audit_entry",  # noqa: S608
    f"REPLACE INTO audit_entry ({COPY}) SELECT {FORGED} FROM audit_entry",  # noqa: S608
    f"INSERT INTO audit_entry ({COPY}) SELECT {COPY} FROM audit_entry WHERE 1 ON CONFLICT DO UPDATE SET event = 'x'",  # noqa: S608
    "UPDATE OR REPLACE audit_entry SET seq = 1 WHERE seq = 2",
    "REPLACE INTO audit_head (chain, seq, hash) SELECT chain, 1, hash FROM audit_head",
]
ON_POSTGRESQL = [
    "TRUNCATE audit_entry CASCADE",
    "TRUNCATE audit_details",
    "TRUNCATE audit_head",
    f"INSERT INTO audit_entry ({COPY}) SELECT {COPY} FROM audit_entry ON CONFLICT (hash) DO UPDATE SET event = 'x'",  # noqa: S608
]


def attempt(statement):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def assert_whole():
    assert [report.problem for report in verify()] == ["", ""]


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ON_BOTH)
def test_the_database_refuses(statement, journal):
    attempt(statement)
    assert_whole()


@pytest.mark.django_db
def test_the_database_refuses_its_own_ways_round(journal):
    """SQLite's REPLACE deletes rows without a DELETE; PostgreSQL's TRUNCATE empties without looking at rows."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for statement in ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL:
        attempt(statement)
    assert_whole()


@pytest.mark.django_db
def test_replace_is_refused_even_where_deletes_fire_no_trigger(journal):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA recursive_triggers = OFF")
    try:
        for statement in ON_SQLITE if connection.vendor == "sqlite" else ON_POSTGRESQL[-1:]:
            attempt(statement)
    finally:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA recursive_triggers = ON")
    assert_whole()


@pytest.mark.django_db
def test_the_orm_is_refused_too(journal):
    entry = Entry.objects.get(chain=str(journal), seq=2)
    with pytest.raises(ProtectedError):
        entry.delete()
    for query in (Details.objects.all(), Head.objects.all()):
        with pytest.raises(IntegrityError), transaction.atomic():
            query.delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.update(event="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Head.objects.update(seq=F("seq") + 2)
    entry.event = "x"
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save()
    assert_whole()


@pytest.mark.django_db(transaction=True)
def test_only_a_test_may_empty_it(journal):
    with writable_journal():
        Details.objects.all().delete()
    with pytest.raises(IntegrityError):
        Head.objects.all().delete()
