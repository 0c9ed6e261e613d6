"""Somebody in front of the site, in words of journeys; he looks at every page for what must never happen."""

import re
from collections.abc import Sequence
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request, Response, expect

from tests.browser.site import Site
from tests.router import routes

# WCAG 2.2 levels A and AA, and the checks of the French RGAA 4.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "RGAAv4"]
WIDE, NARROW, SMALLEST = 1280, 390, 320
HEIGHT = 800
RUN_AXE = """only => axe.run(document, {runOnly: only, resultTypes: ['violations']})
  .then(found => found.violations.map(rule => rule.id + ': ' + rule.help + '\\n' +
    rule.nodes.map(node => '    ' + node.html + '\\n      ' + node.failureSummary).join('\\n')))"""
TOO_WIDE = """() => {
  const limit = document.documentElement.clientWidth;
  const over = [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > limit + 1);
  return document.documentElement.scrollWidth > limit ? over.slice(0, 5).map(e => e.outerHTML.slice(0, 160)) : [];
}"""


class Visitor:
    """One person with a browser. Any console error, failed file or request to another site is kept in `complaints`."""

    def __init__(self, site: Site, context: BrowserContext, *, scripts: bool = True) -> None:
        self.site, self.context, self.scripts = site, context, scripts
        self.complaints: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        self.page.on("request", self._request)
        self.page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        # A page answered with 403 or 404 also says so in the console: _response judges those.
        if message.type in {"error", "warning"} and not message.text.startswith("Failed to load resource"):
            self.complaints.append(f"console on {self.page.url}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.site.address, "data:", "blob:", "about:")):
            self.complaints.append(f"{self.page.url} asks {request.url}")

    def _response(self, response: Response) -> None:
        page_itself = response.request.is_navigation_request()
        if response.status >= (500 if page_itself else 400):
            self.complaints.append(f"{response.url} answers {response.status}")

    # --- acts ---

    def go(self, path: str) -> Response:
        """Type an address."""
        response = self.page.goto(self.site.address + path)
        assert response is not None
        return response

    def open(self, name: str, objects: str = "") -> Response:
        """Open the page of that name in the router; objects as in the access matrix."""
        route = next(route for route in routes() if route.name == name)
        keys = zip(route.parameters, objects.split(), strict=True)
        return self.go(route.address({parameter: self.site.facts["objects"][key] for parameter, key in keys}))

    def sign_in(self, person: str, password: str | None = None) -> "Visitor":
        """Sign in by the form, as somebody of the cast or by an address."""
        self.go("/compte/connexion/")
        self.page.locator("input[name=login]").fill(self.site.facts["people"].get(person, person))
        self.page.locator("input[name=password]").fill(password or self.site.facts["password"])
        self.page.locator("main form button[type=submit]").first.click()
        return self

    def sign_out(self) -> None:
        """Leave."""
        self.press("Déconnexion")

    def follow(self, name: str, *, inside: str = "main") -> None:
        """Follow the link of that name."""
        self.page.locator(inside).get_by_role("link", name=name).first.click()

    def press(self, name: str) -> None:
        """Press the button of that name."""
        self.page.get_by_role("button", name=name).first.click()

    def act(self, act: str, on: str) -> None:
        """In a list, act on somebody (the action's accessible name holds his), and confirm if asked."""
        name = re.compile(rf"^{re.escape(act)}.*{re.escape(on)}", re.IGNORECASE)
        main = self.page.locator("main")
        main.get_by_role("link", name=name).or_(main.get_by_role("button", name=name)).first.click()
        confirm = main.get_by_role("button", name=name)
        if confirm.count():
            confirm.first.click()

    def write(self, label: str, text: str) -> None:
        """Fill the field of that label."""
        self.field(label).fill(text)

    def choose(self, label: str, option: str) -> None:
        """Choose an option by the words one reads."""
        self.field(label).select_option(label=option)

    def field(self, label: str) -> Locator:
        """The field of that label, its required mark left out."""
        return self.page.get_by_label(
            re.compile(rf"^\s*{re.escape(label)}\s*\*?\s*(\(.*\))?\s*$", re.IGNORECASE)
        ).first

    # --- what one sees ---

    def sees(self, text: str) -> None:
        """The words are on the page and visible."""
        expect(self.page.get_by_text(text).filter(visible=True).first).to_be_visible()

    def does_not_see(self, text: str) -> None:
        """The words are nowhere visible."""
        expect(self.page.get_by_text(text).filter(visible=True)).to_have_count(0)

    def is_at(self, path: str) -> None:
        """The browser shows that address (the query left out)."""
        expect(self.page).to_have_url(re.compile(re.escape(self.site.address + path) + r"(\?.*)?$"))

    def is_titled(self, title: str) -> None:
        """The page has that main title."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(re.compile(rf"\s*{re.escape(title)}\s*"))

    def check(self, widths: Sequence[int] = (WIDE, NARROW)) -> None:
        """The page keeps its promises: accessible, no scroll sideways, no error, nothing asked of others."""
        if self.scripts:
            for width in widths:
                self.page.set_viewport_size({"width": width, "height": HEIGHT})
                found = self.violations()
                assert found == [], f"{self.page.url} at {width} px:\n" + "\n".join(found)
        self.page.set_viewport_size({"width": SMALLEST, "height": HEIGHT})
        too_wide = self.page.evaluate(TOO_WIDE)
        assert too_wide == [], f"{self.page.url} scrolls sideways at {SMALLEST} px: {too_wide}"
        self.page.set_viewport_size({"width": WIDE, "height": HEIGHT})
        self.check_quiet()

    def violations(self, rules: Sequence[str] = ()) -> list[str]:
        """What axe finds on the page as it is now; all that the law asks, or those rules alone."""
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": TAGS}
        found: list[str] = self.page.evaluate(RUN_AXE, only)
        return found

    def check_quiet(self) -> None:
        """Nothing was complained about since the visit began."""
        assert self.complaints == [], "\n".join(self.complaints)

    def focused(self) -> Any:
        """The element that holds the focus, in short."""
        return self.page.evaluate(
            "() => ({tag: document.activeElement.tagName, id: document.activeElement.id,"
            " text: document.activeElement.innerText || document.activeElement.name || ''})"
        )
