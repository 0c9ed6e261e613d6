"""`halle sirene`: build, keep up to date and ask the local register of companies."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from halle.core.identifiers import compact
from halle.sirene.errors import StockError
from halle.sirene.local import LocalRegister
from halle.sirene.printing import as_json, as_lines
from halle.sirene.records import Entry
from halle.sirene.register import RegisterUnavailable


class Command(BaseCommand):
    """One verb each; `halle sirene VERB --help` explains it."""

    help = "The State register of companies: build, update, fetch, lookup, search, stats, generate."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One parser a verb."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        build = verbs.add_parser("build", help="make the register from INSEE's stock files, and let it serve")
        build.add_argument("--unites-legales", type=Path, required=True, metavar="FILE")
        build.add_argument("--etablissements", type=Path, required=True, metavar="FILE")
        build.add_argument("--doublons", type=Path, metavar="FILE")
        build.add_argument("--successions", type=Path, metavar="FILE")
        build.add_argument("--historique", type=Path, metavar="FILE", help="history of units: dates of cessation")
        build.add_argument("--accept-smaller", action="store_true", help="let a register serve that lost companies")
        verbs.add_parser("update", help="apply what INSEE treated since, through API Sirene")
        fetch = verbs.add_parser("fetch", help="download the stock of the month through data.gouv.fr")
        fetch.add_argument("--into", type=Path, help="folder (default: sirene/stock in HALLE_VAR)")
        fetch.add_argument("--format", choices=("parquet", "csv"), default="parquet")
        fetch.add_argument("--build", action="store_true", help="build the register from what was fetched")
        for name, what in (("lookup", "a company by SIREN or SIRET"), ("search", "companies by name")):
            verb = verbs.add_parser(name, help=what)
            verb.add_argument("words", nargs="+")
            verb.add_argument("--json", action="store_true")
        verbs.choices["search"].add_argument("--limit", type=int, default=10)
        verbs.choices["search"].add_argument("--postcode", default="")
        verbs.choices["search"].add_argument("--department", default="")
        stats = verbs.add_parser("stats", help="what the register holds, and of which day")
        stats.add_argument("--json", action="store_true")
        generate = verbs.add_parser("generate", help="write an invented stock in INSEE's layout")
        generate.add_argument("--units", type=int, default=200_000)
        generate.add_argument("--seed", type=int, default=1)
        generate.add_argument("--month", type=int, default=0, help="how many months the stock has moved on")
        generate.add_argument("--format", choices=("csv", "parquet"), default="csv")
        generate.add_argument("--into", type=Path, required=True)

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        """Run the verb; what an operator can mend is one line."""
        try:
            getattr(self, f"_{verb}")(**options)
        except StockError as refusal:
            raise CommandError(str(refusal)) from refusal
        except RegisterUnavailable as trouble:
            raise CommandError(f"{trouble.sentence} ({trouble})") from trouble

    def _build(self, **options: Any) -> None:
        from halle.sirene.building import Sources, build
        from halle.sirene.progress import Bar

        bar = Bar()
        try:
            facts = build(
                settings.SIRENE_ROOT,
                Sources(
                    options["unites_legales"],
                    options["etablissements"],
                    options["doublons"],
                    options["successions"],
                    options["historique"],
                ),
                progress=bar,
                accept_smaller=options["accept_smaller"],
            )
        finally:
            bar.close()
        self.stdout.write(f"{facts.units} companies, {facts.places} establishments, image of {facts.image_of}.")

    def _update(self, **options: Any) -> None:
        from halle.sirene.tasks import deltas
        from halle.sirene.updating import update

        source = deltas()
        if source is None:
            raise CommandError("Set HALLE_INSEE_KEY, the key of API Sirene 3.11 (portail-api.insee.fr, public plan).")
        self.stdout.write(update(settings.SIRENE_ROOT, source, say=self.stderr.write))

    def _fetch(self, **options: Any) -> None:
        from halle.sirene.fetching import fetch

        into = options["into"] or settings.SIRENE_ROOT / "stock"
        files = fetch(into, format=options["format"], base_url=settings.DATA_GOUV_URL, say=self.stdout.write)
        if options["build"]:
            self._build(
                unites_legales=files["unites_legales"],
                etablissements=files["etablissements"],
                doublons=files.get("doublons"),
                successions=files.get("successions"),
                historique=None,
                accept_smaller=False,
            )

    def _generate(self, **options: Any) -> None:
        from halle.sirene.generating import generate

        chosen = {name: options[name] for name in ("units", "seed", "month", "format")}
        stock = generate(options["into"], say=self.stdout.write, **chosen)
        self.stdout.write(f"{stock.unites_legales}\n{stock.etablissements}")

    def _lookup(self, **options: Any) -> None:
        entry = self._find(compact("".join(options["words"])))
        if entry is None:
            self._nothing("unknown number", as_data=options["json"])
        elif options["json"]:
            self._data(as_json(entry))
        else:
            self.stdout.write("\n".join(as_lines(entry)))

    def _find(self, number: str) -> Entry | None:
        register = LocalRegister(settings.SIRENE_ROOT)
        if len(number) == 14 and number.isdecimal():
            return register.lookup(number)
        if len(number) != 9 or not number.isdecimal():
            raise CommandError("A SIREN has 9 digits, a SIRET 14.")
        dossier = register.company(number)
        return Entry(dossier.unit, dossier.head_office, len(dossier.places)) if dossier else None

    def _search(self, **options: Any) -> None:
        register = LocalRegister(settings.SIRENE_ROOT)
        where = {name: options[name] for name in ("postcode", "department", "limit")}
        found = register.search(" ".join(options["words"]), **where)
        if options["json"]:
            self._data([as_json(entry) for entry in found])
        elif not found:
            self._nothing("no company of that name", as_data=False)
        else:
            self.stdout.write("\n\n".join("\n".join(as_lines(entry)) for entry in found))

    def _stats(self, **options: Any) -> None:
        facts = LocalRegister(settings.SIRENE_ROOT).facts
        told = {
            "companies": facts.units,
            "establishments": facts.places,
            "named": facts.named,
            "duplicates": facts.duplicates,
            "successions": facts.successions,
            "image_of": facts.image_of.isoformat() if facts.image_of else None,
            "built_at": facts.built_at,
            "updated_at": facts.updated_at or None,
        }
        if options["json"]:
            self._data(told)
        else:
            self.stdout.write("\n".join(f"{name:15} {value}" for name, value in told.items()))

    def _data(self, value: Any) -> None:
        self.stdout.write(json.dumps(value, ensure_ascii=False))

    def _nothing(self, why: str, *, as_data: bool) -> None:
        if as_data:
            self._data({"error": why})
        else:
            self.stderr.write(why)
        sys.exit(1)
