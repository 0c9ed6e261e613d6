"""What other apps ask of accounts."""

import json

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client

from halle.accounts import services
from halle.accounts.models import User
from halle.accounts.testing import sign_in
from halle.accounts.tests.conftest import STRONG
from halle.audit.events import Event
from halle.audit.models import Details, Entry
from halle.core.actors import SYSTEM, Actor
from halle.core.decisions import Denied
from halle.mail import services as mail
from halle.mail.models import Message, MessageState
from tests.cast import PASSWORD


def actor_for(user):
    """The person himself."""
    return Actor(user=user.pk, name=str(user))


def invite():
    """A new person, as an administrator types him."""
    return services.person_for(" Nouvelle@Exemple.TEST ", civility="mme", first_name="Nora", last_name="Petit")


def test_a_person_is_created_once_for_an_address_whatever_its_case(db):
    user, is_new = invite()
    assert (user.email, is_new, user.has_usable_password()) == ("nouvelle@exemple.test", True, False)
    assert services.person_for("NOUVELLE@exemple.test", civility="", first_name="X", last_name="Y") == (user, False)
    user.refresh_from_db()
    assert str(user) == "Nora Petit", "somebody who is there keeps his names"


def test_an_invited_person_cannot_sign_in_before_he_has_a_password(db):
    user, _is_new = invite()
    answer = Client().post("/compte/connexion/", {"login": user.email, "password": ""})
    assert answer.status_code == 200
    assert user.password_expires_on is None


def test_the_first_password_proves_the_address_and_opens_the_account(db):
    user, _is_new = invite()
    services.set_first_password(user, STRONG)
    browser = Client()
    answer = browser.post("/compte/connexion/", {"login": user.email, "password": STRONG})
    assert answer.status_code == 302
    assert browser.get("/compte/securite/").status_code == 200
    user.refresh_from_db()
    assert user.password_expires_on is not None
    assert Entry.objects.filter(event=Event.PASSWORD_SET).count() == 1


def test_the_first_password_obeys_the_rule_and_the_callers_words(db):
    user, _is_new = invite()
    for password, words in [
        ("court", ()),
        ("Nouvelle-Petit-Nora", ()),
        ("Boulangerie-Dubois", ("Boulangerie Dubois",)),
    ]:
        with pytest.raises(ValidationError):
            services.set_first_password(user, password, extra_words=words)
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_an_old_invitation_never_replaces_a_password(person):
    with pytest.raises(ValidationError):
        services.set_first_password(person, STRONG)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_ending_sessions_is_immediate_and_may_spare_one(person):
    here, there = sign_in(Client(), person), sign_in(Client(), person)
    assert services.end_sessions(person, but_session_key=here.session.session_key) == 1
    assert (here.get("/compte/securite/").status_code, there.get("/compte/securite/").status_code) == (200, 302)
    assert services.end_sessions(person) == 1
    assert here.get("/compte/securite/").status_code == 302


def test_a_person_changes_his_own_names_and_the_journal_says_which(person):
    services.change_identity(person, actor=actor_for(person), civility="mme", first_name="Zoé", last_name="Durand")
    person.refresh_from_db()
    assert person.greeting == "Mme Zoé Durand"
    entry = Entry.objects.get(event=Event.IDENTITY_CHANGED)
    assert set(entry.details.changes) == {"civility", "last_name"}


def test_changing_nothing_leaves_no_trace(person):
    services.change_identity(person, actor=actor_for(person), civility="m", first_name="Zoé", last_name="Martin")
    services.set_mail_notifications(person, actor=actor_for(person), wanted=True)
    assert not Entry.objects.exists()


def test_nobody_changes_somebody_elses_names(person, bernard):
    with pytest.raises(Denied):
        services.change_identity(person, actor=actor_for(bernard), civility="m", first_name="X", last_name="Y")
    with pytest.raises(Denied):
        services.set_mail_notifications(person, actor=actor_for(bernard), wanted=False)
    person.refresh_from_db()
    assert str(person) == "Zoé Martin"


def test_notifications_are_a_choice(person):
    services.set_mail_notifications(person, actor=actor_for(person), wanted=False)
    person.refresh_from_db()
    assert person.mail_notifications is False
    assert Entry.objects.filter(event=Event.NOTIFICATIONS_CHANGED).exists()


def test_an_anonymised_person_is_nobody_and_nothing_remains_of_his_name(person):
    browser = sign_in(Client(), person)
    TOTP.activate(person, generate_totp_secret())
    services.change_identity(person, actor=actor_for(person), civility="m", first_name="Zoé", last_name="Martinovitch")
    mail.post("accounts/mail/password_reset_key", to=person, context={"password_reset_url": "https://halle.test/x"})
    Message.objects.update(state=MessageState.SENT)
    person.refresh_from_db()
    services.anonymise(person, actor=SYSTEM)
    person.refresh_from_db()
    assert (str(person), person.is_active, person.has_usable_password()) == ("Personne effacée", False, False)
    assert person.anonymised_at is not None
    assert browser.get("/compte/securite/").status_code == 302
    assert not EmailAddress.objects.filter(user=person).exists()
    assert not Authenticator.objects.filter(user=person).exists()
    assert not UserSession.objects.filter(user=person).exists()
    words = str([list(model.objects.values().order_by("pk")) for model in (User, Details, Message)])
    assert "martin" not in words.lower()
    assert Entry.objects.filter(event=Event.PERSON_ANONYMISED).exists()


def test_the_address_of_an_anonymised_person_may_be_invited_again(person):
    email = person.email
    services.anonymise(person, actor=SYSTEM)
    again, is_new = services.person_for(email, civility="m", first_name="Zoé", last_name="Martin")
    assert is_new
    assert again != person


def test_the_export_holds_everything_but_secrets(person):
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    sign_in(Client(), person)
    person.refresh_from_db()
    export = services.export_of(person)
    text = json.dumps(export, cls=DjangoJSONEncoder)
    assert {"identite", "dates", "adresses", "seconds_facteurs", "sessions", "rappels_d_expiration"} == set(export)
    assert person.email in text
    assert "127.0.0.1" in text
    assert '"type": "totp"' in text
    for hidden in (person.password, secret, UserSession.objects.get(user=person).session_key):
        assert hidden not in text
