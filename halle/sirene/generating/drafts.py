"""What is decided first of each invented unit: everything that its row and its establishments' rows share."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from halle.core.nomenclatures import Naf
from halle.sirene.generating.codes import ASSOCIATIONS, ESTATES, PERSON, PUBLIC, codes
from halle.sirene.generating.layout import DAY, LAST_DAY, day
from halle.sirene.generating.pools import Dice, Flags, Numbers

PERSONS = 0.564
FIRST_DAY = day(1955)
# Each nomenclature served until the day the next one came.
ERAS = ((Naf.NAP, day(1993)), (Naf.N1993, day(2003)), (Naf.REV1, day(2008)))
LARGE = 13
MIDDLE = 9
Texts = npt.NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Draft:
    """Arrays with one line a unit, by ascending SIREN; days since 1970, seconds since 1970."""

    siren: Numbers
    legal: Numbers
    active: Flags
    partial: Flags
    purged: Flags
    employer: Flags
    band: Numbers
    category: Texts
    created: Numbers
    since: Numbers
    processed: Numbers
    naf: Numbers
    era: Numbers
    places: Numbers
    office: Numbers

    @property
    def count(self) -> int:
        """How many units."""
        return len(self.siren)

    @property
    def person(self) -> Flags:
        """Sole traders."""
        found: Flags = self.legal == PERSON
        return found

    @property
    def kind(self) -> Numbers:
        """0 a firm, 1 a real-estate company, 2 an association, 3 public."""
        estate, group = np.isin(self.legal, list(ESTATES)), np.isin(self.legal, list(ASSOCIATIONS))
        public = (self.legal >= PUBLIC.start) & (self.legal < PUBLIC.stop)
        return np.select([estate, group, public], [1, 2, 3], 0)


def draft(dice: Dice, sirens: Numbers, *, born: tuple[int, int] | None = None) -> Draft:
    """Decide on these units; `born` says the first and last day on which all of them open."""
    count = len(sirens)
    legal = np.where(dice.random(count) < PERSONS, PERSON, _legal(dice, count))
    person = legal == PERSON
    active = dice.random(count) < 0.5
    created = _created(dice, sirens)
    if born:
        active[:] = True
        created = dice.integers(born[0], born[1] + 1, count)
    last = born[1] if born else LAST_DAY
    changed = ~active | (dice.random(count) < 0.3)
    since = np.where(changed, created + _share(dice, last - created), created)
    purged = ~active & (since < day(2003)) & (dice.random(count) < 0.6)
    employer = active & (dice.random(count) < np.where(person, 0.05, 0.35))
    band = codes().bands.places(dice, count)
    places = _places(dice, count, employer & (band >= LARGE - 4))
    return Draft(
        siren=sirens,
        legal=legal,
        active=active,
        partial=~purged & (dice.random(count) < np.where(person, 0.152, 0.035)),
        purged=purged,
        employer=employer,
        band=band,
        category=_category(dice, person, active, np.where(employer, band, 0)),
        created=created,
        since=since,
        processed=moments_after(dice, since, last),
        naf=codes().naf.places(dice, count),
        era=np.select([~active & (since < end) for _naf, end in ERAS], range(len(ERAS)), len(ERAS)),
        places=places,
        office=np.where(dice.random(count) < 0.6, places, 1 + (dice.random(count) * places).astype(np.int64)),
    )


def moments_after(dice: Dice, since: Numbers, last: int) -> Numbers:
    """A working hour of a day from that one to the last, oftener late."""
    left = np.maximum(last - since, 0)
    some_day = since + (left * np.sqrt(dice.random(len(since)))).astype(np.int64)
    return some_day * DAY + dice.integers(7 * 3600, 20 * 3600, len(since))


def _share(dice: Dice, spans: Numbers) -> Numbers:
    found: Numbers = (np.maximum(spans, 0) * dice.random(len(spans))).astype(np.int64)
    return found


def _legal(dice: Dice, count: int) -> Numbers:
    pool = codes().legal
    numbers: Numbers = pool.texts.cast("int64").to_numpy()
    return numbers[pool.places(dice, count)]


def _created(dice: Dice, sirens: Numbers) -> Numbers:
    """Numbers were given out over the years: a high SIREN is a young unit, more or less."""
    position = np.sqrt(sirens / 1e9)
    about = FIRST_DAY + position * (LAST_DAY - FIRST_DAY) + dice.normal(0, 1500, len(sirens))
    return np.clip(about, FIRST_DAY, LAST_DAY - dice.integers(0, 900, len(sirens))).astype(np.int64)


def _places(dice: Dice, count: int, large: Flags) -> Numbers:
    """About 1.45 each; a large employer has many."""
    many = dice.integers(20, 200, count)
    return np.where(large, many, np.minimum(dice.geometric(0.705, count), 40))


def _category(dice: Dice, person: Flags, active: Flags, band: Numbers) -> Texts:
    chance = dice.random(len(person))
    told = active & (chance < np.where(person, 0.5, 0.85))
    size = np.select([band >= LARGE, band >= MIDDLE], ["GE", "ETI"], "PME")
    found: Texts = np.where(told, size, "")
    return found
