"""The gallery, the shells, and the weight of what every page carries."""

import html
import re
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import include, path

from halle.core.actors import ANONYMOUS, Actor, Seat, Side
from halle.ui.templatetags.ui import icon_markup

UI = Path(__file__).resolve().parents[1]
STATIC = UI / "static" / "ui"
# The HTML part of a mail is the one place where styles must be inline.
TEMPLATES = sorted(
    file for file in UI.parent.glob("*/templates/**/*.html") if file.parts[-2:] != ("mail", "mail.html")
)
User = get_user_model()
SHELL = '{% extends "ui/' + "{}" + '.html" %}{% block title %}Essai{% endblock %}'


@pytest.fixture
def gallery(settings) -> Client:
    # The gallery is among the addresses only when DEBUG, which tests never are.
    settings.ROOT_URLCONF = (path("ui/", include("halle.ui.urls")), path("", include(settings.ROOT_URLCONF)))
    return Client()


@pytest.mark.parametrize("address", ["/ui/", "/ui/administration/", "/ui/entree/"])
def test_the_gallery_shows_each_shell_to_anybody(gallery: Client, address: str):
    page = gallery.get(address)
    assert page.status_code == 200
    assert page.content.count(b"<h1>") == 1


def test_the_gallery_asks_the_database_nothing(gallery: Client):
    assert gallery.get("/ui/").status_code == 200  # without the db fixture, a query fails


def test_a_form_of_the_gallery_answers(gallery: Client):
    page = gallery.post("/ui/", {"first_name": ""}).content.decode()
    assert "<title>Erreur : Galerie" in page
    assert "Renseignez le champ «\u00a0Prénom\u00a0»." in page


def test_suggestions_answer_what_was_typed(gallery: Client):
    assert gallery.get("/ui/suggestions/", {"q": "RIZ"}).json()[1]["value"] == "0112Z"
    assert gallery.get("/ui/suggestions/", {"q": "xyz"}).json() == []


def test_the_gallery_is_not_an_address_of_the_real_site(client: Client):
    assert client.get("/ui/").status_code == 404


def shell(name: str, user: Any = None, actor: Actor = ANONYMOUS, **context: object) -> str:
    request = RequestFactory().get("/")
    request.user = user or AnonymousUser()
    request.actor = actor  # type: ignore[attr-defined]
    return engines["django"].from_string(SHELL.replace("{}", name)).render(context, request)


@pytest.mark.parametrize("name", ["room", "entrance"])
def test_the_title_of_the_page_is_also_its_heading(name: str):
    page = shell(name)
    assert "<title>Essai – Halle</title>" in page
    assert "<h1>Essai</h1>" in page


def test_the_socle_says_welcome_the_day_and_goodbye(settings):
    settings.HALLE_PLATFORM_TAB = "Mon mégalis"
    person = User(civility="m", first_name="Nicolas", last_name="Dupond")
    with time_machine.travel(datetime(2018, 7, 2, 10, tzinfo=UTC)):
        page = shell("socle", person, company=SimpleNamespace(identifier="732829320"), socle_tab="company")
    assert "Bienvenue, M. Nicolas Dupond" in page
    assert "» Déconnexion" in page
    assert "<li>Lundi 02 juillet 2018</li>" in page
    assert re.findall(r"<a [^>]*>([^<]+)</a></li>", page[page.index("socle-tabs") :])[:3] == [
        "Accueil",
        "Mon mégalis",
        "Mon entreprise",
    ]
    assert re.findall(r'<a [^>]*aria-current="true">([^<]+)</a>', page) == ["Mon entreprise"]


def test_signing_out_is_a_post():
    page = shell("room", User(first_name="Nicolas", last_name="Dupond"))
    assert re.search(r'<form method="post" action="[^"]+" class="logout">\s*<input type="hidden" name="csrf', page)
    assert "Nicolas Dupond</summary>" in page


def test_nobody_signed_in_is_offered_no_account_menu():
    assert "Déconnexion" not in shell("room")


def test_the_names_of_the_deployer_are_on_the_page(settings):
    settings.HALLE_NAME, settings.HALLE_BASELINE = "Mégalis BRETAGNE", "Simplifie l'administration numérique"
    settings.HALLE_OWNER = "Syndicat mixte de coopération territoriale"
    settings.HALLE_LOGO_URL, settings.HALLE_THEME_CSS_URL = "/statique/logo.svg", "/statique/theme.css"
    page = html.unescape(shell("entrance"))
    assert '<img class="brand-logo" src="/statique/logo.svg" alt="Mégalis BRETAGNE"' in page
    assert "Simplifie l'administration numérique" in page
    assert "Syndicat mixte de coopération territoriale" in page
    assert "© Mégalis BRETAGNE, 2026" in page
    assert page.index("ui/halle.css") < page.index("/statique/theme.css")


def test_demonstration_is_said_on_every_page_and_only_then(settings):
    assert "Démonstration" not in shell("entrance")
    settings.DEMO = True
    for name in ("entrance", "room"):
        assert "Démonstration" in shell(name)


def test_all_css_is_under_20_kb_and_all_our_script_under_5_kb():
    assert sum(len(file.read_bytes()) for file in UI.parent.glob("*/static/**/*.css")) < 20_000
    assert sum(len(file.read_bytes()) for file in UI.parent.glob("*/static/**/*.js")) < 5_000


def test_every_icon_that_a_template_names_is_drawn():
    drawn = set(re.findall(r'<symbol id="([a-z]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8")))
    named = {name for file in TEMPLATES for name in re.findall(r'{% icon "([^"]+)"', file.read_text(encoding="utf-8"))}
    assert named
    assert named <= drawn


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: str(file.relative_to(UI.parent)))
def test_no_template_carries_inline_code_or_style(template: Path):
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)


def test_an_icon_is_made_once():
    assert icon_markup("edit") is icon_markup("edit")


@pytest.mark.parametrize(("seats", "offered"), [(1, False), (2, True)])
def test_who_sits_in_several_companies_may_change(seats: int, offered: bool):
    company = SimpleNamespace(identifier="732829320")
    somewhere = tuple(Seat(Side.COMPANY, uuid4(), uuid4()) for _ in range(seats))
    actor = Actor(user=uuid4(), name="Nicolas Dupond", seats=somewhere)
    page = shell("socle", User(first_name="Nicolas"), actor=actor, company=company, socle_tab="home")
    assert ("Changer d’entreprise" in page) is offered
