"""Rows of StockEtablissement for drafted units, unmasked."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from halle.sirene.generating.codes import codes
from halle.sirene.generating.drafts import Draft, moments_after
from halle.sirene.generating.keys import sirets
from halle.sirene.generating.layout import LAST_DAY, PLACES, days, moments, table
from halle.sirene.generating.pools import Dice, Flags, Numbers, digits, either, joined, only
from halle.sirene.generating.units import YEAR, activities
from halle.sirene.generating.words import Words, signs, words


@dataclass(frozen=True, slots=True)
class Where:
    """Which unit each row belongs to, and its number there."""

    owner: Numbers
    siret: Numbers
    office: Flags
    active: Flags

    @property
    def count(self) -> int:
        """How many establishments."""
        return len(self.owner)


def place_table(dice: Dice, draft: Draft, *, last: int = LAST_DAY) -> pa.Table:
    """All establishments of the drafted units, by ascending SIRET."""
    owner = np.repeat(np.arange(draft.count), draft.places)
    first = np.cumsum(draft.places) - draft.places
    rank = np.arange(len(owner)) - first[owner] + 1
    office = rank == draft.office[owner]
    active = draft.active[owner] & (office | (dice.random(len(owner)) < 0.4))
    where = Where(owner, sirets(draft.siren[owner], rank), office, active)
    columns = {
        **_identity(dice, draft, where, last),
        **address(dice, where.count),
        **_second_address(dice, where.count),
        **_signs(dice, draft, where),
        **_activity(dice, draft, where),
    }
    return table(PLACES, columns, where.count)


def _identity(dice: Dice, draft: Draft, where: Where, last: int) -> dict[str, pa.Array]:
    created, since = draft.created[where.owner], draft.since[where.owner]
    end = np.where(draft.active[where.owner], last, since)
    opened = created + ((end - created) * dice.random(where.count) * (dice.random(where.count) < 0.5)).astype(np.int64)
    closed = np.where(draft.active[where.owner], opened + ((end - opened) * dice.random(where.count)).astype(int), end)
    from_day = np.where(where.active, opened, closed)
    partial = draft.partial[where.owner] | (dice.random(where.count) < 0.003)
    siret = digits(where.siret, 14)
    return {
        "siren": pc.utf8_slice_codeunits(siret, 0, 9),
        "nic": pc.utf8_slice_codeunits(siret, 9, 14),
        "siret": siret,
        "statutDiffusionEtablissement": either(partial, "P", "O"),
        "dateCreationEtablissement": days(opened, known=dice.random(where.count) < 0.998),
        "dateDernierTraitementEtablissement": moments(moments_after(dice, from_day, last)),
        "etablissementSiege": pa.array(where.office),
        "nombrePeriodesEtablissement": pa.array(dice.integers(1, 6, where.count)),
        "dateDebut": days(from_day),
        "etatAdministratifEtablissement": either(where.active, "A", "F"),
    }


def address(dice: Dice, count: int) -> dict[str, pa.Array]:
    """First addresses: mostly a street and a town in France, some with a CEDEX, few abroad."""
    said = words()
    abroad = dice.random(count) < 0.004
    here = ~abroad
    town = said.communes.places(dice, count)
    return {
        **_street(dice, count, said),
        **_cedex(dice, town, here, said),
        **_located(dice, town, here, said),
        **_abroad(dice, abroad, said),
    }


def _street(dice: Dice, count: int, said: Words) -> dict[str, pa.Array]:
    chance = dice.random(count)
    numbered = chance < 0.88
    number = pa.array(np.minimum(1 + dice.exponential(35, count).astype(np.int64), 9999)).cast(pa.string())
    again = pa.array(["B", "T", "A", "C"]).take(pa.array(dice.integers(0, 4, count)))
    return {
        "complementAdresseEtablissement": said.complements.draw(dice, count, only=dice.random(count) < 0.09),
        "numeroVoieEtablissement": only(number, numbered),
        "indiceRepetitionEtablissement": only(again, numbered & (chance < 0.04)),
        "dernierNumeroVoieEtablissement": only(joined(number, "0"), chance < 0.005),
        "indiceRepetitionDernierNumeroVoieEtablissement": only(again, chance < 0.001),
        # Without a type it is a hamlet or a place known by its name alone.
        "typeVoieEtablissement": codes().street_types.draw(dice, count, only=chance < 0.93),
        "libelleVoieEtablissement": said.streets.draw(dice, count, only=chance < 0.995),
    }


def _cedex(dice: Dice, town: Numbers, here: Flags, said: Words) -> dict[str, pa.Array]:
    count, chance = len(town), dice.random(len(town))
    cedex = here & (chance < 0.02)
    box = joined(either(chance < 0.015, "BP ", "CS "), pa.array(dice.integers(1, 99_999, count)).cast(pa.string()))
    postcode, label = said.postcodes.take(pa.array(town)), said.communes.at(town)
    code = joined(pc.utf8_slice_codeunits(postcode, 0, 2), digits(dice.integers(0, 99, count) * 10 + 9, 3))
    rank = either(chance < 0.005, " CEDEX 2", " CEDEX")
    return {
        "distributionSpecialeEtablissement": only(box, here & (chance < 0.03)),
        "codeCedexEtablissement": only(code, cedex),
        "libelleCedexEtablissement": only(joined(label, rank), cedex),
    }


def _located(dice: Dice, town: Numbers, here: Flags, said: Words) -> dict[str, pa.Array]:
    count = len(town)
    located = here & (dice.random(count) < 0.7)
    code = said.communes_codes.take(pa.array(town))
    key = joined(code, digits(dice.integers(0, 9_999, count), 4), "_B")
    east = 150_000 + town * 37 % 900_000 + dice.integers(0, 9_000, count)
    north = 6_100_000 + town * 7_919 % 900_000 + dice.integers(0, 9_000, count)
    tenth = pa.array(dice.integers(0, 10, count)).cast(pa.string())
    return {
        "codePostalEtablissement": only(said.postcodes.take(pa.array(town)), here),
        "libelleCommuneEtablissement": said.communes.at(town, only=here),
        "codeCommuneEtablissement": only(code, here),
        "identifiantAdresseEtablissement": only(key, located),
        "coordonneeLambertAbscisseEtablissement": only(joined(digits(east, 6), ".", tenth), located),
        "coordonneeLambertOrdonneeEtablissement": only(joined(digits(north, 7), ".", tenth), located),
    }


def _abroad(dice: Dice, abroad: Flags, said: Words) -> dict[str, pa.Array]:
    country = said.countries.places(dice, len(abroad))
    return {
        "libelleCommuneEtrangerEtablissement": only(said.countries_towns.take(pa.array(country)), abroad),
        "codePaysEtrangerEtablissement": only(said.countries_codes.take(pa.array(country)), abroad),
        "libellePaysEtrangerEtablissement": said.countries.at(country, only=abroad),
    }


def _second_address(dice: Dice, count: int) -> dict[str, pa.Array]:
    """Rare: where a market trader or a seasonal business also is."""
    said, some = words(), dice.random(count) < 0.003
    town = said.communes.places(dice, count)
    return {
        "complementAdresse2Etablissement": said.complements.draw(dice, count, only=some & (dice.random(count) < 0.3)),
        "numeroVoie2Etablissement": only(pa.array(dice.integers(1, 99, count)).cast(pa.string()), some),
        "typeVoie2Etablissement": codes().street_types.draw(dice, count, only=some),
        "libelleVoie2Etablissement": said.streets.draw(dice, count, only=some),
        "codePostal2Etablissement": only(said.postcodes.take(pa.array(town)), some),
        "libelleCommune2Etablissement": said.communes.at(town, only=some),
        "codeCommune2Etablissement": only(said.communes_codes.take(pa.array(town)), some),
    }


def _signs(dice: Dice, draft: Draft, where: Where) -> dict[str, pa.Array]:
    said, count, chance = words(), where.count, dice.random(where.count)
    kept = ~draft.purged[where.owner]
    return {
        "enseigne1Etablissement": signs(dice, count, said, kept & (chance < 0.15)),
        "enseigne2Etablissement": said.brands.draw(dice, count, only=kept & (chance < 0.01)),
        "enseigne3Etablissement": said.trades.draw(dice, count, only=kept & (chance < 0.001)),
        "denominationUsuelleEtablissement": said.brands.draw(dice, count, only=kept & (chance > 0.94)),
    }


def _activity(dice: Dice, draft: Draft, where: Where) -> dict[str, pa.Array]:
    chance = dice.random(where.count)
    naf = np.where(chance < 0.93, draft.naf[where.owner], codes().naf.places(dice, where.count))
    code, nomenclature = activities(naf, draft.era[where.owner])
    employer = draft.employer[where.owner] & where.active
    band = np.minimum(draft.band[where.owner], dice.integers(0, 12, where.count))
    craft = joined(pc.utf8_slice_codeunits(pc.replace_substring(code, ".", ""), 0, 4), "ZA")
    nobody = either(where.active & (chance < 0.6), "NN", pa.scalar(None, pa.string()))
    return {
        "activitePrincipaleEtablissement": code,
        "nomenclatureActivitePrincipaleEtablissement": nomenclature,
        "activitePrincipaleNAF25Etablissement": only(codes().naf_2025.take(pa.array(naf)), where.active),
        "activitePrincipaleRegistreMetiersEtablissement": only(craft, where.active & (chance < 0.05)),
        "trancheEffectifsEtablissement": either(employer, codes().bands.at(band), nobody),
        "anneeEffectifsEtablissement": only(pa.array(np.full(where.count, YEAR)), employer),
        "caractereEmployeurEtablissement": only(either(employer, "O", "N"), where.active),
    }
