"""The health page, for monitoring."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from halle.jobs import queue


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and a worker lives, else 503; says which of the two fails and nothing more."""
    try:
        database, worker = True, queue.worker_is_alive()
    except DatabaseError:
        database = worker = False
    return JsonResponse({"base": database, "taches": worker}, status=200 if database and worker else 503)
