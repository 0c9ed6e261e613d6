"""The access matrix, played: every address × every person, and what strangers learn (nothing)."""

import os
import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from conftest import signed_in
from tests.access_matrix import LINES, PEOPLE, PREFIXES, Line
from tests.harness.writes import counted_writes
from tests.router import Route, routes
from tests.world import World

MATRIX = settings.BASE_DIR / "docs" / "security" / "matrix.md"
REFUSALS = {403, 404, 405}
ROUTES = {route.name: route for route in routes()}
TENANT_LINES = [line for line in LINES if line.objects.split()[:1] == ["company"]]
WITH_CHILD = [line for line in TENANT_LINES if len(line.objects.split()) > 1]
each_line = pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
each_tenant_line = pytest.mark.parametrize("line", TENANT_LINES, ids=lambda line: line.name)
each_child_line = pytest.mark.parametrize("line", WITH_CHILD, ids=lambda line: line.name)


def address_of(line: Line, world: World, **instead: str) -> str:
    """The address of the line's objects in that world."""
    route = ROUTES[line.name]
    keys = line.objects.split()
    assert len(keys) == len(route.parameters), f"{line.name} takes {route.parameters}, its line names {keys}"
    return route.address(
        {name: instead.get(key) or world.value(key) for name, key in zip(route.parameters, keys, strict=True)}
    )


def browser_of(person: str, world: World) -> Client:
    """A browser where that person is signed in, or nobody."""
    return Client() if person == "anonymous" else signed_in(world.people[person])


def same(body: bytes) -> bytes:
    """The body without the token that changes at each answer."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", body)


def test_every_address_has_its_line_and_every_line_its_address():
    named = {line.name for line in LINES}
    addresses = {name for name, route in ROUTES.items() if not route.route.startswith(tuple(PREFIXES))}
    assert sorted(addresses - named) == [], "addresses without a line in tests/access_matrix.py"
    assert sorted(named - addresses) == [], "lines of tests/access_matrix.py without an address"
    assert len(named) == len(LINES), "a line is there twice"


def test_every_address_has_a_name():
    ours = [route for route in routes() if not route.route.startswith(tuple(PREFIXES))]
    assert [route.route for route in ours if route.name.endswith(":") or not route.name] == []


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_addresses_of_the_platform_are_for_its_staff(prefix, method, world):
    addresses = ["/" + route.route for route in routes() if route.route.startswith(prefix) and not route.parameters]
    addresses += [f"/{prefix}accounts/user/{world.people['bernard'].pk}/{act}/" for act in ("change", "delete")]
    for person in PEOPLE.keys() - {"staff"}:
        browser = browser_of(person, world)
        for address in addresses:
            with counted_writes() as writes:
                answer = getattr(browser, method)(address)
            assert answer.status_code in {301, 302, 403, 404, 405}, f"{person} {method} {address}"
            assert lasting(writes) == [] or address.endswith("logout/")


@each_line
def test_who_may_read(line, world):
    address = address_of(line, world)
    found = {person: browser_of(person, world).get(address).status_code for person in PEOPLE}
    assert found == line.get, address


@pytest.mark.slow
@each_line
def test_who_may_write(line, world):
    address = address_of(line, world)
    found = {}
    for person in PEOPLE:
        browser = browser_of(person, world)
        with counted_writes() as writes, transaction.atomic():
            found[person] = browser.post(address, world.filled(line.data)).status_code
            transaction.set_rollback(True)
        if line.post is None or line.post[person] in REFUSALS:
            assert lasting(writes) == [], f"{person} was refused, yet wrote"
    if line.post is None:
        odd = {person: status for person, status in found.items() if status not in {405, line.get[person]}}
        assert odd == {}, f"{address} takes no POST: 405, or the answer to a GET"
    else:
        assert found == line.post, address


def lasting(writes: list[str]) -> list[str]:
    """What was written, the traces that a refusal leaves taken out."""
    return [sql for sql in writes if '"audit_' not in sql]


@each_tenant_line
def test_another_company_looks_as_if_it_did_not_exist(line, world, other_world):
    same_answers(
        signed_in(world.people["nicolas"]),
        address_of(line, other_world),
        address_of(line, other_world, **nothing(line)),
        other_world.filled(line.data),
    )


@each_child_line
def test_an_object_of_another_company_is_not_in_mine(line, world, other_world):
    child = line.objects.split()[-1]
    same_answers(
        signed_in(world.people["nicolas"]),
        address_of(line, world, **{child: other_world.value(child)}),
        address_of(line, world, **{child: absent(child)}),
        other_world.filled(line.data),
    )


def same_answers(browser: Client, theirs: str, nowhere: str, data: dict[str, str]) -> None:
    """Read and posted, both addresses answer the same: not found (or a method that nobody has), nothing written."""
    statuses = set()
    for method, sent in (("get", {}), ("post", data)):
        with counted_writes() as writes:
            one, other = getattr(browser, method)(theirs, sent), getattr(browser, method)(nowhere, sent)
        assert (one.status_code, same(one.content)) == (other.status_code, same(other.content))
        assert lasting(writes) == []
        statuses.add(one.status_code)
    assert 404 in statuses
    assert statuses <= {404, 405}


def nothing(line: Line) -> dict[str, str]:
    """Values that name nothing, for every object of the line."""
    return {key: absent(key) for key in line.objects.split()}


def absent(key: str) -> str:
    """A well-formed value that names nothing."""
    return "552032534" if key == "company" else str(uuid4())


def matrix_of(lines: list[Line]) -> str:
    """The matrix as Markdown."""
    head = [
        "# Access matrix",
        "",
        "Generated by `WRITE_MATRIX=1 pytest tests/test_access.py -k matrix` from tests/access_matrix.py, which",
        "the suite plays: do not edit. GET, then POST where the page takes one; objects are those of one company, A.",
        "",
        *(f"* **{person}**: {who}" for person, who in PEOPLE.items()),
        "",
        "| Address | Name | " + " | ".join(PEOPLE) + " |",
        "|---|---|" + "---|" * len(PEOPLE),
    ]
    return "\n".join([*head, *(row_of(line, ROUTES[line.name]) for line in lines), ""])


def row_of(line: Line, route: Route) -> str:
    """One line of the table."""
    cells = []
    for person in PEOPLE:
        post = f" / {line.post[person]}" if line.post else ""
        cells.append(f"{line.get[person]}{post}")
    route_text = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route.route).replace("|", "\\|")
    return f"| `/{route_text}` | {line.name} | " + " | ".join(cells) + " |"


def test_the_written_matrix_is_up_to_date():
    written = matrix_of(sorted(LINES, key=lambda line: ROUTES[line.name].route))
    if os.environ.get("WRITE_MATRIX"):
        MATRIX.parent.mkdir(parents=True, exist_ok=True)
        MATRIX.write_text(written, encoding="utf-8")
    assert MATRIX.read_text(encoding="utf-8") == written
