"""Every address of the site, asked from the router itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True)
class Route:
    """One address: its full name, its route as written and the names of its parameters in order."""

    name: str
    route: str
    parameters: tuple[str, ...]

    def address(self, values: dict[str, str]) -> str:
        """The address with these values."""
        return reverse(self.name, kwargs=values)


def routes() -> list[Route]:
    """All of them, in the order of the router."""
    return list(_walk(get_resolver(), "", (), ()))


def _walk(resolver: URLResolver, prefix: str, spaces: tuple[str, ...], parameters: tuple[str, ...]) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        here = prefix + str(entry.pattern)
        found = parameters + tuple(name for name in entry.pattern.regex.groupindex if name not in parameters)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, here, (*spaces, entry.namespace) if entry.namespace else spaces, found)
        elif isinstance(entry, URLPattern):
            yield Route(":".join((*spaces, entry.name or "")), here, found)
