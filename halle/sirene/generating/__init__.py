"""An invented stock of Sirene in INSEE's exact layout, of any size: nothing in it is a real company's."""

from halle.sirene.generating.stock import Stock, generate

__all__ = ["Stock", "generate"]
