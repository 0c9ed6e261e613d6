"""Rows of StockUniteLegale for drafted units, unmasked."""

import numpy as np
import pyarrow as pa

from halle.core.nomenclatures import Naf
from halle.sirene.columns import TOMBSTONE
from halle.sirene.generating.codes import codes
from halle.sirene.generating.drafts import ERAS, Draft
from halle.sirene.generating.keys import sirets
from halle.sirene.generating.layout import UNITS, day, days, moments, table
from halle.sirene.generating.pools import Dice, Numbers, digits, either, only
from halle.sirene.generating.words import Words, associations, company_names, words

YEAR = 2023


def unit_table(dice: Dice, draft: Draft) -> pa.Table:
    """One row a unit, in the draft's order."""
    said = words()
    columns = {
        **_identity(draft, dice),
        **_person(dice, draft, said),
        **_company(dice, draft, said),
        **_activity(draft),
        **_size(dice, draft),
    }
    return table(UNITS, columns, draft.count)


def _identity(draft: Draft, dice: Dice) -> dict[str, pa.Array]:
    count = draft.count
    chance = dice.random(count)
    # INSEE writes 1900-01-01 for an unknown day; sometimes nothing at all.
    created = np.where(chance < 0.005, day(1900), draft.created)
    nic = digits(sirets(draft.siren, draft.office) % 100_000, 5)
    return {
        "siren": digits(draft.siren, 9),
        "statutDiffusionUniteLegale": either(draft.partial, "P", "O"),
        "unitePurgeeUniteLegale": pa.array(draft.purged, mask=~draft.purged),
        "dateCreationUniteLegale": days(created, known=chance < 0.998),
        "dateDernierTraitementUniteLegale": moments(draft.processed),
        "nombrePeriodesUniteLegale": pa.array(1 + (draft.since > draft.created) + dice.integers(0, 3, count)),
        "dateDebut": days(draft.since),
        "etatAdministratifUniteLegale": either(draft.active, "A", "C"),
        "categorieJuridiqueUniteLegale": pa.array(draft.legal),
        "nicSiegeUniteLegale": nic,
    }


def _person(dice: Dice, draft: Draft, said: Words) -> dict[str, pa.Array]:
    count, chance = draft.count, dice.random(draft.count)
    person, woman = draft.person, dice.random(draft.count) < 0.42
    kept = person & ~draft.purged
    given = [either(woman, said.women.draw(dice, count), said.men.draw(dice, count)) for _number in range(3)]
    pseudonym = said.brands.draw(dice, count, only=kept & (chance > 0.99))
    return {
        "sexeUniteLegale": only(either(woman, "F", "M"), kept),
        "prenom1UniteLegale": only(given[0], person),
        "prenom2UniteLegale": only(given[1], kept & (chance < 0.6)),
        "prenom3UniteLegale": only(given[2], kept & (chance < 0.3)),
        "prenom4UniteLegale": only(given[0], kept & (chance < 0.01)),
        "prenomUsuelUniteLegale": only(either(chance < 0.97, given[0], given[1]), person),
        "pseudonymeUniteLegale": pseudonym,
        "nomUniteLegale": said.surnames.draw(dice, count, only=person),
        "nomUsageUniteLegale": said.surnames.draw(dice, count, only=kept & woman & (dice.random(count) < 0.3)),
    }


def _company(dice: Dice, draft: Draft, said: Words) -> dict[str, pa.Array]:
    count, chance = draft.count, dice.random(draft.count)
    legal, kept = ~draft.person, ~draft.purged
    usual = said.brands.draw(dice, count, only=kept & (chance < np.where(legal, 0.06, 0.04)))
    usual = either(chance < 0.0005, TOMBSTONE, usual)
    group = draft.kind == 2
    return {
        "denominationUniteLegale": company_names(dice, count, said, legal, kind=draft.kind),
        "sigleUniteLegale": said.acronyms.draw(dice, count, only=legal & kept & (dice.random(count) < 0.12)),
        "denominationUsuelle1UniteLegale": only(usual, kept),
        "denominationUsuelle2UniteLegale": said.brands.draw(dice, count, only=kept & (chance < 0.004)),
        "denominationUsuelle3UniteLegale": said.trades.draw(dice, count, only=kept & (chance < 0.001)),
        "identifiantAssociationUniteLegale": associations(dice, count, group & kept & (chance < 0.8)),
        "economieSocialeSolidaireUniteLegale": only(either(group, "O", "N"), kept & draft.active & (chance < 0.8)),
        "societeMissionUniteLegale": only(either(chance < 0.002, "O", "N"), draft.active & legal & (chance < 0.7)),
    }


def _activity(draft: Draft) -> dict[str, pa.Array]:
    code, nomenclature = activities(draft.naf, draft.era)
    return {
        "activitePrincipaleUniteLegale": code,
        "nomenclatureActivitePrincipaleUniteLegale": nomenclature,
        "activitePrincipaleNAF25UniteLegale": only(codes().naf_2025.take(pa.array(draft.naf)), draft.active),
    }


def activities(naf: Numbers, era: Numbers) -> tuple[pa.Array, pa.Array]:
    """Codes and their nomenclatures: that of the day when the unit ceased."""
    code = codes().naf.at(naf)
    for index, (old, _end) in enumerate(ERAS):
        pool = codes().older[old]
        code = either(era == index, pool.at(naf % len(pool.texts)), code)
    names = pa.array([*(old.value for old, _end in ERAS), Naf.REV2.value])
    return code, names.take(pa.array(era))


def _size(dice: Dice, draft: Draft) -> dict[str, pa.Array]:
    chance = dice.random(draft.count)
    nobody = ~draft.employer & draft.active & (chance < 0.6)
    band = either(draft.employer, codes().bands.at(draft.band), either(nobody, "NN", pa.scalar(None, pa.string())))
    size = pa.array(draft.category)
    has_size = draft.category != ""
    years = pa.array(np.full(draft.count, YEAR))
    return {
        "trancheEffectifsUniteLegale": band,
        "anneeEffectifsUniteLegale": only(years, draft.employer),
        "categorieEntreprise": only(size, has_size),
        "anneeCategorieEntreprise": only(years, has_size),
        "caractereEmployeurUniteLegale": only(either(draft.employer, "O", "N"), draft.active),
    }
