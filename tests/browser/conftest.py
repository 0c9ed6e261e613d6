"""Chromium and the site it visits, for the journeys. `pytest -m browser` runs only these."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.site import Site
from tests.browser.visitor import HEIGHT, WIDE, Visitor

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HERE = Path(__file__).parent
WITH_AND_WITHOUT = pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is a browser test."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not CHROMIUM.exists():
        pytest.fail("Browser journeys need Chromium: apt-get install chromium (make test does it).", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def running_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site, started once."""
    site = Site(tmp_path_factory.mktemp("site"))
    site.start()
    yield site
    site.stop()


@pytest.fixture
def site(running_site: Site) -> Site:
    """The site in its first state."""
    running_site.reset()
    return running_site


@pytest.fixture
def scripts() -> bool:
    """Whether the browser runs JavaScript; journeys that must work without are given both."""
    return True


@pytest.fixture
def visit(chromium: Browser, site: Site, scripts: bool) -> Iterator[Callable[..., Visitor]]:
    """Open a browser of one's own: `visit()` for a stranger, `visit("nicolas")` for somebody signed in."""
    visitors: list[Visitor] = []

    def open_browser(person: str | None = None, **options: object) -> Visitor:
        context = chromium.new_context(
            java_script_enabled=scripts,
            locale="fr-FR",
            reduced_motion="reduce",
            viewport={"width": WIDE, "height": HEIGHT},
            **options,  # type: ignore[arg-type]
        )
        context.set_default_timeout(10_000)
        visitor = Visitor(site, context, scripts=scripts)
        visitors.append(visitor)
        return visitor.sign_in(person) if person else visitor

    yield open_browser
    for visitor in visitors:
        visitor.context.close()
    for visitor in visitors:
        visitor.check_quiet()
