"""The door to a recovery: only whoever asked for it gets in, for everybody else it does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404

from halle.accounts.models import User
from halle.core.decisions import Denied
from halle.core.http import Request
from halle.enrolment.models import Recovery
from halle.enrolment.selectors.recovery import recoveries_of

Extra = ParamSpec("Extra")
View = Callable[Concatenate[Request, Recovery, Extra], HttpResponseBase]


def own_recovery(view: View[Extra]) -> Callable[..., HttpResponseBase]:
    """Give the view the person's own recovery; 403 with the reason when a service refuses (Denied)."""

    @wraps(view)
    def page(request: Request, recovery_id: UUID, *args: Extra.args, **kwargs: Extra.kwargs) -> HttpResponseBase:
        recovery = get_object_or_404(recoveries_of(cast(User, request.user)), pk=recovery_id)
        try:
            return view(request, recovery, *args, **kwargs)
        except Denied as refusal:
            raise PermissionDenied(refusal.reason) from refusal

    return page
