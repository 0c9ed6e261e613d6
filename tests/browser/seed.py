"""The companies and people of the journeys, written into the database of the site under test.

Run by tests/browser/site.py in a process of its own: `python -m tests.browser.seed`. Prints, as JSON, what the
journeys must know: identifiers, and the objects that addresses name.
"""

import json
import os
import sys
from datetime import date
from typing import Any

import django

# The invented cast of the State register comes with so few neighbours.
UNITS = 100


def main() -> None:
    """Tables, static files, the invented State register, people."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.core.management import call_command

    from halle.jobs import preparation
    from halle.portal.demo.register import build_register

    call_command("migrate", interactive=False, verbosity=0)
    preparation._collect_static(lambda text: None)
    build_register(UNITS)
    json.dump(people_and_things(), sys.stdout)


def people_and_things() -> dict[str, Any]:
    """Both worlds of tests/world.py, everybody with the password of the cast."""
    from halle.companies.models import Source
    from tests import cast
    from tests.world import objects_of, things_of_an_account

    company = cast.first_company()
    people = {"nicolas": cast.nicolas_of(company), "bernard": cast.bernard_of(company)}
    people |= cast.people_of_the_matrix(company)
    company.email = "contact@entreprise-test.example"
    company.save()
    for field in ("name", "siren"):
        company.field_sources.create(field=field, source=Source.INSEE, since=date(2026, 1, 5))
    other = cast.second_company()
    people["claire"] = cast.claire_of(other)
    things = {**objects_of(company), **things_of_an_account(people["nicolas"])}
    objects = {name: str(getattr(thing, "pk", thing)) for name, thing in things.items() if not callable(thing)}
    objects |= {name: str(getattr(thing, "pk", thing)) for name, thing in made_now(things).items()}
    objects_of(other, "CANARI-B-")
    return {
        "password": cast.PASSWORD,
        "people": {name: person.email for name, person in people.items()},
        "objects": {"company": company.identifier, **objects},
    }


def made_now(things: dict[str, Any]) -> dict[str, Any]:
    """Things that tests make when an address asks for them; but no passkey: signing in would ask for it."""
    return {name: make() for name, make in things.items() if callable(make) and name != "passkey"}


if __name__ == "__main__":
    main()
