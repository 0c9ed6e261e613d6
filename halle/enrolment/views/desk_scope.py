"""The operators' door: for everybody else the workbench does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase

from halle.core.decisions import Denied
from halle.core.http import Request
from halle.enrolment.policies import desk as policies

Extra = ParamSpec("Extra")
View = Callable[Concatenate[Request, Extra], HttpResponseBase]


def desk_page(view: View[Extra]) -> View[Extra]:
    """404 unless the person is staff; 403 with the reason when a policy refuses later (Denied)."""

    @wraps(view)
    def page(request: Request, /, *args: Extra.args, **kwargs: Extra.kwargs) -> HttpResponseBase:
        if not policies.work(request.actor):
            raise Http404
        try:
            return view(request, *args, **kwargs)
        except Denied as refusal:
            raise PermissionDenied(refusal.reason) from refusal

    return page
