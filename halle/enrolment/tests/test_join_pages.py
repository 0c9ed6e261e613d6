"""Pages of « Demandes de rattachement »: who sees what, and what they keep of what was typed."""

import pytest
from django.urls import reverse

from conftest import signed_in
from halle.companies.models import Membership, RoomRole, SocleRole, Source
from halle.companies.selectors import actor_of
from halle.core.clock import today
from halle.enrolment.models import JoinRequest, JoinState
from halle.enrolment.selectors.joining import export_of
from halle.enrolment.services import joining
from tests import cast

OWN = "/mon-compte/demandes/"


@pytest.fixture
def paul(db):
    return cast.person("paul@nulle-part.example", "Paul", "Durand")


@pytest.fixture
def asked(company, nicolas, paul):
    return joining.ask(company, user=paul, function="Acheteur", phone="02 99 00 00 09", message="Je viens d’arriver.")


def listing(company):
    return reverse("enrolment:joinings", args=[company.identifier])


def page(asked):
    return reverse("enrolment:joining", args=[asked.company.identifier, asked.pk])


def accepting(company, **changes):
    return {
        "room_role": RoomRole.EMPLOYEE,
        "socle_role": SocleRole.USER,
        "establishment": str(company.head_office.pk),
        **changes,
    }


def read(browser, address):
    return browser.get(address).content.decode()


def test_what_waits_comes_first_and_an_empty_list_says_so(company, as_nicolas, nicolas, paul):
    assert "Aucune demande de rattachement" in read(as_nicolas, listing(company))
    joining.ask(company, user=paul)
    pia = cast.person("pia@nulle-part.example", "Pia", "Petit")
    joining.refuse(joining.ask(company, user=pia), actor=actor_of(nicolas), reason="Non.")
    shown = read(as_nicolas, listing(company))
    assert shown.index("Paul Durand") < shown.index("Pia Petit")


def test_the_request_says_who_and_offers_the_establishment_he_named(company, as_nicolas, paul):
    branch = company.establishments.create(name="Agence", nic="00082", city="RENNES")
    asked = joining.ask(
        company, user=paul, establishment_siret="73282932000082", function="Acheteur", message="Bonjour <b>à vous</b>"
    )
    shown = read(as_nicolas, page(asked))
    for word in ("Paul Durand", "paul@nulle-part.example", "Acheteur", "Bonjour &lt;b&gt;"):
        assert word in shown
    assert f'<option value="{branch.pk}" selected>' in shown


def test_accepting_through_the_page(asked, company, as_nicolas, paul):
    answer = as_nicolas.post(page(asked), accepting(company, room_role=RoomRole.ADMINISTRATOR), follow=True)
    assert "Paul Durand est maintenant rattaché" in answer.content.decode()
    assert Membership.objects.get(user=paul).room_role == RoomRole.ADMINISTRATOR
    assert "Refuser la demande" not in read(as_nicolas, page(asked))


def test_refusing_wants_a_reason_beside_its_field(asked, as_nicolas):
    assert "id_reason_error" in as_nicolas.post(page(asked), {"reason": ""}).content.decode()
    as_nicolas.post(page(asked), {"reason": "Nous ne vous connaissons pas."})
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == (JoinState.REFUSED, "Nous ne vous connaissons pas.")


def test_a_wrong_choice_keeps_the_others(asked, company, as_nicolas):
    posted = accepting(company, establishment="", socle_role=SocleRole.ADMINISTRATOR)
    shown = as_nicolas.post(page(asked), posted).content.decode()
    assert "id_establishment_error" in shown
    assert '<option value="administrator" selected>Administrateur</option>' in shown
    asked.refresh_from_db()
    assert asked.state == JoinState.PENDING


def test_the_second_administrator_sees_that_it_was_decided(asked, company, as_nicolas):
    lucie = cast.seat(company, "lucie@entreprise-test.example", "Lucie", "Robin", socle_role=SocleRole.ADMINISTRATOR)
    browser = signed_in(lucie)
    assert "Accepter et rattacher" in read(browser, page(asked))
    as_nicolas.post(page(asked), {"reason": "Non."})
    answer = browser.post(page(asked), accepting(company), follow=True)
    assert "Cette demande n’attend plus de réponse : refusée." in answer.content.decode()
    assert not Membership.objects.filter(user=asked.user).exists()
    shown = read(browser, page(asked))
    assert "Refusée" in shown
    assert "Nicolas Dupond" in shown


