"""The gallery of the design system in Chromium: every component, in every state, for everybody."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WITH_AND_WITHOUT
from tests.browser.site import Site
from tests.browser.visitor import HEIGHT, WIDE, Visitor


class GallerySite(Site):
    """The site as its developers run it: the gallery exists only then, and asks the database nothing."""

    @property
    def environment(self):
        return {**super().environment, "HALLE_DEBUG": "1"}

    def start(self):
        self.serve()


@pytest.fixture(scope="module")
def gallery_site(tmp_path_factory):
    site = GallerySite(tmp_path_factory.mktemp("gallery"))
    site.start()
    yield site
    site.stop()


@pytest.fixture
def visitor(chromium, gallery_site, scripts):
    context = chromium.new_context(
        java_script_enabled=scripts,
        locale="fr-FR",
        reduced_motion="reduce",
        viewport={"width": WIDE, "height": HEIGHT},
    )
    context.set_default_timeout(10_000)
    visitor = Visitor(gallery_site, context, scripts=scripts)
    yield visitor
    context.close()
    visitor.check_quiet()


@pytest.mark.parametrize("path", ["/ui/", "/ui/administration/", "/ui/entree/"])
def test_every_component_is_for_everybody_by_day_and_by_night(visitor, path):
    visitor.go(path)
    visitor.check()
    visitor.page.emulate_media(color_scheme="dark")
    visitor.check()


@pytest.mark.parametrize("path", ["/ui/", "/ui/administration/", "/ui/entree/"])
def test_nothing_scrolls_sideways_at_twice_the_size(visitor, path):
    visitor.go(path)
    visitor.page.set_viewport_size({"width": WIDE // 2, "height": HEIGHT // 2})
    assert visitor.page.evaluate("document.documentElement.scrollWidth") == WIDE // 2


@WITH_AND_WITHOUT
def test_menus_open_with_and_without_scripts(visitor):
    visitor.go("/ui/")
    visitor.page.get_by_text("Aide", exact=True).click()
    expect(visitor.page.locator(".menu").get_by_role("link", name="Accessibilité")).to_be_visible()


def test_a_menu_closes_at_escape_and_gives_the_focus_back(visitor):
    visitor.go("/ui/")
    visitor.page.locator("summary", has_text="Aide").focus()
    visitor.page.keyboard.press("Enter")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.locator("details.menu[open]")).to_have_count(0)
    assert visitor.focused()["text"] == "Aide"


def test_a_menu_closes_when_one_looks_elsewhere(visitor):
    visitor.go("/ui/")
    visitor.page.get_by_text("Aide", exact=True).click()
    visitor.page.get_by_role("heading", level=1).click()
    expect(visitor.page.locator("details.menu[open]")).to_have_count(0)


@WITH_AND_WITHOUT
def test_a_refused_form_puts_the_focus_on_its_summary(visitor):
    visitor.go("/ui/entree/")
    visitor.press("Se connecter")
    expect(visitor.page.locator(".error-summary")).to_be_focused()
    expect(visitor.page).to_have_title(re.compile("^Erreur : "))
    visitor.page.get_by_role("link", name="Courriel").click()
    expect(visitor.page.get_by_label("Courriel")).to_be_focused()


@WITH_AND_WITHOUT
def test_the_first_key_skips_to_the_content(visitor):
    visitor.go("/ui/administration/")
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("main")).to_be_focused()


def test_suggestions_come_while_typing(visitor):
    visitor.go("/ui/")
    field = visitor.page.get_by_label("Libellé NAF").first
    field.press_sequentially("riz")
    expect(visitor.page.locator("#activites option")).to_have_count(2)
    assert visitor.page.locator("#activites option").nth(1).get_attribute("value") == "0112Z"


SUBMIT = "() => { document.querySelector('main form').requestSubmit(); return window.refused; }"


def test_a_second_click_sends_nothing_until_a_while_later(visitor):
    visitor.page.clock.install()
    visitor.go("/ui/entree/")
    visitor.page.evaluate(
        """() => { window.refused = []; window.addEventListener('submit', event => {
             window.refused.push(event.defaultPrevented); event.preventDefault(); }); }"""
    )
    assert visitor.page.evaluate(SUBMIT) == [False]
    assert visitor.page.evaluate(SUBMIT) == [False, True]
    visitor.page.clock.fast_forward(5001)
    assert visitor.page.evaluate(SUBMIT) == [False, True, False]


@WITH_AND_WITHOUT
def test_a_button_that_needs_scripts_shows_only_with_them(visitor, scripts):
    visitor.go("/ui/")
    expect(visitor.page.get_by_role("button", name="Imprimer")).to_have_count(1 if scripts else 0)


def test_a_table_folds_on_a_phone_and_keeps_the_names_of_its_columns(visitor):
    visitor.go("/ui/")
    cell = visitor.page.locator("td[data-label='Courriel']").first
    visitor.page.set_viewport_size({"width": 390, "height": HEIGHT})
    shown = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert shown == '"Courriel"'
    assert cell.bounding_box()["width"] > 250


@pytest.mark.parametrize("path", ["/ui/", "/ui/administration/"])
def test_paper_carries_the_content_alone(visitor, path):
    visitor.go(path)
    visitor.page.emulate_media(media="print", color_scheme="dark")
    for selector in ("header", "footer", ".breadcrumb", ".tabs", ".actions"):
        expect(visitor.page.locator(selector).filter(visible=True)).to_have_count(0)
    assert visitor.page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_colours_of_the_system_are_respected(visitor):
    visitor.go("/ui/administration/")
    visitor.page.emulate_media(forced_colors="active")
    current = visitor.page.locator(".socle-tabs [aria-current]")
    assert current.evaluate("tab => getComputedStyle(tab).outlineStyle") == "solid"
