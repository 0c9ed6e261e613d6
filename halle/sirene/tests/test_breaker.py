"""The budget that processes share, and the breaker that leaves a failing service alone."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest
import time_machine

from halle.sirene.clients.budget import Budget
from halle.sirene.clients.transport import FAILURES, REST, Transport
from halle.sirene.register import RegisterUnavailable, Trouble
from halle.sirene.testing.state import KEY, State

PLACE = "/siret/84231790100028"
AsTransport = Callable[..., Transport]


@pytest.fixture
def transport_to(state_api: State) -> Iterator[AsTransport]:
    opened: list[Transport] = []

    def one(budget: Budget | None = None, **options: object) -> Transport:
        budget = budget or Budget("insee", 1000, 60)
        headers = {"X-INSEE-Api-Key-Integration": KEY}
        opened.append(Transport("insee", state_api.url, budget, headers=headers, **options))  # type: ignore[arg-type]
        return opened[-1]

    yield one
    for transport in opened:
        transport.close()


def trouble_of(transport: Transport) -> Trouble:
    with pytest.raises(RegisterUnavailable) as caught:
        transport.ask(PLACE)
    return caught.value.trouble


def test_thirty_a_minute_whoever_asks(state_api: State) -> None:
    moment = [600.0]
    one, other = (Budget("insee", 30, 60, clock=lambda: moment[0]) for _process in range(2))
    assert [budget.take() for budget in (one, other) for _time in range(15)] == [0.0] * 30
    moment[0] += 10
    assert (one.take(), other.take()) == (50.0, 50.0)
    moment[0] += 50
    assert one.take() == 0.0


def test_budgets_of_two_services_are_apart(state_api: State) -> None:
    def clock() -> float:
        return 600.0

    assert Budget("insee", 1, 60, clock).take() == 0.0
    assert Budget("recherche", 1, 60, clock).take() == 0.0
    assert Budget("insee", 1, 60, clock).take() == 60.0


def test_our_own_budget_spares_the_service(state_api: State, transport_to: AsTransport) -> None:
    transport = transport_to(Budget("insee", 2, 60, clock=lambda: 600.0))
    transport.ask(PLACE)
    transport.ask(PLACE)
    assert trouble_of(transport) == Trouble.QUOTA
    assert len(state_api.asked) == 2


def test_a_job_waits_for_the_next_minute(state_api: State, transport_to: AsTransport) -> None:
    moment = [630.0]
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        moment[0] += seconds

    transport = transport_to(Budget("insee", 1, 60, clock=lambda: moment[0]), sleep=sleep)
    transport.ask(PLACE, patient=True)
    assert transport.ask(PLACE, patient=True).status == 200
    assert slept == [30.0]


def test_a_service_that_is_down_is_left_alone(state_api: State, transport_to: AsTransport) -> None:
    state_api.trouble = "down"
    transport = transport_to()
    assert [trouble_of(transport) for _attempt in range(FAILURES + 3)] == [Trouble.DOWN] * (FAILURES + 3)
    assert len(state_api.asked) == FAILURES


def test_it_is_asked_again_after_a_minute(state_api: State, transport_to: AsTransport) -> None:
    transport = transport_to()
    with time_machine.travel("2026-11-23 10:00:00Z", tick=False) as clock:
        state_api.trouble = "html"
        told = [trouble_of(transport) for _attempt in range(FAILURES)]
        assert told == [Trouble.MALFORMED] * FAILURES
        state_api.trouble = ""
        clock.shift(REST - 1)
        assert trouble_of(transport) == Trouble.DOWN
        clock.shift(2)
        assert transport.ask(PLACE).status == 200
        assert transport.ask(PLACE).status == 200


def test_one_more_failure_after_the_minute_leaves_it_alone_again(state_api: State, transport_to: AsTransport) -> None:
    transport = transport_to()
    state_api.trouble = "down"
    with time_machine.travel("2026-11-23 10:00:00Z", tick=False) as clock:
        for _attempt in range(FAILURES):
            trouble_of(transport)
        clock.shift(REST + 1)
        assert [trouble_of(transport) for _attempt in range(3)] == [Trouble.DOWN] * 3
    assert len(state_api.asked) == FAILURES + 1


def test_a_quota_does_not_open_the_breaker(state_api: State, transport_to: AsTransport) -> None:
    state_api.quota = 0
    transport = transport_to()
    assert [trouble_of(transport) for _attempt in range(FAILURES + 3)] == [Trouble.QUOTA] * (FAILURES + 3)
    state_api.quota = 1000
    assert transport.ask(PLACE).status == 200


def test_a_question_that_it_refuses_does_not_open_the_breaker(state_api: State, transport_to: AsTransport) -> None:
    state_api.trouble = "bad"
    transport = transport_to()
    assert [trouble_of(transport) for _attempt in range(FAILURES + 3)] == [Trouble.MALFORMED] * (FAILURES + 3)
    state_api.trouble = ""
    assert transport.ask(PLACE).status == 200


def test_pages_do_not_queue_behind_a_slow_service(state_api: State, transport_to: AsTransport) -> None:
    state_api.trouble = "slow"
    transport = transport_to(seconds=0.9)
    start = monotonic()
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda _page: trouble_of(transport), range(4))) == [Trouble.SLOW] * 4
    assert monotonic() - start < 2.7
