"""The stages of benchmarks.sirene, each against something simple measured in the same run."""

import csv
import io
import os
import random
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import quantiles
from typing import Any

from benchmarks.memory import memory_of_all
from halle.sirene.building import Sources, build
from halle.sirene.columns import PLACE_LAYOUT, UNIT_LAYOUT
from halle.sirene.folders import Folders
from halle.sirene.generating import Stock, generate
from halle.sirene.local import FILES, LocalRegister
from halle.sirene.packing import KEPT, lines_in, number_of
from halle.sirene.searching import _answers
from halle.sirene.tokens import squeezed

ASKED = 1000
POSTGRES = os.environ.get("BENCH_POSTGRES", "postgres://halle:halle@127.0.0.1:5432/halle")
PHRASE = 0.35
STOCK_FILES = ("StockUniteLegale", "StockEtablissement", "StockDoublons", "StockEtablissementLiensSuccession")


@dataclass
class Bench:
    """What the stages share."""

    folder: Path
    units: int
    format: str
    rate: float = 0.0
    lookup: float = 0.0
    _stocks: dict[str, Stock] = field(default_factory=dict)

    def stock(self, kind: str) -> Stock:
        """The stock in that format: what the folder holds, else generated once."""
        if kind not in self._stocks:
            self._stocks[kind] = self._there(kind) or self._generated(kind)
        return self._stocks[kind]

    def _there(self, kind: str) -> Stock | None:
        suffix = "zip" if kind == "csv" else "parquet"
        files = [self.folder / kind / f"{name}_utf8.{suffix}" for name in STOCK_FILES]
        return Stock(*files, counts={}) if all(path.exists() for path in files) else None

    def _generated(self, kind: str) -> Stock:
        started = time.perf_counter()
        stock = generate(self.folder / kind, units=self.units, format=kind)  # type: ignore[arg-type]
        rows = sum(stock.counts.values())
        print(f"generated {rows:,} rows ({kind}) in {time.perf_counter() - started:.0f} s")
        return stock

    @property
    def root(self) -> Path:
        """Where the register is."""
        return self.folder / "var" / "sirene"

    @property
    def rows(self) -> int:
        """Units and establishments of the build that serves."""
        facts = LocalRegister(self.root).facts
        return facts.units + facts.places

    def sources(self) -> Sources:
        """The stock's files."""
        stock = self.stock(self.format)
        return Sources(stock.unites_legales, stock.etablissements, stock.doublons, stock.successions)

    def sample(self, count: int = ASKED) -> list[tuple[str, str]]:
        """(siret, name) of companies spread over the register; masked ones left out."""
        import sqlite3

        register, random_ = LocalRegister(self.root), random.Random(1)
        folder = Folders(self.root).current() or self.root
        base = sqlite3.connect(folder / "units.sqlite")
        (last,) = base.execute("SELECT max(key) FROM blocks").fetchone()
        found: list[tuple[str, str]] = []
        while len(found) < count:
            row = base.execute(
                "SELECT data FROM blocks WHERE key >= ? ORDER BY key LIMIT 1", [random_.randrange(last)]
            ).fetchone()
            line = random_.choice(lines_in(row[0]))
            dossier = register.company(f"{number_of(line):09d}")
            if dossier and dossier.unit.name and dossier.places:
                found.append((dossier.places[0].siret, dossier.unit.name))
        base.close()
        return found


def _told(name: str, seconds: Sequence[float]) -> float:
    cuts = quantiles(seconds, n=100)
    print(
        f"{name:46} p50 {cuts[49] * 1000:8.3f} ms   p99 {cuts[98] * 1000:8.3f} ms   mean {_mean(seconds) * 1000:.3f}"
    )
    return cuts[49]


def _mean(seconds: Sequence[float]) -> float:
    return sum(seconds) / len(seconds)


