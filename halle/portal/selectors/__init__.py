"""Reads of the portal app, one file a noun."""

from halle.portal.selectors.own_data import own_data
from halle.portal.selectors.places import Place, notification_of, place_in, places_of, waiting_for

__all__ = ["Place", "notification_of", "own_data", "place_in", "places_of", "waiting_for"]
