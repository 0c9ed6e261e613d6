"""Two decisions about one request, in a process of its own: `python -m halle.enrolment.tests.join_races SCENARIO`.

It runs on the database of DATABASE_URL, migrated by the caller, and prints what each came to and what is left.
"""

import json
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from halle.companies.tests.races import Act


def play(scenario: str) -> dict[str, Any]:
    """Paul asks; two people act at once."""
    from halle.companies.models import Membership, RoomRole, SocleRole
    from halle.companies.selectors import actor_of
    from halle.companies.tests.races import at_once
    from halle.enrolment.models import JoinRequest
    from halle.enrolment.services import joining
    from tests import cast

    company = cast.first_company()
    by_nicolas = actor_of(cast.nicolas_of(company))
    lucie = cast.seat(company, "lucie@entreprise-test.example", "Lucie", "Robin", **cast.BOTH)
    paul = cast.person("paul@nulle-part.example", "Paul", "Durand")
    by_lucie, by_paul = actor_of(lucie), actor_of(paul)
    least: dict[str, Any] = {
        "room_role": RoomRole.EMPLOYEE,
        "socle_role": SocleRole.USER,
        "establishment": company.head_office,
    }
    if scenario == "ask":
        acts: list[Act] = [lambda: joining.ask(company, user=paul)] * 2
    else:
        asked = joining.ask(company, user=paul)
        acts = [
            lambda: joining.accept(asked, actor=by_nicolas, **least),
            {
                "accept": lambda: joining.accept(asked, actor=by_lucie, **least),
                "refuse": lambda: joining.refuse(asked, actor=by_lucie, reason="Non."),
                "withdraw": lambda: joining.withdraw(asked, actor=by_paul),
            }[scenario],
        ]
    results = at_once(*acts)
    left = JoinRequest.objects.get()
    seats = Membership.objects.filter(user=paul).count()
    return {"results": sorted(results), "agree": (left.state == "accepted") == (seats == 1), "seats": seats}


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(json.dumps(play(sys.argv[1])))
