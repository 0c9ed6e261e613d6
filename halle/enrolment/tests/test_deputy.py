"""The deputy of the administrators: named, changed, withdrawn, no longer counting."""

import pytest
from django.urls import reverse

from conftest import signed_in
from halle.audit.models import Entry
from halle.companies.models import Membership, MembershipState, SocleRole
from halle.companies.selectors import actor_of
from halle.core.decisions import Denied
from halle.enrolment.models import Deputy
from halle.enrolment.services import deputy as services
from halle.mail.models import Message
from tests import cast


def page(company):
    return reverse("enrolment:deputy", args=[company.identifier])


def seat_of(user):
    return Membership.objects.select_related("company", "user").get(user=user)


@pytest.fixture
def named(company, nicolas, bernard):
    return services.name(company, actor=actor_of(nicolas), membership=seat_of(bernard))


def test_an_administrator_names_a_deputy_who_is_told(company, as_nicolas, bernard):
    answer = as_nicolas.post(page(company), {"membership": str(seat_of(bernard).pk)}, follow=True)
    assert "Le suppléant est désigné" in answer.content.decode()
    assert "Bernard Dupond</a>" in answer.content.decode()
    assert "suppléant" in Message.objects.get(user=bernard).subject
    assert Entry.objects.get(event="deputy.named").details.person == bernard.pk
    assert not actor_of(bernard).administers(company)


def test_naming_another_tells_both(company, nicolas, named, bernard):
    alix = cast.seat(company, "alix@entreprise-test.example", "Alix", "Robin")
    services.name(company, actor=actor_of(nicolas), membership=seat_of(alix))
    assert Deputy.objects.get(company=company).membership.user == alix
    assert Message.objects.filter(user=bernard, name__endswith="deputy_withdrawn").exists()
    assert Message.objects.filter(user=alix, name__endswith="deputy_named").exists()


def test_naming_the_same_person_again_does_nothing(company, nicolas, named, bernard):
    assert services.name(company, actor=actor_of(nicolas), membership=seat_of(bernard)) == named
    assert Message.objects.filter(user=bernard).count() == 1


def test_withdrawing_tells_him_and_is_in_the_journal(company, as_nicolas, named, bernard):
    as_nicolas.post(reverse("enrolment:deputy_withdraw", args=[company.identifier]))
    assert not Deputy.objects.exists()
    assert Message.objects.filter(user=bernard, name__endswith="deputy_withdrawn").exists()
    assert Entry.objects.filter(event="deputy.withdrawn").exists()
    again = as_nicolas.post(reverse("enrolment:deputy_withdraw", args=[company.identifier]), follow=True)
    assert again.status_code == 200
    assert Entry.objects.filter(event="deputy.withdrawn").count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"state": MembershipState.DISABLED}, "plus active"),
        ({"state": MembershipState.REMOVED}, "plus active"),
        ({"socle_role": SocleRole.ADMINISTRATOR}, "administre maintenant"),
    ],
)
def test_a_deputy_who_no_longer_counts_is_shown_as_such(company, as_nicolas, named, changes, sentence):
    assert sentence not in as_nicolas.get(page(company)).content.decode()
    Membership.objects.filter(pk=named.membership_id).update(**changes)
    assert sentence in as_nicolas.get(page(company)).content.decode()


@pytest.mark.parametrize("who", ["invited", "disabled", "administrator", "stranger", ""])
def test_only_an_active_colleague_who_does_not_administer_is_chosen(company, as_nicolas, claire, bernard, who):
    membership = seat_of(claire if who == "stranger" else bernard)
    changes: dict[str, dict[str, str]] = {
        "invited": {"state": MembershipState.INVITED},
        "disabled": {"state": MembershipState.DISABLED},
        "administrator": {"socle_role": SocleRole.ADMINISTRATOR},
    }
    Membership.objects.filter(pk=membership.pk).update(**changes.get(who, {"function": ""}))
    answer = as_nicolas.post(page(company), {"membership": str(membership.pk) if who else ""})
    assert "id_membership_error" in answer.content.decode()
    assert not Deputy.objects.exists()


def test_the_service_refuses_what_the_form_would(company, nicolas, bernard):
    with pytest.raises(Denied, match="ne l’administre pas encore"):
        services.name(company, actor=actor_of(nicolas), membership=seat_of(nicolas))
    with pytest.raises(Denied, match="Seul un administrateur"):
        services.name(company, actor=actor_of(bernard), membership=seat_of(bernard))


def test_strangers_see_nothing_and_members_are_told_why_not(company, named, as_bernard, as_claire):
    answer = as_bernard.get(page(company))
    assert answer.status_code == 403
    assert "Seul un administrateur de l’entreprise peut désigner son suppléant." in answer.content.decode()
    assert as_claire.get(page(company)).status_code == 404


def test_nobody_to_name_is_said(company, as_nicolas):
    assert "Personne à désigner" in as_nicolas.get(page(company)).content.decode()


def test_the_other_company_s_people_are_not_offered(company, nicolas, bernard, claire):
    cast.seat(Membership.objects.get(user=claire).company, "canari-b-lou@autre.example", "CANARI-B-Lou", "Rio")
    assert "CANARI-B" not in signed_in(nicolas).get(page(company)).content.decode()
