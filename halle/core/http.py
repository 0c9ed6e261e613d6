"""The request as our views know it."""

from django.http import HttpRequest

from halle.core.actors import Actor


class Request(HttpRequest):
    """A request that passed portal.middleware.ActorMiddleware."""

    actor: Actor
