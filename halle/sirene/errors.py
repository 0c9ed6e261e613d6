"""Why the register cannot be built, updated or fetched: one clear line for whoever runs the command."""


class StockError(Exception):
    """Something that the operator can do something about; the message is a sentence."""


class Refused(StockError):  # noqa: N818 - said to a person
    """A file, or the register made of it, is not what it should be; the old register goes on serving."""


class Busy(StockError):  # noqa: N818 - said to a person
    """Another build or update is running."""
