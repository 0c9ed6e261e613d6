"""Which of two companies that answer the same words comes first: the open, then the big, then the old.

The rank is part of the number under which a name is indexed: SQLite gives matches in order of that number, so the
first ten are the ten that matter, and the search stops there instead of scoring every match.
"""

from halle.sirene.records import State, Unit

BUCKET = 1_000_000_000
# Bands of workforce by INSEE's code, from none to 10,000 and more; the step in the rank that each is worth.
BANDS = ("NN", "00", "01", "02", "03", "11", "12", "21", "22", "31", "32", "41", "42", "51", "52", "53")
CATEGORIES = ("GE", "ETI", "PME")
PER_STATE = 64
# The index lies in two files: open companies, ceased ones.
SHARDS = 2


def bucket_of(unit: Unit) -> int:
    """0 for the largest open company, `2 × PER_STATE - 1` for the least ceased one."""
    size = max(BANDS.index(unit.workforce) - 1, 0) if unit.workforce in BANDS else 0
    weight = 3 - CATEGORIES.index(unit.category) if unit.category in CATEGORIES else 0
    company = 0 if unit.is_person else 1
    ceased = 0 if unit.state == State.ACTIVE else 1
    return ceased * PER_STATE + (PER_STATE - 1) - (3 * size + 3 * weight + company)


def ranked(bucket: int, siren: int) -> int:
    """The number under which a company's names are indexed."""
    return bucket * BUCKET + siren


def siren_of(number: int) -> int:
    """The SIREN inside that number."""
    return number % BUCKET
