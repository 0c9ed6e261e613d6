"""« Reprise du compte », page by page, and the personal links of those who may object."""

import pytest
from django.test import Client
from django.urls import reverse

from conftest import signed_in
from halle.audit.models import Entry
from halle.companies.models import MembershipState
from halle.core.clock import today
from halle.enrolment.models import Objection, Proof, ProofState, RecoveryState
from halle.enrolment.objection_links import token_for
from halle.enrolment.selectors.recovery import export_of
from halle.enrolment.services.recovery_decisions import decide
from halle.enrolment.tests.proofs import actor, kbis, mailed_code, operator, register_says
from halle.enrolment.tests.recoveries import (
    asked,
    delay_over,
    link_in,
    mails,
    newcomer,
    orphaned,
    proof_of,
    to_decide,
    with_kbis,
)
from halle.enrolment.tests.test_proof_pages import NICOLAS, OFFICE, UNIT
from halle.sirene.records import Dossier

SECRETS = ("Nicolas", "Bernard", "nicolas.dupond", "bernard.dupond", "contact@")


@pytest.fixture
def orphan(company, nicolas, bernard):
    company.email = "contact@entreprise-test.example"
    company.save()
    return orphaned(company)


@pytest.fixture
def paule(db):
    return newcomer()


@pytest.fixture
def as_paule(paule):
    return signed_in(paule)


def page(name, recovery, *args):
    return reverse(f"enrolment:{name}", args=[recovery.pk, *args])


def text(answer):
    return answer.content.decode()


def test_the_list_is_empty_until_one_asks(as_paule, orphan, paule):
    address = reverse("enrolment:recoveries")
    assert "Vous n’avez demandé aucune reprise" in text(as_paule.get(address))
    assert "Mes demandes de reprise" not in text(as_paule.get(reverse("portal:account")))
    recovery = asked(orphan, paule)
    assert page("recovery", recovery) in text(as_paule.get(address))
    assert address in text(as_paule.get(reverse("portal:account")))


def test_the_page_offers_four_ways_and_names_nobody(as_paule, orphan, paule):
    shown = text(as_paule.get(page("recovery", asked(orphan, paule))))
    for way in ("Un code par courriel", "Un code par courrier", "Un extrait Kbis", "Votre nom au registre"):
        assert way in shown
    assert [secret for secret in SECRETS if secret in shown] == []


def test_the_page_says_where_it_stands_and_names_nobody(as_paule, orphan, paule, nicolas):
    recovery = with_kbis(asked(orphan, paule))
    client = Client()
    client.post(reverse("enrolment:objection", args=[token_for(recovery, nicolas.pk)]), {"text": "Inconnue ici."})
    shown = text(as_paule.get(page("recovery", recovery)))
    assert "peuvent s’opposer jusqu’au" in shown
    assert "Un extrait Kbis" not in shown
    assert [secret for secret in (*SECRETS, "Inconnue ici") if secret in shown] == []
    delay_over(recovery)
    assert "Le délai d’opposition est écoulé" in text(as_paule.get(page("recovery", recovery)))


def test_an_accepted_request_leads_into_the_company(as_paule, orphan, paule):
    recovery = to_decide(orphan, paule)
    decide(recovery, actor=actor(operator()), accept=True, reason="Kbis lu.")
    shown = text(as_paule.get(page("recovery", recovery)))
    assert "vous administrez maintenant" in shown
    assert reverse("portal:socle_home", args=[orphan.identifier]) in shown
    assert "Retirer ma demande" not in shown


def test_a_refused_request_says_why(as_paule, orphan, paule):
    recovery = to_decide(orphan, paule)
    decide(recovery, actor=actor(operator()), accept=False, reason="Kbis d’une autre société.")
    shown = text(as_paule.get(page("recovery", recovery)))
    assert "Kbis d’une autre société." in shown


def test_what_one_asked_is_nobody_elses(as_paule, orphan, paule, nicolas, claire):
    recovery = asked(orphan, paule)
    for person in (nicolas, claire, operator()):
        browser = signed_in(person)
        assert browser.get(page("recovery", recovery)).status_code == 404
        assert browser.get(page("recovery_kbis", recovery)).status_code == 404
        assert browser.post(page("recovery_withdraw", recovery)).status_code == 404


