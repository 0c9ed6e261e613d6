"""« Créer votre compte entreprise »: each step, and what is kept on the way back."""

import pytest
from django.core.cache import cache
from django.test import Client

from halle.companies.models import Company
from halle.enrolment.models import Application
from halle.enrolment.tests import signups
from halle.enrolment.tests.signups import choose, reach_the_account
from halle.sirene.register import Trouble

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def state(monkeypatch):
    cache.clear()
    register = signups.the_state()
    monkeypatch.setattr("halle.enrolment.selectors.signup.register", lambda: register)
    return register


def page(client, step):
    answer = client.get(f"/inscription/{step}")
    assert answer.status_code == 200
    return answer.content.decode()


def refused(client, words, **more):
    answer = client.post("/inscription/siret/", {"words": words, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def test_one_reads_what_will_be_asked_before_one_starts(client):
    assert "Ce qui vous sera demandé" in page(client, "")


@pytest.mark.parametrize("door", ["/", "/compte/connexion/", "/aide/"])
def test_the_doors_lead_to_it(client, door):
    assert 'href="/inscription/"' in client.get(door).content.decode()


@pytest.mark.parametrize("door", ["/mon-compte/", "/entreprises/"])
def test_somebody_signed_in_adds_a_company_from_his_account(as_bernard, door):
    assert 'href="/inscription/"' in as_bernard.get(door).content.decode()


@pytest.mark.parametrize("words", ["73282932000017", "732 829 320 00017", "732829320"])
def test_a_number_finds_the_company(client, words):
    choose(client, words)
    text = page(client, "entreprise/")
    assert "MENUISERIE KEROUANTON" in text
    assert "Étape 2 sur 4" in text
    assert "Répertoire d’essai" in text


def test_a_name_gives_proposals_to_choose_from(client):
    choose(client, "kerouanton")
    text = page(client, "siret/")
    assert "MENUISERIE KEROUANTON" in text
    assert 'value="kerouanton"' in text
    answer = client.post("/inscription/siret/", {"choice": signups.OFFICE})
    assert answer.url == "/inscription/entreprise/"


def test_a_name_that_nobody_has_is_said_beside_the_field(client):
    assert "Aucune entreprise ne correspond" in refused(client, "inconnue")


@pytest.mark.parametrize("where", ["3", "ABCDE", "123456"])
def test_a_place_that_is_neither_postcode_nor_department(client, where):
    assert 'name="where"' in refused(client, "kerouanton", where=where)


@pytest.mark.parametrize("number", ["73282932000018", "732829321", "7328293200001"])
def test_a_wrong_number_is_refused_beside_the_field(client, number):
    text = refused(client, number)
    assert 'aria-invalid="true"' in text
    assert number in text


def test_a_number_with_a_wrong_key_that_the_state_knows_is_accepted(client, state):
    odd = signups.place("73282932000018", "RENNES")
    dossier = signups.joinery()
    state.dossiers[0] = type(dossier)(dossier.unit, (*dossier.places, odd))
    choose(client, "73282932000018")
    assert "732\u00a0829\u00a0320\u00a000018" in _third_page(client)


def _third_page(client):
    client.post("/inscription/entreprise/", {})
    return page(client, "etablissement/")


def test_a_ceased_company_is_refused_and_its_successor_offered(client):
    text = refused(client, f"{signups.CEASED}00022")
    assert "a cessé son activité depuis le 31/12/2023" in text
    assert f'value="{signups.OFFICE}"' in text
    answer = client.post("/inscription/siret/", {"choice": signups.OFFICE})
    assert answer.url == "/inscription/entreprise/"


def test_a_closed_place_is_refused_and_the_head_office_offered(client):
    text = refused(client, signups.CLOSED)
    assert "Cet établissement est fermé depuis le 31/05/2024" in text
    assert f'value="{signups.OFFICE}"' in text


def test_a_silent_state_lets_everything_be_typed(client, state):
    state.trouble = Trouble.DOWN
    choose(client, "443 061 841 00047")
    text = page(client, "entreprise/")
    assert "Le service de l’État ne répond pas." in text
    assert "À vérifier" in text
    assert client.post("/inscription/entreprise/", signups.TYPED).url == "/inscription/etablissement/"
    assert client.post("/inscription/etablissement/", signups.TYPED_PLACE).url == "/inscription/compte/"


@pytest.mark.parametrize("words", ["732829320", "kerouanton"])
def test_a_silent_state_needs_the_whole_number(client, state, words):
    state.trouble = Trouble.DOWN
    assert "14 chiffres" in refused(client, words)


def test_a_number_that_the_state_does_not_know_yet_is_typed(client):
    choose(client, "443 061 841 00047")
    assert "ne connaît pas encore ce numéro" in page(client, "entreprise/")


def test_what_is_missing_is_said_and_the_rest_kept(client):
    choose(client, "443 061 841 00047")
    answer = client.post("/inscription/entreprise/", {"acronym": "MTA", "naf_code": "99.99Z"})
    text = answer.content.decode()
    assert "Renseignez le champ" in text
    assert "Ce code d’activité n’existe pas" in text
    assert 'value="MTA"' in text


def test_a_masked_trader_types_his_name_and_address(client):
    choose(client, signups.MASKED)
    text = page(client, "entreprise/")
    assert "ne publie pas tous les renseignements" in text
    assert 'name="name"' in text
    assert "[ND]" not in text
    client.post("/inscription/entreprise/", {"name": "Anne Morvan"})
    text = page(client, "etablissement/")
    assert 'name="address"' in text
    assert 'value="RENNES"' in text
    assert client.post("/inscription/etablissement/", signups.TYPED_PLACE).url == "/inscription/compte/"


def test_a_foreign_company_is_typed(client):
    text = page(client, "etranger/")
    assert "Belgique" in text
    answer = client.post("/inscription/etranger/", {"country": "BE", "foreign_identifier": "0403.019.261"})
    assert answer.url == "/inscription/entreprise/"
    text = page(client, "entreprise/")
    assert "Belgique, 0403.019.261" in text
    assert 'name="legal_category"' not in text
    client.post("/inscription/entreprise/", {"name": "BOIS SA"})
    answer = client.post(
        "/inscription/etablissement/", {"address": "Rue Neuve 1", "postcode": "1000", "city": "Liège"}
    )
    assert answer.url == "/inscription/compte/"


def test_france_is_no_foreign_country(client):
    answer = client.post("/inscription/etranger/", {"country": "FR", "foreign_identifier": "12345"})
    assert "Choisissez une des valeurs proposées." in answer.content.decode()


def test_another_place_of_the_company_can_be_chosen(client):
    choose(client)
    text = page(client, "etablissement/choisir/?q=vitre") if _third_page(client) else ""
    assert "732\u00a0829\u00a0320\u00a000025" in text
    assert "732\u00a0829\u00a0320\u00a000033" not in text
    client.post("/inscription/etablissement/choisir/", {"siret": signups.WORKSHOP})
    assert "VITRE" in page(client, "etablissement/")


def test_thousands_of_places_come_in_pages(client, state):
    state.dossiers[0] = signups.many_places(60)
    choose(client)
    _third_page(client)
    first, second = page(client, "etablissement/choisir/"), page(client, "etablissement/choisir/?page=2")
    assert first.count('name="siret"') == second.count('name="siret"') == 10
    assert "VILLE 1050" in page(client, "etablissement/choisir/?q=ville+1050")


@pytest.mark.parametrize("number", [signups.CLOSED, "55210055400013", "", "x"])
def test_only_an_open_place_of_the_company_is_chosen(client, number):
    choose(client)
    _third_page(client)
    client.post("/inscription/etablissement/choisir/", {"siret": number})
    assert "732\u00a0829\u00a0320\u00a000017" in page(client, "etablissement/")


def test_places_cannot_be_chosen_while_the_state_is_silent(client, state):
    choose(client)
    _third_page(client)
    state.trouble = Trouble.SLOW
    assert "met trop de temps" in page(client, "etablissement/choisir/")
    client.post("/inscription/etablissement/choisir/", {"siret": signups.WORKSHOP})
    assert "732\u00a0829\u00a0320\u00a000017" in page(client, "etablissement/")


def test_nothing_is_lost_on_the_way_back(client):
    choose(client, "443 061 841 00047")
    client.post("/inscription/entreprise/", signups.TYPED)
    client.post("/inscription/etablissement/", signups.TYPED_PLACE)
    answer = client.post("/inscription/compte/", {"first_name": "Hélène", "password": "un-secret", "back": "1"})
    assert answer.url == "/inscription/etablissement/"
    assert 'value="1 rue du Port"' in page(client, "etablissement/")
    assert client.post("/inscription/etablissement/", {"city": "Vitré", "back": "1"}).url == "/inscription/entreprise/"
    assert 'value="MENUISERIE TAPÉE"' in page(client, "entreprise/")
    assert 'value="Vitré"' in page(client, "etablissement/")
    text = page(client, "compte/")
    assert 'value="Hélène"' in text
    assert "un-secret" not in text
    assert "un-secret" not in str(dict(client.session))


def test_another_company_forgets_what_was_typed_about_the_first(client):
    choose(client, "443 061 841 00047")
    client.post("/inscription/entreprise/", signups.TYPED)
    choose(client, signups.MASKED)
    assert "MENUISERIE TAPÉE" not in page(client, "entreprise/")


@pytest.mark.parametrize("step", ["entreprise", "etablissement", "etablissement/choisir", "compte"])
def test_no_step_is_skipped(client, step):
    assert client.get(f"/inscription/{step}/").url == "/inscription/siret/"
    choose(client)
    if step != "entreprise":
        assert client.get(f"/inscription/{step}/").url == "/inscription/entreprise/"


WRONG = [
    ({"email_again": "autre@menuiserie.example"}, "Ce n’est pas le même courriel."),
    ({"again": "autre"}, "Ce n’est pas le même mot de passe."),
    ({"password": "court", "again": "court"}, "Trop court"),
    ({"password": "Menuiserie-Kerouanton", "again": "Menuiserie-Kerouanton"}, "Il repose sur votre nom"),
    ({"terms": ""}, "Cochez"),
    ({"phone": "abc"}, "Indiquez un numéro de téléphone"),
    ({"homepage": "https://robot.example"}, "Laissez vide"),
]


@pytest.mark.parametrize(("changed", "told"), WRONG, ids=lambda value: value if isinstance(value, str) else "")
def test_a_wrong_account_is_refused_and_nothing_is_kept(client, changed, told):
    reach_the_account(client)
    answer = client.post("/inscription/compte/", {**signups.PERSON, **changed})
    assert told in answer.content.decode()
    assert not Application.objects.exists()


def test_a_known_company_looks_like_an_unknown_one(company, nicolas):
    known = walk(Client())
    Company.objects.filter(pk=company.pk).update(siren="443061841")
    assert walk(Client()) == known


def walk(browser):
    """All that somebody reads on the way, tokens taken out."""
    pages = []
    for step, data in [("siret/", {"words": signups.OFFICE}), ("entreprise/", {}), ("etablissement/", {})]:
        pages.append(browser.get(f"/inscription/{step}").content.split(b"csrfmiddlewaretoken")[0])
        pages.append(browser.post(f"/inscription/{step}", data).url)
    pages.append(browser.get("/inscription/compte/").content.split(b"csrfmiddlewaretoken")[0])
    return pages


def test_too_many_look_ups_are_stopped_with_a_clear_page(client):
    for _attempt in range(40):
        choose(client)
    answer = client.post("/inscription/siret/", {"words": signups.OFFICE})
    assert answer.status_code == 429
    assert "Trop d’essais" in answer.content.decode()


def test_a_network_is_stopped_even_when_it_forgets_its_cookies():
    for _attempt in range(90):
        choose(Client())
    assert Client().post("/inscription/siret/", {"words": signups.OFFICE}).status_code == 429
