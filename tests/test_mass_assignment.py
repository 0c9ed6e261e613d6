"""Forms change what they show and nothing else, whatever is posted beside it; and they name only one's own things."""

import re

import pytest
from django.apps import apps
from django.db import transaction

from conftest import signed_in
from tests.access_matrix import LINES
from tests.harness.writes import counted_writes
from tests.markup import forms_of
from tests.test_access import address_of, lasting

PAGES = [line for line in LINES if line.post and line.get["nicolas"] == 200 and line.objects.startswith("company")]
pytestmark = pytest.mark.slow
each_page = pytest.mark.parametrize("line", PAGES, ids=lambda line: line.name)
UUID = re.compile(r"^[0-9a-f]{8}-[0-9a-f-]{27}$")
# What differs between two runs of the same act.
RUNNING = {"id", "digest", "password"}
RANDOM_ADDRESS = re.compile(r"[0-9a-f-]{36}@")


def greedy(world, other_world):
    """Every column that somebody might wish to change by the way."""
    mine, theirs = world.people["bernard"].pk, other_world.company.pk
    return {
        "company": theirs,
        "company_id": theirs,
        "user": mine,
        "user_id": mine,
        "id": theirs,
        "pk": theirs,
        "membership": other_world.value("member"),
        "proposed_by": other_world.value("member"),
        "state": "removed",
        "room_role": "administrator",
        "socle_role": "administrator",
        "is_staff": "on",
        "is_superuser": "on",
        "is_active": "",
        "siren": "552100554",
        "is_head_office": "on",
        "closed_on": "2020-01-01",
        "source": "typed",
        "version": "999",
    }


def rows():
    """All that the companies and accounts apps hold, but for what runs by itself."""
    models = [model for app in ("companies", "accounts") for model in apps.get_app_config(app).get_models()]
    found = []
    for model in models:
        fields = [field for field in model._meta.concrete_fields if field.name not in RUNNING]
        names = [field.attname for field in fields if field.get_internal_type() != "DateTimeField"]
        lines = model._default_manager.values_list(*names)
        found += [RANDOM_ADDRESS.sub("somebody@", " ".join([model.__name__, *map(str, line)])) for line in lines]
    return sorted(found)


def after(person, address, posted):
    """The rows as that person's post leaves them; then everything is undone."""
    with transaction.atomic():
        signed_in(person).post(address, posted)
        found = rows()
        transaction.set_rollback(True)
    return found


@each_page
def test_what_is_posted_beside_the_form_changes_nothing(line, world, other_world):
    browser, address = signed_in(world.people["nicolas"]), address_of(line, world)
    for form in forms_of(browser.get(address).content.decode()):
        if form.method == "post" and "/compte/" not in form.action:
            extra = {name: value for name, value in greedy(world, other_world).items() if name not in form.kinds}
            locked = dict.fromkeys(form.locked, "forged")
            posted = {**form.values, **world.filled(line.data)}
            target = form.action or address
            alone = after(world.people["nicolas"], target, posted)
            assert alone == after(world.people["nicolas"], target, {**posted, **extra, **locked})


@each_page
def test_a_choice_of_another_company_is_refused(line, world, other_world):
    browser, address = signed_in(world.people["nicolas"]), address_of(line, world)
    theirs = [other_world.value(name) for name in ("establishment", "member", "officer", "proposal")]
    for form in forms_of(browser.get(address).content.decode()):
        for name, value in form.values.items():
            if UUID.match(value):
                for stranger in theirs:
                    with counted_writes() as writes:
                        answer = browser.post(form.action or address, {**form.values, name: stranger})
                    assert answer.status_code in {200, 404}, f"{name} may name an object of another company"
                    assert lasting(writes) == []