def test_a_role_that_one_has_not_is_locked_with_the_reason(asked, company):
    lucie = cast.seat(company, "lucie@entreprise-test.example", "Lucie", "Robin", socle_role=SocleRole.ADMINISTRATOR)
    browser = signed_in(lucie)
    assert "vous ne pouvez pas donner ce rôle" in read(browser, page(asked))
    shown = browser.post(page(asked), accepting(company, room_role=RoomRole.ADMINISTRATOR)).content.decode()
    assert "id_room_role_error" in shown
    assert not Membership.objects.filter(user=asked.user).exists()


def test_a_plain_user_is_told_why_not_and_a_stranger_nothing(asked, company, as_bernard, as_claire, paul):
    for address in (listing(company), page(asked)):
        answer = as_bernard.get(address)
        assert answer.status_code == 403
        assert "Seul un administrateur de l’entreprise peut répondre" in answer.content.decode()
        assert as_claire.get(address).status_code == 404
        assert signed_in(paul).get(address).status_code == 404


def test_the_applicant_sees_his_request_and_nothing_of_the_company(asked, company, paul):
    company.email, company.description = "CANARI-mail@entreprise-test.example", "CANARI-DESCRIPTION"
    company.save()
    browser = signed_in(paul)
    for address in (OWN, "/mon-compte/", "/entreprises/", "/mon-compte/mes-donnees/"):
        shown = read(browser, address)
        for word in ("CANARI", "Dupond", "RUE CLAUDE CHAPPE", company.name):
            assert word not in shown, address
    assert "Mes demandes de rattachement" in read(browser, "/mon-compte/")
    shown = read(browser, OWN)
    assert "732" in shown
    assert "Pas encore de réponse" in shown
    assert browser.get(f"/entreprises/{company.identifier}/").status_code == 404


def test_the_published_name_is_shown_to_the_applicant(asked, company, paul):
    company.field_sources.create(field="name", source=Source.INSEE, since=today())
    assert "ENTREPRISE TEST 2" in read(signed_in(paul), OWN)


def test_he_reads_the_answer_but_not_its_author(asked, as_nicolas, paul):
    as_nicolas.post(page(asked), {"reason": "Nous ne vous connaissons pas."})
    shown = read(signed_in(paul), OWN)
    assert "Nous ne vous connaissons pas." in shown
    assert "Dupond" not in shown


def test_taking_back_through_the_page_is_for_its_author(asked, as_claire, paul):
    address = reverse("enrolment:own_request_withdraw", args=[asked.pk])
    assert as_claire.post(address).status_code == 404
    assert JoinRequest.objects.get().state == JoinState.PENDING
    assert "Votre demande est retirée." in signed_in(paul).post(address, follow=True).content.decode()
    assert JoinRequest.objects.get().state == JoinState.WITHDRAWN
    again = signed_in(paul).post(address, follow=True)
    assert "n’attend plus de réponse" in again.content.decode()


def test_who_never_asked_reads_what_to_do_and_has_no_link(as_bernard):
    assert "Vous n’avez rien demandé" in read(as_bernard, OWN)
    assert "Mes demandes de rattachement" not in read(as_bernard, "/mon-compte/")


def test_what_waits_is_announced_to_administrators_alone(asked, company, as_nicolas, as_bernard):
    for address in ("/mon-compte/", f"/entreprises/{company.identifier}/"):
        assert "1 demande de rattachement à examiner" in read(as_nicolas, address)
        assert "rattachement à examiner" not in read(as_bernard, address)
    assert listing(company) in read(as_nicolas, f"/entreprises/{company.identifier}/utilisateurs/")


def test_his_own_data_hold_his_requests(asked, company, paul):
    found = export_of(paul)
    assert [(one["fonction"], one["message"], one["état"]) for one in found] == [
        ("Acheteur", "Je viens d’arriver.", "En attente")
    ]
    assert company.name not in str(found)
