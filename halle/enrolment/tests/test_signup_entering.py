"""Where a confirmed sign-up leads: a company is created, joined or recovered."""

from dataclasses import replace

import pytest
from django.core.cache import cache
from django.test import Client

from conftest import signed_in
from halle.accounts.models import User
from halle.audit.models import Entry
from halle.companies.models import Company, FieldSource, Membership, MembershipState
from halle.enrolment.models import Application, JoinRequest, Recovery
from halle.enrolment.tests import signups
from halle.enrolment.tests.signups import choose, confirm, sign_up
from halle.sirene.register import Trouble
from tests.cast import person

pytestmark = pytest.mark.django_db
EMAIL = signups.PERSON["email"]


@pytest.fixture(autouse=True)
def state(monkeypatch):
    cache.clear()
    register = signups.the_state()
    monkeypatch.setattr("halle.enrolment.selectors.signup.register", lambda: register)
    return register


def typed_sign_up(client, words="443 061 841 00047"):
    choose(client, words)
    client.post("/inscription/entreprise/", signups.TYPED)
    client.post("/inscription/etablissement/", signups.TYPED_ADDRESS)
    assert client.post("/inscription/compte/", signups.PERSON).url == "/inscription/messagerie/"


def providers(company):
    return set(FieldSource.objects.filter(company=company).values_list("field", "source"))


def test_an_unknown_company_gets_its_first_administrator(client):
    sign_up(client)
    confirm(client)
    company = Company.objects.get()
    assert (company.siren, company.name, company.verified_at) == (signups.JOINERY, "MENUISERIE KEROUANTON", None)
    assert company.head_office.nic == "00017"
    assert company.head_office.city == "RENNES"
    member = Membership.objects.get()
    assert (member.room_role, member.socle_role) == ("administrator", "administrator")
    assert member.state == MembershipState.ACTIVE
    assert (member.function, member.phone, member.email) == ("Gérante", "02 99 00 00 00", EMAIL)
    assert ("name", "insee") in providers(company)
    assert ("address", "insee") in providers(company)


def test_the_journal_of_the_company_says_how_it_began(client):
    sign_up(client)
    confirm(client)
    events = Entry.objects.filter(chain=str(Company.objects.get().pk)).values_list("event", flat=True)
    assert {"company.created", "signup.confirmed"} <= set(events)


def test_the_head_office_comes_first_even_when_another_place_was_chosen(client):
    sign_up(client, signups.WORKSHOP)
    confirm(client)
    company = Company.objects.get()
    assert company.head_office.nic == "00017"
    assert company.head_office.address == "12 RUE DES BRUYERES"
    assert set(company.establishments.values_list("nic", flat=True)) == {"00017", "00025"}
    assert Membership.objects.get().establishment.nic == "00025"


def test_the_state_of_that_moment_counts(client, state):
    sign_up(client)
    renamed = signups.joinery()
    unit = type(renamed.unit)(siren=signups.JOINERY, legal_name="KEROUANTON BOIS", head_office_nic="00017")
    state.dossiers[0] = type(renamed)(unit, renamed.places)
    confirm(client)
    assert Company.objects.get().name == "KEROUANTON BOIS"


def test_a_state_that_falls_silent_meanwhile_keeps_its_word(client, state):
    sign_up(client)
    state.trouble = Trouble.DOWN
    confirm(client)
    company = Company.objects.get()
    assert company.name == "MENUISERIE KEROUANTON"
    assert company.head_office.address == "12 RUE DES BRUYERES"
    assert ("name", "insee") in providers(company)


def test_a_company_that_ceases_meanwhile_is_refused(client, state):
    sign_up(client)
    unit = signups.ceased().unit
    state.dossiers[0] = type(signups.joinery())(
        type(unit)(siren=signups.JOINERY, state=unit.state, since=unit.since), signups.joinery().places
    )
    answer = client.post(signups.links_to(EMAIL)[0])
    assert answer.status_code == 409
    assert "a cessé son activité" in answer.content.decode()
    assert not Company.objects.exists()


def test_what_was_typed_makes_the_company_when_the_state_is_silent(client, state):
    state.trouble = Trouble.DOWN
    typed_sign_up(client)
    confirm(client)
    company = Company.objects.get()
    assert (company.siren, company.name) == ("443061841", "MENUISERIE TAPÉE")
    assert (company.naf_code, company.naf_nomenclature) == ("4332A", "NAFRev2")
    assert (company.head_office.nic, company.head_office.city) == ("00047", "Rennes")
    assert providers(company) == set()


