"""API Recherche d'entreprises, over real HTTP against a server that behaves like it."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest

from halle.sirene.clients.budget import Budget
from halle.sirene.clients.recherche import KNOWN, RechercheEntreprises
from halle.sirene.clients.transport import FAILURES, Transport
from halle.sirene.records import Officer
from halle.sirene.register import RegisterUnavailable, Trouble, Unsupported
from halle.sirene.testing import kinds
from halle.sirene.testing.state import State

OPENED: list[Transport] = []


@pytest.fixture
def service(state_api: State) -> Iterator[State]:
    yield state_api
    for transport in OPENED:
        transport.close()
    OPENED.clear()


def api(service: State, seconds: float = 2.0) -> RechercheEntreprises:
    transport = Transport("recherche", service.url, Budget("recherche", 1000, 1), seconds=seconds, known=KNOWN)
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


def test_officers_alone(service: State) -> None:
    told = api(service).officers("842317901")
    assert told is not None
    assert [one.is_person for one in told] == [True, False]
    assert api(service).officers("999999998") is None


@pytest.mark.parametrize(
    ("siren", "name"),
    [
        ("775670003", "LES AMIS DU PHARE"),
        ("213599995", "COMMUNE DE TREVENEC"),
        ("834567898", "BROUWERIJ VAN ZAVEL"),
        ("823456785", ""),
        ("445566770", "ANCIENNE MAISON"),
        ("356000000", "LA POSTE"),
    ],
)
def test_every_kind_has_its_name(service: State, siren: str, name: str) -> None:
    dossier = api(service).company(siren)
    assert dossier is not None
    assert dossier.unit.name == name


def test_a_foreign_head_office_and_a_ceased_unit(service: State) -> None:
    foreign, ceased = api(service).company("834567898"), api(service).company("445566770")
    assert foreign is not None
    assert ceased is not None
    assert (foreign.places[0].address.city, foreign.places[0].address.country) == ("BRUXELLES", "BE")
    assert ceased.unit.ceased_on == date(2020, 2, 29)


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


def test_masked_units_are_not_found_by_name(service: State) -> None:
    service.units = [{**kinds.ASSOCIATION, "statutDiffusionUniteLegale": "P"}]
    assert api(service).search("phare") == []


def test_too_few_letters_are_not_asked(service: State) -> None:
    assert api(service).search(" ab ") == []
    assert service.asked == []


def test_words_that_it_refuses_find_nothing_and_do_not_count_against_it(service: State) -> None:
    service.trouble = "bad"
    one = api(service)
    for _attempt in range(FAILURES + 1):
        assert one.search("???") == []
    service.trouble = ""
    assert one.company("842317901") is not None


def test_it_tells_neither_changes_nor_successions(service: State) -> None:
    with pytest.raises(Unsupported):
        api(service).successors("84231790100010")
    with pytest.raises(Unsupported):
        api(service).changes(datetime.fromisoformat("2026-10-01"))


ASKED: list[Callable[[RechercheEntreprises], object]] = [
    lambda one: one.lookup("84231790100028"),
    lambda one: one.company("842317901"),
    lambda one: one.search("bruyeres"),
]
SHAPES: list[Any] = [
    {},
    {"results": {}},
    {"results": [3]},
    {"results": [{"siren": "842317901", "sigle": [], "siege": {"siret": "84231790100028"}}]},
    {"results": [{"siren": "842317901", "siege": "?"}]},
    {"results": [{"siren": "842317901", "matching_etablissements": 3}]},
    {"results": [{"siren": "842317901", "siege": {"siret": "84231790100028", "liste_enseignes": 3}}]},
]


@pytest.mark.parametrize("ask", ASKED)
@pytest.mark.parametrize("shape", SHAPES)
def test_an_answer_of_another_shape_is_unreadable_and_no_error(
    service: State, monkeypatch: pytest.MonkeyPatch, ask: Callable[[RechercheEntreprises], object], shape: Any
) -> None:
    monkeypatch.setattr(service, "answer", lambda _path, _query: (200, shape))
    with pytest.raises(RegisterUnavailable) as caught:
        ask(api(service))
    assert caught.value.trouble == Trouble.MALFORMED


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
