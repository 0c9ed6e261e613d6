"""Sign-ups that are stopped for a while keep what was typed; those that are over stay as they ended."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.cache import cache
from django.test import Client

from halle.companies.models import Company
from halle.enrolment.models import Application, ApplicationState
from halle.enrolment.tests import signups
from halle.enrolment.tests.signups import choose, confirm, reach_the_account, sign_up
from halle.sirene.records import State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def state(monkeypatch):
    cache.clear()
    found = signups.the_state()
    monkeypatch.setattr("halle.enrolment.selectors.signup.register", lambda: found)
    return found


def stop(monkeypatch):
    """From now on, everything is once too often."""
    monkeypatch.setattr("allauth.core.ratelimit.consume", lambda request, **limit: False)


def test_what_was_typed_about_oneself_is_kept_when_it_is_once_too_often(client, monkeypatch):
    reach_the_account(client)
    stop(monkeypatch)
    assert client.post("/inscription/compte/", signups.PERSON).status_code == 429
    page = client.get("/inscription/compte/").content.decode()
    assert "Le Goff" in page
    assert signups.PASSWORD not in page
    assert not Application.objects.exists()


def test_the_words_are_kept_when_it_is_once_too_often(client, monkeypatch):
    stop(monkeypatch)
    answer = client.post("/inscription/siret/", {"words": "kerouanton", "where": "35"})
    assert answer.status_code == 429
    page = client.get("/inscription/siret/").content.decode()
    assert 'value="kerouanton"' in page
    assert 'value="35"' in page
    assert "Entreprises qui correspondent" not in page


def test_choosing_places_counts_as_looking_up(client, monkeypatch):
    choose(client)
    client.post("/inscription/entreprise/", {})
    stop(monkeypatch)
    assert client.post("/inscription/etablissement/choisir/", {"siret": signups.WORKSHOP}).status_code == 429


def test_a_confirmed_sign_up_is_not_given_up_by_the_next_one(client):
    sign_up(client)
    confirm(Client())
    sign_up(client, email="autre@menuiserie.example", email_again="autre@menuiserie.example")
    states = Application.objects.order_by("created_at").values_list("state", flat=True)
    assert list(states) == [ApplicationState.CONFIRMED, ApplicationState.WAITING]


def test_a_chosen_place_that_closes_meanwhile_leaves_one_in_the_head_office(client, state):
    sign_up(client, signups.WORKSHOP)
    found = signups.joinery()
    office, workshop, closed = found.places
    gone = replace(workshop, state=State.CEASED, since=date(2026, 11, 1))
    state.dossiers[0] = replace(found, places=(office, gone, closed))
    confirm(client)
    company = Company.objects.get(siren=signups.JOINERY)
    membership = company.memberships.get()
    assert membership.establishment == company.head_office
    assert company.head_office.nic == signups.OFFICE[9:]
