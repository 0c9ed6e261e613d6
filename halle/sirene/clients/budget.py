"""How many questions a minute may be put to a State service by all processes of the site together."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.core.cache import cache


@dataclass(frozen=True, slots=True)
class Budget:
    """So many questions in a window of so many seconds; counted in the cache that processes share."""

    name: str
    most: int
    window: int
    clock: Callable[[], float] = time.time

    def take(self) -> float:
        """0 when one more may be asked now (and counts it), else the seconds to wait."""
        moment = self.clock()
        key = f"sirene-budget-{self.name}-{int(moment // self.window)}"
        cache.add(key, 0, timeout=2 * self.window)
        try:
            asked = cache.incr(key)
        except ValueError:  # the window ended between the two lines
            return 0.0
        return 0.0 if asked <= self.most else self.window - moment % self.window
