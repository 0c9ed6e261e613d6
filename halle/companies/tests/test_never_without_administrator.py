"""Whatever people do, in whatever order, a company keeps an active administrator and one head office (S-084)."""

from contextlib import suppress
from itertools import count
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from stdnum import luhn

from halle.companies.models import Company, Membership, MembershipState, RoomRole, SocleRole
from halle.companies.selectors import actor_of
from halle.companies.services import establishments, members, roles
from halle.companies.services.invitations import accept
from halle.core.actors import Actor
from halle.core.decisions import Denied
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ANYBODY = st.integers(min_value=0, max_value=6)


class Company2(RuleBasedStateMachine):
    """Everybody tries everything on everybody; refusals are fine, a company without administrator is not."""

    @initialize()
    def open_the_company(self) -> None:
        self.savepoint = transaction.savepoint()
        self.company: Company = cast.first_company()
        cast.nicolas_of(self.company)
        cast.bernard_of(self.company)
        self.numbers = count(20)

    def teardown(self) -> None:
        if hasattr(self, "savepoint"):
            transaction.savepoint_rollback(self.savepoint)

    def pick(self, number: int) -> Membership:
        everybody = list(self.company.memberships.listed().select_related("user", "company").order_by("created_at"))
        return everybody[number % len(everybody)]

    def actor(self, number: int) -> Actor:
        return actor_of(self.pick(number).user)

    @rule(by=ANYBODY)
    def create_somebody(self, by: int) -> None:
        number = next(self.numbers)
        values: dict[str, Any] = {"civility": "", "first_name": "Personne", "last_name": f"N{number}"}
        with suppress(Denied):
            members.create_member(
                self.company,
                actor=self.actor(by),
                email=f"p{number}@entreprise-test.example",
                establishment=self.company.establishments.get(is_head_office=True),
                **values,
            )

    @rule(who=ANYBODY)
    def accept_an_invitation(self, who: int) -> None:
        invitation = self.pick(who).invitations.filter(used_at__isnull=True).first()
        if invitation is not None:
            with suppress(Denied):
                accept(invitation, password=cast.PASSWORD)

    @rule(by=ANYBODY, who=ANYBODY, room=st.sampled_from(RoomRole.values), socle=st.sampled_from(SocleRole.values))
    def change_roles(self, by: int, who: int, room: str, socle: str) -> None:
        with suppress(Denied):
            roles.change_roles(self.pick(who), actor=self.actor(by), room_role=room, socle_role=socle)

    @rule(by=ANYBODY, who=ANYBODY, act=st.sampled_from(["disable_member", "enable_member", "remove_member"]))
    def change_a_state(self, by: int, who: int, act: str) -> None:
        with suppress(Denied):
            getattr(members, act)(self.pick(who), actor=self.actor(by))

    @rule(who=ANYBODY)
    def leave(self, who: int) -> None:
        with suppress(Denied):
            members.leave(self.pick(who), actor=self.actor(who))

    @rule(by=ANYBODY)
    def open_a_place(self, by: int) -> None:
        number = f"{next(self.numbers):04d}"
        nic = number + luhn.calc_check_digit(f"{self.company.siren}{number}")
        with suppress(Denied):
            establishments.create_establishment(self.company, actor=self.actor(by), name=f"Agence {nic}", nic=nic)

    @rule(
        by=ANYBODY,
        which=ANYBODY,
        act=st.sampled_from(["close_establishment", "reopen_establishment", "make_head_office"]),
    )
    def change_a_place(self, by: int, which: int, act: str) -> None:
        places = list(self.company.establishments.select_related("company").order_by("created_at"))
        with suppress(Denied):
            getattr(establishments, act)(places[which % len(places)], actor=self.actor(by))

    @invariant()
    def somebody_administers(self) -> None:
        if hasattr(self, "company"):
            active = self.company.memberships.filter(state=MembershipState.ACTIVE, user__is_active=True)
            assert active.filter(socle_role=SocleRole.ADMINISTRATOR).exists()

    @invariant()
    def there_is_one_open_head_office(self) -> None:
        if hasattr(self, "company"):
            head_offices = self.company.establishments.filter(is_head_office=True)
            assert [place.closed_on for place in head_offices] == [None]


def test_no_order_of_acts_leaves_a_company_without_administrator(db: None) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Company2,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            derandomize=True,
        ),
    )