def test_a_code_by_mail_opens_the_delay(as_paule, orphan, paule):
    recovery = asked(orphan, paule)
    answer = as_paule.post(page("recovery_mail", recovery), {"address": "a@entreprise-test.example"}, follow=True)
    proof = Proof.objects.get()
    assert answer.redirect_chain[-1][0] == page("recovery_code", recovery, proof.pk)
    wrong = text(as_paule.post(answer.redirect_chain[-1][0], {"code": "AAAA-AAAA"}))
    assert "Ce code n’est pas le bon" in wrong
    assert "Il reste 4 essais" in wrong
    shown = text(as_paule.get(page("recovery", recovery)))
    assert "Saisir le code" in shown
    assert "Un code par courriel</a>" not in shown
    code = mailed_code("a@entreprise-test.example")
    right = as_paule.post(page("recovery_code", recovery, proof.pk), {"code": code}, follow=True)
    assert "sont prévenues de votre demande" in text(right)
    recovery.refresh_from_db()
    assert recovery.state == RecoveryState.OPEN
    again = as_paule.get(page("recovery_code", recovery, proof.pk), follow=True)
    assert "n’attend pas de code" in text(again)


def test_five_wrong_codes_and_one_begins_again(as_paule, orphan, paule):
    recovery = asked(orphan, paule)
    as_paule.post(page("recovery_mail", recovery), {"address": "a@entreprise-test.example"})
    address = page("recovery_code", recovery, Proof.objects.get().pk)
    for _try in range(4):
        as_paule.post(address, {"code": "AAAA-AAAA"})
    assert "Cinq codes faux" in text(as_paule.post(address, {"code": "AAAA-AAAA"}, follow=True))
    recovery.refresh_from_db()
    assert recovery.state == RecoveryState.PROVING


def test_a_free_mailbox_is_refused_beside_its_field(as_paule, orphan, paule):
    answer = as_paule.post(page("recovery_mail", asked(orphan, paule)), {"address": "paule@gmail.com"})
    assert "gmail.com offre des adresses à tout le monde" in text(answer)
    assert 'value="paule@gmail.com"' in text(answer)


def test_a_kbis_opens_the_delay(as_paule, orphan, paule):
    recovery = asked(orphan, paule)
    data = {"file": kbis(), "issued_on": today().strftime("%d/%m/%Y")}
    done = as_paule.post(page("recovery_kbis", recovery), data, follow=True)
    assert "Votre preuve est transmise" in text(done)
    assert "peuvent s’opposer" in text(done)
    assert len(mails("announced")) == 3


def test_a_letter_goes_where_the_state_says(as_paule, orphan, paule, monkeypatch):
    register_says(monkeypatch, Dossier(UNIT, places=(OFFICE,)))
    recovery = asked(orphan, paule)
    assert "35510 CESSON-SEVIGNE" in text(as_paule.get(page("recovery_letter", recovery)))
    done = text(as_paule.post(page("recovery_letter", recovery), follow=True))
    assert "Un exploitant imprime et poste la lettre" in done
    proof = Proof.objects.get()
    assert proof.state == ProofState.TO_POST
    given_up = text(as_paule.post(page("recovery_abandon", recovery, proof.pk), follow=True))
    assert "Cette preuve est abandonnée" in given_up


def test_without_an_address_no_letter(as_paule, orphan, paule, monkeypatch):
    register_says(monkeypatch, None)
    recovery = asked(orphan, paule)
    assert "Pas de courrier possible" in text(as_paule.get(page("recovery_letter", recovery)))
    as_paule.post(page("recovery_letter", recovery))
    assert Proof.objects.count() == 0


def test_an_officer_of_the_register_says_so(as_paule, orphan, paule, monkeypatch):
    register_says(monkeypatch, Dossier(UNIT, places=(OFFICE,), officers=(NICOLAS,)))
    recovery = asked(orphan, paule)
    as_paule.post(page("recovery_officer", recovery), {"officer": "Nicolas DUPOND, Gérant"})
    recovery.refresh_from_db()
    assert recovery.state == RecoveryState.OPEN
    assert proof_of(recovery).officer == "Nicolas DUPOND, Gérant"


