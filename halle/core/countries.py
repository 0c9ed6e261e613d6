"""Countries by ISO 3166-1 code, named in French by the CLDR (through Babel)."""

from functools import cache

from babel import Locale

FRANCE = "FR"
# Codes that the CLDR knows and ISO 3166-1 does not give to a country.
NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "XK", "QO", "ZZ", "AC", "CP", "DG", "EA", "IC", "TA", "CQ"})


@cache
def choices() -> tuple[tuple[str, str], ...]:
    """(code, French name), France first, then in alphabetical order."""
    from halle.core.nomenclatures import fold

    named = ((code, name) for code, name in Locale("fr").territories.items() if len(code) == 2 and code.isalpha())
    others = ((code, name) for code, name in named if code not in NOT_COUNTRIES and code != FRANCE)
    return ((FRANCE, "France"), *sorted(others, key=lambda pair: fold(pair[1])))


def name_of(code: str) -> str:
    """The French name, or the code itself when nobody knows it."""
    return dict(choices()).get(code, code)
