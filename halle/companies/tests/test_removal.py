"""Deleting a person: nothing of him stays readable, and the journal still says what was done."""

import pytest
from django.apps import apps
from django.core.management import call_command

from halle.audit.selectors import journal_of
from halle.companies.models import Membership, MembershipState
from halle.companies.selectors import actor_of
from halle.companies.services import members
from tests import cast

TRACES = ("Bernard", "bernard.dupond", "02 99 12 34 56")


@pytest.fixture
def seat(company, nicolas, bernard) -> Membership:
    """Bernard's seat, after somebody wrote about him in every field."""
    membership = company.memberships.select_related("user", "company").get(user=bernard)
    return members.edit_member(
        membership, actor=actor_of(nicolas), phone="02 99 12 34 56", function="Adjoint de Bernard", email=bernard.email
    )


def traces_in_the_database(words=TRACES) -> list[str]:
    """Every « table.column: word » found by reading all the text of the database."""
    found = []
    for model in apps.get_models():
        for row in model._default_manager.values_list():
            text = " ".join(str(value) for value in row)
            found += [f"{model._meta.label}: {word}" for word in words if word.lower() in text.lower()]
    return sorted(set(found))


def test_nothing_of_a_deleted_person_stays_in_the_database(seat, nicolas):
    assert traces_in_the_database()
    members.remove_member(seat, actor=actor_of(nicolas))
    assert traces_in_the_database() == []


def test_the_journal_still_says_what_was_done_and_verifies(seat, nicolas, company, capsys):
    members.remove_member(seat, actor=actor_of(nicolas))
    events = [entry.event for entry in journal_of(company.pk)]
    assert "member.removed" in events
    assert "member.changed" in events
    call_command("audit", "verify")


def test_who_belongs_to_another_company_keeps_his_account(seat, nicolas, bernard, other_company, claire):
    cast.seat(other_company, bernard.email, "Bernard", "Dupond")
    members.remove_member(seat, actor=actor_of(nicolas))
    bernard.refresh_from_db()
    assert bernard.is_active
    assert bernard.first_name == "Bernard"
    seat.refresh_from_db()
    assert seat.state == MembershipState.REMOVED
    assert "Bernard" not in str(vars(seat))
    words = str(list(journal_of(seat.company_id).values_list("details__subject_label", "details__changes_json")))
    assert "Bernard" not in words
    assert "02 99 12 34 56" not in words


def test_who_leaves_keeps_his_account_and_his_messages_but_not_his_seat(seat, nicolas, bernard):
    members.leave(seat, actor=actor_of(bernard))
    bernard.refresh_from_db()
    assert bernard.is_active
    assert bernard.email == "bernard.dupond@entreprise-test.example"
    assert actor_of(bernard).seats == ()
