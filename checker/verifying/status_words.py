"""The status of a page that was verified, in words and by a sign.

Owns that no status is ever said without what it leaves open.  It must not find anything out.
"""

from __future__ import annotations

from checker.messages import text
from checker.verifying.answers import Verification

STATUS_MARKS = {"identical": "√", "confirmed": "？", "mended": "？", "doubtful": "！", "different": "×",
                "untrusted": "×", "unreadable": "×"}


def status_words(found: Verification) -> str:
    """The status in words, never without what it leaves open.

    A public copy is held against the register, not judged again by itself.
    """
    status: str = found.status
    if status == "confirmed" and found.answer("page").holds == "yes":
        # What isn't proven is said of the rules.
        status = "identical"
    name = f"status.public_{status}" if found.public else f"status.{status}"
    if found.public and status == "different" and found.answer("page").holds != "no":
        name = "verify.public_rules"
    return text(name) + "".join(map(str, found.but))
