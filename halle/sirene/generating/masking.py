"""« Diffusion partielle »: what INSEE hides of a unit or establishment that asked for it (status P)."""

import pyarrow as pa
import pyarrow.compute as pc

from halle.sirene.columns import MASKED, PLACE_LAYOUT
from halle.sirene.generating.codes import PERSON

# The town (label and code), activity, state, dates and legal category stay visible.
OF_EVERY_UNIT = (
    "sigleUniteLegale",
    "denominationUniteLegale",
    "denominationUsuelle1UniteLegale",
    "denominationUsuelle2UniteLegale",
    "denominationUsuelle3UniteLegale",
)
OF_PERSONS = (
    "sexeUniteLegale",
    "prenom1UniteLegale",
    "prenom2UniteLegale",
    "prenom3UniteLegale",
    "prenom4UniteLegale",
    "prenomUsuelUniteLegale",
    "pseudonymeUniteLegale",
    "nomUniteLegale",
    "nomUsageUniteLegale",
)
OF_PLACES = tuple(
    name
    for name in PLACE_LAYOUT
    if name.startswith(
        (
            "complementAdresse",
            "numeroVoie",
            "indiceRepetition",
            "dernierNumeroVoie",
            "typeVoie",
            "libelleVoie",
            "codePostal",
            "distributionSpeciale",
            "codeCedex",
            "libelleCedex",
            "identifiantAdresse",
            "coordonneeLambert",
        )
    )
)
OF_PLACES_OF_PERSONS = (
    "enseigne1Etablissement",
    "enseigne2Etablissement",
    "enseigne3Etablissement",
    "denominationUsuelleEtablissement",
)


def mask_units(units: pa.Table) -> pa.Table:
    """Write [ND] over what partial diffusion hides; an empty cell stays empty."""
    partial = pc.equal(units["statutDiffusionUniteLegale"], "P")
    person = pc.and_(partial, pc.equal(units["categorieJuridiqueUniteLegale"], PERSON))
    return _over(_over(units, OF_EVERY_UNIT, partial), OF_PERSONS, person)


def mask_places(places: pa.Table, units: pa.Table) -> pa.Table:
    """The same for establishments; signs are hidden when the unit is a masked sole trader."""
    partial = pc.equal(places["statutDiffusionEtablissement"], "P")
    hidden = pc.and_(
        pc.equal(units["statutDiffusionUniteLegale"], "P"), pc.equal(units["categorieJuridiqueUniteLegale"], PERSON)
    )
    of_person = pc.is_in(places["siren"], value_set=units["siren"].filter(hidden).combine_chunks())
    return _over(_over(places, OF_PLACES, partial), OF_PLACES_OF_PERSONS, of_person)


def _over(rows: pa.Table, columns: tuple[str, ...], hidden: pa.ChunkedArray) -> pa.Table:
    for name in columns:
        here = pc.and_(hidden, pc.is_valid(rows[name]))
        rows = rows.set_column(rows.schema.get_field_index(name), name, pc.if_else(here, MASKED, rows[name]))
    return rows
