"""API Recherche d'entreprises, over real HTTP against a server that behaves like it."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from halle.sirene.clients.budget import Budget
from halle.sirene.clients.recherche import RechercheEntreprises
from halle.sirene.clients.transport import Transport
from halle.sirene.records import Officer
from halle.sirene.register import RegisterUnavailable, Trouble, Unsupported
from halle.sirene.testing.state import State, serving

OPENED: list[Transport] = []


@pytest.fixture
def service() -> Iterator[State]:
    cache.clear()
    with serving(State()) as state:
        yield state
    for transport in OPENED:
        transport.close()
    OPENED.clear()


def api(service: State, seconds: float = 2.0) -> RechercheEntreprises:
    transport = Transport("recherche", service.url, Budget("recherche", 1000, 1), seconds=seconds)
    OPENED.append(transport)
    return RechercheEntreprises(service.url, transport=transport)


def test_a_company_with_its_officers(service: State) -> None:
    dossier = api(service).company("842317901")
    assert dossier is not None
    assert dossier.unit.name == "ATELIER DES BRUYERES"
    assert dossier.officers == (
        Officer("Présidente", "MORVAN", "ANNE"),
        Officer("Directeur général", legal_name="HOLDING DU PHARE", siren="823456785"),
    )
    assert dossier.places_complete is False
    assert dossier.head_office is not None
    assert dossier.head_office.address.line == "12 B AVENUE DES BRUYERES"


def test_an_establishment_that_is_not_the_head_office(service: State) -> None:
    entry = api(service).lookup("35600000020000")
    assert entry is not None
    assert entry.place is not None
    assert (entry.place.nic, entry.establishments) == ("20000", 2601)


def test_a_person_and_a_masked_one(service: State) -> None:
    person, masked = api(service).company("801234566"), api(service).company("812345673")
    assert person is not None
    assert masked is not None
    assert person.unit.name == "ANNE-LAURE MORVAN"
    assert (masked.unit.name, masked.unit.diffusible, masked.officers) == ("", False, ())
    assert masked.places[0].address.line == ""


def test_what_does_not_exist_is_nothing(service: State) -> None:
    assert api(service).company("999999998") is None
    assert api(service).lookup("84231790199999") is None


def test_names(service: State) -> None:
    assert [one.unit.siren for one in api(service).search("amis phare")] == ["775670003"]


def test_it_tells_neither_changes_nor_successions(service: State) -> None:
    with pytest.raises(Unsupported):
        api(service).successors("84231790100010")


@pytest.mark.parametrize(
    ("wrong", "trouble"),
    [("down", Trouble.DOWN), ("cut", Trouble.DOWN), ("malformed", Trouble.MALFORMED), ("slow", Trouble.SLOW)],
)
def test_a_service_that_misbehaves_is_unavailable(service: State, wrong: str, trouble: Trouble) -> None:
    service.trouble = wrong
    with pytest.raises(RegisterUnavailable) as caught:
        api(service, seconds=0.4).company("842317901")
    assert caught.value.trouble == trouble


def test_a_quota_is_said(service: State) -> None:
    service.quota = 0
    with pytest.raises(RegisterUnavailable) as caught:
        api(service).search("phare")
    assert caught.value.trouble == Trouble.QUOTA
