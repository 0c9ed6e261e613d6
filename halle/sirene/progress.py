"""How far a build has come, for a person at a terminal; a job or a pipe gets nothing."""

import sys
from typing import Any

from tqdm import tqdm

NAMES = {"rows": "Lignes", "names": "Noms"}


class Bar:
    """One bar a phase, with rows a second and the time left; silent when standard error is not a terminal."""

    def __init__(self) -> None:
        self._bar: tqdm[Any] | None = None

    def phase(self, name: str, total: int | None) -> None:
        """The next bar."""
        self.close()
        quiet = not sys.stderr.isatty()
        self._bar = tqdm(desc=NAMES[name], total=total, unit=" lignes", unit_scale=True, disable=quiet)

    def at(self, done: int) -> None:
        """Draw the bar so far."""
        if self._bar is not None:
            self._bar.update(done - self._bar.n)

    def close(self) -> None:
        """Leave the last bar as it is."""
        if self._bar is not None:
            self._bar.close()
