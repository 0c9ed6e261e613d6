"""API Sirene, over real HTTP against a server that behaves like it."""

import logging
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

import pytest

from halle.sirene.clients import insee as client
from halle.sirene.clients.budget import Budget
from halle.sirene.clients.insee import KEY as HEADER
from halle.sirene.clients.insee import ApiSirene
from halle.sirene.clients.transport import Transport
from halle.sirene.records import NafCode, State
from halle.sirene.register import RegisterUnavailable, Trouble
from halle.sirene.testing import kinds
from halle.sirene.testing.state import KEY
from halle.sirene.testing.state import State as Insee

OPENED: list[Transport] = []


@pytest.fixture
def insee(state_api: Insee) -> Iterator[Insee]:
    yield state_api
    for transport in OPENED:
        transport.close()
    OPENED.clear()


def api(
    insee: Insee, key: str = KEY, seconds: float = 2.0, budget: int = 1000, slept: list[float] | None = None
) -> ApiSirene:
    transport = Transport(
        "insee",
        insee.url,
        Budget("insee", budget, 60),
        headers={HEADER: key},
        seconds=seconds,
        sleep=(slept if slept is not None else []).append,
    )
    OPENED.append(transport)
    return ApiSirene(insee.url, key, transport=transport)


def trouble_of(register: ApiSirene) -> Trouble:
    with pytest.raises(RegisterUnavailable) as caught:
        register.lookup("84231790100028")
    assert KEY not in str(caught.value)
    return caught.value.trouble


def test_a_company(insee: Insee) -> None:
    dossier = api(insee).company("842317901")
    assert dossier is not None
    unit, office = dossier.unit, dossier.head_office
    assert (unit.name, unit.naf, unit.naf_2025) == ("ATELIER DES BRUYERES", NafCode("43.32A", "NAFRev2"), "43.32Y")
    assert (unit.category, unit.workforce, unit.workforce_year) == ("PME", "11", 2023)
    assert unit.created_on == date(2018, 9, 3)
    assert office is not None
    assert (office.nic, office.name, office.address.line) == ("00028", "L'ATELIER", "12 B AVENUE DES BRUYERES")
    assert [place.closed_on for place in dossier.places] == [date(2022, 1, 1), None]


@pytest.mark.parametrize(
    ("siren", "name"),
    [
        ("801234566", "ANNE-LAURE MORVAN"),
        ("775670003", "LES AMIS DU PHARE"),
        ("213599995", "COMMUNE DE TREVENEC"),
        ("812345673", ""),
        ("823456785", ""),
    ],
)
def test_every_kind_has_its_name(insee: Insee, siren: str, name: str) -> None:
    dossier = api(insee).company(siren)
    assert dossier is not None
    assert dossier.unit.name == name


def test_a_foreign_company(insee: Insee) -> None:
    entry = api(insee).lookup("83456789800012")
    assert entry is not None
    assert entry.place is not None
    assert (entry.place.address.city, entry.place.address.country) == ("BRUXELLES", "BE")


def test_what_is_masked_is_nothing(insee: Insee) -> None:
    entry = api(insee).lookup("81234567300012")
    assert entry is not None
    assert entry.place is not None
    assert (entry.unit.diffusible, entry.place.diffusible, entry.unit.name) == (False, False, "")
    assert (entry.place.address.street, entry.place.address.city) == ("", "LE POULIGUEN")


def test_a_ceased_and_a_purged_unit(insee: Insee) -> None:
    ceased, purged = api(insee).company("445566770"), api(insee).company("005520135")
    assert ceased is not None
    assert purged is not None
    assert (ceased.unit.state, ceased.unit.ceased_on) == (State.CEASED, date(2020, 2, 29))
    assert (purged.unit.purged, purged.unit.name) == (True, "")


def test_la_poste_comes_in_pages(insee: Insee) -> None:
    dossier = api(insee).company("356000000")
    assert dossier is not None
    assert len(dossier.places) == 2601
    assert sum("GET /siret " in line for line in insee.asked) == 3


