"""Every field where one can type, on every page: what cannot be meant is refused beside it, and the rest is kept."""

import pytest
from django.core.cache import cache

from conftest import signed_in
from tests.access_matrix import LINES
from tests.harness.writes import counted_writes
from tests.markup import Form, forms_of, ids_of
from tests.test_access import address_of, lasting

PAGES = [line for line in LINES if line.post and line.get["nicolas"] == 200 and line.post["nicolas"] in {200, 302}]
HOSTILE = {
    "NUL": "Du\x00pont",
    "a bell": "Du\x07pont",
    "an override of direction": "Du\u202epont",
    "an isolate of direction": "Du\u2066pont",
    "too much": "x" * 20_000,
}
pytestmark = pytest.mark.slow
each_page = pytest.mark.parametrize("line", PAGES, ids=lambda line: line.name)


def main_forms(page: str) -> list[Form]:
    """The forms of the page in which one types."""
    return [form for form in forms_of(page) if form.method == "post" and form.text_fields]


@each_page
def test_what_cannot_be_meant_is_refused_beside_its_field(line, world):
    browser, address = signed_in(world.people["nicolas"]), address_of(line, world)
    for form in main_forms(browser.get(address).content.decode()):
        for what, text in HOSTILE.items():
            cache.clear()
            page = refused(browser, form.action or address, {**form.values, **dict.fromkeys(form.text_fields, text)})
            spared = [name for name in form.text_fields if f"id_{name}_error" not in ids_of(page)]
            assert spared == [], f"no error beside these fields for {what}"


@each_page
def test_the_rest_of_what_was_typed_is_kept(line, world):
    browser, address = signed_in(world.people["nicolas"]), address_of(line, world)
    for form in main_forms(browser.get(address).content.decode()):
        for name in form.text_fields:
            cache.clear()
            page = refused(browser, form.action or address, {**form.values, name: HOSTILE["an override of direction"]})
            again = next(other for other in main_forms(page) if name in other.kinds)
            visible = {other for other, kind in form.kinds.items() if kind not in {"password", "hidden"}} - {name}
            lost = [other for other in visible if again.values.get(other) != form.values.get(other)]
            assert lost == [], f"lost because {name} was refused"


def refused(browser, address, posted):
    """The page that says no, having changed nothing (allauth may keep a challenge in the session)."""
    with counted_writes() as writes:
        answer = browser.post(address, posted)
    assert answer.status_code == 200
    assert [sql for sql in lasting(writes) if '"django_session"' not in sql] == []
    return answer.content.decode()


@each_page
def test_no_id_is_there_twice(line, world):
    ids = ids_of(signed_in(world.people["nicolas"]).get(address_of(line, world)).content.decode())
    assert [name for name in set(ids) if ids.count(name) > 1] == []


@pytest.mark.parametrize("page", [line for line in LINES if line.get["nicolas"] == 200], ids=lambda line: line.name)
def test_a_page_read_with_strange_questions_still_answers(page, world):
    """Search, sort, filters and page numbers come from addresses that anybody can write."""
    browser, address = signed_in(world.people["nicolas"]), address_of(page, world)
    for query in (
        "page=0",
        "page=99999",
        "page=x",
        "q=%00",
        "q=%E2%80%AE",
        "tri=-x",
        "etat=x&role=x",
        "q=" + "x" * 3000,
    ):
        assert browser.get(f"{address}?{query}").status_code == 200, query


def test_the_sweep_reaches_the_forms(world):
    """A sweep that finds no form proves nothing."""
    browser, fields = signed_in(world.people["nicolas"]), 0
    for line in PAGES:
        fields += sum(
            len(form.text_fields) for form in main_forms(browser.get(address_of(line, world)).content.decode())
        )
    assert fields >= 60
