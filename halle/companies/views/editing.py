"""Two people editing the same thing are told apart, whatever the moment."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from halle.companies.models import Company
from halle.companies.services.members import lock_company
from halle.core.http import Request
from halle.ui.forms import SnapshotMixin


def saved(
    request: Request,
    form: SnapshotMixin,
    company: Company,
    values_of_now: Callable[[], Mapping[str, Any]],
    act: Callable[[], object],
) -> bool:
    """Whether a valid form was posted, nobody had changed meanwhile what it showed, and the act was done.

    The last two happen under the company's lock, so that of two posts at the same moment the second is told what the
    first one changed, and loses nothing that was typed.
    """
    if request.method != "POST" or not form.is_valid():
        return False
    with transaction.atomic():
        lock_company(company)
        if form.changed_meanwhile(values_of_now()):
            return False
        act()
    return True
