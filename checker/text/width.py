"""How much room words take where every letter stands in a grid.

Owns that count.  It must not know where they are put.
"""

import unicodedata

_WIDE = "WF"


def width_of(words: str) -> int:
    """How many places words take: a Chinese letter takes two."""
    return len(words) + sum(unicodedata.east_asian_width(letter) in _WIDE for letter in words)
