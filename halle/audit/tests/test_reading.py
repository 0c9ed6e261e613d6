"""The journal as its readers get it: filtered, in order, flat, and as CSV."""

from datetime import UTC, date, datetime

import pytest

from halle.audit import chain, selectors
from halle.audit import services as audit
from halle.audit.changes import Change
from halle.audit.events import Event
from halle.audit.tests.conftest import ALPHA, BERNARD, NICOLAS
from halle.core.actors import SYSTEM, Actor


@pytest.fixture
def lines(db, monkeypatch):
    """Three lines of three days, late in the evening of Paris."""
    bernard = Actor(user=BERNARD, name="Bernard Dupond")
    for day, actor, reason in ((1, SYSTEM, "Été"), (2, bernard, "100 %"), (3, bernard, "=1+1")):
        monkeypatch.setattr(chain, "now", lambda day=day: datetime(2026, 7, day, 21, 59, tzinfo=UTC))
        changes = {"city": Change("Ville", "Rennes", "Saint-Malo")} if day == 2 else None
        audit.record(Event.COMPANY_CHANGED, actor=actor, company=ALPHA, reason=reason, changes=changes)
    audit.record(Event.SIGNED_IN, actor=bernard)


def reasons(**filters):
    return [entry.details.reason for entry in selectors.journal_of(ALPHA, **filters)]


def test_the_latest_comes_first(lines):
    assert reasons() == ["=1+1", "100 %", "Été"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"actor": BERNARD}, ["=1+1", "100 %"]),
        ({"actor": NICOLAS}, []),
        ({"event": Event.COMPANY_CHANGED}, ["=1+1", "100 %", "Été"]),
        ({"event": "member.created"}, []),
        ({"text": "malo"}, ["100 %"]),
        ({"text": "%"}, ["100 %"]),
        ({"text": "Été"}, ["Été"]),
        ({"text": "dupond"}, ["=1+1", "100 %"]),
        ({"since": date(2026, 7, 2)}, ["=1+1", "100 %"]),
        ({"until": date(2026, 7, 2)}, ["100 %", "Été"]),
        ({"since": date(2026, 7, 2), "until": date(2026, 7, 2)}, ["100 %"]),
    ],
)
def test_filters(lines, filters, found):
    assert reasons(**filters) == found


def test_the_platform_has_its_own_journal(lines):
    assert [entry.event_label for entry in selectors.journal_of(None)] == ["Connexion"]


def test_one_query_whatever_the_number_of_lines(lines, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len([entry.details.changes for entry in selectors.journal_of(ALPHA)]) == 3


def test_who_acted_by_the_last_name_he_went_by(lines):
    audit.record(Event.EXPORTED, actor=Actor(user=BERNARD, name="Bernard Durand"), company=ALPHA)
    audit.record(Event.EXPORTED, actor=Actor(user=NICOLAS, name="Alice Aubin"), company=ALPHA)
    assert selectors.actors_in(ALPHA) == [(NICOLAS, "Alice Aubin"), (BERNARD, "Bernard Durand")]


def test_history_of_one_thing(company, lines):
    audit.record(Event.COMPANY_CHANGED, actor=SYSTEM, subject=company, company=company.pk)
    assert [entry.seq for entry in selectors.history_of("companies.company", str(company.pk))] == [1]


def test_the_csv_is_fit_for_a_french_spreadsheet_and_runs_nothing(lines):
    text = "".join(selectors.journal_csv(selectors.journal_of(ALPHA)))
    assert text.startswith("\ufeffDate;Auteur;Évènement;Objet;Champ;Avant;Après;Motif\r\n")
    rows = text.split("\r\n")
    assert rows[1] == "2026-07-03 23:59:00;Bernard Dupond;Fiche de l’entreprise modifiée;;;;;'=1+1"
    assert rows[2].endswith(";Ville;Rennes;Saint-Malo;100 %")
    assert len(rows) == 5


def test_an_event_that_the_vocabulary_lost_shows_its_value(lines):
    entry = selectors.journal_of(ALPHA)[0]
    entry.event = "old.word"
    assert entry.event_label == "old.word"


def test_every_event_has_its_own_french_label():
    labels = [str(label) for _value, label in Event.choices]
    assert len(set(labels)) == len(labels)
    assert all(label[0].isupper() and not label.endswith(".") for label in labels)
    assert max(map(len, Event.values)) <= 60