def test_a_page_does_not_wait_for_all_of_la_poste(insee: Insee, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "MOST_PAGES", 1)
    insee.places.reverse()
    dossier = api(insee).company("356000000")
    assert dossier is not None
    assert (len(dossier.places), dossier.places_complete) == (1001, False)
    assert dossier.head_office is not None
    assert dossier.head_office.nic == "00048"


def test_a_cursor_that_turns_in_a_circle_ends(insee: Insee, monkeypatch: pytest.MonkeyPatch) -> None:
    served = insee.answer

    def turning(path: str, query: dict[str, str]) -> tuple[int, Any]:
        status, data = served(path, {**query, "curseur": "*"} if path == "/siret" else query)
        if path == "/siret":
            data["header"]["curseurSuivant"] = "B" if query["curseur"] == "A" else "A"
        return status, data

    monkeypatch.setattr(insee, "answer", turning)
    assert api(insee).company("842317901") is not None
    assert sum("GET /siret " in line for line in insee.asked) == 3


def test_a_duplicate_is_followed(insee: Insee) -> None:
    dossier = api(insee).company(kinds.DUPLICATE)
    assert dossier is not None
    assert (dossier.unit.siren, dossier.duplicate_of) == ("842317901", kinds.DUPLICATE)


def test_an_establishment_of_a_duplicate_is_followed(insee: Insee) -> None:
    entry = api(insee).lookup(f"{kinds.DUPLICATE}00028")
    assert entry is not None
    assert entry.unit.siren == "842317901"


@pytest.mark.parametrize("kept", [kinds.DUPLICATE, "842", "https://exemple.fr/?q=842317901", ""])
def test_a_duplicate_that_leads_nowhere(insee: Insee, kept: str) -> None:
    insee.duplicates[kinds.DUPLICATE] = kept
    with pytest.raises(RegisterUnavailable) as caught:
        api(insee).company(kinds.DUPLICATE)
    assert caught.value.trouble == Trouble.MALFORMED
    assert len(insee.asked) <= 3


def test_what_does_not_exist_is_nothing(insee: Insee) -> None:
    assert api(insee).company("999999999") is None
    assert api(insee).lookup("99999999900012") is None
    assert api(insee).search("ZZZZ") == []
    assert api(insee).successors("99999999900012") == ()


def test_names_are_searched_with_a_place(insee: Insee) -> None:
    assert [one.unit.name for one in api(insee).search("bruyères atelier", postcode="35000")] == [
        "ATELIER DES BRUYERES"
    ]
    assert api(insee).search("bruyeres", department="44") == []


def test_an_address_too_long_is_asked_by_post(insee: Insee) -> None:
    assert api(insee).search(" ".join(["BRUYERES"] * 60)) != []
    assert [line.split()[0] for line in insee.asked] == ["GET", "POST"]


def test_who_carries_on(insee: Insee) -> None:
    (link,) = api(insee).successors("84231790100010")
    assert (link.successor, link.on, link.head_office_moved) == ("84231790100028", date(2022, 1, 1), True)


def test_changes_come_day_after_day(insee: Insee) -> None:
    early = {**kinds.COMPANY, "dateDernierTraitementUniteLegale": "2026-10-01T10:00:00"}
    insee.units = [early, kinds.ASSOCIATION]
    insee.places = [{**kinds.COMPANY_PLACES[1], "dateDernierTraitementEtablissement": "2026-10-01T10:00:00"}]
    pages = list(api(insee).changes(datetime.fromisoformat("2026-10-01T09:00:00")))
    told = [(one.kind, one.columns["siren"], one.processed_at.day) for page in pages for one in page]
    assert told == [("unit", "842317901", 1), ("place", "842317901", 1), ("unit", "775670003", 2)]
    assert pages[1][0].columns["siret"] == "84231790100028"