@pytest.mark.parametrize("way", ["recovery_mail", "recovery_letter", "recovery_kbis", "recovery_officer"])
def test_nothing_is_proven_for_a_request_that_ended(as_paule, orphan, paule, way):
    recovery = asked(orphan, paule)
    as_paule.post(page("recovery_withdraw", recovery))
    assert "n’est plus en cours" in text(as_paule.get(page(way, recovery), follow=True))
    as_paule.post(page(way, recovery), {"address": "a@entreprise-test.example"})
    assert Proof.objects.count() == 0


def test_taking_it_back(as_paule, orphan, paule):
    recovery = with_kbis(asked(orphan, paule))
    done = as_paule.post(page("recovery_withdraw", recovery), follow=True)
    assert "Votre demande est retirée" in text(done)
    assert "Vous avez retiré cette demande" in text(done)
    again = as_paule.post(page("recovery_withdraw", recovery), follow=True)
    assert "n’est plus en cours" in text(again)


def test_the_link_of_the_mail_shows_who_asks_and_takes_an_objection(orphan, paule, nicolas):
    recovery = with_kbis(asked(orphan, paule))
    told = next(message for message in mails("announced") if message.user == nicolas)
    stranger = Client()
    shown = text(stranger.get(link_in(told)))
    assert "Paule Repreneur" in shown
    assert "Gérante" in shown
    assert paule.email not in shown
    empty = text(stranger.post(link_in(told), {"text": ""}))
    assert "Renseignez le champ" in empty
    assert Objection.objects.count() == 0
    done = text(stranger.post(link_in(told), {"text": "Inconnue ici."}, follow=True))
    assert "Votre opposition est enregistrée" in done
    assert "M’opposer à cette reprise" not in done
    objection = Objection.objects.get()
    assert (objection.recovery, objection.user, objection.text) == (recovery, nicolas, "Inconnue ici.")


def test_the_address_of_the_company_needs_no_account(orphan, paule):
    with_kbis(asked(orphan, paule))
    told = next(message for message in mails("announced") if message.address == "contact@entreprise-test.example")
    Client().post(link_in(told), {"text": "La direction s’y oppose."})
    assert Objection.objects.get().user is None


def test_a_disabled_member_may_object_signed_in_too(orphan, paule, bernard):
    orphan.memberships.filter(user=bernard).update(state=MembershipState.DISABLED)
    with_kbis(asked(orphan, paule))
    told = next(message for message in mails("announced") if message.user == bernard)
    assert link_in(told) in told.body
    assert signed_in(bernard).post(link_in(told), {"text": "Non."}).status_code == 302
    assert Objection.objects.get().user == bernard


def test_forged_ended_and_foreign_links_look_the_same(orphan, paule, nicolas, claire):
    recovery = with_kbis(asked(orphan, paule))
    good = token_for(recovery, nicolas.pk)
    answers = [Client().get(f"/reprises/{token}/") for token in ("x", good + "x", token_for(recovery, claire.pk))]
    delay_over(recovery)
    answers.append(Client().get(f"/reprises/{good}/"))
    assert {answer.status_code for answer in answers} == {404}
    assert len({text(answer) for answer in answers}) == 1
    assert "ENTREPRISE TEST 2" not in text(answers[0])
    Client().post(f"/reprises/{good}/", {"text": "Trop tard."})
    assert Objection.objects.count() == 0


def test_looking_at_a_link_writes_nothing(orphan, paule, nicolas):
    recovery = with_kbis(asked(orphan, paule))
    before = Entry.objects.count()
    answer = Client().get(reverse("enrolment:objection", args=[token_for(recovery, nicolas.pk)]))
    assert answer.headers["Cache-Control"].startswith("max-age=0")
    assert (Entry.objects.count(), Objection.objects.count()) == (before, 0)


def test_ones_own_data_tell_of_it(orphan, paule):
    asked(orphan, paule, message="J’ai racheté la société.")
    (told,) = export_of(paule)
    assert (told["message"], told["état"]) == ("J’ai racheté la société.", "Preuve attendue")
    assert "Nicolas" not in str(told)
