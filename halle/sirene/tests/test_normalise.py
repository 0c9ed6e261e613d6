"""INSEE's columns as typed records."""

from datetime import date, datetime

import pytest

from halle.sirene.normalise import flatten_place, flatten_unit, place_from, unit_from
from halle.sirene.records import NafCode, Place, State, Unit
from halle.sirene.testing import kinds, shapes


def unit_with(**columns: str | None) -> Unit:
    return unit_from({**kinds.COMPANY, **columns})


def place_with(**columns: str | None) -> Place:
    return place_from({**kinds.COMPANY_PLACES[1], **columns})


@pytest.mark.parametrize("columns", kinds.UNITS, ids=lambda columns: columns["siren"])
def test_a_unit_reads_the_same_from_the_stock_and_from_the_api(columns: dict[str, str]) -> None:
    assert unit_from(flatten_unit(shapes.unit(columns))) == unit_from(columns)


@pytest.mark.parametrize("columns", kinds.PLACES[:11], ids=lambda columns: columns["siret"])
def test_a_place_reads_the_same_from_the_stock_and_from_the_api(columns: dict[str, str]) -> None:
    assert place_from(flatten_place(shapes.place(columns, kinds.COMPANY))) == place_from(columns)


def test_nothing_at_all_is_nothing() -> None:
    assert unit_from({}).name == ""
    assert place_from({}).address.line == ""
    assert (unit_from({}).created_on, unit_from({}).naf, unit_from({}).is_employer) == (None, None, None)


def test_masked_and_withdrawn_values_are_nothing() -> None:
    unit = unit_with(denominationUniteLegale="[ND]", denominationUsuelle1UniteLegale="SUPPRESSION DU NOM COMMERCIAL")
    assert (unit.name, unit.usual_names) == ("", ())
    place = place_with(
        denominationUsuelleEtablissement="SUPPRESSION DU NOM COMMERCIAL", codePostalEtablissement="[ND]"
    )
    assert (place.usual_name, place.address.postcode) == ("", "")


def test_no_record_of_any_kind_holds_a_masked_value() -> None:
    assert "[ND]" not in repr([unit_from(one) for one in kinds.UNITS] + [place_from(one) for one in kinds.PLACES])


def test_partial_diffusion_is_told() -> None:
    assert unit_with(statutDiffusionUniteLegale="P").diffusible is False
    assert place_with(statutDiffusionEtablissement="P").diffusible is False
    assert place_with().diffusible is True


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2018-09-03", date(2018, 9, 3)),
        ("20180903", date(2018, 9, 3)),
        ("1900-01-01", None),
        ("2018-02-30", None),
        ("hier", None),
        ("", None),
        (None, None),
    ],
)
def test_days(written: str | None, day: date | None) -> None:
    assert unit_with(dateCreationUniteLegale=written).created_on == day


def test_the_moment_of_a_treatment() -> None:
    assert unit_with().processed_at == datetime(2026, 10, 2, 9, 41, 7)  # noqa: DTZ001 - Paris time, as INSEE writes it
    assert unit_with(dateDernierTraitementUniteLegale="?").processed_at is None


@pytest.mark.parametrize(
    ("written", "flag"), [("true", True), ("O", True), ("false", False), ("N", False), ("", None)]
)
def test_flags(written: str, *, flag: bool | None) -> None:
    assert unit_with(caractereEmployeurUniteLegale=written).is_employer is flag


def test_a_legal_category_has_four_digits() -> None:
    assert unit_with(categorieJuridiqueUniteLegale="5710").legal_category == "5710"
    assert unit_with(categorieJuridiqueUniteLegale="0").legal_category == "0000"


def test_an_activity_never_comes_without_its_nomenclature() -> None:
    unit = unit_with()
    assert (unit.naf, unit.naf_2025) == (NafCode("43.32A", "NAFRev2"), "43.32Y")
    assert unit_with(nomenclatureActivitePrincipaleUniteLegale="").naf is None


def test_a_ceased_unit_says_since_when() -> None:
    unit = unit_from(kinds.CEASED)
    assert (unit.state, unit.ceased_on) == (State.CEASED, date(2020, 2, 29))


def test_the_first_name_in_use_comes_before_the_first_one() -> None:
    assert unit_from(kinds.SOLE_TRADER).first_name == "ANNE-LAURE"
    assert unit_from({**kinds.SOLE_TRADER, "prenomUsuelUniteLegale": None}).first_name == "ANNE"


@pytest.mark.parametrize(
    ("columns", "street"),
    [
        ({}, "12 B AVENUE DES BRUYERES"),
        ({"typeVoieEtablissement": "ALL"}, "12 B ALLEE DES BRUYERES"),
        ({"typeVoieEtablissement": "INCONNU"}, "12 B INCONNU DES BRUYERES"),
        ({"dernierNumeroVoieEtablissement": "14", "indiceRepetitionEtablissement": ""}, "12-14 AVENUE DES BRUYERES"),
        ({"numeroVoieEtablissement": "", "indiceRepetitionEtablissement": ""}, "AVENUE DES BRUYERES"),
    ],
)
def test_streets(columns: dict[str, str], street: str) -> None:
    assert place_with(**columns).address.street == street


def test_a_cedex() -> None:
    place = place_with(codeCedexEtablissement="35042", libelleCedexEtablissement="RENNES CEDEX")
    assert place.address.cedex == "35042 RENNES CEDEX"


def test_a_country() -> None:
    there = place_from(kinds.FOREIGN_PLACE).address
    assert (there.city, there.country, there.country_name) == ("BRUXELLES", "BE", "BELGIQUE")
    gone = place_with(libellePaysEtrangerEtablissement="TCHECOSLOVAQUIE").address
    assert (gone.country, gone.country_name) == ("", "TCHECOSLOVAQUIE")
    assert place_with().address.country == "FR"


def test_the_present_period_is_read_wherever_it_stands() -> None:
    told = shapes.unit(kinds.COMPANY)
    told["periodesUniteLegale"].reverse()
    assert flatten_unit(told)["denominationUniteLegale"] == "ATELIER DES BRUYERES"


def test_a_unit_without_periods_is_read() -> None:
    assert flatten_unit({"siren": "842317901", "periodesUniteLegale": None}) == {"siren": "842317901"}
