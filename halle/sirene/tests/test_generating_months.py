"""The invented stock holds together and moves on from month to month, its hand-written cast with it."""

from collections import Counter, defaultdict
from pathlib import Path

import pytest
from stdnum.fr import siren as stdnum_siren

from halle.sirene.generating import Stock, generate
from halle.sirene.generating.words import rows_of
from halle.sirene.tests.generated import N, by, rows


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    """The stock at first, as CSV."""
    return generate(tmp_path_factory.mktemp("base"), units=N)


@pytest.fixture(scope="module")
def later(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    """The same stock two months on."""
    return generate(tmp_path_factory.mktemp("later"), units=N, month=2)


def test_every_unit_has_one_head_office_among_its_establishments(base: Stock, later: Stock) -> None:
    for one in (base, later):
        offices = defaultdict(list)
        for row in rows(one.etablissements):
            if row["etablissementSiege"] == "true":
                offices[row["siren"]].append(row)
        units = by("siren", one.unites_legales)
        assert offices.keys() == units.keys()
        for siren, unit in units.items():
            (office,) = offices[siren]
            assert office["nic"] == unit["nicSiegeUniteLegale"]
            assert (office["etatAdministratifEtablissement"] == "A") == (unit["etatAdministratifUniteLegale"] == "A")


def test_an_open_establishment_belongs_to_an_open_unit(later: Stock) -> None:
    units = by("siren", later.unites_legales)
    for row in rows(later.etablissements):
        if row["etatAdministratifEtablissement"] == "A":
            assert units[row["siren"]]["etatAdministratifUniteLegale"] == "A"


def test_dates_follow_each_other(later: Stock) -> None:
    for row in rows(later.unites_legales):
        if row["dateCreationUniteLegale"] > "1900-01-01":
            assert row["dateCreationUniteLegale"] <= row["dateDebut"] <= row["dateDernierTraitementUniteLegale"][:10]
    for row in rows(later.etablissements):
        if row["dateCreationEtablissement"] > "1900-01-01":
            assert row["dateCreationEtablissement"] <= row["dateDebut"]
        assert row["dateDebut"] <= row["dateDernierTraitementEtablissement"][:10] or not row["dateDebut"]


def test_a_month_changes_about_one_unit_in_a_hundred(base: Stock, later: Stock) -> None:
    before, after = by("siren", base.unites_legales), by("siren", later.unites_legales)
    assert before.keys() < after.keys()
    changed = [siren for siren, row in before.items() if after[siren] != row]
    assert N * 0.008 < len(changed) + len(after) - len(before) < N * 0.035
    for siren in [*changed, *(after.keys() - before.keys())]:
        assert "2026-08-01" <= after[siren]["dateDernierTraitementUniteLegale"] < "2026-10-01"
    assert any(
        after[siren]["denominationUniteLegale"] != before[siren]["denominationUniteLegale"] for siren in changed
    )
    assert any(after[siren]["etatAdministratifUniteLegale"] == "C" for siren in changed)


def test_who_moves_leaves_a_closed_office_and_a_succession(base: Stock, later: Stock) -> None:
    before, after = by("siren", base.unites_legales), by("siren", later.unites_legales)
    places = by("siret", later.etablissements)
    links = {row["siretEtablissementPredecesseur"]: row for row in rows(later.successions)}
    movers = [
        siren for siren, row in before.items() if row["nicSiegeUniteLegale"] != after[siren]["nicSiegeUniteLegale"]
    ]
    assert len(movers) > 2
    for siren in movers:
        left = siren + before[siren]["nicSiegeUniteLegale"]
        assert places[left]["etatAdministratifEtablissement"] == "F"
        assert links[left]["siretEtablissementSuccesseur"][:9] == siren
        assert links[left]["transfertSiege"] == "true"
        assert links[left]["siretEtablissementSuccesseur"] in places


def test_two_months_on_is_one_month_on_and_another(base: Stock, later: Stock, tmp_path: Path) -> None:
    between = by("siren", generate(tmp_path, units=N, month=1).unites_legales)
    before, after = by("siren", base.unites_legales), by("siren", later.unites_legales)
    once = [siren for siren, row in between.items() if before.get(siren) != row]
    assert once
    unmoved = [siren for siren in once if after[siren] == between[siren]]
    assert len(unmoved) > len(once) / 2


def test_successions_point_at_establishments_of_the_stock(later: Stock) -> None:
    places = by("siret", later.etablissements)
    for row in rows(later.successions):
        assert places[row["siretEtablissementPredecesseur"]]["etatAdministratifEtablissement"] == "F"
        assert row["siretEtablissementSuccesseur"] in places


def test_the_demonstration_moves_on_with_the_months(base: Stock, later: Stock) -> None:
    before, after = by("siren", base.unites_legales), by("siren", later.unites_legales)
    assert before["998341275"]["nicSiegeUniteLegale"] == "00019" != after["998341275"]["nicSiegeUniteLegale"]
    assert after["997123468"]["denominationUniteLegale"] == "MENUISERIE KEROUANTON ET FILS"
    assert after["732829320"] == before["732829320"]


def test_one_of_each_kind_is_there(base: Stock) -> None:
    units = by("siren", base.unites_legales)
    cast = {siren: units[siren] for siren in {row["siren"] for row in rows_of("cast_units")}}
    legal = Counter(row["categorieJuridiqueUniteLegale"] for row in cast.values())
    assert legal["7210"] >= 10
    assert {"1000", "9220", "3120", "7220", "7230", "7364", "7361", "7383", "7344", "6540"} <= legal.keys()
    assert sum(row["categorieJuridiqueUniteLegale"][0] == "7" for row in cast.values()) >= 30
    posts = [row["siret"] for row in rows(base.etablissements) if row["siren"] == "356000000"]
    assert len(posts) > 200
    assert {"35600000000048", "35600000020009"} <= set(posts)


def test_a_real_town_s_siren_is_not_taken_for_a_public_body() -> None:
    public = [row["siren"] for row in rows_of("cast_units") if row["categorieJuridiqueUniteLegale"][0] == "7"]
    # In the SIREN of a local body digits 3 and 4 are its département: 99 is none.
    assert all(siren[2:4] == "99" for siren in public)


def test_the_demonstration_s_companies_are_there(base: Stock) -> None:
    units, places = by("siren", base.unites_legales), by("siret", base.etablissements)
    assert units["732829320"]["denominationUniteLegale"] == "ENTREPRISE TEST 2"
    office = places["73282932000074"]
    assert (office["numeroVoieEtablissement"], office["typeVoieEtablissement"]) == ("15", "RUE")
    assert office["libelleCommuneEtablissement"] == "CESSON-SEVIGNE"
    armor = [row for row in places.values() if row["siren"] == "998600035"]
    assert len(armor) == 3
    assert places["99834127500019"]["libelleVoieEtablissement"] == "DU COMMERCE"
    joinery = units["997123468"]
    assert joinery["nicSiegeUniteLegale"] != "00016"
    links = {row["siretEtablissementPredecesseur"]: row for row in rows(base.successions)}
    assert links["99712346800016"]["siretEtablissementSuccesseur"] == f"997123468{joinery['nicSiegeUniteLegale']}"


def test_a_duplicate_is_no_unit_but_the_kept_one_is(base: Stock) -> None:
    units = by("siren", base.unites_legales)
    for row in rows(base.doublons):
        assert row["siren"] in units
        assert row["sirenDoublon"] not in units
        assert stdnum_siren.is_valid(row["sirenDoublon"])
