"""Columns that a list may be sorted by: their links, and what they tell assistive technology."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict  # noqa: TID251 - the shape of a query string
from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Head:
    """One column: its label, the query string that sorts by it, and aria-sort's word when it is the order of now."""

    label: str
    query: str
    sorted: str


def table_heads(query: QueryDict, order: str, columns: Iterable[tuple[str, str | Promise]]) -> list[Head]:
    """The heads of (key, label) columns for the order of now (`key`, or `-key` for the reverse).

    The link of a column keeps the filters, goes back to the first page and turns the order round when it is the
    column's already.
    """
    heads = []
    for key, label in columns:
        wanted = query.copy()
        wanted.pop("page", None)
        wanted["tri"] = f"-{key}" if order == key else key
        direction = {key: "ascending", f"-{key}": "descending"}.get(order, "")
        heads.append(Head(str(label), wanted.urlencode(), direction))
    return heads
