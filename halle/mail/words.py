"""The one form in which messages are written: plain paragraphs, and lines `-> https://…|Label` that become buttons.

A button leads to the site itself or it stays plain text, whatever somebody typed in a field that a message quotes.
"""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template, render_to_string

from halle.mail.links import is_ours

BUTTON = "-> "


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (`lines`), or a button (`url` and its label as the one line)."""

    lines: tuple[str, ...]
    url: str = ""

    @property
    def label(self) -> str:
        """What the button says."""
        return self.lines[0]


def write(name: str, context: dict[str, Any]) -> str:
    """A text template, rendered without HTML escaping: it is text until it is shown."""
    template: Template = get_template(name).template  # type: ignore[attr-defined]
    return template.render(Context(context, autoescape=False)).strip()


def blocks_of(body: str) -> list[Block]:
    """The paragraphs and buttons of a marked text, in order."""
    blocks: list[Block] = []
    paragraph: list[str] = []
    for line in [*body.splitlines(), ""]:
        button = _button(line)
        if line.strip() and not button:
            paragraph.append(line.rstrip())
            continue
        if paragraph:
            blocks.append(Block(tuple(paragraph)))
            paragraph = []
        if button:
            blocks.append(button)
    return blocks


def _button(line: str) -> Block | None:
    if not line.startswith(BUTTON):
        return None
    url, _bar, label = line.removeprefix(BUTTON).strip().partition("|")
    return Block((label.strip() or url,), url) if is_ours(url) else None


def as_text(body: str) -> str:
    """The text part of the e-mail."""
    parts = [f"{block.label} :\n{block.url}" if block.url else "\n".join(block.lines) for block in blocks_of(body)]
    return "\n\n".join(parts) + "\n"


def as_html(subject: str, body: str) -> str:
    """The HTML part of the e-mail: one layout, no image, nothing fetched."""
    context = {"subject": subject, "blocks": blocks_of(body), "site_name": settings.HALLE_NAME}
    return render_to_string("mail/mail.html", context)
