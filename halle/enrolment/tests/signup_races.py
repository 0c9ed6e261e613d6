"""Two people who sign the same company up at once, in a process of its own: `python -m …signup_races`.

It runs on the database of DATABASE_URL, migrated by the caller, and prints what each came to and what is left.
"""

import json
import sys
from datetime import timedelta
from typing import Any


def play() -> dict[str, Any]:
    """Both press the button of their links at the same moment; the State is silent."""
    from django.contrib.auth.hashers import make_password

    from halle.companies.models import Company, Membership
    from halle.companies.tests.races import at_once
    from halle.core.clock import now
    from halle.enrolment.models import Application, JoinRequest
    from halle.enrolment.services.signup import confirm

    waiting = [
        Application.objects.create(
            email=f"{name}@scierie.example",
            first_name=name.title(),
            password=make_password("Une-Galette-De-Ble-Noir-7"),
            siret="44306184100047",
            company_values={"name": "SCIERIE DU PORT"},
            digest=name,
            expires_at=now() + timedelta(days=1),
        )
        for name in ("ronan", "soazig")
    ]
    results = at_once(*[lambda one=one: confirm(one) for one in waiting])
    return {
        "results": results,
        "companies": Company.objects.count(),
        "administrators": Membership.objects.administrators().count(),
        "requests": JoinRequest.objects.count(),
    }


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(json.dumps(play()))