def test_a_foreign_company_is_made_of_what_was_typed(client):
    client.post("/inscription/etranger/", {"country": "BE", "foreign_identifier": "0403.019.261"})
    client.post("/inscription/entreprise/", {"name": "BOIS SA"})
    client.post("/inscription/etablissement/", {"address": "Rue Neuve 1", "postcode": "1000", "city": "Liège"})
    client.post("/inscription/compte/", signups.PERSON)
    confirm(client)
    company = Company.objects.get()
    assert (company.siren, company.country, company.foreign_identifier) == (None, "BE", "0403.019.261")
    assert (company.head_office.nic, company.head_office.country) == (None, "BE")


def test_a_masked_trader_keeps_the_name_he_typed(client):
    choose(client, signups.MASKED)
    client.post("/inscription/entreprise/", {"name": "Anne Morvan"})
    client.post("/inscription/etablissement/", signups.TYPED_PLACE)
    client.post("/inscription/compte/", signups.PERSON)
    confirm(client)
    company = Company.objects.get()
    assert (company.name, company.diffusible) == ("Anne Morvan", False)
    assert company.head_office.address == "1 rue du Port"
    assert ("name", "insee") not in providers(company)


def test_a_known_company_is_asked_for_a_seat(client, company, nicolas):
    sign_up(client)
    confirm(client)
    assert JoinRequest.objects.get().user.email == EMAIL
    assert Membership.objects.filter(user__email=EMAIL).count() == 0
    text = client.get("/inscription/terminee/").content.decode()
    assert "votre demande de rattachement" in text
    assert "Nicolas" not in text
    assert "Dupond" not in text
    assert company.name not in text


def test_a_company_without_administrator_is_recovered(client, company, bernard):
    sign_up(client)
    confirm(client)
    assert Recovery.objects.get().user.email == EMAIL
    assert "demande de reprise" in client.get("/inscription/terminee/").content.decode()


def test_of_two_who_sign_the_same_company_up_the_second_asks_to_join():
    first, second = Client(), Client()
    sign_up(first)
    sign_up(second, email="jean@menuiserie.example", email_again="jean@menuiserie.example")
    confirm(first)
    confirm(second, "jean@menuiserie.example")
    assert Company.objects.count() == 1
    assert JoinRequest.objects.get().user.email == "jean@menuiserie.example"


def test_a_company_that_appears_at_the_last_moment_is_joined(client, monkeypatch, company, nicolas):
    from halle.enrolment.services import entering

    sign_up(client)
    really, seen = entering._known, []

    def late(*arguments):
        seen.append(arguments)
        return None if len(seen) == 1 else really(*arguments)

    monkeypatch.setattr(entering, "_known", late)
    confirm(client)
    assert len(seen) == 2
    assert JoinRequest.objects.get().company == company


def test_somebody_signed_in_gives_neither_address_nor_password():
    browser = signed_in(person("paul@nulle-part.example", "Paul", "Durand"))
    signups.reach_the_account(browser)
    text = browser.get("/inscription/compte/").content.decode()
    assert 'name="email"' not in text
    assert 'name="password"' not in text
    answer = browser.post("/inscription/compte/", {"function": "Gérant", "phone": "02 99 00 00 00", "terms": "on"})
    assert answer["Location"] == "/inscription/terminee/"
    assert Membership.objects.get().user.email == "paul@nulle-part.example"
    assert "Aller à mon compte" in browser.get("/inscription/terminee/").content.decode()


def test_a_member_who_signs_his_own_company_up_is_told_so(as_bernard, company, nicolas):
    signups.reach_the_account(as_bernard)
    answer = as_bernard.post("/inscription/compte/", {"function": "x", "phone": "02 99 00 00 00", "terms": "on"})
    assert "Vous êtes déjà utilisateur de cette entreprise" in answer.content.decode()
    assert not JoinRequest.objects.exists()


def test_a_confirmed_application_keeps_neither_hash_nor_token(client):
    sign_up(client)
    confirm(client)
    kept = Application.objects.get()
    assert (kept.state, kept.password, kept.digest) == ("confirmed", "", None)


def test_somebody_whom_the_company_had_invited_is_sent_to_his_link(client, company, nicolas):
    user = User.objects.create_user(EMAIL, None, first_name="Hélène")
    Membership.objects.create(user=user, company=company, establishment=company.head_office, email=EMAIL)
    sign_up(client)
    answer = client.post(signups.links_to(EMAIL)[0])
    assert answer.status_code == 409
    assert "Cette entreprise vous a déjà invité" in answer.content.decode()
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert Application.objects.get().state == "waiting"


def test_a_head_office_in_a_country_that_nobody_can_name_is_not_said_to_be_in_france(client, state):
    dossier = state.dossiers[0]
    office, *others = dossier.places
    abroad = replace(office, address=replace(office.address, country="", country_name="ANTILLES NEERLANDAISES"))
    state.dossiers[0] = replace(dossier, places=(abroad, *others))
    sign_up(client)
    confirm(client)
    company = Company.objects.get()
    assert (company.country, company.head_office.country) == ("FR", "")
