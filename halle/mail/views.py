"""« Mes messages »: everything that the site wrote to the person, and to nobody else."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from halle.core.http import Request
from halle.mail import selectors, services, words

PER_PAGE = 25


@require_safe
def inbox(request: Request) -> HttpResponse:
    """The list, what is not read first."""
    user_id = person_of(request)
    page = Paginator(selectors.inbox_of(user_id), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "mail/inbox.html", {"page": page, "unread": selectors.unread_count(user_id)})


@require_http_methods(["GET", "HEAD", "POST"])
def message(request: Request, message_id: UUID) -> HttpResponse:
    """One message; a POST marks it as read, then shows it."""
    found = get_object_or_404(selectors.inbox_of(person_of(request)), pk=message_id)
    if request.method == "POST":
        services.mark_read(found)
        return redirect("mail:message", found.pk)
    return render(request, "mail/message.html", {"message": found, "blocks": words.blocks_of(found.body)})


@require_POST
def read_all(request: Request) -> HttpResponse:
    """Mark everything as read."""
    number = services.mark_all_read(person_of(request))
    if number:
        text = ngettext("%(number)s message marqué comme lu", "%(number)s messages marqués comme lus", number)
        messages.success(request, text % {"number": number})
    else:
        messages.info(request, _("Tous vos messages étaient déjà lus"))
    return redirect("mail:inbox")


def person_of(request: Request) -> UUID:
    """Who reads; every page of this app asks to be signed in."""
    return cast(UUID, request.user.pk)
