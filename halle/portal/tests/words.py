"""What a person reads on a page."""

import html
import re


def text_of(response):
    """The words of the page, tags and repeated spaces aside."""
    assert response.status_code == 200, response.status_code
    page = re.search(r"<body.*?</body>", response.content.decode(), re.DOTALL)
    assert page is not None
    body = re.sub(r"<[^>]+>", " ", page.group())
    return re.sub(r" ([.,])", r"\1", " ".join(html.unescape(body).split()))
