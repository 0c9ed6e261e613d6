"""« Rôles »: two axes, nobody gives more than he has, and the company keeps an administrator."""

import pytest
from django.urls import reverse

from conftest import seat, signed_in
from halle.companies.models import Membership, RoomRole, SocleRole

EMPLOYEE = {"room_role": "employee", "socle_role": "user"}
BOTH = {"room_role": "administrator", "socle_role": "administrator"}


@pytest.fixture
def bernards(company, nicolas, bernard) -> Membership:
    """Bernard's seat."""
    return Membership.objects.get(company=company, user=bernard)


def roles(membership) -> tuple[str, str]:
    """Both axes as they are now."""
    membership.refresh_from_db()
    return membership.room_role, membership.socle_role


def page(membership, name="member_roles_edit") -> str:
    """An address of that person's roles."""
    return reverse(f"companies:{name}", args=[membership.company.identifier, membership.pk])


def test_saving_says_so_and_offers_to_change_again(as_nicolas, bernards):
    answer = as_nicolas.post(page(bernards), BOTH, follow=True).content.decode()
    assert "Les rôles sont enregistrés avec succès" in answer
    assert "Rôles de l'utilisateur" in answer
    assert "Modifier les rôles" in answer
    assert roles(bernards) == (RoomRole.ADMINISTRATOR, SocleRole.ADMINISTRATOR)


@pytest.mark.parametrize("values", [{**EMPLOYEE, "socle_role": "administrator"}, {**BOTH, "socle_role": "user"}])
def test_the_two_axes_are_independent(as_nicolas, bernards, values):
    as_nicolas.post(page(bernards), values)
    assert roles(bernards) == (values["room_role"], values["socle_role"])


def test_the_last_administrator_is_told_what_to_do_when_he_steps_down(as_nicolas, company, nicolas, bernards):
    own = company.memberships.get(user=nicolas)
    answer = as_nicolas.post(page(own), EMPLOYEE, follow=True).content.decode()
    assert "est le seul administrateur actif de l’entreprise. Donnez d’abord le rôle" in answer
    assert roles(own) == (RoomRole.ADMINISTRATOR, SocleRole.ADMINISTRATOR)


def test_with_a_second_one_he_may_step_down(as_nicolas, company, nicolas, bernards):
    Membership.objects.filter(pk=bernards.pk).update(socle_role=SocleRole.ADMINISTRATOR)
    own = company.memberships.get(user=nicolas)
    as_nicolas.post(page(own), EMPLOYEE)
    assert roles(own) == (RoomRole.EMPLOYEE, SocleRole.USER)


def test_nobody_gives_more_than_he_has(company, nicolas, bernards):
    lucie = seat(company, "lucie@entreprise-test.example", "Lucie", "Martin", socle_role=SocleRole.ADMINISTRATOR)
    answer = signed_in(lucie).post(page(bernards), BOTH)
    assert "vous ne pouvez pas donner ce rôle" in answer.content.decode()
    assert roles(bernards) == (RoomRole.EMPLOYEE, SocleRole.USER)


def test_a_role_that_nobody_holds_any_more_may_be_given_again(company, nicolas, bernards):
    lucie = seat(company, "lucie@entreprise-test.example", "Lucie", "Martin", socle_role=SocleRole.ADMINISTRATOR)
    company.memberships.filter(user=nicolas).update(room_role=RoomRole.EMPLOYEE)
    signed_in(lucie).post(page(bernards), {**EMPLOYEE, "room_role": "administrator"})
    assert roles(bernards) == (RoomRole.ADMINISTRATOR, SocleRole.USER)


def test_a_plain_user_reads_his_roles_and_changes_nothing(as_bernard, bernards):
    read = as_bernard.get(page(bernards, "member_roles"))
    assert read.status_code == 200
    assert "Modifier les rôles" not in read.content.decode()
    assert as_bernard.post(page(bernards), BOTH).status_code == 403
    assert roles(bernards) == (RoomRole.EMPLOYEE, SocleRole.USER)


def test_another_companys_person_does_not_exist_here(as_claire, bernards):
    assert as_claire.post(page(bernards), BOTH).status_code == 404


def test_an_unknown_role_is_refused_beside_its_field(as_nicolas, bernards):
    answer = as_nicolas.post(page(bernards), {**EMPLOYEE, "socle_role": "roi"}).content.decode()
    assert 'id="id_socle_role"' in answer
    assert 'aria-invalid="true"' in answer
    assert roles(bernards) == (RoomRole.EMPLOYEE, SocleRole.USER)


def test_a_single_administrator_is_advised_to_name_a_second_one(as_nicolas, bernards):
    assert "Un seul administrateur" in as_nicolas.get(page(bernards, "member_roles")).content.decode()
    Membership.objects.filter(pk=bernards.pk).update(socle_role=SocleRole.ADMINISTRATOR)
    assert "Un seul administrateur" not in as_nicolas.get(page(bernards, "member_roles")).content.decode()
