"""Weight of the users list in Chromium: bytes over the wire, requests, first contentful paint, next to an empty page.

Run: .venv/bin/python -m benchmarks.page_weight   (goals: under 40 kB, 5 requests)
"""

from typing import Any

from benchmarks.server import granian, prepare, remove, session_of

CHROMIUM = "/usr/bin/chromium"


def main() -> None:
    """Print one line a page and their ratio."""
    var = prepare()
    try:
        from halle.accounts.models import User

        session = session_of(User.objects.get(email="nicolas.dupond@entreprise-test.example"))
        with granian() as address:
            rows = {
                "health page (the floor)": visit(f"{address}/sante/", session),
                "users list": visit(f"{address}/entreprises/732829320/utilisateurs/", session),
                "users list, full page of 25": visit(_big_list(address), _big_session()),
            }
    finally:
        remove(var)
    for name, row in rows.items():
        print(f"{name:30} {row['bytes'] / 1000:6.1f} kB  {row['requests']} requests  FCP {row['paint']:.0f} ms")
    floor = rows["health page (the floor)"]["paint"]
    print(f"first contentful paint, full list / floor: {rows['users list, full page of 25']['paint'] / floor:.2f}")


def _big_company() -> Any:
    from django.db.models import Count

    from halle.companies.models import Company

    return Company.objects.annotate(people=Count("memberships")).order_by("-people")[0]


def _big_list(address: str) -> str:
    return f"{address}/entreprises/{_big_company().identifier}/utilisateurs/"


def _big_session() -> str:
    return session_of(_big_company().memberships.administrators().select_related("user")[0].user)


def visit(url: str, session: str) -> dict[str, float]:
    """Bytes received (compressed, headers included), requests and first contentful paint of a cold visit."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        context = browser.new_context()
        context.add_cookies([{"name": "session", "value": session, "url": url}])
        page = context.new_page()
        network = context.new_cdp_session(page)
        sizes: list[float] = []
        network.send("Network.enable")
        network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        page.goto(url, wait_until="networkidle")
        paint = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0")
        browser.close()
    return {"bytes": sum(sizes), "requests": len(sizes), "paint": paint}


if __name__ == "__main__":
    main()
