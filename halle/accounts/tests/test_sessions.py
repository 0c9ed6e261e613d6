"""Where one is signed in."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from conftest import signed_in
from halle.accounts.browsers import browser_of
from halle.accounts.tasks import forget_ended_sessions
from halle.accounts.testing import sign_in
from halle.audit.events import Event
from halle.audit.models import Entry
from tests.cast import PASSWORD

PAGE = "/compte/sessions/"


def test_the_page_names_each_browser_and_marks_this_one(browser, person):
    phone = Client(headers={"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18) Version/18 Mobile Safari/604.1"})
    phone.post("/compte/connexion/", {"login": person.email, "password": PASSWORD})
    page = browser.get(PAGE).content.decode()
    assert "Safari sur iPhone" in page
    assert page.index("Firefox sur Linux") < page.index("Ce navigateur") < page.index("Safari sur iPhone")
    assert "127.0.0.1" in page


def test_one_browser_is_signed_out_from_another(browser, person):
    phone = sign_in(Client(), person)
    row = UserSession.objects.get(session_key=phone.session.session_key)
    answer = browser.post(f"{PAGE}{row.pk}/fermer/")
    assert answer["Location"] == PAGE
    assert "Session fermée." in browser.get(PAGE).content.decode()
    assert phone.get(PAGE).status_code == 302
    assert Entry.objects.filter(event=Event.SESSION_ENDED).count() == 1


def test_all_other_browsers_are_signed_out_at_once(browser, person):
    others = [sign_in(Client(), person) for _browser in range(2)]
    browser.post(PAGE)
    assert [other.get(PAGE).status_code for other in others] == [302, 302]
    assert "2 autres sessions fermées." in browser.get(PAGE).content.decode()


def test_nobody_ends_somebody_elses_session(browser, bernard):
    theirs = signed_in(bernard)
    row = UserSession.objects.get(user=bernard)
    assert browser.post(f"{PAGE}{row.pk}/fermer/").status_code == 404
    assert theirs.get(PAGE).status_code == 200


def test_sessions_that_are_over_are_neither_shown_nor_kept(browser, person):
    gone = sign_in(Client(), person)
    Session.objects.filter(session_key=gone.session.session_key).delete()
    assert browser.get(PAGE).content.decode().count("Firefox sur Linux") == 1
    assert forget_ended_sessions() == "1 ended sessions forgotten"
    assert UserSession.objects.filter(user=person).count() == 1


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537 Edg/140", "Edge sur Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14) Version/17 Safari/605", "Safari sur macOS"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile Safari/537", "Chrome sur Android"),
        ("curl/8.0", "Navigateur inconnu"),
        ("<script>alert(1)</script>", "Navigateur inconnu"),
    ],
)
def test_a_browser_is_named_as_its_owner_would(header, name):
    assert browser_of(header) == name
