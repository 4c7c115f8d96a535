"""Which calendar years words speak of.

Owns the reading of years in running words.  It must not judge.
"""

from __future__ import annotations

import re

from checker.text.normal import folded

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_SEVERAL = re.compile(r"年均|年平均|逐年|历年|以来|期间|建设期|年[来间]|近[两二三四五六十\d]+年|年[至—~～-]"
                      r"|[两二三四五六七八九十]年|(?<!\d)\d{1,2}年")


def spoken_years(words: str) -> set[int]:
    """The years that are named one by one; none where the words speak of several years at once."""
    plain = "".join(folded(words).split())
    return set() if _SEVERAL.search(plain) else {int(year) for year in _YEAR.findall(plain)}
