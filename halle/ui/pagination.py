"""Links from one page of a list to the others."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page

if TYPE_CHECKING:
    from django.http import QueryDict  # noqa: TID251 - the type of a query string, nothing else


@dataclass(frozen=True, slots=True)
class PageLink:
    """One page, or a gap between two (no number)."""

    number: int | None
    href: str = ""
    is_current: bool = False


def pagination_context(page: "Page[Any]", query: "QueryDict | None") -> dict[str, object]:
    """First, last, current with its neighbours; sort and filters of the query string are kept."""
    if page.paginator.num_pages < 2:
        return {"links": []}
    prefix = _prefix(query)
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [
        PageLink(number, f"{prefix}{number}", is_current=number == page.number)
        if isinstance(number, int)
        else PageLink(None)
        for number in numbers
    ]
    return {
        "links": links,
        "previous": f"{prefix}{page.number - 1}" if page.has_previous() else "",
        "next": f"{prefix}{page.number + 1}" if page.has_next() else "",
    }


def _prefix(query: "QueryDict | None") -> str:
    if not query:
        return "?page="
    kept = query.copy()
    kept.pop("page", None)
    encoded = kept.urlencode()
    return f"?{encoded}&page=" if encoded else "?page="
