"""What is searched for in names: words, whole names squeezed into one word, and marks that no person types.

Marks are characters of a script that French names do not use, so that they cost almost nothing in the index: where a
company has an open establishment, by département and by postcode.
"""

import re
import unicodedata
from functools import cache

from halle.core.nomenclatures import table

# CJK Extension A and unified ideographs: letters for SQLite's tokenizer, never prefixes of one another.
DEPARTMENT_FROM, POSTCODE_FROM = 0x3500, 0x4E00
SPLIT = re.compile(r"[^0-9A-Za-z\u00c0-\u024f]+")
# Beginnings of words that the index of names knows.
SHORTEST_PREFIX, LONGEST_PREFIX = 2, 8


@cache
def departments() -> tuple[str, ...]:
    """Codes of the départements and overseas collectivities."""
    return tuple(table("departements"))


def words_in(text: str) -> list[str]:
    """The words of a text as they are searched: capitals without accents."""
    folded = unicodedata.normalize("NFD", text.replace("œ", "oe").replace("Œ", "OE").upper())
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return [word for word in SPLIT.split(bare) if word]


def squeezed(text: str) -> str:
    """A whole name as one word: « CHEZ L'AMI » and « chez lami » are the same exact name."""
    return "".join(words_in(text))


def department_mark(code: str) -> str:
    """The mark of a département; nothing for a code that does not exist."""
    every = departments()
    return chr(DEPARTMENT_FROM + every.index(code)) if code in every else ""


def postcode_mark(postcode: str) -> str:
    """The mark of a postcode of five digits."""
    number = int(postcode)
    return chr(POSTCODE_FROM + number // 1000) + chr(POSTCODE_FROM + number % 1000)


def department_of(city_code: str) -> str:
    """« 35 » for Rennes (35238), « 974 » for Saint-Denis (97411)."""
    return city_code[:3] if city_code[:2] in {"97", "98"} else city_code[:2]


def marks_of(city_code: str, postcode: str) -> str:
    """The marks of where an establishment is."""
    marks = [department_mark(department_of(city_code))]
    if len(postcode) == 5 and postcode.isdecimal():
        marks.append(postcode_mark(postcode))
    return " ".join(mark for mark in marks if mark)
