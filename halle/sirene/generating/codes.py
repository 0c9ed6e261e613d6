"""Official codes to draw from: legal categories, activities, workforce bands, all from the real tables."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import pyarrow as pa

from halle.core.nomenclatures import NAF_FILES, Naf, table
from halle.sirene.generating.pools import Pool, zipf

PERSON = 1000
ASSOCIATIONS = frozenset(range(9210, 9270))
ESTATES = frozenset({6540, 6541})
PUBLIC = range(7000, 7500)
# Share of legal categories among legal persons, about as in France; all others of the table share the rest.
COMMON = {
    "5499": 33.0,
    "6540": 22.0,
    "5710": 23.0,
    "9220": 13.0,
    "9110": 1.6,
    "6533": 0.6,
    "6598": 0.8,
    "5599": 0.6,
    "7210": 0.3,
    "3120": 0.2,
}
REST = 0.015
# The activities that most companies have; the others of rév. 2 follow by rank.
FREQUENT = """68.20B 94.99Z 96.09Z 68.20A 70.22Z 47.91B 49.41A 43.21A 56.10C 56.10A 96.02A 43.22A 01.50Z 86.90E 62.02A
    64.20Z 81.21Z 53.20Z 45.20A 43.34Z 43.32A 41.20A 47.11B 01.11Z 62.01Z 73.11Z 90.03B 85.59A 71.12B 93.12Z""".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Codes:
    """Pools of codes; `naf_2025` stands in the order of `naf`."""

    legal: Pool
    naf: Pool
    naf_2025: pa.Array
    older: dict[Naf, Pool]
    bands: Pool
    street_types: Pool


@cache
def codes() -> Codes:
    """The pools, made once from the tables of halle.core."""
    known = list(dict.fromkeys([*FREQUENT, *table(NAF_FILES[Naf.REV2])]))
    legal = [code for code in table("legal_categories_level3") if code != "1000"]
    bands = [code for code in table("workforce_bands") if code != "NN"]
    types = list(table("street_types"))
    return Codes(
        legal=Pool(legal, [COMMON.get(code, REST) for code in legal]),
        naf=Pool(known, zipf(len(known), 1.0)),
        naf_2025=pa.array([_successor(code) for code in known]),
        older={one: _any_of(one) for one in (Naf.NAP, Naf.N1993, Naf.REV1)},
        bands=Pool(bands, (0.55 ** np.arange(len(bands))).tolist()),
        street_types=Pool(types, [_weight(code) for code in types]),
    )


def _any_of(nomenclature: Naf) -> Pool:
    names = list(table(NAF_FILES[nomenclature]))
    return Pool(names, zipf(len(names)))


def _weight(street_type: str) -> float:
    return {"RUE": 60.0, "AV": 11.0, "RTE": 7.0, "CHE": 7.0, "BD": 5.0, "PL": 4.0, "ALL": 3.5, "IMP": 3.0}.get(
        street_type, 0.2
    )


@cache
def _modern() -> tuple[str, ...]:
    return tuple(table(NAF_FILES[Naf.N2025]))


def _successor(code: str) -> str:
    """A code of NAF 2025 near to that of rév. 2: same class, else same division, else the first of the table."""
    for length in (5, 4, 2):
        for modern in _modern():
            if modern.startswith(code[:length]):
                return modern
    return _modern()[0]
