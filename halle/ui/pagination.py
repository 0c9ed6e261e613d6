"""Links from one page of a list to the others."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django.http import QueryDict  # noqa: TID251 - the type of a query string, nothing else


def pagination_markup(page: "Page[Any]", query: "QueryDict | None", *, before: str, after: str) -> SafeString:
    """First, last, current with its neighbours; sort and filters of the query string are kept.

    Written in Python because lists are read more than anything else: a template costs ten times more.
    """
    if page.paginator.num_pages < 2:
        return SafeString("")
    items = "".join(f"<li>{item}</li>" for item in _items(page, escape(_prefix(query)), before, after))
    label = escape(_("Pages de la liste"))
    return mark_safe(f'<nav class="pagination" aria-label="{label}"><ul>{items}</ul></nav>')  # noqa: S308 - escaped


def _items(page: "Page[Any]", prefix: str, before: str, after: str) -> Iterator[str]:
    if page.has_previous():
        label = escape(_("Page précédente"))
        yield f'<a href="{prefix}{page.number - 1}" rel="prev">{before}{label}</a>'
    for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        if not isinstance(number, int):
            yield "<span>…</span>"
        else:
            current = ' aria-current="page"' if number == page.number else ""
            yield f'<a href="{prefix}{number}"{current}>{number}</a>'
    if page.has_next():
        label = escape(_("Page suivante"))
        yield f'<a href="{prefix}{page.number + 1}" rel="next">{label}{after}</a>'


def _prefix(query: "QueryDict | None") -> str:
    if not query:
        return "?page="
    kept = query.copy()
    kept.pop("page", None)
    encoded = kept.urlencode()
    return f"?{encoded}&page=" if encoded else "?page="
