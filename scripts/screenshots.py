"""`make screenshots`: the main pages as people see them, from a demonstration site that it starts itself.

Pictures go to docs/screenshots/, at 1280 and 390 px, in as few bytes as a palette allows.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "screenshots"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
WIDTHS = {1280: 900, 390: 844}
ADMINISTRATOR = "nicolas.dupond@entreprise-test.example"
COMPANY = "732829320"
COLLEAGUE = "Bernard"


def main() -> None:
    """Start the site, take the pictures, end the site."""
    if not Path(CHROMIUM).exists():
        sys.exit("Screenshots need Chromium: apt-get install chromium")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with demonstration_site() as (address, password), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for width, height in WIDTHS.items():
            visit_all(browser, address, password, width, height)
        browser.close()
    for picture in sorted(PICTURES.glob("*.png")):
        shrink(picture)
        print(f"{picture.relative_to(ROOT)}  {picture.stat().st_size // 1024} kB")


@contextmanager
def demonstration_site() -> Iterator[tuple[str, str]]:
    """A site on a free port with the demonstration data, and the password of its accounts."""
    folder = Path(tempfile.mkdtemp(prefix="halle-screenshots-"))
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        port = plug.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HALLE_")}
    environment = {**kept, "HALLE_DEMO": "1", "HALLE_VAR": str(folder), "HALLE_PORT": str(port)}
    manage = [sys.executable, str(ROOT / "manage.py")]
    process = subprocess.Popen([*manage, "start"], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/compte/connexion/", process)
        accounts = subprocess.run(
            [*manage, "demo", "--accounts"], env=environment, cwd=ROOT, capture_output=True, check=True
        )
        yield f"http://127.0.0.1:{port}", json.loads(accounts.stdout)[0]["password"]
    finally:
        process.terminate()
        process.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    """Until the site answers; loading the demonstration data takes a moment."""
    opener = build_opener(ProxyHandler({}))
    for _attempt in range(600):
        try:
            opener.open(address, timeout=5).close()
        except OSError:
            if process.poll() is not None:
                sys.exit("The demonstration site did not start.")
            time.sleep(0.2)
        else:
            return
    sys.exit("The demonstration site does not answer.")


def visit_all(browser: Browser, address: str, password: str, width: int, height: int) -> None:
    """The eight main pages at one width."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="fr-FR", reduced_motion="reduce")
    page = context.new_page()

    def take(name: str, path: str = "") -> None:
        if path:
            answer = page.goto(address + path)
            if answer is None or not answer.ok:
                sys.exit(f"{path} does not answer as it should.")
        page.screenshot(path=PICTURES / f"{name}-{width}.png", full_page=True)

    socle = f"/entreprises/{COMPANY}"
    take("1-connexion", "/compte/connexion/")
    page.locator("input[name=login]").fill(ADMINISTRATOR)
    page.locator("input[name=password]").fill(password)
    page.locator("main form button[type=submit]").first.click()
    take("2-mon-compte", "/mon-compte/")
    take("3-accueil-du-socle", f"{socle}/")
    take("4-fiche-de-l-entreprise", f"{socle}/coordonnees/")
    take("5-modifier-la-fiche", f"{socle}/coordonnees/modifier/")
    take("6-utilisateurs", f"{socle}/utilisateurs/")
    roles_of_colleague(page)
    take("7-roles")
    take("8-etablissements", f"{socle}/etablissements/")
    context.close()


def roles_of_colleague(page: Page) -> None:
    """From the list to the roles of Bernard, as one would."""
    page.locator("main table").get_by_role("link", name=COLLEAGUE).first.click()
    page.get_by_role("link", name="Rôles", exact=True).first.click()


def shrink(picture: Path) -> None:
    """A palette of 128 colours is plenty for pages without photographs."""
    from PIL import Image

    with Image.open(picture) as image:
        reduced = image.convert("RGB").quantize(colors=128, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        reduced.save(picture, optimize=True)


if __name__ == "__main__":
    main()
