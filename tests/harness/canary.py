"""What belongs to company B never reaches anybody outside it: no page, no header, no export, no mail of any test.

Every field of the other company (conftest.other_company) carries CANARI-B. What a person typed himself in this
browser, and his own name and address, are not leaks: they are taken out before looking.
"""

import html
import io
import zipfile
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, unquote_plus

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMessage
from django.db.models import Q

from halle.accounts.models import User
from halle.companies.models import Membership, MembershipState
from halle.mail.models import Message

CANARY = "canari-b"


def without(text: str, known: Iterable[str]) -> str:
    """The text, lowered, without the values that its reader knew already."""
    text = text.lower()
    for value in sorted({item.lower() for item in known if CANARY in item.lower()}, key=len, reverse=True):
        for form in (value, html.escape(value), quote(value), quote(value, safe="")):
            text = text.replace(form, "")
    return text


def has_canary(text: str, known: Iterable[str] = ()) -> bool:
    """Whether a mark of company B is in there."""
    return CANARY in text.lower() and CANARY in without(text, known)


def excerpt(text: str) -> str:
    """A few words around the mark, for the failure."""
    place = text.lower().find(CANARY)
    return text[max(0, place - 120) : place + 80]


def is_inside(user_id: Any) -> bool:
    """Whether the person is in the marked company now (invited or active), or runs the platform."""
    marked = Q(company__name__icontains=CANARY) | Q(company__description__icontains=CANARY)
    seats = Membership.objects.filter(marked, user=user_id)
    present = seats.filter(state__in=[MembershipState.ACTIVE, MembershipState.INVITED]).exists()
    return present or User.objects.filter(pk=user_id, is_staff=True).exists()


def own_words(user: Any) -> list[str]:
    """What a person knows because it is himself."""
    return [user.email, user.first_name, user.last_name] if user is not None and user.pk else []


def text_of(response: Any) -> str:
    """Everything that leaves in the response: headers, cookies, body, and the files inside a ZIP."""
    if response.streaming:
        response.streaming_content = list(response.streaming_content)
        body = b"".join(response.streaming_content)
        response.streaming_content = [body]
    else:
        body = response.content
    head = "\n".join(f"{name}: {value}" for name, value in response.items())
    return "\n".join([head, str(response.cookies), body_text(body)])


def body_text(body: bytes) -> str:
    """A body as text; the members of a ZIP one after the other."""
    if body.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "\n".join([*archive.namelist(), *(body_text(archive.read(name)) for name in archive.namelist())])
    return body.decode("utf-8", errors="replace")


def words_typed(request: dict[str, Any], body: bytes) -> set[str]:
    """What the request itself carried: query values and posted values, those of the canary only."""
    typed = unquote_plus(request.get("QUERY_STRING", "")).replace("&", "=").split("=")
    posted = body.decode("utf-8", errors="replace")
    lines = unquote_plus(posted).replace("&", "=").split("=") + posted.splitlines()
    return {word.strip() for word in [*typed, *lines] if CANARY in word.lower()}


# Reviewed: pages that show a company to whoever holds the secret that it sent.
BY_SECRET = {"companies:invitation"}


def check_response(response: Any, typed: Iterable[str]) -> None:
    """Fail when the response shows a mark of company B to somebody outside it."""
    text = text_of(response)
    if CANARY not in text.lower():
        return
    match = response.wsgi_request.resolver_match
    if match is not None and match.view_name in BY_SECRET:
        return
    user = response.wsgi_request.user
    if not has_canary(text, [*typed, *own_words(user)]):
        return
    if user is None or not user.pk or not is_inside(user.pk):
        path = response.wsgi_request.get_full_path()
        pytest.fail(f"{path} shows company B to {user}: …{excerpt(without(text, [*typed, *own_words(user)]))}…")


def parts_of(message: EmailMessage) -> str:
    """Subject, bodies and attachments of a message."""
    parts = [str(message.subject), str(message.body), *map(str, message.extra_headers.values())]
    parts += [str(part[0]) for part in getattr(message, "alternatives", [])]
    return "\n".join(parts + [str(attachment) for attachment in message.attachments])


def check_mail() -> None:
    """Fail when a message, sent or in an in-app box, carries a mark of company B to somebody outside it."""
    for message in getattr(django_mail, "outbox", []):
        for address in message.recipients():
            check_words(parts_of(message), address, f"the mail « {message.subject} »")
    marked = Q(subject__icontains=CANARY) | Q(body__icontains=CANARY) | Q(html__icontains=CANARY)
    for row in Message.objects.filter(marked).select_related("user"):
        words = f"{row.subject}\n{row.body}\n{row.html}"
        check_words(words, row.user.email if row.user else row.address, f"the message « {row.name} »")


def check_words(text: str, address: str, what: str) -> None:
    """Fail when these words, sent to that address, carry a mark of company B that is not the reader's own."""
    if CANARY not in text.lower():
        return
    user = User.objects.filter(email__iexact=address).first()
    known = [address, *own_words(user)]
    if has_canary(text, known) and not (user is not None and is_inside(user.pk)):
        pytest.fail(f"{what} shows company B to {address}: …{excerpt(without(text, known))}…")
