"""The pools of names, streets and communes, put together from the small files in data/."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product

import numpy as np
import pyarrow as pa

from halle.sirene.generating.pools import Dice, Flags, Numbers, Pool, digits, either, joined, only, zipf

BRANDS = 120_000
ACRONYMS = 20_000
# The same words whatever the seed: seeds draw other companies out of the same language.
LANGUAGE = 1


@dataclass(frozen=True, slots=True)
class Words:
    """All that texts are drawn from."""

    surnames: Pool
    men: Pool
    women: Pool
    trades: Pool
    brands: Pool
    towns: Pool
    acronyms: Pool
    streets: Pool
    complements: Pool
    signs: tuple[tuple[str, str], ...]
    communes: Pool
    communes_codes: pa.Array
    postcodes: pa.Array
    countries: Pool
    countries_codes: pa.Array
    countries_towns: pa.Array


@cache
def words() -> Words:
    """The pools, made once."""
    dice = np.random.default_rng(LANGUAGE)
    surnames = [a + b for a, b in product(_split("surname_starts"), _split("surname_ends"))]
    dice.shuffle(surnames)
    surnames[40:40] = _lines("surname_extras")
    names = rows_of("first_names")
    towns = rows_of("communes")
    countries = rows_of("countries")
    labels = [row["label"] for row in towns]
    return Words(
        surnames=Pool(surnames, zipf(len(surnames), 0.7)),
        men=_given(names, "M"),
        women=_given(names, "F"),
        trades=Pool(trades := _lines("trades"), zipf(len(trades), 0.5)),
        brands=Pool(brands := _brands(dice), zipf(len(brands))),
        towns=Pool(sorted({label.rstrip("0123456789 ") for label in labels})),
        acronyms=Pool(_acronyms(dice)),
        streets=_streets(dice, surnames),
        complements=Pool(_lines("complements"), zipf(len(_lines("complements")))),
        signs=tuple((line.split("{}")[0], line.split("{}")[1]) for line in _lines("signs")),
        communes=Pool(labels, [float(row["population"]) for row in towns]),
        communes_codes=pa.array([row["code"] for row in towns]),
        postcodes=pa.array([row["postcode"] for row in towns]),
        countries=Pool([row["label"] for row in countries]),
        countries_codes=pa.array([row["code"] for row in countries]),
        countries_towns=pa.array([row["town"] for row in countries]),
    )


def company_names(dice: Dice, count: int, said: Words, flags: Flags, *, kind: Numbers) -> pa.Array:
    """Names of companies where the flag is up; `kind` as in Draft: firm, real estate, association, public."""
    brands = said.brands.draw(dice, count)
    trades = said.trades.draw(dice, count)
    surnames = said.surnames.draw(dice, count)
    towns = said.towns.draw(dice, count)
    style = dice.integers(0, 100, count)
    firm = brands
    for low, high, made in (
        (30, 52, joined(trades, " ", brands)),
        (52, 70, joined(brands, " ", trades)),
        (70, 78, joined(trades, " ", surnames)),
        (78, 83, joined(surnames, " ET FILS")),
        (83, 86, joined(surnames, " & ASSOCIES")),
        (86, 90, joined(trades, " DE ", towns)),
        (90, 92, joined("L'ATELIER ", brands)),
        (92, 94, joined(brands, ", ", trades)),
        (94, 95, joined('"', brands, '" ', trades)),
        (95, 96, joined("SOCIÉTÉ ", surnames, " FRÈRES")),
    ):
        firm = either((style >= low) & (style < high), made, firm)
    estate = either(style < 60, joined("SCI ", brands), joined("SCI ", surnames, " ", towns))
    group = either(style < 50, joined("ASSOCIATION ", brands), joined('AMICALE "', brands, '" DE ', towns))
    public = either(style < 50, joined("COMMUNE DE ", surnames, "-LES-", brands), joined("SYNDICAT MIXTE ", brands))
    named = either(kind == 1, estate, either(kind == 2, group, either(kind == 3, public, firm)))
    return only(named, flags)


def signs(dice: Dice, count: int, said: Words, flags: Flags) -> pa.Array:
    """Signs over doors, where the flag is up."""
    before, after = (pa.array(list(side)) for side in zip(*said.signs, strict=True))
    style = pa.array(dice.integers(0, len(said.signs), count))
    core = either(dice.random(count) < 0.5, said.brands.draw(dice, count), said.surnames.draw(dice, count))
    return only(joined(before.take(style), core, after.take(style)), flags)


def associations(dice: Dice, count: int, flags: Flags) -> pa.Array:
    """RNA numbers: W and nine digits."""
    return only(joined("W", digits(dice.integers(11_000_000, 976_000_000, count), 9)), flags)


def _given(names: list[dict[str, str]], sex: str) -> Pool:
    chosen = [row for row in names if row["sex"] == sex]
    return Pool([row["name"] for row in chosen], [float(row["weight"]) for row in chosen])


def _brands(dice: Dice) -> list[str]:
    sounds, ends = _split("sounds"), _split("sound_ends")
    short = [a + b for a, b in product(sounds, ends)]
    long = [a + b + c for a, b, c in product(sounds, sounds[::2], ends[::2]) if a != b]
    dice.shuffle(short)
    found = dict.fromkeys([*short, *(long[index] for index in dice.permutation(len(long))[: BRANDS - len(short)])])
    return list(found)


def _acronyms(dice: Dice) -> list[str]:
    letters = np.array(list("ABCDEFGHIJLMNOPRSTUV"))
    drawn = letters[dice.integers(0, len(letters), (ACRONYMS, 5))]
    return sorted({"".join(row[: 2 + index % 4]) for index, row in enumerate(drawn)})


def _streets(dice: Dice, surnames: list[str]) -> Pool:
    common = _lines("street_names")
    names = [row["name"] for row in rows_of("first_names")]
    people = [f"{names[a]} {surnames[b]}" for a, b in dice.integers(0, [len(names), 4000], (12_000, 2))]
    hamlets = [f"DE {name}" for name in _brands(dice)[:4000]]
    every = list(dict.fromkeys([*common, *people, *hamlets]))
    return Pool(every, zipf(len(every), 0.9))


def _read(name: str) -> str:
    return (files("halle.sirene.generating") / "data" / name).read_text(encoding="utf-8")


def _lines(name: str) -> list[str]:
    return [line for line in _read(f"{name}.txt").splitlines() if line]


def _split(name: str) -> list[str]:
    return _read(f"{name}.txt").split()


def rows_of(name: str) -> list[dict[str, str]]:
    """The lines of one of the CSV files in data/."""
    return list(csv.DictReader(_read(f"{name}.csv").splitlines()))
