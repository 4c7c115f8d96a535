"""What to ask next, and in which order.

Owns the list and its order.  How a question is put is :mod:`checker.asking`'s business; it must not judge.
"""

from __future__ import annotations

from checker.capsule.record import Record
from checker.verdict.found import LackingDatum


def questions(record: Record) -> list[LackingDatum]:
    """The lacking data that bear on the decision, in the order in which to ask for them."""
    return [lacking for lacking in record.verdict.missing if lacking.decides]
