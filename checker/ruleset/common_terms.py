"""What rulesets say alike, kept once: the shared terms, and the classifications that codes belong to.

Owns where both lie and what may be taken from them.  It must not know any ruleset.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from checker.errors import RulesetError
from checker.files.resources import folder
from checker.files.textfile import read

SHARED = "shared"
SECTIONS = ("classifications", "attributes", "quantities", "lists")
_TERMS, _CLASSIFICATIONS = "vocabulary/terms.yaml", "classifications"


@cache
def shared_terms(section: str) -> Mapping[str, Any]:
    """The shared terms of a section of a ruleset, as plain data by their names."""
    if section == _CLASSIFICATIONS:
        return {path.stem: read(path, RulesetError).data[SHARED]
                for path in sorted((folder("rulesets") / _CLASSIFICATIONS).glob("*.yaml"))}
    found: Mapping[str, Any] = read(folder("rulesets") / _TERMS, RulesetError).data.get(section, {})
    return found
