"""One's own account: overview, notifications, one's data, leaving."""

import io
import json
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from conftest import seat, signed_in
from halle.accounts.testing import sign_in
from halle.audit.events import Event
from halle.audit.models import Entry
from halle.companies.models import MembershipState, NotificationChoice
from halle.companies.selectors import actor_of
from halle.companies.services.members import edit_member
from halle.mail import services as mail
from halle.portal.tests.words import text_of
from tests.cast import BOTH, open_company


def url(name, *args):
    """The address of one of our pages."""
    return reverse(f"portal:{name}", args=args)


def files_of(response):
    """The downloaded archive, read."""
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    return {name: json.loads(archive.read(name)) for name in archive.namelist()}


def test_the_overview_shows_ones_information_and_leads_everywhere(as_bernard, bernard, company):
    response = as_bernard.get(url("platform", company.identifier))
    words, page = text_of(response), response.content.decode()
    for text in (
        "M. Bernard Dupond",
        "Employé Entreprise",
        "Utilisateur du service",
        "1 session ouverte",
        bernard.email,
    ):
        assert text in words
    own = [company.identifier, bernard.memberships.get().pk]
    for name in ("account_change_password", "mfa_index", "usersessions_list", "mail:inbox", "portal:export"):
        assert f'href="{reverse(name)}"' in page
    assert f'href="{reverse("companies:member_edit", args=own)}"' in page


@pytest.mark.parametrize(("choice", "wanted"), [(NotificationChoice.IN_APP, False), (NotificationChoice.EMAIL, True)])
def test_notifications_are_chosen_for_the_person_and_all_his_seats(as_bernard, bernard, choice, wanted):
    seat(open_company("DEUXIEME", "998600035", "00039"), bernard.email, "Bernard", "Dupond")
    response = as_bernard.post(url("notifications"), {"notification": choice}, follow=True)
    assert "Modifications enregistrées avec succès" in text_of(response)
    bernard.refresh_from_db()
    assert bernard.mail_notifications is wanted
    assert set(bernard.memberships.values_list("notification", flat=True)) == {choice}


def test_without_emails_messages_stay_on_the_site(as_bernard, bernard):
    as_bernard.post(url("notifications"), {"notification": NotificationChoice.IN_APP})
    bernard.refresh_from_db()
    membership = bernard.memberships.get()
    message = mail.post("companies/mail/roles", to=bernard, context={"membership": membership})
    assert (message.in_app, message.wants_email) == (True, False)


def test_an_unknown_choice_is_refused_beside_its_field(as_bernard, bernard):
    response = as_bernard.post(url("notifications"), {"notification": "pigeon"})
    assert "Préférences de notification :" in text_of(response)
    bernard.refresh_from_db()
    assert bernard.mail_notifications is True


def test_all_ones_data_in_one_file(as_bernard, bernard, nicolas, company):
    edit_member(bernard.memberships.get(), actor=actor_of(nicolas), function="Acheteur")
    mail.post_raw(bernard.email, "Un message", "Bonjour.", user=bernard, name="tests/hello", secret=False)
    response = as_bernard.post(url("export"))
    assert response["Content-Disposition"] == 'attachment; filename="mes-donnees.zip"'
    files = files_of(response)
    names = ("compte", "entreprises", "propositions", "preuves", "rattachements", "reprises", "messages", "journal")
    assert set(files) == {f"{name}.json" for name in names}
    assert files["compte.json"]["identite"]["courriel"] == bernard.email
    assert files["entreprises.json"][0]["entreprise"] == "ENTREPRISE TEST 2"
    assert files["entreprises.json"][0]["fonction"] == "Acheteur"
    assert files["messages.json"][0]["objet"] == "Un message"
    change = files["journal.json"][0]
    assert change["changements"] == [{"champ": "Fonction", "avant": "", "après": "Acheteur"}]
    assert change["par"] == "Personne"


def test_the_file_names_nobody_else_and_no_secret(as_nicolas, nicolas, bernard):
    edit_member(bernard.memberships.get(), actor=actor_of(nicolas), phone="02 99 11 22 33")
    words = json.dumps(files_of(as_nicolas.post(url("export"))), ensure_ascii=False)
    assert nicolas.email in words
    assert "Utilisateur modifié" in words
    assert "ernard" not in words
    assert "02 99 11 22 33" not in words
    assert nicolas.password not in words


def test_what_happened_in_a_company_that_one_left_stays_there(as_bernard, bernard, nicolas, company):
    edit_member(bernard.memberships.get(), actor=actor_of(nicolas), function="Acheteur")
    as_bernard.post(url("leave", company.identifier))
    files = files_of(signed_in(bernard).post(url("export")))
    assert files["entreprises.json"] == []
    assert "Acheteur" not in json.dumps(files["journal.json"])
    assert company.name not in json.dumps(files)


def test_a_download_is_in_the_journal(as_bernard, bernard):
    as_bernard.post(url("export"))
    assert Entry.objects.filter(event=Event.ACCOUNT_EXPORTED, actor_ref=bernard.pk).count() == 1


@pytest.mark.parametrize("name", ["export", "leave"])
def test_an_old_session_proves_who_it_is_first(bernard, company, name):
    old = sign_in(Client(), bernard, seconds_ago=3 * 3600)
    address = url(name, *([company.identifier] if name == "leave" else []))
    assert reverse("account_reauthenticate") in old.get(address)["Location"]
    assert reverse("account_reauthenticate") in old.post(address)["Location"]
    assert bernard.memberships.get().state == MembershipState.ACTIVE


def test_leaving_a_company_signs_out_and_keeps_the_account(as_bernard, bernard, company):
    assert "Cet acte est définitif" in text_of(as_bernard.get(url("leave", company.identifier)))
    response = as_bernard.post(url("leave", company.identifier), follow=True)
    assert response.redirect_chain[-1][0] == reverse("account_login")
    assert "Vous avez quitté l’entreprise ENTREPRISE TEST 2." in text_of(response)
    assert bernard.memberships.get().state == MembershipState.REMOVED
    bernard.refresh_from_db()
    assert bernard.is_active
    again = signed_in(bernard)
    assert again.get(url("platform", company.identifier)).status_code == 404
    assert "Vous n’êtes rattaché à aucune entreprise" in text_of(again.get(url("account")))


def test_the_last_administrator_is_told_what_to_do_instead(as_nicolas, nicolas, company):
    words = text_of(as_nicolas.get(url("leave", company.identifier)))
    assert "vous ne pouvez pas la quitter maintenant" in words
    assert "Cet acte est définitif" not in words
    refused = as_nicolas.post(url("leave", company.identifier))
    assert refused.status_code == 403
    assert "seul administrateur actif" in refused.content.decode()
    assert nicolas.memberships.get().state == MembershipState.ACTIVE


def test_one_of_two_administrators_may_leave(as_nicolas, nicolas, company):
    seat(company, "lucie@entreprise-test.example", "Lucie", "Petit", **BOTH)
    assert as_nicolas.post(url("leave", company.identifier)).status_code == 302
    assert nicolas.memberships.get().state == MembershipState.REMOVED
