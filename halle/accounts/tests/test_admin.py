"""The platform's staff looks at people in Django's admin."""

from django.contrib import admin
from django.test import Client

from conftest import signed_in

HOME = "/exploitation/"


def staff(person):
    """The same person, on the staff."""
    person.is_staff = person.is_superuser = True
    person.save()
    return signed_in(person)


def test_staff_signs_in_by_the_one_door(db):
    chain = Client().get(HOME, follow=True).redirect_chain
    assert chain[-1][0] == "/compte/connexion/?next=%2Fexploitation%2F"
    assert Client().post(f"{HOME}login/", {"username": "x", "password": "y"})["Location"].startswith("/compte/")


def test_others_are_refused(browser):
    assert browser.get(f"{HOME}login/").status_code == 403
    assert browser.get(HOME).status_code == 302
    assert browser.get(f"{HOME}accounts/user/").status_code == 302


def test_staff_reads_people_and_changes_nothing(person):
    browser = staff(person)
    assert person.email in browser.get(f"{HOME}accounts/user/").content.decode()
    page = f"{HOME}accounts/user/{person.pk}/change/"
    assert browser.get(page).status_code == 200
    assert browser.post(page, {"email": "autre@exemple.test"}).status_code == 403
    assert browser.get(f"{HOME}accounts/user/add/").status_code == 403


def test_what_would_bypass_the_journal_is_not_in_the_admin():
    shown = {model._meta.label for model in admin.site._registry}
    assert not shown & {"account.EmailAddress", "mfa.Authenticator", "usersessions.UserSession", "auth.Group"}
