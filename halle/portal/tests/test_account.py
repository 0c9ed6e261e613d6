"""« Mon compte »: who one is, where, and what waits."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from conftest import seat, signed_in
from halle.companies.models import Establishment, EstablishmentProposal, MembershipState, RoomRole
from halle.mail import services as mail
from halle.portal.tests.words import text_of
from tests.cast import BOTH, open_company, person


def account(browser):
    """The words of the page."""
    return text_of(browser.get(reverse("portal:account")))


def test_an_administrator_is_told_so_with_his_establishment(as_nicolas):
    words = account(as_nicolas)
    assert "Bienvenue sur la plate-forme Halle NICOLAS DUPOND" in words
    assert "Vous êtes Administrateur de l'entreprise ENTREPRISE TEST 2." in words
    assert "Vous êtes rattaché à l'établissement 00074, 15 RUE CLAUDE CHAPPE, 35510 CESSON-SEVIGNE." in words


def test_the_tutorials_sentences_are_there_once(as_bernard):
    words = account(as_bernard)
    for sentence in (
        'Si vous n\'êtes plus rattaché à cet établissement, rendez-vous dans la rubrique "Mes coordonnées".',
        "Selon vos droits, vous pouvez administrer, outre votre propre compte personnel, le compte de votre",
        "Dans tous les cas, vous pouvez accéder",
    ):
        assert words.count(sentence) == 1


def test_a_plain_user_is_told_that_he_is_one(as_bernard):
    words = account(as_bernard)
    assert "Vous êtes Utilisateur de l'entreprise ENTREPRISE TEST 2." in words
    assert "Administrateur de l'entreprise" not in words


def test_an_administrator_of_the_room_alone_is_one_too(company):
    marc = seat(company, "marc@entreprise-test.example", "Marc", "Petit", room_role=RoomRole.ADMINISTRATOR)
    words = account(signed_in(marc))
    assert "Vous êtes Administrateur de l'entreprise" in words
    assert "seul administrateur" not in words


def test_my_coordinates_lead_to_the_administration_space(as_nicolas, company):
    page = as_nicolas.get(reverse("portal:account")).content.decode()
    assert f'<a href="{reverse("portal:socle_home", args=[company.identifier])}">Mes coordonnées</a>' in page


@pytest.mark.parametrize("absent", ["Description d'activité", "Coffre-fort", "Mon panier", "Flux RSS", "alertes"])
def test_what_does_not_exist_yet_is_not_shown(as_nicolas, absent):
    assert absent not in account(as_nicolas)


def test_a_single_administrator_is_advised_to_name_another(as_nicolas, nicolas, company):
    assert "Vous êtes le seul administrateur" in account(as_nicolas)
    seat(company, "lucie@entreprise-test.example", "Lucie", "Petit", **BOTH)
    assert "Vous êtes le seul administrateur" not in account(as_nicolas)


def test_invitations_and_proposals_wait_for_administrators_alone(as_nicolas, as_bernard, company, bernard):
    seat(company, "ines@entreprise-test.example", "Inès", "Morvan", state=MembershipState.INVITED)
    proposer = bernard.memberships.get()
    for name in ("Brest", "Lorient"):
        EstablishmentProposal.objects.create(company=company, proposed_by=proposer, name=name)
    words = account(as_nicolas)
    assert "1 invitation sans réponse" in words
    assert "2 propositions d’établissement à examiner" in words
    assert "sans réponse" not in account(as_bernard)
    assert "à examiner" not in account(as_bernard)


def test_a_password_is_announced_a_month_before_it_expires(as_nicolas, nicolas, settings):
    for days_left, said in ((31, False), (30, True)):
        nicolas.password_changed_at = timezone.now() - timedelta(days=settings.PASSWORD_MAX_AGE_DAYS - days_left)
        nicolas.save()
        assert ("Votre mot de passe est à changer avant le" in account(as_nicolas)) is said


def test_unread_messages_are_counted(as_nicolas, nicolas):
    mail.post_raw(nicolas.email, "Bonjour", "Bonjour.", user=nicolas, name="tests/hello", secret=False)
    assert "1 message non lu" in account(as_nicolas)


def test_who_belongs_to_two_companies_sees_both(company, nicolas):
    second = open_company("DEUXIEME", "998600035", "00039")
    seat(second, nicolas.email, "Nicolas", "Dupond")
    browser = signed_in(nicolas)
    words = account(browser)
    assert "Administrateur de l'entreprise ENTREPRISE TEST 2" in words
    assert "Utilisateur de l'entreprise DEUXIEME" in words
    assert "Mes coordonnées – DEUXIEME" in words
    switcher = text_of(browser.get(reverse("portal:companies")))
    assert switcher.index("DEUXIEME") < switcher.index("ENTREPRISE TEST 2")
    assert "Changer d’entreprise" in text_of(browser.get(reverse("portal:socle_home", args=["998600035"])))


def test_a_foreign_establishment_goes_by_its_name(company, bernard):
    office = Establishment.objects.get()
    office.nic, office.name = None, "Siège"
    office.save()
    assert "rattaché à l'établissement Siège, 15 RUE" in account(signed_in(bernard))


def test_a_person_without_company_is_told_what_to_do(db):
    words = account(signed_in(person("paul@nulle-part.example", "Paul", "Durand")))
    assert "Vous n’êtes rattaché à aucune entreprise" in words
    assert "demandez à l’un de ses administrateurs" in words
    assert "Ajouter une entreprise" in words
    assert "Mes coordonnées" not in words


def test_who_is_invited_is_told_by_whom(company):
    ines = seat(company, "ines@entreprise-test.example", "Inès", "Morvan", state=MembershipState.INVITED)
    words = account(signed_in(ines))
    assert "ENTREPRISE TEST 2 vous invite" in words
    assert "Administrateur" not in words


def test_the_number_of_queries_does_not_depend_on_the_number_of_companies(nicolas, django_assert_num_queries):
    browser = signed_in(nicolas)
    with django_assert_num_queries(9):
        account(browser)
    for siren in ("998600035", "997123468", "998341275"):
        seat(open_company(f"N {siren}", siren, "00001"), nicolas.email, "Nicolas", "Dupond", **BOTH)
    with django_assert_num_queries(9):
        account(browser)
