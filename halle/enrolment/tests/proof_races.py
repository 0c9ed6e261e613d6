"""Two requests at the same moment, in a process of its own: `python -m halle.enrolment.tests.proof_races SCENARIO`.

It runs on the database of DATABASE_URL, migrated by the caller, and prints what each request came to and what is left.
"""

import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from halle.companies.tests.races import Act


def play(scenario: str) -> dict[str, Any]:
    """One proof, and two who do something to it."""
    from halle.companies.tests.races import at_once
    from halle.enrolment.models import Proof
    from halle.enrolment.services import proofs
    from halle.enrolment.services.proof_codes import type_code
    from halle.enrolment.services.proof_decisions import decide
    from halle.enrolment.tests.proofs import actor, given_kbis, operator
    from tests import cast

    company = cast.first_company()
    nicolas = cast.nicolas_of(company)
    by_nicolas = actor(nicolas)
    omar, olga = actor(operator("omar")), actor(operator("olga"))
    acts: list[Act]
    if scenario == "codes":
        proof = proofs.mail_code(company, actor=by_nicolas, address="a@entreprise-test.example")
        acts = [lambda: type_code(proof, actor=by_nicolas, code="AAAAAAAA")] * 8
    elif scenario == "decisions":
        proof = given_kbis(company, nicolas)
        acts = [
            lambda: decide(proof, actor=omar, accept=True, reason="Oui."),
            lambda: decide(proof, actor=olga, accept=False, reason="Non."),
        ]
    else:
        acts = [lambda: proofs.mail_code(company, actor=by_nicolas, address="a@entreprise-test.example")] * 2
    results = at_once(*acts)
    company.refresh_from_db()
    left = Proof.objects.get()
    return {
        "results": sorted(results),
        "attempts": left.attempts,
        "agree": (left.state == "accepted") == (company.verified_at is not None),
        "state": left.state,
    }


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(json.dumps(play(sys.argv[1])))
