"""A ruleset with every reading open again, whatever an authority adopted.

Owns nothing but that.  Whoever looks at the text of a ruleset, rather than judging by it, has to
see the readings that were not adopted too.
"""

from __future__ import annotations

from checker.ruleset.compiled import Ruleset
from checker.ruleset.loading import from_data


def with_all_readings(ruleset: Ruleset) -> Ruleset:
    """The same ruleset without its adoptions; raises :class:`RulesetError` where that can't stand."""
    if not any(indicator.adopted for indicator in ruleset.model.indicators):
        return ruleset
    data = ruleset.model.model_dump(mode="json", by_alias=True, exclude_unset=True)
    for indicator in data["indicators"]:
        indicator.pop("adopted", None)
    return from_data(data)
