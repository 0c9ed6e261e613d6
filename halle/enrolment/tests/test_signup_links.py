"""« Vérifiez votre messagerie »: nothing exists before the link is opened, which lives once, 24 hours."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from conftest import signed_in
from halle.accounts.models import User
from halle.companies.models import Company
from halle.core.clock import now
from halle.enrolment.models import Application, ApplicationState
from halle.enrolment.services.signup_nightly import sweep
from halle.enrolment.tests import signups
from halle.enrolment.tests.signups import confirm, links_to, reach_the_account, sign_up
from halle.mail.models import Message

pytestmark = pytest.mark.django_db
EMAIL = signups.PERSON["email"]


@pytest.fixture(autouse=True)
def state(monkeypatch):
    cache.clear()
    register = signups.the_state()
    monkeypatch.setattr("halle.enrolment.selectors.signup.register", lambda: register)
    return register


def read(client, address):
    return client.get(address).content.decode()


def test_nothing_but_the_application_exists_before(client):
    sign_up(client)
    assert Application.objects.get().state == ApplicationState.WAITING
    assert not User.objects.exists()
    assert not Company.objects.exists()
    assert EMAIL in read(client, "/inscription/messagerie/")


def test_the_mail_repeats_nothing_that_was_typed(client):
    sign_up(client, first_name="Gagnez mille euros")
    message = Message.objects.get(address=EMAIL)
    assert "Gagnez" not in message.body + message.subject
    assert "KEROUANTON" not in message.body + message.subject


def test_neither_the_password_nor_the_token_is_kept(client):
    sign_up(client)
    kept = Application.objects.get()
    assert signups.PASSWORD not in str(vars(kept)) + str(dict(client.session))
    assert str(kept.digest) not in links_to(EMAIL)[0]


def test_opening_the_link_writes_nothing(client):
    sign_up(client)
    assert "Confirmez votre inscription" in read(Client(), links_to(EMAIL)[0])
    assert not User.objects.exists()


def test_the_link_opens_in_any_browser_and_signs_nobody_in(client):
    sign_up(client)
    elsewhere = Client()
    assert confirm(elsewhere) == "/inscription/terminee/"
    assert "vous en êtes l’administrateur" in read(elsewhere, "/inscription/terminee/")
    assert "_auth_user_id" not in elsewhere.session
    assert elsewhere.get("/mon-compte/").status_code == 302
    assert elsewhere.login(username=EMAIL, password=signups.PASSWORD)


def test_the_link_serves_once(client):
    sign_up(client)
    link = links_to(EMAIL)[0]
    confirm(client)
    again = Client()
    assert again.get(link).status_code == again.post(link).status_code == 404
    assert User.objects.count() == 1


def test_the_link_is_over_after_a_day(client):
    sign_up(client)
    link = links_to(EMAIL)[0]
    Application.objects.update(expires_at=now() - timedelta(seconds=1))
    answer = client.post(link)
    assert answer.status_code == 404
    assert "Recommencer l’inscription" in answer.content.decode()
    assert not User.objects.exists()


def test_the_link_lives_for_a_day(client):
    sign_up(client)
    life = Application.objects.get().expires_at - now()
    assert timedelta(hours=23, minutes=59) < life <= timedelta(hours=24)


def test_a_made_up_link_opens_nothing(client):
    assert client.get("/inscription/confirmer/abc/").status_code == 404


def test_a_new_link_ends_the_former_one(client):
    sign_up(client)
    first = links_to(EMAIL)[0]
    client.post("/inscription/messagerie/renvoyer/")
    assert client.get(first).status_code == 404
    assert confirm(client) == "/inscription/terminee/"


def test_it_is_sent_five_times_at_most(client):
    sign_up(client)
    for _time in range(5):
        client.post("/inscription/messagerie/renvoyer/")
    assert len(links_to(EMAIL)) == 5
    assert "Tous les envois sont faits" in read(client, "/inscription/messagerie/")


def test_starting_again_does_not_write_more_to_the_same_address():
    for _time in range(5):
        sign_up(Client())
    late = Client()
    reach_the_account(late)
    answer = late.post("/inscription/compte/", signups.PERSON)
    assert "déjà écrit 5 fois" in answer.content.decode()
    assert len(links_to(EMAIL)) == 5


def test_the_address_is_corrected_while_waiting(client):
    sign_up(client)
    first = links_to(EMAIL)[0]
    answer = client.post("/inscription/messagerie/", {"email": "Helene.LeGoff@menuiserie.example"})
    assert answer["Location"] == "/inscription/messagerie/"
    assert "helene.legoff@menuiserie.example" in read(client, "/inscription/messagerie/")
    assert client.get(first).status_code == 404
    confirm(client, "helene.legoff@menuiserie.example")
    assert User.objects.get().email == "helene.legoff@menuiserie.example"


def test_a_wrong_address_is_said_beside_the_field(client):
    sign_up(client)
    answer = client.post("/inscription/messagerie/", {"email": "helene"})
    assert "Indiquez une adresse de courriel complète" in answer.content.decode()


def test_another_session_sees_nothing_of_it(client):
    sign_up(client)
    stranger = Client()
    assert stranger.get("/inscription/messagerie/")["Location"] == "/inscription/"
    assert stranger.post("/inscription/messagerie/renvoyer/")["Location"] == "/inscription/"
    assert stranger.get("/inscription/terminee/")["Location"] == "/compte/connexion/"
    assert len(links_to(EMAIL)) == 1


def test_signing_up_again_gives_the_former_one_up(client):
    sign_up(client)
    first = links_to(EMAIL)[0]
    sign_up(client, signups.WORKSHOP)
    assert client.get(first).status_code == 404
    assert sorted(Application.objects.values_list("state", flat=True)) == ["abandoned", "waiting"]


def waiting_page(browser):
    """What the page says, its token and the address taken out."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", read(browser, "/inscription/messagerie/"))
    return text.replace(EMAIL, "…").replace("claire.canari-b@autre.example", "…")


