"""Rows of long lists: the row's template is rendered once for its kind of row, then filled as a plain string.

A loop of template tags over 25 rows with four links each costs more than all the queries of the page
(benchmarks/users_list.py). The HTML stays in a template; only values are put in here, escaped.
"""

from collections.abc import Mapping
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

# Characters that no template contains and that autoescaping leaves alone.
OPEN, CLOSE = "\x02", "\x03"


def row_markup(template: str, values: Mapping[str, str], **kind: str | bool) -> SafeString:
    """The template with each value in its place, escaped for text and for double-quoted attributes.

    `kind` is what the template may branch on; `values` it may only write out: it sees placeholders.
    """
    skeleton = _skeleton(template, get_language(), tuple(values), tuple(sorted(kind.items())))
    return mark_safe(skeleton % {name: escape(value) for name, value in values.items()})  # noqa: S308 - escaped here


@lru_cache(maxsize=256)
def _skeleton(
    template: str, _language: str | None, names: tuple[str, ...], kind: tuple[tuple[str, str | bool], ...]
) -> str:
    marks = {name: f"{OPEN}{name}{CLOSE}" for name in names}
    markup = render_to_string(template, {**marks, **dict(kind)}).replace("%", "%%")
    for name, mark in marks.items():
        markup = markup.replace(mark, f"%({name})s")
    return markup
