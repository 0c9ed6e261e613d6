"""SIREN and SIRET whose keys are right (Luhn), and a lot drawn for each unit that never depends on the others."""

import numpy as np
import numpy.typing as npt

from halle.sirene.generating.pools import Numbers

POST = 356_000_000
POST_OFFICE = 48


def _sum(numbers: Numbers, *, doubled_first: bool) -> Numbers:
    """Luhn's sum of the digits, from the right."""
    total = np.zeros_like(numbers)
    left, doubled = numbers.copy(), doubled_first
    while left.any():
        left, digit = np.divmod(left, 10)
        if doubled:
            digit = digit * 2
            digit -= 9 * (digit > 9)
        total += digit
        doubled = not doubled
    return total


def keyed(numbers: Numbers) -> Numbers:
    """The numbers with their key behind: a SIREN out of its first 8 digits, a SIRET out of its first 13."""
    key: Numbers = numbers * 10 + (-_sum(numbers, doubled_first=True)) % 10
    return key


def is_right(numbers: Numbers) -> npt.NDArray[np.bool_]:
    """Whether each SIREN or SIRET has its right key; La Poste's places follow their own rule."""
    by_luhn = _sum(numbers, doubled_first=False) % 10 == 0
    plain = np.zeros_like(numbers)
    left = numbers.copy()
    while left.any():
        left, digit = np.divmod(left, 10)
        plain += digit
    is_post = (numbers // 100_000 == POST) & (numbers % 100_000 != POST_OFFICE)
    right: npt.NDArray[np.bool_] = np.where(is_post, plain % 5 == 0, by_luhn)
    return right


def sirets(sirens: Numbers, ranks: Numbers) -> Numbers:
    """The SIRET of the unit's establishment of that rank (1, 2, 3…)."""
    return keyed(sirens * 10_000 + ranks)


def lot(sirens: Numbers, *salts: int) -> npt.NDArray[np.float64]:
    """A number in [0, 1) for each unit, the same whenever it is asked with the same salts (splitmix64)."""
    salt = 0
    for one in salts:
        salt = (salt * 1_000_003 + one + 0x9E37) % (1 << 64)
    mixed = sirens.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(salt)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    mixed ^= mixed >> np.uint64(31)
    return (mixed >> np.uint64(11)).astype(np.float64) / float(1 << 53)
