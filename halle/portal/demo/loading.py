"""Everything at once, or nothing: one transaction, and no second time."""

from django.db import transaction

from halle.companies.models import Company
from halle.portal.demo import group, story
from halle.portal.demo.companies import COMPANIES, open_company
from halle.portal.demo.people import add_operator, seat_everybody

SENTINEL = "732829320"


def is_loaded() -> bool:
    """Whether the demonstration is there, whatever became of it since."""
    return Company.objects.filter(siren=SENTINEL).exists()


@transaction.atomic
def load(*, users: int, establishments: int) -> None:
    """The demonstration, with a large company of that many users and establishments."""
    companies = {plan.name: open_company(plan) for plan in COMPANIES}
    group.add_establishments(companies[group.NAME], establishments)
    hashed = seat_everybody(companies)
    group.add_users(companies[group.NAME], users, hashed)
    add_operator(hashed)
    story.tell(companies)
