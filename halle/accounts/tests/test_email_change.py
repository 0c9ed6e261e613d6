"""Changing the address one signs in with."""

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from halle.accounts import services
from halle.accounts.models import User
from halle.accounts.testing import sign_in
from halle.accounts.tests.conftest import last_message, link_in
from halle.audit.events import Event
from halle.audit.models import Entry
from halle.mail.models import Message
from tests.cast import person as create_person

PAGE = "/compte/courriel/"
NEW = "zoe@nouveau.test"


def ask(browser, email=NEW):
    """Ask for the change."""
    return browser.post(PAGE, {"email": email, "action_add": "1"})


def test_nothing_changes_before_the_new_mailbox_answers(browser, person):
    assert ask(browser)["Location"] == PAGE
    page = browser.get(PAGE).content.decode()
    assert person.email in page
    assert NEW in page
    message = last_message("email_confirmation")
    assert (message.address, message.in_app) == (NEW, False)
    assert "https://halle.test/compte/courriel/cle/" in message.body
    person.refresh_from_db()
    assert person.email == "zoe.martin@exemple.test"


def test_the_link_changes_the_address_and_tells_the_old_one(browser, person):
    ask(browser)
    link = link_in(last_message("email_confirmation"))
    assert "Vous vous connecterez désormais avec" in browser.get(link).content.decode()
    person.refresh_from_db()
    assert person.email != NEW, "reading a page changes nothing"
    assert browser.post(link)["Location"] == "/compte/securite/"
    person.refresh_from_db()
    assert person.email == NEW
    told = last_message("email_changed")
    assert told.address == "zoe.martin@exemple.test"
    assert NEW in told.body
    assert Entry.objects.filter(event=Event.EMAIL_CHANGED).count() == 1


def test_the_link_can_be_opened_in_another_browser(browser, person):
    ask(browser)
    link = link_in(last_message("email_confirmation"))
    assert Client().post(link)["Location"] == "/compte/connexion/"
    person.refresh_from_db()
    assert person.email == NEW


def test_one_can_change_ones_mind(browser, person):
    ask(browser)
    browser.get(PAGE)
    browser.post(PAGE, {"email": NEW, "action_remove": "1"})
    assert NEW not in browser.get(PAGE).content.decode()
    assert "Ce lien n’est plus valable" in browser.get(link_in(last_message("email_confirmation"))).content.decode()


def test_an_address_of_somebody_else_gets_the_same_answer_and_never_changes_hands(browser, person):
    other = create_person("autre@exemple.test", "Autre", "Personne")
    answer = ask(browser, other.email)
    assert answer["Location"] == PAGE
    for message in Message.objects.filter(name="accounts/mail/email_confirmation"):
        Client().post(link_in(message))
    person.refresh_from_db()
    assert person.email == "zoe.martin@exemple.test"
    assert User.objects.get(email=other.email) == other


def test_an_address_that_was_invited_meanwhile_never_changes_hands(browser, person):
    ask(browser)
    services.person_for(NEW, civility="m", first_name="Invité", last_name="Meanwhile")
    answer = Client().post(link_in(last_message("email_confirmation")))
    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.email == "zoe.martin@exemple.test"


def test_a_wrong_address_is_refused_beside_its_field(browser):
    answer = ask(browser, "pas une adresse")
    assert answer.status_code == 200
    assert 'id="id_email_error"' in answer.content.decode()
    assert 'value="pas une adresse"' in answer.content.decode()


def test_ones_own_address_is_no_change(browser, person):
    assert "C’est déjà votre adresse." in ask(browser, person.email).content.decode()


def test_the_change_wants_a_recent_proof(person):
    browser = sign_in(Client(), person, seconds_ago=16 * 60)
    assert ask(browser)["Location"].startswith("/compte/confirmer/")
    assert not Message.objects.exists()


def test_people_with_a_second_factor_can_change_their_address_too(browser, person):
    TOTP.activate(person, generate_totp_secret())
    ask(browser)
    assert last_message("email_confirmation").address == NEW
