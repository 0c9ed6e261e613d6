"""A night in a process of its own that dies at a query: `python -m halle.companies.tests.nights seed | run N | tell`.

It runs on the database of DATABASE_URL, migrated by the caller; `run 0` does not die.
"""

import json
import os
import signal
import sys
from collections import Counter
from typing import Any

COMPANIES = 40


def seed() -> None:
    """Companies with one administrator in common; one of them asked for an update."""
    from halle.companies.models import Company, RegisterRequest, SocleRole
    from tests import cast

    first = cast.first_company()
    user = cast.nicolas_of(first)
    for number in range(COMPANIES):
        company = Company.objects.create(name=f"COMPAGNIE {number}", siren=f"{900000000 + number}")
        company.establishments.create(name="Siège", nic="00012", is_head_office=True, city="RENNES")
        cast.seat(company, user.email, "Nicolas", "Dupond", socle_role=SocleRole.ADMINISTRATOR)
    RegisterRequest.objects.create(company=company)


def night(dies_at: int) -> None:
    """Each company has another name at the State's, and one more place."""
    from django.db import connection

    from halle.companies import tasks
    from halle.companies.models import Company
    from halle.companies.tests.registers import told_of, with_place, with_unit
    from halle.sirene.testing.memory import MemoryRegister

    ours = Company.objects.filter(siren__startswith="9000000")
    dossiers = [
        with_unit(with_place(told_of(one), "00020"), legal_name=f"NEUVE {one.siren}", head_office_nic="00012")
        for one in ours
    ]
    queries = Counter[str]()

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        queries["all"] += 1
        if queries["all"] == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    tasks.BATCH = 7
    setattr(tasks, "register", lambda: MemoryRegister(dossiers))  # noqa: B010 - not a name that it exports
    with connection.execute_wrapper(count):
        tasks.serve_register_requests()
        tasks.compare_all()


def tell() -> dict[str, int | list[str]]:
    """What is left."""
    from halle.audit.models import Entry
    from halle.companies.models import Company, Establishment, FieldSource, RegisterRequest
    from halle.mail.models import Message

    return {
        "renamed": Company.objects.filter(name__startswith="NEUVE").count(),
        "noted": FieldSource.objects.filter(field="name", establishment=None).count(),
        "places": Establishment.objects.filter(nic="00020").count(),
        "journal": Entry.objects.filter(event="company.register_updated").count(),
        "told": Message.objects.filter(name="companies/mail/register_changed").count(),
        "answered": Message.objects.filter(name="companies/mail/register_request").count(),
        "requests": list(RegisterRequest.objects.values_list("state", flat=True)),
    }


if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1] == "seed":
        seed()
    elif sys.argv[1] == "run":
        night(int(sys.argv[2]))
    else:
        sys.stdout.write(json.dumps(tell()))
