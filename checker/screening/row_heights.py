"""How high the rows of a workbook have to be: office programs don't all find it by themselves.

Owns that reckoning.  It must not write.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil

LINE_HEIGHT = 13
MOST_LINES = 28
# Chinese letters and what is as wide as they are.
_WIDE = re.compile("[\u2e81-\U0010ffff]")


def height(values: Sequence[str], widths: Sequence[int]) -> int:
    """The height of a row in points."""
    lines = max((sum(ceil(_letters(part) / width) or 1 for part in value.split("\n"))
                 for value, width in zip(values, widths, strict=True)), default=1)
    return min(lines, MOST_LINES) * LINE_HEIGHT + 2


def _letters(words: str) -> int:
    """How wide words are, in letters: a Chinese one takes two, and a little is lost at each edge."""
    return 2 + len(words) + (0 if words.isascii() else len(_WIDE.findall(words)))