def test_an_address_that_has_an_account_gets_the_same_page_and_queries(claire):
    new, known = Client(), Client()
    counts = []
    for browser, email in ((new, EMAIL), (known, claire.email)):
        reach_the_account(browser)
        with CaptureQueriesContext(connection) as queries:
            answer = browser.post("/inscription/compte/", {**signups.PERSON, "email": email, "email_again": email})
        counts.append([one["sql"].split()[0] for one in queries])
        assert answer["Location"] == "/inscription/messagerie/"
    assert waiting_page(new) == waiting_page(known)
    assert counts[0] == counts[1]


def test_the_mail_to_somebody_who_has_an_account_says_so(client, claire):
    sign_up(client, email=claire.email, email_again=claire.email)
    message = Message.objects.get(address=claire.email)
    assert "vous avez déjà un compte" in message.body
    assert links_to(claire.email) == ["/compte/connexion/?next=/inscription/"]
    assert Application.objects.get().digest is None
    assert signed_in(claire).get("/inscription/").status_code == 200
    claire.refresh_from_db()
    assert not claire.check_password(signups.PASSWORD)


def test_an_account_made_meanwhile_keeps_its_password(client):
    sign_up(client)
    User.objects.create_user(EMAIL, "Quatre-Chevaux-Bleus-1789")
    answer = client.post(links_to(EMAIL)[0])
    assert answer.status_code == 409
    assert "a maintenant un compte" in answer.content.decode()
    assert User.objects.get().check_password("Quatre-Chevaux-Bleus-1789")
    assert not Company.objects.exists()


def test_a_person_who_was_invited_and_never_came_gets_his_password(client):
    invited = User.objects.create_user(EMAIL, None, first_name="Hélène", last_name="Invitée")
    sign_up(client)
    confirm(client)
    invited.refresh_from_db()
    assert invited.check_password(signups.PASSWORD)
    assert invited.last_name == "Invitée"


def test_sign_ups_are_limited(client):
    reach_the_account(client)
    for number in range(10):
        address = f"a{number}@menuiserie.example"
        client.post("/inscription/compte/", {**signups.PERSON, "email": address, "email_again": address})
    answer = client.post("/inscription/compte/", signups.PERSON)
    assert answer.status_code == 429
    assert Application.objects.count() == 10


def test_ended_sign_ups_are_forgotten_after_thirty_days(client):
    sign_up(client)
    assert sweep() == "0 ended sign-ups forgotten"
    Application.objects.update(expires_at=now() - timedelta(days=31))
    assert sweep() == "1 ended sign-ups forgotten"
    assert not Application.objects.exists()


def test_those_of_erased_people_are_forgotten_at_once(client):
    sign_up(client)
    confirm(client)
    User.objects.update(anonymised_at=now())
    sweep()
    assert not Application.objects.exists()
