"""Every page of the access matrix, in Chromium, looked at by axe: wide and narrow, by day and by night."""

from contextlib import nullcontext

import pytest

from tests.access_matrix import LINES
from tests.browser.visitor import HEIGHT, NARROW, WIDE, Visitor
from tests.router import routes

ROUTES = {route.name: route for route in routes()}
PEOPLE = ("anonymous", "nicolas", "bernard", "staff")
VISITS = [
    (person, line)
    for person in PEOPLE
    for line in LINES
    # Staff looks at what is his alone: the rest is the same page for everybody.
    if line.get[person] == 200 and (person != "staff" or line.get["nicolas"] != 200)
]


@pytest.fixture(scope="module")
def visitors(chromium, running_site):
    """One browser for each person, signed in once: reading changes nothing."""
    running_site.reset()
    opened = {}
    for person in PEOPLE:
        context = chromium.new_context(
            locale="fr-FR", viewport={"width": WIDE, "height": HEIGHT}, reduced_motion="reduce"
        )
        opened[person] = Visitor(running_site, context)
        if person != "anonymous":
            opened[person].sign_in(person)
    yield opened
    for visitor in opened.values():
        visitor.context.close()


def address_of(line, facts):
    """The address of the line's objects on the running site."""
    values = dict(zip(ROUTES[line.name].parameters, line.objects.split(), strict=True))
    return ROUTES[line.name].address({name: facts["objects"][key] for name, key in values.items()})


@pytest.mark.parametrize(("person", "line"), VISITS, ids=lambda value: getattr(value, "name", value))
def test_a_page_is_for_everybody(person, line, visitors):
    visitor = visitors[person]
    with visitor.site.passkey_of(person) if line.objects == "passkey" else nullcontext():
        look_at(visitor, address_of(line, visitor.site.facts))


def look_at(visitor, address):
    """By day at both widths, by night for its colours; a file is only fetched."""
    answer = visitor.context.request.get(visitor.site.address + address)
    assert answer.status == 200
    if "text/html" not in answer.headers["content-type"]:
        assert answer.body(), "an empty file"
        return
    visitor.complaints.clear()
    visitor.go(address)
    visitor.check((WIDE, NARROW))
    visitor.page.emulate_media(color_scheme="dark")
    assert visitor.violations(["color-contrast"]) == [], f"{address} by night"
    visitor.page.emulate_media(color_scheme="light")
    assert visitor.page.title().strip(" –")
    assert visitor.page.locator("h1").count() == 1
