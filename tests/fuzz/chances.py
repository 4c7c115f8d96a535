"""Choices that are made by the bytes of a seed, so that whoever changes the bytes changes the choices.

Owns the way from bytes to numbers.  The same bytes choose the same for ever; where they end, what follows is
drawn from them all.  It must not know what is chosen among.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
BYTE = 256


class Chances:
    """The choices of one seed."""

    def __init__(self, seed: bytes) -> None:
        self._seed, self._at = seed, 0
        self._rest = random.Random(seed)

    def below(self, count: int) -> int:
        """A number from 0 up to below ``count``."""
        width = 1 if count <= BYTE else 2 if count <= BYTE ** 2 else 4
        taken = self._seed[self._at:self._at + width]
        self._at += width
        return int.from_bytes(taken, "big") % count if len(taken) == width else self._rest.randrange(count)

    def of(self, among: Sequence[T]) -> T:
        """One of these."""
        return among[self.below(len(among))]

    def one_in(self, count: int) -> bool:
        """Whether one chance in ``count`` has come."""
        return self.below(count) == count - 1
