"""Reads of the companies app, one file a noun."""

from halle.companies.selectors.actors import actor_of

__all__ = ["actor_of"]
