"""The same stock some months on: units renamed, moved, closed and opened, each drawn by its SIREN."""

from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from halle.sirene.generating.keys import lot, sirets
from halle.sirene.generating.layout import DAY, LAST_DAY, MONTH, SUCCESSIONS, days, moments, numbers_of, table
from halle.sirene.generating.places import address
from halle.sirene.generating.pools import Dice, Flags, Numbers, digits
from halle.sirene.generating.words import company_names, words

# Of the active units in each month.
RENAMED, MOVED, CLOSED = 0.009, 0.014, 0.018


@dataclass(slots=True)
class Chapter:
    """A stretch of the stock by SIREN, and the links found on the way."""

    units: pa.Table
    places: pa.Table
    successions: list[pa.Table] = field(default_factory=list)

    def sort(self) -> None:
        """By SIREN and SIRET, as INSEE sorts."""
        self.units = self.units.take(np.argsort(numbers_of(self.units["siren"]), kind="stable"))
        self.places = self.places.take(np.argsort(numbers_of(self.places["siret"]), kind="stable"))

    def add(self, units: pa.Table, places: pa.Table) -> None:
        """More units with their establishments."""
        self.units = pa.concat_tables([self.units, units]).combine_chunks()
        self.places = pa.concat_tables([self.places, places]).combine_chunks()


@dataclass(frozen=True, slots=True)
class Month:
    """One month of changes: when each unit was treated."""

    number: int
    seed: int

    @property
    def first(self) -> int:
        """Its first day."""
        return LAST_DAY + 1 + (self.number - 1) * MONTH

    @property
    def last(self) -> int:
        """Its last day on which anything begins."""
        return self.first + MONTH - 2

    def days(self, sirens: Numbers) -> Numbers:
        """The day of each unit's change, if it changes."""
        found: Numbers = self.first + (lot(sirens, self.seed, self.number, 1) * (MONTH - 2)).astype(np.int64)
        return found

    def moments(self, sirens: Numbers) -> Numbers:
        """When INSEE treated that change: the day after."""
        second = (lot(sirens, self.seed, self.number, 2) * 12 * 3600).astype(np.int64)
        return (self.days(sirens) + 1) * DAY + 7 * 3600 + second


def live(chapter: Chapter, month: Month, dice: Dice, *, still: Numbers) -> None:
    """Let a month pass over the chapter; the units in `still` do not change."""
    sirens = numbers_of(chapter.units["siren"])
    drawn = lot(sirens, month.seed, month.number)
    changing = (
        pc.and_(
            pc.equal(chapter.units["etatAdministratifUniteLegale"], "A"),
            pc.equal(chapter.units["statutDiffusionUniteLegale"], "O"),
        ).to_numpy()
        & (drawn < CLOSED)
        & ~np.isin(sirens, still)
    )
    _move(chapter, month, dice, changing & (drawn >= RENAMED) & (drawn < MOVED))
    _rename(chapter, dice, changing & (drawn < RENAMED))
    _close(chapter, month, changing & (drawn >= MOVED))
    chapter.units = edited(
        chapter.units,
        changing,
        dateDebut=days(month.days(sirens)),
        dateDernierTraitementUniteLegale=moments(month.moments(sirens)),
        nombrePeriodesUniteLegale=pc.add(chapter.units["nombrePeriodesUniteLegale"], 1),
    )
    chapter.sort()


def edited(rows: pa.Table, flags: Flags, **columns: pa.Array | str | bool | None) -> pa.Table:
    """The rows with other values where the flag is up."""
    for name, value in columns.items():
        kind = rows.schema.field(name).type
        new = pa.scalar(value, kind) if value is None or isinstance(value, str | bool) else value
        column = pc.if_else(pa.array(flags), new, rows[name].combine_chunks())
        rows = rows.set_column(rows.schema.get_field_index(name), name, column)
    return rows


def _rename(chapter: Chapter, dice: Dice, flags: Flags) -> None:
    """Another company name, or a usage name for a person."""
    said, count = words(), int(flags.sum())
    new = company_names(dice, count, said, np.ones(count, bool), kind=np.zeros(count, np.int64))
    usage = said.surnames.draw(dice, count)
    company = pc.is_valid(chapter.units["denominationUniteLegale"]).to_numpy()
    chapter.units = edited(chapter.units, flags & company, denominationUniteLegale=_spread(new, flags))
    chapter.units = edited(chapter.units, flags & ~company, nomUsageUniteLegale=_spread(usage, flags))


