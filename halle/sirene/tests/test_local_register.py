"""Asking the local register: by number, by name, by place."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from halle.sirene.building import build
from halle.sirene.errors import Busy, Refused
from halle.sirene.facts import read_facts, write_facts
from halle.sirene.folders import Folders
from halle.sirene.local import LocalRegister
from halle.sirene.records import NafCode, State
from halle.sirene.register import RegisterUnavailable, Trouble, Unsupported
from halle.sirene.tests.stocks import place, unit, write_stock
from halle.sirene.tests.test_killed_build import sirets

BAKER, BAKERY, GROUP, MASKED, CEASED, MOVED, TOWN = (siret[:9] for siret in sirets(7))
PERSON = {"categorieJuridiqueUniteLegale": "1000", "prenom1UniteLegale": "ANNE-LAURE", "nomUniteLegale": "KERDONCUFF"}


UNITS = [
    unit(BAKER, "", **PERSON, nomUsageUniteLegale="MORVAN"),
    unit(
        BAKERY,
        "BOULANGERIE DE L'ÉGLISE",
        sigleUniteLegale="BDE",
        denominationUsuelle1UniteLegale="AU BON PAIN",
        activitePrincipaleUniteLegale="10.71C",
        nomenclatureActivitePrincipaleUniteLegale="NAFRev2",
        activitePrincipaleNAF25UniteLegale="10.71C",
        dateCreationUniteLegale="1998-09-01",
    ),
    unit(GROUP, "BOULANGERIE", trancheEffectifsUniteLegale="42", categorieEntreprise="ETI"),
    unit(
        MASKED,
        "[ND]",
        statutDiffusionUniteLegale="P",
        nomUniteLegale="[ND]",
        prenom1UniteLegale="[ND]",
        categorieJuridiqueUniteLegale="1000",
    ),
    unit(CEASED, "BOULANGERIE DE L'ÉGLISE", etatAdministratifUniteLegale="C", dateDebut="2020-02-29"),
    unit(MOVED, "MENUISERIE QUI DEMENAGE", nicSiegeUniteLegale="00020"),
]
PLACES = [
    place(f"{BAKER}00012", enseigne1Etablissement="LE FOURNIL D'ANNE"),
    place(f"{BAKERY}00012"),
    place(f"{BAKERY}00020", "NANTES", "44000", "44109", etablissementSiege="false"),
    place(f"{GROUP}00012", "BREST", "29200", "29019"),
    place(
        f"{MASKED}00012",
        "LE POULIGUEN",
        "[ND]",
        "44135",
        statutDiffusionEtablissement="P",
        libelleVoieEtablissement="[ND]",
    ),
    place(f"{CEASED}00012", etatAdministratifEtablissement="F", dateDebut="2020-02-29"),
    place(f"{MOVED}00012", etablissementSiege="false", etatAdministratifEtablissement="F", dateDebut="2024-03-01"),
    place(f"{MOVED}00020", "AJACCIO", "20000", "2A004"),
]
LINK = {
    "siretEtablissementPredecesseur": f"{MOVED}00012",
    "siretEtablissementSuccesseur": f"{MOVED}00020",
    "dateLienSuccession": "2024-03-01",
    "transfertSiege": "true",
    "continuiteEconomique": "true",
}


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> LocalRegister:
    """A small register: a baker, a bakery, a large group of the same word, a masked person, a ceased company."""
    folder = tmp_path_factory.mktemp("register")
    doubled = [{"siren": BAKERY, "sirenDoublon": TOWN}]
    stock = write_stock(folder / "stock", UNITS, PLACES, duplicates=doubled, successions=[LINK])
    build(folder / "sirene", stock)
    return LocalRegister(folder / "sirene")


def names(register: LocalRegister, words: str, **where: str) -> list[str]:
    return [entry.unit.name for entry in register.search(words, **where)]  # type: ignore[arg-type]


def test_a_siret_gives_the_establishment_and_its_unit(register: LocalRegister) -> None:
    entry = register.lookup(f"{BAKERY}00020")
    assert entry is not None
    assert entry.unit.name == "BOULANGERIE DE L'ÉGLISE"
    assert entry.unit.naf == NafCode("10.71C", "NAFRev2")
    assert entry.unit.created_on == date(1998, 9, 1)
    assert entry.place is not None
    assert entry.place.address.city == "NANTES"
    assert entry.establishments == 2


def test_an_unknown_number_gives_nothing(register: LocalRegister) -> None:
    assert register.lookup("00000000000000") is None
    assert register.lookup(f"{BAKERY}00099") is None
    assert register.company("999999998") is None


def test_a_siren_gives_all_establishments(register: LocalRegister) -> None:
    dossier = register.company(BAKERY)
    assert dossier is not None
    assert [one.nic for one in dossier.places] == ["00012", "00020"]
    assert dossier.head_office is not None
    assert dossier.head_office.nic == "00012"
    assert list(register.companies([BAKERY, "999999998"])) == [BAKERY]


def test_a_duplicate_is_answered_by_the_unit_that_insee_keeps(register: LocalRegister) -> None:
    dossier = register.company(TOWN)
    assert dossier is not None
    assert (dossier.unit.siren, dossier.duplicate_of) == (BAKERY, TOWN)


def test_what_is_masked_is_nowhere(register: LocalRegister) -> None:
    dossier = register.company(MASKED)
    assert dossier is not None
    assert (dossier.unit.name, dossier.unit.diffusible) == ("", False)
    address = dossier.places[0].address
    assert (address.street, address.postcode, address.city) == ("", "", "LE POULIGUEN")
    assert names(register, "ND") == []


def test_a_ceased_unit_says_since_when(register: LocalRegister) -> None:
    dossier = register.company(CEASED)
    assert dossier is not None
    assert (dossier.unit.state, dossier.unit.ceased_on) == (State.CEASED, date(2020, 2, 29))


def test_a_closed_establishment_says_who_carries_on(register: LocalRegister) -> None:
    (link,) = register.successors(f"{MOVED}00012")
    assert (link.successor, link.on, link.head_office_moved) == (f"{MOVED}00020", date(2024, 3, 1), True)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("boulangerie", "BOULANGERIE"),
        ("BOULANG", "BOULANGERIE"),
        ("boulangerie de l'eglise", "BOULANGERIE DE L'ÉGLISE"),
        ("église", "BOULANGERIE DE L'ÉGLISE"),
        ("boulang 35", "BOULANGERIE DE L'ÉGLISE"),
        ("boulang 44000", "BOULANGERIE DE L'ÉGLISE"),
        ("boulang 29", "BOULANGERIE"),
        ("BDE", "BOULANGERIE DE L'ÉGLISE"),
        ("bon pain", "BOULANGERIE DE L'ÉGLISE"),
        ("anne-laure morvan", "ANNE-LAURE MORVAN"),
        ("kerdoncuff", "ANNE-LAURE MORVAN"),
        ("fournil", "ANNE-LAURE MORVAN"),
        ("menuiserie 2a", "MENUISERIE QUI DEMENAGE"),
    ],
)
def test_words_find_the_company_that_one_means_first(register: LocalRegister, words: str, first: str) -> None:
    assert names(register, words)[0] == first


def test_the_open_come_before_the_ceased(register: LocalRegister) -> None:
    found = register.search("boulangerie de l'eglise")
    assert [entry.unit.siren for entry in found] == [BAKERY, CEASED]


def test_a_place_chooses_the_establishment_that_is_there(register: LocalRegister) -> None:
    (entry,) = register.search("boulangerie", postcode="44000")
    assert entry.place is not None
    assert entry.place.nic == "00020"


@pytest.mark.parametrize("words", ["", "   ", "'", '"', "* OR", "zzzz", "boulangerie 99999", "a" * 400, "é" * 50])
def test_odd_questions_are_answered_by_nothing(register: LocalRegister, words: str) -> None:
    assert names(register, words) == []


def test_the_register_does_not_tell_changes(register: LocalRegister) -> None:
    with pytest.raises(Unsupported):
        register.changes(register.facts.image_of)  # type: ignore[arg-type]


def test_without_a_register_the_answer_is_unavailable_not_unknown(tmp_path: Path) -> None:
    with pytest.raises(RegisterUnavailable) as trouble:
        LocalRegister(tmp_path).lookup("73282932000074")
    assert trouble.value.trouble == Trouble.ABSENT


def test_a_register_of_an_older_layout_counts_as_absent(tmp_path: Path) -> None:
    siret = sirets(1)[0]
    build(tmp_path / "sirene", write_stock(tmp_path / "a", [unit(siret[:9], "AVANT")], [place(siret)]))
    folder = Folders(tmp_path / "sirene").current()
    assert folder is not None
    write_facts(folder, replace(read_facts(folder), layout=1))
    with pytest.raises(RegisterUnavailable):
        LocalRegister(tmp_path / "sirene").search("avant")


def test_readers_notice_a_new_build(tmp_path: Path) -> None:
    siret = sirets(1)[0]
    build(tmp_path / "sirene", write_stock(tmp_path / "a", [unit(siret[:9], "AVANT")], [place(siret)]))
    register = LocalRegister(tmp_path / "sirene")
    before = register.lookup(siret)
    build(tmp_path / "sirene", write_stock(tmp_path / "b", [unit(siret[:9], "APRES")], [place(siret)]))
    after = register.lookup(siret)
    assert before is not None
    assert after is not None
    assert (before.unit.name, after.unit.name) == ("AVANT", "APRES")
    assert len(list((tmp_path / "sirene" / "builds").iterdir())) == 1


def test_a_stock_that_lost_companies_is_refused(tmp_path: Path) -> None:
    numbers = sirets(100)
    units, places = [unit(one[:9], "UNE") for one in numbers], [place(one) for one in numbers]
    build(tmp_path / "sirene", write_stock(tmp_path / "a", units, places))
    serving = Folders(tmp_path / "sirene").current()
    cut = write_stock(tmp_path / "b", units[:90], places[:90])
    with pytest.raises(Refused, match="looks cut"):
        build(tmp_path / "sirene", cut)
    assert Folders(tmp_path / "sirene").current() == serving
    assert build(tmp_path / "sirene", cut, accept_smaller=True).units == 91


def test_a_stock_of_other_companies_is_refused(tmp_path: Path) -> None:
    numbers = sirets(200)
    first, second = numbers[:100], numbers[100:]
    build(tmp_path / "sirene", write_stock(tmp_path / "a", [unit(n[:9]) for n in first], [place(n) for n in first]))
    other = write_stock(tmp_path / "b", [unit(n[:9]) for n in second], [place(n) for n in second])
    with pytest.raises(Refused, match="known companies"):
        build(tmp_path / "sirene", other)


def test_two_builds_at_once_are_refused(tmp_path: Path) -> None:
    stock = write_stock(tmp_path / "a", [unit(BAKERY, "UNE")], [place(f"{BAKERY}00012")])
    with Folders(tmp_path / "sirene").locked(), pytest.raises(Busy):
        build(tmp_path / "sirene", stock)
