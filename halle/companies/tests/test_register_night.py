"""The night: requests served, every company compared, people told once."""

from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from halle.accounts.models import User
from halle.companies import tasks
from halle.companies.models import Company, Establishment, Membership, RegisterRequest, RequestState
from halle.companies.services import register_requests
from halle.companies.services.register import apply_register
from halle.companies.services.register_requests import request_update
from halle.companies.tests.registers import say, told_of, with_office, with_unit
from halle.core.actors import SYSTEM
from halle.core.clock import now
from halle.mail.models import Message
from halle.sirene.local import LocalRegister
from halle.sirene.records import State, Succession
from halle.sirene.register import Trouble
from halle.sirene.sources import Chain
from halle.sirene.testing.memory import MemoryRegister

pytestmark = pytest.mark.django_db


def messages(name: str) -> list[str]:
    return [one.subject for one in Message.objects.filter(name=f"companies/mail/{name}").order_by("pk")]


def many(count: int) -> list[Company]:
    companies = []
    for number in range(count):
        company = Company.objects.create(name=f"COMPAGNIE {number}", siren=f"{900000000 + number}")
        Establishment.objects.create(company=company, name="Siège", nic="00012", is_head_office=True, city="RENNES")
        companies.append(company)
    return companies


def test_a_request_is_served_and_whoever_asked_is_told(
    company: Company, nicolas: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    request_update(company, actor=SYSTEM)
    say(monkeypatch, with_unit(told_of(company), legal_name="ENTREPRISE NEUVE"))
    assert tasks.serve_register_requests() == "1 of 1 requested updates served."
    request = RegisterRequest.objects.get()
    company.refresh_from_db()
    assert (request.state, company.name) == (RequestState.DONE, "ENTREPRISE NEUVE")
    assert request.outcome[0]["after"] == "ENTREPRISE NEUVE"
    assert messages("register_request") == ["ENTREPRISE TEST 2 : mise à jour terminée"]


def test_a_request_waits_while_the_state_is_down(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    request_update(company, actor=SYSTEM)
    say(monkeypatch, trouble=Trouble.DOWN)
    assert tasks.serve_register_requests() == "0 of 1 requested updates served."
    request = RegisterRequest.objects.get()
    assert (request.state, request.reason) == (RequestState.ASKED, "Le service de l’État ne répond pas.")
    say(monkeypatch, told_of(company))
    tasks.serve_register_requests()
    request.refresh_from_db()
    assert (request.state, request.reason) == (RequestState.DONE, "")


def test_a_request_for_an_unknown_number_fails_and_says_why(
    company: Company, nicolas: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    request_update(company, actor=SYSTEM)
    say(monkeypatch)
    tasks.serve_register_requests()
    request = RegisterRequest.objects.get()
    assert (request.state, request.reason) == (
        RequestState.FAILED,
        "Le registre de l’État ne connaît pas ce numéro SIREN.",
    )
    assert messages("register_request") == ["ENTREPRISE TEST 2 : mise à jour impossible"]


def test_a_request_left_running_by_a_killed_night_is_served(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    RegisterRequest.objects.create(company=company, state=RequestState.RUNNING)
    say(monkeypatch, told_of(company))
    tasks.serve_register_requests()
    assert RegisterRequest.objects.get().state == RequestState.DONE


def test_every_company_is_compared_and_administrators_are_told_once(
    company: Company, nicolas: User, bernard: User, other_company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = say(monkeypatch, with_unit(told_of(company), legal_name="ENTREPRISE NEUVE"), told_of(other_company))
    register.changed = now()
    assert tasks.compare_all() == "2 compared, 0 same, 1 changed, 1 noted, 0 unknown, 0 failed."
    company.refresh_from_db()
    assert company.name == "ENTREPRISE NEUVE"
    assert len(messages("register_changed")) == 1
    assert tasks.compare_all().startswith("0 compared")
    assert len(messages("register_changed")) == 1


def test_a_register_that_changed_is_compared_again(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    register = say(monkeypatch, told_of(company))
    register.changed = now()
    tasks.compare_all()
    register.changed = now() + timedelta(seconds=1)
    assert tasks.compare_all().startswith("1 compared")


def test_a_company_that_the_register_does_not_know_stays_as_it_is(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(monkeypatch)
    assert "1 unknown" in tasks.compare_all()
    assert Company.objects.get(pk=company.pk).name == "ENTREPRISE TEST 2"


def test_without_a_register_the_night_says_so(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    say(monkeypatch, trouble=Trouble.ABSENT)
    assert tasks.compare_all().startswith("Not done: ")


def test_one_company_that_fails_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    companies = many(3)
    say(monkeypatch, *(with_unit(told_of(one), legal_name=f"NEUVE {one.siren}") for one in companies))

    def breaks(company: Company, **options: object) -> object:
        if company.pk == companies[1].pk:
            raise RuntimeError("on purpose")
        return apply_register(company, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(tasks, "apply_register", breaks)
    assert tasks.compare_all() == "3 compared, 0 same, 2 changed, 0 noted, 0 unknown, 1 failed."
    assert Company.objects.filter(name__startswith="NEUVE").count() == 2
    assert "on purpose" in caplog.text


@pytest.mark.parametrize("count", [3, 30])
def test_the_queries_of_a_batch_do_not_grow(
    count: int, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: object
) -> None:
    register = MemoryRegister([told_of(one) for one in many(count)], changed=now())
    monkeypatch.setattr(tasks, "register", lambda: register)
    tasks.compare_all()
    Company.objects.update(compared_at=None)
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        tasks.compare_all()


def test_the_removed_are_not_told(company: Company, nicolas: User, monkeypatch: pytest.MonkeyPatch) -> None:
    Membership.objects.filter(user=nicolas).update(state="disabled")
    say(monkeypatch, with_unit(told_of(company), legal_name="ENTREPRISE NEUVE"))
    tasks.compare_all()
    assert messages("register_changed") == []


def test_a_request_that_breaks_fails_and_lets_the_others_be_served(
    company: Company, other_company: Company, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = request_update(company, actor=SYSTEM), request_update(other_company, actor=SYSTEM)
    say(monkeypatch, told_of(company), told_of(other_company))

    def breaks(served: Company, **options: object) -> object:
        if served.pk == company.pk:
            raise RuntimeError("on purpose")
        return apply_register(served, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(register_requests, "apply_register", breaks)
    assert tasks.serve_register_requests() == "2 of 2 requested updates served."
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (RequestState.FAILED, RequestState.DONE)
    assert first.reason.startswith("Une erreur de ce site")
    assert "on purpose" in caplog.text


def test_a_company_that_cannot_even_be_compared_stops_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    headless, other = many(2)
    register = say(monkeypatch, told_of(headless), with_unit(told_of(other), legal_name="NEUVE"))
    register.changed = now()
    Establishment.objects.filter(company=headless).update(is_head_office=False)
    assert "1 changed, 0 noted, 0 unknown, 1 failed" in tasks.compare_all()
    headless.refresh_from_db()
    assert headless.compared_at is None


def test_the_night_asks_no_state_service(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = with_office(told_of(company), state=State.CEASED, since=date(2026, 9, 30))
    link = Succession("73282932000074", "73282932000082")
    local, service = LocalRegister(Path()), MemoryRegister()
    monkeypatch.setattr(LocalRegister, "companies", lambda _self, _sirens: {company.siren: closed})
    monkeypatch.setattr(LocalRegister, "successors", lambda _self, _siret: (link,))
    monkeypatch.setattr(LocalRegister, "facts", SimpleNamespace(updated_at="2026-10-31T03:00:00+00:00", built_at=""))

    def asked(*_given: object) -> None:
        raise AssertionError("a State service was asked at night")

    monkeypatch.setattr(MemoryRegister, "_speak", asked)
    monkeypatch.setattr(tasks, "register", lambda: Chain([service, local]))
    assert "1 changed" in tasks.compare_all()
    assert company.establishments.get().successor == "73282932000082"


def test_an_administrator_gets_one_message_of_a_closure_and_the_others_theirs(
    company: Company, nicolas: User, bernard: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    say(monkeypatch, with_unit(told_of(company), state=State.CEASED, since=date(2026, 9, 30)))
    tasks.compare_all()
    assert set(Message.objects.values_list("user", "name")) == {
        (nicolas.pk, "companies/mail/register_changed"),
        (bernard.pk, "companies/mail/company_ceased"),
    }
    assert Message.objects.count() == 2


def test_a_night_that_is_cut_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    companies = many(5)
    register = say(monkeypatch, *(with_unit(told_of(one), legal_name=f"NEUVE {one.siren}") for one in companies))
    register.changed = now()
    monkeypatch.setattr(tasks, "BATCH", 2)
    batches: list[int] = []

    class Killed(BaseException):
        pass

    def asked(_self: object, sirens: list[str]) -> dict[str, object]:
        batches.append(len(sirens))
        if len(batches) == 2:
            raise Killed
        return {one.unit.siren: one for one in register.dossiers if one.unit.siren in sirens}

    monkeypatch.setattr(MemoryRegister, "companies", asked)
    with pytest.raises(Killed):
        tasks.compare_all()
    assert Company.objects.filter(name__startswith="NEUVE").count() == 2
    assert tasks.compare_all().startswith("3 compared, 0 same, 3 changed")
    assert batches == [2, 2, 2, 1]