def _timed(act: Callable[[], Any]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def stage_build(bench: Bench) -> None:
    """Rows a second, memory of the largest process, size."""
    bench.stock(bench.format)
    phases: list[tuple[str, float]] = []

    class Phases:
        def phase(self, name: str, total: int | None) -> None:
            phases.append((name, time.perf_counter()))

        def at(self, done: int) -> None:
            pass

    with memory_of_all() as memory:
        seconds = _timed(lambda: build(bench.root, bench.sources(), progress=Phases()))
    size = sum(path.stat().st_size for path in (Folders(bench.root).current() or bench.root).iterdir())
    bench.rate = bench.rows / seconds
    names = phases[1][1] - phases[0][1]
    print(
        f"build: {bench.rows:,} rows in {seconds:.1f} s ({bench.rate:,.0f} rows/s; rows {names:.1f} s, "
        f"names {seconds - names:.1f} s), {memory.peak / 2**20:,.0f} MiB at most in all its processes, "
        f"{size / 1e6:,.0f} MB on disk"
    )


def stage_limit(bench: Bench) -> None:
    """(a) Python's csv over the same zips, and nothing else: two processes, as the build has."""
    stock = bench.stock("csv")
    script = "import sys; from benchmarks.sirene_stages import count_rows; count_rows(sys.argv[1])"
    started = time.perf_counter()
    running = [
        subprocess.Popen([sys.executable, "-c", script, str(path)])
        for path in (stock.unites_legales, stock.etablissements)
    ]
    for process in running:
        process.wait()
    rate = bench.rows / (time.perf_counter() - started)
    print(f"Python's csv alone: {rate:,.0f} rows/s; the build is {bench.rate / rate:.2f} times that")


def count_rows(path: str) -> int:
    """Read a zip's CSV with the standard library."""
    with zipfile.ZipFile(path) as archive, archive.open(archive.namelist()[0]) as member:
        return sum(1 for _row in csv.reader(io.TextIOWrapper(member, "utf-8", newline="")))


def stage_copy(bench: Bench) -> None:
    """(b) COPY of the same columns into PostgreSQL, with a key on SIREN and on SIRET and an index on the unit."""
    import psycopg

    stock = bench.stock("csv")
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        started = time.perf_counter()
        for path, layout, key in (
            (stock.unites_legales, UNIT_LAYOUT, "siren"),
            (stock.etablissements, PLACE_LAYOUT, "siret"),
        ):
            _copy(connection, path, layout, key)
        connection.execute("CREATE INDEX bench_places ON bench_siret (siren)")
        rate = bench.rows / (time.perf_counter() - started)
        connection.execute("DROP TABLE bench_siren, bench_siret")
    print(f"PostgreSQL COPY and its indexes: {rate:,.0f} rows/s; the build is {bench.rate / rate:.2f} times that")


def _copy(connection: Any, path: Path, layout: Sequence[str], key: str) -> None:
    kind = "unit" if key == "siren" else "place"
    kept = {key, "siren", *KEPT[kind]}
    table = f"bench_{key}"
    connection.execute(f"DROP TABLE IF EXISTS {table}")
    connection.execute(f"CREATE UNLOGGED TABLE {table} ({', '.join(f'{name} text' for name in layout)})")
    with (
        zipfile.ZipFile(path) as archive,
        archive.open(archive.namelist()[0]) as member,
        connection.cursor().copy(f"COPY {table} FROM STDIN (FORMAT csv, HEADER)") as target,
    ):
        while data := member.read(1 << 20):
            target.write(data)
    dropped = ", ".join(f"DROP COLUMN {name}" for name in layout if name not in kept)
    connection.execute(f"ALTER TABLE {table} {dropped}")
    connection.execute(f"ALTER TABLE {table} ADD PRIMARY KEY ({key})")


def stage_lookup(bench: Bench) -> None:
    """By SIRET, warm."""
    register, asked = LocalRegister(bench.root), [siret for siret, _name in bench.sample()]
    for siret in asked:
        register.lookup(siret)
    bench.lookup = _told(
        "look-up by SIRET (establishment, unit, count)",
        [_timed(lambda s=siret: register.lookup(s)) for siret in asked],
    )


def stage_duckdb(bench: Bench) -> None:
    """The same look-ups by DuckDB on the same Parquet."""
    import duckdb

    asked = [siret for siret, _name in bench.sample(100)]
    stock = bench.stock("parquet")
    base = duckdb.connect()
    places = f"SELECT * FROM read_parquet('{stock.etablissements}') WHERE siret = ?"
    units = f"SELECT * FROM read_parquet('{stock.unites_legales}') WHERE siren = ?"

    def ask(siret: str) -> None:
        base.execute(places, [siret]).fetchone()
        base.execute(units, [siret[:9]]).fetchone()

    theirs = _told("DuckDB on the Parquet files", [_timed(lambda s=siret: ask(s)) for siret in asked])
    print(f"DuckDB takes {theirs / bench.lookup:.0f} times as long (goal 100)")


def stage_search(bench: Bench) -> None:
    """By name: one word, two words, a prefix; and whether an exact name is among the first five."""
    register, asked = LocalRegister(bench.root), [name for _siret, name in bench.sample()]
    kinds: dict[str, list[float]] = {"one word": [], "two words": [], "prefix of the last word": []}
    random_ = random.Random(2)
    for round_ in range(2):
        for name in asked:
            words = name.split()
            draw = random_.random()
            if draw < PHRASE or len(words) < 2:
                kind, text = "one word", random_.choice(words)
            elif draw < 2 * PHRASE:
                kind, text = "two words", " ".join(words[:2])
            else:
                kind, text = (
                    "prefix of the last word",
                    " ".join([*words[:-1], words[-1][: max(3, len(words[-1]) * 6 // 10)]]),
                )
            seconds = _timed(lambda t=text: register.search(t))
            if round_:
                kinds[kind].append(seconds)
    for kind, seconds in kinds.items():
        _told(f"search, {kind}", seconds)
    _told("search, all", [one for seconds in kinds.values() for one in seconds])
    _print_found(register, bench.sample())


def _print_found(register: LocalRegister, sample: Sequence[tuple[str, str]]) -> None:
    """How often an exact name brings its company among the first five; with more homonyms not all can be there."""
    bases = {name: register._base(name) for name in FILES}  # noqa: SLF001 - the index itself says how many bear a name
    found = few = found_of_few = 0
    for siret, name in sample:
        hit = siret[:9] in [entry.unit.siren for entry in register.search(name, limit=5)]
        alone = len(list(islice(_answers(bases, "exact", f'"{squeezed(name)}"'), 6))) <= 5
        found, few, found_of_few = found + hit, few + alone, found_of_few + (hit and alone)
    print(
        f"exact names: {found / len(sample):.1%} in the first five; {few / len(sample):.1%} have at most five "
        f"bearers, of which {found_of_few / few:.1%} are in the first five (goal 95 %)"
    )


def stage_busy(bench: Bench) -> None:
    """Search while a build runs: no error, and how much slower."""
    register, asked = LocalRegister(bench.root), [name for _siret, name in bench.sample(300)]
    quiet = [_timed(lambda n=name: register.search(n)) for name in asked]
    before = quantiles(quiet, n=100)[98]
    done = threading.Event()

    def rebuild() -> None:
        try:
            build(bench.root, bench.sources())
        finally:
            done.set()

    thread = threading.Thread(target=rebuild)
    thread.start()
    slow: list[float] = []
    while not done.is_set():
        slow += [_timed(lambda n=name: register.search(n)) for name in asked]
    thread.join()
    after = _told(f"search while a build runs ({len(slow):,} searches, 0 errors)", slow)
    print(f"p99 {quantiles(slow, n=100)[98] / before:.2f} times the quiet one (goal 2); p50 {after * 1000:.3f} ms")


def stage_night(bench: Bench) -> None:
    """The comparison of registered companies with the register."""
    from benchmarks.sirene_night import compare

    compare(bench)
