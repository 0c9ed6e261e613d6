"""The users list against its limit (same queries, HTML joined by f-strings) and against Django admin's change list.

Run: .venv/bin/python -m benchmarks.users_list [--seconds 8] [--rounds 3]
Goals: at least 40 % of the limit, at least 4 times the admin, the same figure within 10 % for a company of 3,000.
Everything runs on one Granian worker; rounds are interleaved and the median is printed.
"""

import argparse
import urllib.request
from typing import TYPE_CHECKING

from benchmarks.server import Load, granian, prepare, remove, session_of, wrk

if TYPE_CHECKING:
    from halle.companies.models import Company

SMALL = "732829320"
PEOPLE = 25


def main() -> None:
    """Print requests a second, latencies and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    var = prepare()
    try:
        sessions = _sessions()
        with granian() as address:
            pages = _pages(address, sessions)
            _compare_html(pages, sessions["person"])
            loads: dict[str, list[Load]] = {name: [] for name in pages}
            for _round in range(arguments.rounds):
                for name, (url, session) in pages.items():
                    loads[name].append(wrk(url, session, seconds=arguments.seconds))
    finally:
        remove(var)
    _report({name: _median(found) for name, found in loads.items()})


def _sessions() -> dict[str, str]:
    """A company of exactly 25 people, one administrator of it and of the big one, and one staff member."""
    from halle.accounts.models import User
    from halle.companies.models import Company, Membership, MembershipState, RoomRole, SocleRole

    small, big = Company.objects.get(siren=SMALL), _biggest()
    person = User.objects.create_user("banc@halle.example", "x", first_name="Banc", last_name="Aabanc")
    models = list(big.memberships.active().select_related("user")[: PEOPLE - small.memberships.count() - 1])
    for company in (small, big):
        Membership.objects.create(
            user=person,
            company=company,
            establishment=company.head_office,
            first_name="Banc",
            last_name="Aabanc",
            email=person.email,
            state=MembershipState.ACTIVE,
            room_role=RoomRole.ADMINISTRATOR,
            socle_role=SocleRole.ADMINISTRATOR,
        )
    for model in models:
        Membership.objects.create(
            user=model.user,
            company=small,
            establishment=small.head_office,
            first_name=model.first_name,
            last_name=model.last_name,
            email=model.email,
            state=model.state,
        )
    staff = User.objects.create_superuser("staff@halle.example", "x")
    return {"person": session_of(person), "staff": session_of(staff)}


def _biggest() -> "Company":
    from django.db.models import Count

    from halle.companies.models import Company

    return Company.objects.annotate(people=Count("memberships")).order_by("-people")[0]


def _pages(address: str, sessions: dict[str, str]) -> dict[str, tuple[str, str]]:
    from halle.companies.models import Company

    small, big = Company.objects.get(siren=SMALL), _biggest().identifier
    listing = "/banc/admin/companies/membership/?company__id__exact="
    return {
        "users list, 25 people": (f"{address}/entreprises/{SMALL}/utilisateurs/", sessions["person"]),
        "limit (a), 25 people": (f"{address}/banc/limite/{SMALL}/", sessions["person"]),
        "Django admin (b), 25 people": (f"{address}{listing}{small.pk}", sessions["staff"]),
        "users list, 3,000 people": (f"{address}/entreprises/{big}/utilisateurs/", sessions["person"]),
        "limit (a), 3,000 people": (f"{address}/banc/limite/{big}/", sessions["person"]),
    }


def _compare_html(pages: dict[str, tuple[str, str]], session: str) -> None:
    """The limit is only a limit while it sends the same page: stop when its size differs by more than 3 %."""
    ours, limit = (len(_get(pages[name][0], session)) for name in ("users list, 25 people", "limit (a), 25 people"))
    print(f"bytes of HTML: users list {ours}, limit {limit}")
    if abs(ours - limit) > 0.03 * ours:
        raise SystemExit("The limit no longer sends the same page: adapt benchmarks/limit.py.")


def _get(url: str, session: str) -> bytes:
    request = urllib.request.Request(url, headers={"Cookie": f"session={session}"})
    with urllib.request.urlopen(request) as answer:
        return bytes(answer.read())


def _median(loads: list[Load]) -> Load:
    return sorted(loads, key=lambda load: load.rate)[len(loads) // 2]


def _report(loads: dict[str, Load]) -> None:
    for name, load in loads.items():
        print(f"{name:30} {load.rate:7.1f} requests/s   p50 {load.p50:6.1f} ms   p99 {load.p99:6.1f} ms")
    small, big = loads["users list, 25 people"].rate, loads["users list, 3,000 people"].rate
    limit, limit_big = loads["limit (a), 25 people"].rate, loads["limit (a), 3,000 people"].rate
    admin = loads["Django admin (b), 25 people"].rate
    print(f"users list / limit:               {small / limit:.2f}  (goal 0.40)")
    print(f"users list / Django admin:        {small / admin:.2f}  (goal 4)")
    print(f"3,000 people / 25 people:         {big / small:.2f}  (goal 0.90)")
    print(f"users list / limit, 3,000 people: {big / limit_big:.2f}")


if __name__ == "__main__":
    main()
