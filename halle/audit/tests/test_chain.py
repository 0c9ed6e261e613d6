"""The journal grows, holds together, and every change behind its back is found."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from halle.audit import services as audit
from halle.audit import triggers
from halle.audit.events import Event
from halle.audit.models import PLATFORM, ActorKind, Details, Entry, Head
from halle.audit.tests.conftest import ALPHA, NICOLAS
from halle.audit.verification import verify, verify_chain
from halle.core.actors import ANONYMOUS, SYSTEM, Actor

HEXADECIMAL = "0123456789abcdef"
TABLES = {"audit_entry": "hash", "audit_details": "entry_id", "audit_head": "chain"}


def test_an_entry_says_who_did_what_to_what_and_when(company, nicolas):
    actor = Actor(user=nicolas.pk, name=str(nicolas))
    entry = audit.record(Event.COMPANY_CHANGED, actor=actor, subject=company, company=company.pk, reason="Essai")
    entry.refresh_from_db()
    assert (entry.company, entry.seq, entry.prev) == (company.pk, 1, "")
    assert (entry.actor_kind, entry.actor_ref) == (ActorKind.PERSON, nicolas.pk)
    assert (entry.subject_type, entry.subject_id) == ("companies.company", str(company.pk))
    assert entry.event_label == "Fiche de l’entreprise modifiée"
    assert (entry.details.actor_label, entry.details.subject_label) == ("Nicolas Dupond", "ENTREPRISE TEST 2")
    assert entry.details.reason == "Essai"


def test_the_system_and_visitors_leave_entries_on_the_platform_s_chain(db):
    first = audit.record(Event.SIGN_IN_FAILED, actor=ANONYMOUS)
    second = audit.record(Event.COMPANY_CREATED, actor=SYSTEM)
    assert (first.chain, first.actor_kind, first.company) == (PLATFORM, ActorKind.ANONYMOUS, None)
    assert (second.seq, second.prev, second.actor_kind) == (2, first.hash, ActorKind.SYSTEM)


def test_the_entry_goes_with_the_transaction(db):
    with transaction.atomic():
        audit.record(Event.COMPANY_CREATED, actor=SYSTEM)
        transaction.set_rollback(True)
    assert not Entry.objects.exists()
    assert audit.record(Event.COMPANY_CREATED, actor=SYSTEM).seq == 1


def test_the_chain_itself_names_nobody(journal):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM audit_entry ORDER BY chain, seq")
        everything = str(cursor.fetchall())
    assert "Nicolas" not in everything
    assert "Dupond" not in everything


def test_what_was_written_verifies(journal):
    reports = {report.chain: report for report in verify()}
    assert {chain: (report.entries, report.problem) for chain, report in reports.items()} == {
        str(ALPHA): (7, ""),
        PLATFORM: (2, ""),
    }
    assert reports[str(ALPHA)].erased == 4


def columns():
    models = {"audit_entry": Entry, "audit_details": Details, "audit_head": Head}
    return [(table, field.column) for table, model in models.items() for field in model._meta.concrete_fields]


def mutated(value, draw):
    """The stored value with one character or one step changed into another that means something else."""
    if isinstance(value, int):
        return draw(st.integers(0, 2**40).filter(lambda other: other != value))
    text = "" if value is None else str(value)
    if not text:
        return draw(st.sampled_from(["x", NICOLAS.hex, "0" * 64]))
    place = draw(st.sampled_from([at for at, letter in enumerate(text) if letter.isalnum()]))
    letters = "0123456789" if text[place].isdigit() and ":" in text else HEXADECIMAL
    letter = draw(st.sampled_from(letters.replace(text[place], "")))
    return text[:place] + letter + text[place + 1 :]


@pytest.mark.parametrize(("table", "column"), columns())
def test_one_changed_character_anywhere_is_found(table, column, db, request):
    triggers.remove(connection)
    request.getfixturevalue("journal")
    key = TABLES[table]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key}, {column} FROM {table} ORDER BY {key}")  # noqa: S608
        rows = cursor.fetchall()

    @hypothesis_settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.data())
    def tamper(data):
        row, value = data.draw(st.sampled_from(rows))
        forged = mutated(value, data.draw)
        with transaction.atomic():
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", [forged, row])  # noqa: S608
            except DatabaseError:
                return  # the database itself does not take such a value
            assert any(report.problem for report in verify()), (row, value, forged)
            transaction.set_rollback(True)

    tamper()


def test_a_missing_head_is_found(db, request):
    triggers.remove(connection)
    request.getfixturevalue("journal")
    Head.objects.filter(pk=PLATFORM).delete()
    assert verify_chain(PLATFORM).problem == "the chain has no head"


@pytest.mark.parametrize("seq", [1, 3, 7])
def test_a_missing_entry_is_found(seq, db, request):
    triggers.remove(connection)
    request.getfixturevalue("journal")
    entry = Entry.objects.get(chain=str(ALPHA), seq=seq)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_details WHERE entry_id = %s", [entry.hash])
        cursor.execute("UPDATE audit_details SET erasure_id = NULL WHERE erasure_id = %s", [entry.hash])
        cursor.execute("DELETE FROM audit_entry WHERE hash = %s", [entry.hash])
        report = verify_chain(str(ALPHA))
        transaction.set_rollback(True)
    assert report.problem
    assert report.seq is not None
    assert report.seq <= seq


def test_an_entry_added_beside_the_journal_is_found(db, request):
    triggers.remove(connection)
    request.getfixturevalue("journal")
    head = Head.objects.get(pk=PLATFORM)
    audit.record(Event.SIGNED_IN, actor=SYSTEM)
    head.save()
    assert verify_chain(PLATFORM).problem == "the entry was added beside the journal"
    assert verify_chain(PLATFORM).seq == 3


def test_the_command_says_of_each_chain_that_it_is_whole(journal, capsys):
    call_command("audit", "verify")
    said = capsys.readouterr().out
    assert f"{ALPHA}: 7 entries, 4 erased, whole" in said
    assert "2 chains, 9 entries (4 with erased words): whole." in said


def test_the_command_takes_a_siren_or_an_id(company, journal, capsys):
    audit.record(Event.COMPANY_CREATED, actor=SYSTEM, company=company.pk)
    call_command("audit", "verify", company="732 829 320")
    assert f"{company.pk}: 1 entries" in capsys.readouterr().out
    call_command("audit", "verify", company=str(ALPHA))
    assert "1 chains, 7 entries" in capsys.readouterr().out
    call_command("audit", "verify", company=str(NICOLAS))
    assert f"{NICOLAS}: 0 entries, 0 erased, whole" in capsys.readouterr().out
    for wrong in ("552100554", "12", "732829321"):
        with pytest.raises(CommandError, match=wrong):
            call_command("audit", "verify", company=wrong)


def test_the_command_ends_with_1_and_says_where_a_chain_breaks(db, request, capsys):
    triggers.remove(connection)
    request.getfixturevalue("journal")
    Entry.objects.filter(chain=str(ALPHA), seq=5).update(event=Event.SIGNED_IN)
    with pytest.raises(CommandError, match="1 of 2 chains are broken") as end:
        call_command("audit", "verify")
    assert end.value.returncode == 1
    assert "BROKEN at 5: the entry was changed" in capsys.readouterr().out


def test_the_command_says_that_nothing_guards_the_journal(journal, capsys):
    with connection.cursor() as cursor:
        table = "" if connection.vendor == "sqlite" else " ON audit_entry"
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE") if table else None
        cursor.execute(f"DROP TRIGGER audit_entry_delete{table}")
    with pytest.raises(CommandError, match="nothing guards them"):
        call_command("audit", "verify")
    assert "missing: audit_entry_delete." in capsys.readouterr().out


WRITERS = """
import django; django.setup()
from threading import Barrier, Thread
from uuid import UUID
from django.db import connections, transaction
from halle.audit import services as audit
from halle.audit.events import Event
from halle.core.actors import SYSTEM

start, failures = Barrier(8), []

def write(number):
    try:
        start.wait()
        for turn in range(20):
            with transaction.atomic():
                company = UUID(int=7) if turn % 2 else None
                audit.record(Event.SIGNED_IN, actor=SYSTEM, company=company, reason=f"{number}-{turn}")
    except Exception as error:
        failures.append(repr(error))
    finally:
        connections.close_all()

threads = [Thread(target=write, args=[number]) for number in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
assert not failures, failures
"""


@pytest.mark.slow
def test_eight_writers_at_once_keep_the_chains_whole(database_url):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings_test", "DATABASE_URL": database_url}
    environment["PYTHONPATH"] = str(settings.BASE_DIR)

    def run(*command):
        line = [sys.executable, *command]
        return subprocess.run(line, env=environment, check=True, capture_output=True, text=True).stdout  # noqa: S603

    manage = str(settings.BASE_DIR / "manage.py")
    run(manage, "migrate", "audit", "--verbosity=0")
    run("-c", WRITERS)
    assert "2 chains, 160 entries (0 with erased words): whole." in run(manage, "audit", "verify")