def _spread(values: pa.Array, flags: Flags) -> pa.Array:
    """The values laid out over the rows whose flag is up."""
    return values.take(pa.array(np.cumsum(flags) - 1, mask=~flags))


def _move(chapter: Chapter, month: Month, dice: Dice, flags: Flags) -> None:
    """The head office closes, and the next establishment of the unit opens elsewhere as its head office."""
    places = chapter.places
    owners = numbers_of(places["siren"])
    movers = numbers_of(chapter.units["siren"])[flags]
    left = np.isin(owners, movers) & places["etablissementSiege"].to_numpy()
    movers = owners[left]
    last = np.searchsorted(owners, movers, "right") - 1
    ranks = numbers_of(places["siret"])[last] % 100_000 // 10 + 1
    siret = digits(sirets(movers, ranks), 14)
    opened = places.filter(pa.array(left))
    every = np.ones(len(movers), bool)
    begins, treated = days(month.days(movers)), moments(month.moments(movers))
    new = edited(
        opened,
        every,
        nic=pc.utf8_slice_codeunits(siret, 9, 14),
        siret=siret,
        dateCreationEtablissement=begins,
        dateDebut=begins,
        dateDernierTraitementEtablissement=treated,
        nombrePeriodesEtablissement=pa.array(np.ones(len(movers), np.int64)),
        **address(dice, len(movers)),
    )
    chapter.successions.append(successions(opened["siret"], siret, begins, treated, office=every))
    chapter.places = pa.concat_tables([_closed(places, month, left), new]).combine_chunks()
    where = np.searchsorted(movers, numbers_of(chapter.units["siren"])[flags])
    nic = pc.utf8_slice_codeunits(siret, 9, 14).take(pa.array(where))
    chapter.units = edited(chapter.units, flags, nicSiegeUniteLegale=_spread(nic, flags))


def _close(chapter: Chapter, month: Month, flags: Flags) -> None:
    """The unit ceases, and every establishment closes."""
    chapter.units = edited(
        chapter.units,
        flags,
        etatAdministratifUniteLegale="C",
        activitePrincipaleNAF25UniteLegale=None,
        trancheEffectifsUniteLegale=None,
        caractereEmployeurUniteLegale=None,
    )
    gone = np.isin(numbers_of(chapter.places["siren"]), numbers_of(chapter.units["siren"])[flags])
    open_ = pc.equal(chapter.places["etatAdministratifEtablissement"], "A").to_numpy()
    was = chapter.places["etablissementSiege"]
    chapter.places = _closed(chapter.places, month, gone & open_)
    # A unit that ceased keeps its last head office.
    at = chapter.places.schema.get_field_index("etablissementSiege")
    chapter.places = chapter.places.set_column(at, "etablissementSiege", was)


def _closed(places: pa.Table, month: Month, flags: Flags) -> pa.Table:
    owners = numbers_of(places["siren"])
    return edited(
        places,
        flags,
        etatAdministratifEtablissement="F",
        etablissementSiege=False,
        dateDebut=days(month.days(owners)),
        dateDernierTraitementEtablissement=moments(month.moments(owners)),
        nombrePeriodesEtablissement=pc.add(places["nombrePeriodesEtablissement"], 1).combine_chunks(),
        activitePrincipaleNAF25Etablissement=None,
        trancheEffectifsEtablissement=None,
        caractereEmployeurEtablissement=None,
    )


def successions(before: pa.Array, after: pa.Array, on: pa.Array, treated: pa.Array, *, office: Flags) -> pa.Table:
    """Rows of StockEtablissementLiensSuccession."""
    columns = {
        "siretEtablissementPredecesseur": before,
        "siretEtablissementSuccesseur": after,
        "dateLienSuccession": on,
        "transfertSiege": pa.array(office),
        "continuiteEconomique": pa.array(np.ones(len(office), bool)),
        "dateDernierTraitementLienSuccession": treated,
    }
    return table(SUCCESSIONS, columns, len(office))
