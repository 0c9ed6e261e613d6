"""Companies by name in the local register: exact names first, then the rank that the index keeps."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from halle.sirene.ranking import SHARDS, siren_of
from halle.sirene.tokens import (
    LONGEST_PREFIX,
    SHORTEST_PREFIX,
    department_mark,
    departments,
    postcode_mark,
    words_in,
)

PLACE = re.compile(r"^(?P<words>.*\S)\s+(?P<place>[0-9]{5}|[0-9]{2,3}|2[ABab])$")
MOST_WORDS = 12
EMPTY_WORDS = frozenset({"A", "AU", "AUX", "D", "DE", "DES", "DU", "EN", "ET", "L", "LA", "LE", "LES"})
MATCH = "SELECT rowid FROM {table} WHERE {table} MATCH ? ORDER BY rowid LIMIT 1000"
Bases = dict[str, sqlite3.Connection]


@dataclass(frozen=True, slots=True)
class Question:
    """Words, and where: a postcode of five digits or a département, or neither."""

    words: tuple[str, ...]
    postcode: str = ""
    department: str = ""

    @property
    def marks(self) -> list[str]:
        """What the index knows the place by."""
        if self.postcode:
            return [postcode_mark(self.postcode)]
        return [department_mark(self.department)] if self.department else []


def questions(text: str, *, postcode: str = "", department: str = "") -> list[Question]:
    """What a person may mean: « boulang 35 » is bakers of Ille-et-Vilaine, else a name that holds 35."""
    plain = Question(tuple(words_in(text)[:MOST_WORDS]), postcode, department.upper())
    found = PLACE.match(text.strip())
    if postcode or department or not found:
        return [plain]
    place, words = found["place"].upper(), tuple(words_in(found["words"])[:MOST_WORDS])
    if len(place) == 5:
        return [Question(words, postcode=place), plain]
    return [Question(words, department=place), plain] if place in departments() else [plain]


def sirens(bases: Bases, question: Question, limit: int) -> list[int]:
    """Numbers of the companies that answer, at most `limit`, the best first.

    Exact names come wherever they are: whoever asks with a place looks whether they have an establishment there.
    """
    if not question.words or (question.department and not department_mark(question.department)):
        return []
    found: dict[int, None] = {}
    exact = f'"{"".join(question.words)}"'
    for table, match in (("exact", exact), *(("names", one) for one in _named(question))):
        answers = list(islice(_answers(bases, table, match), limit))
        found.update(dict.fromkeys(answers))
        if answers and table == "names":
            break
    return list(found)[: 2 * limit]


def _named(question: Question) -> list[str]:
    """What is asked of the names, until one answers. The last word may be the beginning of one.

    Beginnings of up to eight letters have an index of their own; a longer one gathers every name that holds it before
    the first is known (50 ms for « CHRISTINE »), so that it is first taken for the word that it nearly always is.
    """
    *whole, last = question.words
    # Millions of names hold them: they tell nothing apart, and cost ten times the rest. Exact names keep theirs.
    known = [*question.marks, *(word for word in whole if word not in EMPTY_WORDS)]
    if len(last) < SHORTEST_PREFIX:
        return [_and([*known, last])]
    begun = " ".join(filter(None, [_and(known), f'"{last}"*']))
    return [begun] if len(last) <= LONGEST_PREFIX else [_and([*known, last]), begun]


def _and(words: Sequence[str]) -> str:
    return " ".join(f'"{word}"' for word in words)


def _answers(bases: Bases, table: str, match: str) -> Iterator[int]:
    """SIRENs in order of rank, over the stock's index and what updates changed since."""
    recent, asked = bases["recent"], MATCH.format(table=table)
    fresh = (row[0] for row in recent.execute(asked, [match]))
    stock = (row[0] for shard in range(SHARDS) for row in bases[f"names-{shard}"].execute(asked, [match]))
    kept = (number for number in stock if not _is_touched(recent, number))
    return (siren_of(number) for number in merge(fresh, kept))


def _is_touched(recent: sqlite3.Connection, number: int) -> bool:
    return recent.execute("SELECT 1 FROM touched WHERE siren = ?", [siren_of(number)]).fetchone() is not None
