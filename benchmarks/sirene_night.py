"""The night's comparison: so many registered companies against the register, in batches of 500."""

import time
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

SIZES = (30_000, 300_000)


def compare(bench: Any) -> None:
    """Seconds and queries a batch, for each size; then what a million would take."""
    call_command("migrate", verbosity=0)
    rates = {}
    for size in SIZES:
        register_companies(bench, size)
        rates[size] = _measure(size)
    last = rates[SIZES[-1]]
    print(f"1,000,000 companies at that rate: {1_000_000 / last / 60:.0f} minutes")
    print(f"rate of {SIZES[-1]:,} over {SIZES[0]:,} companies: {last / rates[SIZES[0]]:.2f}")


def register_companies(bench: Any, size: int) -> None:
    """Companies of the register, opened as sign-up does: first those that say what it says, one in a hundred not."""
    from halle.companies.comparing import company_values, place_values
    from halle.companies.models import Company, Establishment, FieldSource, Source
    from halle.core.clock import today
    from halle.sirene.sources import register

    missing = size - Company.objects.count()
    taken = set(Company.objects.values_list("siren", flat=True))
    sources, day = register(), today()
    companies, places, providers = [], [], []
    for siret, _name in bench.sample(missing + missing // 5):
        if siret[:9] in taken or len(companies) == missing:
            continue
        taken.add(siret[:9])
        dossier = sources.company(siret[:9])
        office = dossier.head_office if dossier else None
        if dossier is None or office is None:
            continue
        values = company_values(dossier.unit, day)
        if len(companies) % 100 == 0:
            values["name"] = "UN ANCIEN NOM"
        company = Company(siren=siret[:9], **values)
        told = {name: value for name, value in place_values(office, day).items() if value not in {"", None}}
        place = Establishment(company=company, nic=office.nic, is_head_office=True, **{"name": "Siège", **told})
        companies.append(company)
        places.append(place)
        providers += [FieldSource(company=company, field=one, source=Source.INSEE, since=day) for one in values]
        providers += [
            FieldSource(company=company, establishment=place, field=one, source=Source.INSEE, since=day)
            for one in told
            if one != "name"
        ]
    Company.objects.bulk_create(companies, batch_size=1000)
    Establishment.objects.bulk_create(places, batch_size=1000)
    FieldSource.objects.bulk_create(providers, batch_size=2000)


def _measure(size: int) -> float:
    from halle.companies.models import Company
    from halle.companies.tasks import BATCH, compare_all

    compare_all()
    Company.objects.update(compared_at=None)
    started = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        said = compare_all()
    seconds = time.perf_counter() - started
    per_batch = len(queries) / -(-size // BATCH)
    print(
        f"{size:,} companies: {said} {seconds:.1f} s, {size / seconds:,.0f} a second, {per_batch:.1f} queries a batch"
    )
    return size / seconds
