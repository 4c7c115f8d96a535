"""Whether words claim that something is met.

Owns these words.  What they say is never believed: a claim only stands beside what was found.
"""

from __future__ import annotations

import re

from checker.text.normal import folded

_MET = re.compile("达标|(?:达到|满足|符合)[^，。；]*(?:要求|标准|规定)")
_NOT = re.compile("[未不没][^，。；]{0,4}(?:达标|达到|满足|符合)")


def says_met(words: str) -> bool:
    """Whether the words say so without saying the contrary."""
    plain = "".join(folded(words).split())
    return bool(_MET.search(plain)) and not _NOT.search(plain)
