"""`halle audit verify`: recompute the journal."""

from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from halle.audit import triggers
from halle.audit.models import PLATFORM
from halle.audit.verification import Report, chains, verify_chain
from halle.core.identifiers import clean_siren


class Command(BaseCommand):
    """Says of each chain whether it is whole; ends with status 1 when one is not."""

    help = "Verify the journal: halle audit verify [--company SIREN|id]"

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        verify = acts.add_parser("verify", help="Recompute every chain of the journal.")
        verify.add_argument("--company", default="", help="Only this company's chain: SIREN, id, or « platform ».")

    def handle(self, *args: Any, company: str, **options: Any) -> None:
        wanted = [chain_of(company)] if company else chains()
        reports = [self._verify(chain) for chain in wanted]
        problems = [report for report in reports if report.problem]
        absent = triggers.missing(connection)
        if absent:
            self.stdout.write(f"Triggers that guard the journal are missing: {', '.join(sorted(absent))}.")
        if problems:
            raise CommandError(f"{len(problems)} of {len(reports)} chains are broken.", returncode=1)
        if absent:
            raise CommandError("The chains are whole, but nothing guards them.", returncode=1)
        entries, erased = sum(report.entries for report in reports), sum(report.erased for report in reports)
        self.stdout.write(f"{len(reports)} chains, {entries} entries ({erased} with erased words): whole.")

    def _verify(self, chain: str) -> Report:
        report = verify_chain(chain)
        found = f"BROKEN at {report.seq}: {report.problem}" if report.problem else "whole"
        self.stdout.write(f"{chain}: {report.entries} entries, {report.erased} erased, {found}")
        return report


def chain_of(company: str) -> str:
    """The chain that a SIREN, an id or « platform » names."""
    if company == PLATFORM:
        return company
    try:
        return str(UUID(company))
    except ValueError:
        pass
    try:
        siren = clean_siren(company)
    except ValidationError as error:
        raise CommandError(f"{company} is neither a SIREN nor the id of a company.") from error
    found = apps.get_model("companies", "Company").objects.filter(siren=siren).first()
    if found is None:
        raise CommandError(f"No company has the SIREN {siren}.")
    return str(found.pk)
