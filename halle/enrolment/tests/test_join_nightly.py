"""Requests that nobody answers: reminders, each once; and what is not kept."""

from datetime import timedelta

import pytest
import time_machine

from halle.accounts.services import anonymise
from halle.companies.models import Membership, MembershipState, RoomRole, SocleRole
from halle.companies.selectors import actor_of
from halle.core.actors import SYSTEM
from halle.core.clock import now
from halle.enrolment.models import JoinRequest, JoinState
from halle.enrolment.services import joining, joining_nightly
from halle.mail.models import Message
from tests import cast


@pytest.fixture
def waiting(company, nicolas):
    paul = cast.person("paul@nulle-part.example", "Paul", "Durand")
    return joining.ask(company, user=paul)


def night(days):
    """What was sent by a run so many days after today, twice."""
    before = Message.objects.count()
    with time_machine.travel(now() + timedelta(days=days, minutes=1)):
        joining_nightly.remind()
        joining_nightly.remind()
    return [message.name.rpartition("/")[2] for message in Message.objects.order_by("-created_at")][
        : Message.objects.count() - before
    ]


def test_administrators_are_reminded_twice_then_the_applicant_is_told(waiting):
    assert night(2) == []
    assert night(3) == ["join_reminder"]
    assert night(9) == []
    assert night(10) == ["join_reminder"]
    assert night(29) == []
    assert night(30) == ["join_unanswered"]
    assert night(400) == []
    last = Message.objects.get(name="enrolment/mail/join_unanswered")
    assert last.user == waiting.user
    assert "Dupond" not in last.body


def test_after_missed_nights_one_reminder_is_enough(waiting):
    assert night(12) == ["join_reminder"]


def test_what_was_answered_is_left_in_peace(waiting, nicolas):
    joining.refuse(waiting, actor=actor_of(nicolas), reason="Non.")
    assert night(3) == []


def test_somebody_who_came_in_by_an_invitation_waits_no_more(waiting, company):
    joining_nightly.tidy()
    assert JoinRequest.objects.get().state == JoinState.PENDING
    Membership.objects.create(
        company=company, user=waiting.user, establishment=company.head_office, state=MembershipState.ACTIVE
    )
    joining_nightly.tidy()
    assert JoinRequest.objects.get().state == JoinState.WITHDRAWN


def test_a_seat_elsewhere_closes_nothing(waiting, other_company):
    Membership.objects.create(
        company=other_company, user=waiting.user, establishment=other_company.head_office, state=MembershipState.ACTIVE
    )
    joining_nightly.tidy()
    assert JoinRequest.objects.get().state == JoinState.PENDING


def test_erased_people_and_old_answers_are_forgotten(waiting, company, nicolas):
    roles = {"room_role": RoomRole.EMPLOYEE, "socle_role": SocleRole.USER}
    joining.accept(waiting, actor=actor_of(nicolas), establishment=company.head_office, **roles)
    other = joining.ask(company, user=cast.person("pia@nulle-part.example", "Pia", "Durand"))
    joining_nightly.tidy()
    assert JoinRequest.objects.count() == 2
    anonymise(other.user, actor=SYSTEM)
    joining_nightly.tidy()
    assert JoinRequest.objects.get() == waiting
    with time_machine.travel(now() + timedelta(days=366)):
        joining_nightly.tidy()
    assert not JoinRequest.objects.exists()
