"""`halle demo`: valid, complete, once, and never in production."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from halle.accounts.models import User
from halle.accounts.passwords import check_password_of
from halle.audit.models import Entry
from halle.audit.verification import verify
from halle.companies.models import Company, Establishment, Membership
from halle.core.identifiers import clean_foreign_identifier, clean_siret
from halle.mail.models import Message
from halle.portal.demo.cast import GROUP, SEATED
from halle.portal.demo.names import person
from halle.portal.tests.words import text_of

SIZES = {"users": 30, "establishments": 12, "companies": 0}


@pytest.fixture
def demonstration(db, settings):
    """The demonstration, with a large company that is small."""
    settings.DEMO = True
    call_command("demo", verbosity=0, **SIZES)


def listed():
    """What `halle demo --accounts` prints."""
    output = StringIO()
    call_command("demo", accounts=True, stdout=output)
    return json.loads(output.getvalue())


def listed_companies():
    """Those who belong to a company."""
    return [account for account in listed() if account["side"] == "company"]


def test_it_is_refused_outside_demonstration_mode(db, settings):
    settings.DEMO = False
    for options in ({}, {"accounts": True}):
        with pytest.raises(CommandError, match="refused"):
            call_command("demo", **options)
    assert not Company.objects.exists()


def test_every_number_is_valid(demonstration):
    for establishment in Establishment.objects.select_related("company").order_by("pk"):
        if establishment.company.country == "FR":
            assert clean_siret(establishment.siret) == establishment.siret
        else:
            assert clean_foreign_identifier(establishment.company.foreign_identifier)


def test_every_record_passes_its_own_rules(demonstration):
    for model in (Company, Establishment, Membership):
        for record in model.objects.order_by("pk"):
            record.full_clean()


def test_the_tutorials_company_is_there(demonstration):
    company = Company.objects.get(siren="732829320")
    assert (company.name, company.legal_category, company.naf_code) == ("ENTREPRISE TEST 2", "5499", "0111Z")
    assert company.head_office.nic == "00074"
    assert company.head_office.one_line == "15 RUE CLAUDE CHAPPE, 35510 CESSON-SEVIGNE"
    assert [str(member) for member in company.memberships.listed()] == ["Bernard Dupond", "Nicolas Dupond"]
    assert [str(officer) for officer in company.officers.all()] == ["M. DUPOND NICOLAS"]
    assert company.field_sources.filter(field="name", source="insee").exists()


def test_the_other_cases_are_there(demonstration):
    two = Company.objects.get(siren="998600035")
    assert list(two.establishments.values_list("nic", flat=True)) == ["00039", "00047"]
    assert Company.objects.exclude(country="FR").count() == 1
    post = Establishment.objects.filter(company__siren="356000000", is_head_office=False).get()
    assert sum(map(int, post.siret)) % 5 == 0
    assert Company.objects.get(siren="997123468").memberships.administrators().count() == 1
    assert User.objects.get(email="anne-laure.morvan@menuiserie-kerouanton.example").memberships.count() == 2


def test_the_large_company_has_the_size_asked_for(demonstration):
    group = Company.objects.get(siren="998341275")
    assert group.memberships.listed().count() == SIZES["users"]
    assert group.establishments.count() == SIZES["establishments"]


def test_no_two_invented_people_are_alike():
    people = [person(number) for number in range(3000)]
    assert len(set(people)) == 3000
    assert not set(people) & {(one.first_name, one.last_name) for one in SEATED if one.company == GROUP}


def test_the_listed_accounts_sign_in_and_are_what_is_said(demonstration):
    for account in listed_companies():
        browser = Client()
        response = browser.post(
            reverse("account_login"), {"login": account["email"], "password": account["password"]}, follow=True
        )
        assert response.redirect_chain[-1][0] == reverse("portal:account")
        assert account["organisation"] in text_of(response)
        seat = Membership.objects.get(user__email=account["email"], company__name=account["organisation"])
        assert account["roles"] == [seat.get_room_role_display(), seat.get_socle_role_display()]


def test_an_operator_finds_a_proof_to_examine(demonstration):
    (account,) = [account for account in listed() if account["side"] == "operator"]
    browser = Client()
    home = browser.post(
        reverse("account_login"), {"login": account["email"], "password": account["password"]}, follow=True
    )
    assert reverse("enrolment:desk") in home.content.decode()
    assert "Chantier naval Kervella" in text_of(browser.get(reverse("enrolment:desk")))
    unverified = Company.objects.filter(verified_at=None)
    assert [company.name for company in unverified] == ["Chantier naval Kervella"]


def test_the_two_accounts_of_the_tutorial_are_the_first(db, settings):
    settings.DEMO = True
    first, second = listed()[:2]
    assert first["email"] == "nicolas.dupond@entreprise-test.example"
    assert first["roles"] == ["Administrateur Entreprise", "Administrateur"]
    assert second["email"] == "bernard.dupond@entreprise-test.example"
    assert second["roles"] == ["Employé Entreprise", "Utilisateur du service"]
    assert set(first) == {"email", "password", "side", "organisation", "roles"}


def test_the_password_obeys_the_sites_own_rule(demonstration):
    for account in listed():
        check_password_of(User.objects.get(email=account["email"]), account["password"])


def test_journals_and_messages_are_not_empty(demonstration):
    assert Entry.objects.exclude(actor_ref=None).count() > 5
    assert Message.objects.filter(user__email="bernard.dupond@entreprise-test.example", in_app=True).exists()
    assert [report.problem for report in verify() if report.problem] == []


def test_passwords_have_ages_and_none_has_expired(demonstration):
    ages = {user.password_expires_on for user in User.objects.exclude(password_changed_at=None).order_by("pk")}
    assert len(ages) > 5
    assert not any(user.password_has_expired for user in User.objects.order_by("pk"))


def test_running_it_again_destroys_nothing_and_costs_one_query(demonstration, django_assert_num_queries):
    Company.objects.filter(siren="732829320").update(description="Changée par un visiteur")
    with django_assert_num_queries(1):
        call_command("demo", verbosity=0, companies=0)
    assert Company.objects.get(siren="732829320").description == "Changée par un visiteur"
    assert Company.objects.count() == 7
