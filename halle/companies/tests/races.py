"""Two requests at the same moment, in a process of its own: `python -m halle.companies.tests.races SCENARIO`.

It runs on the database of DATABASE_URL, migrated by the caller, and prints what each request came to and what is left.
"""

import json
import sys
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

Act = Callable[[], object]
Seated = tuple[Any, Any]


def at_once(*acts: Act) -> list[str]:
    """Run the acts in threads that start together: "done", "refused", or the fault."""
    from django.db import connections

    from halle.core.decisions import Denied

    barrier, results = Barrier(len(acts)), ["" for _act in acts]

    def run(index: int, act: Act) -> None:
        barrier.wait(10)
        try:
            act()
            results[index] = "done"
        except Denied:
            results[index] = "refused"
        except Exception as fault:  # noqa: BLE001 - the test shows it
            results[index] = repr(fault)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(index, act)) for index, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def pairs(one: Seated, other: Seated, places: list[Any]) -> dict[str, tuple[Act, Act]]:
    """What each of the two does, by scenario."""
    from halle.companies.models import RoomRole, SocleRole
    from halle.companies.services import establishments, members, roles

    (lucie, by_lucie), (nicolas, by_nicolas) = one, other
    least = {"room_role": RoomRole.EMPLOYEE, "socle_role": SocleRole.USER}
    return {
        "demote": (
            lambda: roles.change_roles(lucie, actor=by_nicolas, **least),
            lambda: roles.change_roles(nicolas, actor=by_lucie, **least),
        ),
        "disable": (
            lambda: members.disable_member(lucie, actor=by_nicolas),
            lambda: members.disable_member(nicolas, actor=by_lucie),
        ),
        "remove": (
            lambda: members.remove_member(lucie, actor=by_nicolas),
            lambda: members.remove_member(nicolas, actor=by_lucie),
        ),
        "leave": (
            lambda: members.leave(lucie, actor=by_lucie),
            lambda: members.leave(nicolas, actor=by_nicolas),
        ),
        "head office": (
            lambda: establishments.make_head_office(places[0], actor=by_lucie),
            lambda: establishments.make_head_office(places[1], actor=by_nicolas),
        ),
        "update": updates(one, other),
    }


def updates(one: Seated, other: Seated) -> tuple[Act, Act]:
    """Each applies the State's new name and place that both were shown."""
    from halle.companies.comparing import compare
    from halle.companies.selectors.register import sheet_of
    from halle.companies.services.register import apply_register
    from halle.companies.tests.registers import told_of, with_place, with_unit
    from halle.core.clock import today

    company = one[0].company
    dossier = with_place(with_unit(told_of(company), legal_name="ENTREPRISE NEUVE"), "00082")
    shown = compare(sheet_of(company), dossier, today=today()).fingerprint
    return (
        lambda: apply_register(company, actor=one[1], dossier=dossier, fingerprint=shown),
        lambda: apply_register(company, actor=other[1], dossier=dossier, fingerprint=shown),
    )


def play(scenario: str) -> dict[str, Any]:
    """Two administrators, Nicolas and Lucie, do the same thing to each other or to the head office."""
    from halle.companies.models import Membership, SocleRole
    from halle.companies.selectors import actor_of
    from tests import cast

    company = cast.first_company()
    cast.nicolas_of(company)
    cast.seat(company, "lucie@entreprise-test.example", "Lucie", "Robin", socle_role=SocleRole.ADMINISTRATOR)
    lucie, nicolas = company.memberships.select_related("user", "company").order_by("email")
    by_lucie, by_nicolas = actor_of(lucie.user), actor_of(nicolas.user)
    places = [company.establishments.create(name=f"Agence {nic}", nic=nic) for nic in ("00009", "00017")]
    acts = pairs((lucie, by_lucie), (nicolas, by_nicolas), places)[scenario]
    results = at_once(*acts)
    return {
        "results": sorted(results),
        "administrators": Membership.objects.administrators().filter(company=company).count(),
        "head_offices": company.establishments.filter(is_head_office=True).count(),
    }


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(json.dumps(play(sys.argv[1])))
