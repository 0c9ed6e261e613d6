"""Official code tables shipped as data: NAF in all its versions, legal categories, roles of officers.

Sources are in data/README.md. A NAF code means nothing without its nomenclature: NAF 2025 replaces rév. 2 as the
reference on 1 January 2027 (decree 2025-736), so both always travel together.
"""

import csv
import unicodedata
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple


class Naf(StrEnum):
    """Versions of the French classification of activities, by INSEE's own names."""

    REV2 = "NAFRev2"
    N2025 = "NAF2025"
    REV1 = "NAFRev1"
    N1993 = "NAF1993"
    NAP = "NAP"


NAF_FILES = {
    Naf.REV2: "naf_rev2",
    Naf.N2025: "naf_2025",
    Naf.REV1: "naf_rev1",
    Naf.N1993: "naf_1993",
    Naf.NAP: "nap_1973",
}
NAF_LABELS = {
    Naf.REV2: "NAF rév. 2",
    Naf.N2025: "NAF 2025",
    Naf.REV1: "NAF rév. 1",
    Naf.N1993: "NAF 1993",
    Naf.NAP: "NAP 1973",
}
NAF_2025_IN_FORCE = date(2027, 1, 1)
CURRENT_NAF = (Naf.REV2, Naf.N2025)


class Activity(NamedTuple):
    """One line of a NAF table; `code` without its dot, as Sirene stores it (`0111Z`)."""

    code: str
    nomenclature: Naf
    label: str

    @property
    def full(self) -> str:
        """« 0111Z - Culture de céréales… » (S-058)."""
        return f"{self.code} - {self.label}"


@cache
def table(name: str) -> Mapping[str, str]:
    """The code table of that file name, code to label, in official order."""
    text = (files("halle.core") / "data" / f"{name}.csv").read_text(encoding="utf-8")
    return MappingProxyType({row["code"]: row["label"] for row in csv.DictReader(text.splitlines())})


@cache
def activities(nomenclature: Naf) -> Mapping[str, Activity]:
    """One version of the NAF, by code without dot."""
    rows = table(NAF_FILES[nomenclature]).items()
    found = (Activity(compact_naf(code), nomenclature, label) for code, label in rows)
    return MappingProxyType({activity.code: activity for activity in found})


def activity(code: str, nomenclature: str) -> Activity | None:
    """The activity with that code in that version, if both exist."""
    if nomenclature not in Naf.__members__.values():
        return None
    return activities(Naf(nomenclature)).get(compact_naf(code))


def compact_naf(code: str) -> str:
    """`01.11z` as `0111Z`."""
    return code.replace(".", "").replace(" ", "").upper()


def reference_naf(day: date) -> Naf:
    """The version of the NAF that is the State's reference on that day."""
    return Naf.N2025 if day >= NAF_2025_IN_FORCE else Naf.REV2


def search_activities(text: str, *, limit: int = 20, nomenclatures: tuple[Naf, ...] = CURRENT_NAF) -> list[Activity]:
    """Activities whose code begins with the text or whose label holds every word of it, accents and case aside."""
    code, words = compact_naf(text), fold(text).split()
    if not words:
        return []
    by_code, by_label = [], []
    for nomenclature in nomenclatures:
        for line in activities(nomenclature).values():
            if line.code.startswith(code):
                by_code.append(line)
            elif all(word in _folded_label(line) for word in words):
                by_label.append(line)
    return (by_code + by_label)[:limit]


@cache
def _folded_label(line: Activity) -> str:
    return fold(line.label)


def fold(text: str) -> str:
    """Lower case without accents: what search compares."""
    decomposed = unicodedata.normalize("NFD", text.replace("’", "'").lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def legal_category_label(code: str) -> str:
    """Label of a four-digit INSEE legal category, or the code itself when the table does not know it."""
    return table("legal_categories_level3").get(code, code)


# What people call the commonest forms; the table's own label is a sentence.
LEGAL_CATEGORY_SHORT = {
    "1000": "Entrepreneur individuel",
    "5498": "EURL",
    "5499": "SARL",
    "5599": "SA à conseil d’administration",
    "5699": "SA à directoire",
    "5710": "SAS",
    "5720": "SASU",
    "5202": "SNC",
    "6540": "SCI",
    "9220": "Association déclarée",
}


def legal_category_short(code: str) -> str:
    """« SARL » for 5499 (S-053), else the table's label."""
    return LEGAL_CATEGORY_SHORT.get(code) or (legal_category_label(code) if code else "")
