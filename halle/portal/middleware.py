"""From the session's user to the Actor that policies and services know."""

from collections.abc import Callable
from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from halle.companies.selectors import actor_of
from halle.core.actors import ANONYMOUS, Actor
from halle.core.http import Request


class ActorMiddleware:
    """Sets `request.actor`, lazily: a page that asks nothing pays no query."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        ours = cast(Request, request)
        ours.actor = cast(Actor, SimpleLazyObject(lambda: _actor(ours)))
        return self.get_response(request)


def _actor(request: Request) -> Actor:
    return actor_of(request.user) if request.user.is_authenticated else ANONYMOUS
