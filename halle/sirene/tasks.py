"""The night's work on the register."""

from django.conf import settings

from halle.sirene.errors import StockError
from halle.sirene.folders import Folders
from halle.sirene.register import RegisterUnavailable
from halle.sirene.updating import Deltas, update


def update_register() -> str:
    """Bring the local register up to date when there is one and a key; says why not otherwise."""
    if Folders(settings.SIRENE_ROOT).current() is None:
        return "No local register."
    source = deltas()
    if source is None:
        return "No key of API Sirene (HALLE_INSEE_KEY): the register is as of its last build."
    try:
        return update(settings.SIRENE_ROOT, source)
    except RegisterUnavailable as trouble:
        return f"Cut: {trouble}; what came before stays, the next run goes on."
    except StockError as refusal:
        return f"Not done: {refusal}"


def deltas() -> Deltas | None:
    """Where daily changes come from, if a key is set."""
    if not settings.INSEE_KEY:
        return None
    from halle.sirene.clients.insee import ApiSirene

    return ApiSirene(settings.INSEE_URL, settings.INSEE_KEY)
