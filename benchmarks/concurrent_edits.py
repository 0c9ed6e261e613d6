"""Fifty people edit their own sheets at once for thirty seconds; every acknowledged write is looked for afterwards.

Run: .venv/bin/python -m benchmarks.concurrent_edits [--seconds 30] [--people 50]
It measures the database that DATABASE_URL names (SQLite in a temporary folder by default), and prints the ratio to
the same people reading the same form without saving: what writing costs. Each sends the whole form and waits.
"""

import argparse
import http.client
import os
import re
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from html import unescape

from benchmarks.server import granian, prepare, remove, session_of

FIELD = re.compile(r"<(?:input|textarea)\b[^>]*>")
ATTRIBUTE = re.compile(r'(\w[\w-]*)(?:="([^"]*)")?')


@dataclass
class Person:
    """One browser: what it was told is saved, and what went wrong."""

    path: str
    session: str
    membership: str
    acknowledged: list[str] = field(default_factory=list)
    reads: int = 0
    errors: list[str] = field(default_factory=list)


def main() -> None:
    """Run both rounds and print figures."""
    arguments = _arguments()
    var = prepare(os.environ.get("DATABASE_URL", ""))
    try:
        people = _people(arguments.people)
        with granian(workers=2, threads=4) as address:
            port = int(address.rpartition(":")[2])
            _round(people, port, arguments.seconds / 3, write=False)
            reads = sum(person.reads for person in people) / (arguments.seconds / 3)
            _round(people, port, arguments.seconds, write=True)
        _report(people, arguments.seconds, reads)
    finally:
        remove(var)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--people", type=int, default=50)
    return parser.parse_args()


def _people(count: int) -> list[Person]:
    from django.db.models import Count

    from halle.companies.models import Company

    company = Company.objects.annotate(people=Count("memberships")).order_by("-people")[0]
    members = company.memberships.active().select_related("user").order_by("pk")[:count]
    return [
        Person(
            path=f"/entreprises/{company.identifier}/utilisateurs/{member.pk}/modifier/",
            session=session_of(member.user),
            membership=str(member.pk),
        )
        for member in members
    ]


def _round(people: list[Person], port: int, seconds: float, *, write: bool) -> None:
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=_work, args=(person, port, until, write)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _work(person: Person, port: int, until: float, write: bool) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    number = 0
    while time.monotonic() < until:
        try:
            values, csrf = _read_form(connection, person)
            person.reads += 1
            if write:
                number += 1
                _save(connection, person, values, csrf, f"Essai {number}")
        except Exception as fault:  # noqa: BLE001 - whatever goes wrong is counted as an error
            person.errors.append(repr(fault))
            connection.close()


def _read_form(connection: http.client.HTTPConnection, person: Person) -> tuple[dict[str, str], str]:
    connection.request("GET", person.path, headers={"Cookie": f"session={person.session}"})
    answer = connection.getresponse()
    html = answer.read().decode()
    if answer.status != 200:
        raise RuntimeError(f"GET {answer.status}")
    csrf = re.search(r"csrf=([^;]+)", answer.headers.get("Set-Cookie", ""))
    return _values(html), csrf[1] if csrf else ""


def _values(html: str) -> dict[str, str]:
    """What a browser would send back: every named field of the form with its value."""
    form = html[html.rindex('<form method="post"', 0, html.index('name="function"')) :]
    form = form[: form.index("</form>")]
    values = {}
    for tag in FIELD.findall(form):
        attributes = {name: unescape(value) for name, value in ATTRIBUTE.findall(tag)}
        if "name" in attributes and attributes.get("type") not in {"submit", "checkbox", "radio"}:
            values[attributes["name"]] = attributes.get("value", "")
    for name, options in re.findall(r'<select\b[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        values[name] = unescape(chosen[1]) if chosen else ""
    return values


def _save(
    connection: http.client.HTTPConnection, person: Person, values: dict[str, str], csrf: str, text: str
) -> None:
    body = urllib.parse.urlencode({**values, "function": text})
    headers = {
        "Cookie": f"session={person.session}; csrf={csrf}",
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": f"http://127.0.0.1:{connection.port}",
    }
    connection.request("POST", person.path, body=body, headers=headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 302:
        raise RuntimeError(f"POST {answer.status}")
    person.acknowledged.append(text)


def _report(people: list[Person], seconds: float, reads: float) -> None:
    from django.conf import settings

    from halle.audit.models import Entry
    from halle.companies.models import Membership

    written = sum(len(person.acknowledged) for person in people)
    errors = [error for person in people for error in person.errors]
    lost = [
        person
        for person in people
        if person.acknowledged and Membership.objects.get(pk=person.membership).function != person.acknowledged[-1]
    ]
    entries = Entry.objects.filter(subject_id__in=[person.membership for person in people]).count()
    print(f"database: {settings.DATABASES['default']['ENGINE']}; {len(people)} people, {seconds:.0f} s")
    print(f"errors: {len(errors)} {errors[:3]}")
    print(f"acknowledged writes: {written} ({written / seconds:.1f} a second); journal entries: {entries}")
    print(f"last acknowledged value not found again: {len(lost)}; missing in the journal: {written - entries}")
    print(f"writes a second / form reads a second without writing: {written / seconds / reads:.2f}")


if __name__ == "__main__":
    main()
