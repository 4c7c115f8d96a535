"""A verdict with what it was found from: for whoever explains it, without measuring a second time.

Owns the bundle.  It must not compute.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from checker.concluding.engine import Firing
from checker.dossier.dossier import Dossier
from checker.evidence.evidence import Evidence
from checker.measuring.measurement import Measurement
from checker.verdict.verdict import Verdict


@dataclass(frozen=True)
class JudgedCase:
    """``dossier`` is what holds of it; what was ``measured`` and ``concluded`` is by item, of the period."""

    verdict: Verdict
    dossier: Dossier
    evidence: Evidence
    measured: Mapping[str, Measurement]
    concluded: Mapping[str, Firing]
