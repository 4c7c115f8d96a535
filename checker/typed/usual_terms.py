"""The usual terms and metrics of admission policies, from which an officer chooses.

Owns their reading from the vocabulary.  It must not know workbooks.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from checker.errors import RulesetError
from checker.files.resources import folder
from checker.files.textfile import read
from checker.ruleset.common_terms import SHARED, shared_terms
from checker.text.normal import folded

_PLACE = "vocabulary/policy.yaml"


class UsualTerm(NamedTuple):
    """A term of the vocabulary: its name, whether it is a number, and all that is said of it."""

    name: str
    number: bool
    said: Mapping[str, Any]


@cache
def _kept() -> Mapping[str, Any]:
    kept: Mapping[str, Any] = read(folder("rulesets") / _PLACE, RulesetError).data
    return kept


@cache
def usual_terms() -> Mapping[str, UsualTerm]:
    """The usual terms by their labels: the facts before the numbers."""
    kept = _kept()
    found = [UsualTerm(name, section == "quantities", shared_terms(section)[name] if said == SHARED else said)
             for section in ("attributes", "quantities") for name, said in kept[section].items()]
    return {term.said["label"]: term for term in found}


def usual_metrics() -> Sequence[Mapping[str, str]]:
    """The usual metrics: a term over another one, with unit and comparison."""
    metrics: Sequence[Mapping[str, str]] = _kept()["metrics"]
    return metrics


def own_name(label: str, *what: str) -> str:
    """The name of a term that is not in the vocabulary: the same for the same thing, wherever it stands."""
    parts = "\0".join(folded(part) for part in (label, *what))
    return f"own_{hashlib.sha256(parts.encode()).hexdigest()[:10]}"
