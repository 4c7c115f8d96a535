"""Whether words claim that all of something is met, beyond any doubt of how they are meant.

Owns these words.  What they say is never believed: a claim only stands beside what was found; so whatever
limits, postpones or denies it is no such claim.
"""

from __future__ import annotations

import re

from checker.text.normal import folded

_MET = re.compile("(?:全部|均|都|各项|逐项|完全)(?:指标)?(?:均|都|已)?(?:经)?"
                  "(?:达标|(?:达到|满足|符合)[^，,。；;]*(?:要求|标准|规定|限值))")
_OTHERWISE = re.compile("[未没无非难待距除若拟将应须需]|不(?!仅|但|断)|力争|争取|计划|规划|目标|申请|低于|"
                        "限期|如果|假如|可达|可望|预计|基本|大体|部分|达标率|创建|有望")


def says_met(words: str) -> bool:
    """Whether the words say so, and nothing in them that could mean less."""
    plain = "".join(folded(words).split())
    return bool(_MET.search(plain)) and not _OTHERWISE.search(plain)