def test_how_far_the_service_is(insee: Insee) -> None:
    told = api(insee).informations()
    assert told.processed == datetime.fromisoformat("2026-10-02T09:41:07")
    assert told.mass_treatment == datetime.fromisoformat("2026-01-10")


@pytest.mark.parametrize(
    ("wrong", "trouble"),
    [
        ("down", Trouble.DOWN),
        ("cut", Trouble.DOWN),
        ("html", Trouble.MALFORMED),
        ("list", Trouble.MALFORMED),
        ("malformed", Trouble.MALFORMED),
        ("slow", Trouble.SLOW),
        ("drip", Trouble.SLOW),
    ],
)
def test_a_service_that_misbehaves_is_unavailable_in_time(insee: Insee, wrong: str, trouble: Trouble) -> None:
    insee.trouble = wrong
    assert trouble_of(api(insee, seconds=0.4)) == trouble


ASKED: list[Callable[[ApiSirene], object]] = [
    lambda one: one.lookup("84231790100028"),
    lambda one: one.company("842317901"),
    lambda one: one.search("bruyeres"),
    lambda one: one.successors("84231790100010"),
    lambda one: one.informations(),
    lambda one: list(one.changes(datetime.fromisoformat("2026-10-01T09:00:00"))),
]
SHAPES: list[Any] = [
    {},
    {"header": None},
    {"etablissement": 3, "uniteLegale": "?", "etablissements": {}, "liensSuccession": 1},
    {"etablissement": {}, "uniteLegale": {}, "etablissements": [{}], "liensSuccession": [{}]},
    {"etablissement": {"siret": "1"}, "uniteLegale": {"siren": "1"}, "etablissements": [3], "liensSuccession": ["?"]},
    {"etablissement": {"siret": [], "uniteLegale": {}}, "uniteLegale": {"siren": {}}, "etablissements": [None]},
    {"uniteLegale": {"periodesUniteLegale": [3]}, "etablissement": {"adresseEtablissement": [1]}},
    {"datesDernieresMisesAJourDesDonnees": [{"dateDernierTraitementMaximum": "hier"}]},
    {"datesDernieresMisesAJourDesDonnees": [3]},
]


@pytest.mark.parametrize("ask", ASKED)
@pytest.mark.parametrize("shape", SHAPES)
def test_an_answer_of_another_shape_is_unreadable_and_no_error(
    insee: Insee, monkeypatch: pytest.MonkeyPatch, ask: Callable[[ApiSirene], object], shape: Any
) -> None:
    monkeypatch.setattr(insee, "answer", lambda _path, _query: (200, shape))
    with pytest.raises(RegisterUnavailable) as caught:
        ask(api(insee))
    assert caught.value.trouble == Trouble.MALFORMED


def test_json_without_an_end_is_unreadable(insee: Insee) -> None:
    insee.trouble = "deep"
    assert trouble_of(api(insee)) == Trouble.MALFORMED


def test_the_key_is_never_logged(insee: Insee, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="")
    register = api(insee)
    register.lookup("84231790100028")
    insee.trouble = "down"
    trouble_of(register)
    assert "84231790100028" in caplog.text
    assert KEY not in caplog.text
    assert KEY not in repr(register._transport)


def test_a_service_that_is_not_there(insee: Insee) -> None:
    nowhere = Insee(url="http://127.0.0.1:9")
    assert trouble_of(api(nowhere)) == Trouble.DOWN


def test_a_wrong_key_is_said_as_such(insee: Insee) -> None:
    assert trouble_of(api(insee, key="autre")) == Trouble.REFUSED


def test_a_page_never_waits_for_a_quota(insee: Insee) -> None:
    insee.quota = 0
    slept: list[float] = []
    assert trouble_of(api(insee, slept=slept)) == Trouble.QUOTA
    assert slept == []


def test_a_job_waits_as_long_as_the_service_says(insee: Insee) -> None:
    insee.quota = 0
    slept: list[float] = []
    register = api(insee, slept=slept)
    with pytest.raises(RegisterUnavailable):
        register.informations()
    assert slept == [7.0] * 5
