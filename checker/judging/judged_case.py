"""A verdict with what it was found from: for whoever explains it, without measuring a second time.

Owns the bundle.  It must not compute.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checker.concluding.engine import Firing
from checker.evidence.evidence import Evidence
from checker.measuring.measurement import Measurement
from checker.verdict.verdict import Verdict


@dataclass(frozen=True)
class JudgedCase:
    """``measured`` and what was ``concluded`` of it are by item, of the period."""

    verdict: Verdict
    evidence: Evidence
    measured: Mapping[str, Measurement]
    concluded: Mapping[str, Firing]
