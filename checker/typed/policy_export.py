"""A ruleset written back as the workbook that it could have been typed in.

Owns that the workbook comes to the very ruleset; a ruleset that doesn't fit the form is refused, and what of
it doesn't is named.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from checker.errors import CheckerError, Problem, UsageError
from checker.files.textfile import TextFile
from checker.messages import in_source_language
from checker.ruleset.composing import composed
from checker.typed.blank_policy import policy_book
from checker.typed.policy_phrases import NoPhrase
from checker.typed.policy_restored import RestoredPolicy
from checker.typed.typed_policy import typed_policy

_SHAPELESS = (KeyError, TypeError, AttributeError)  # a part is of another form than any that is restored


@in_source_language
def exported(rules: Mapping[str, Any]) -> bytes:
    """The workbook of a ruleset's plain data; raises :class:`UsageError` where it comes to another one."""
    rules = _whole(rules)
    try:
        restored = RestoredPolicy(rules)
        raw = policy_book(restored.rows, restored.columns)
        again = _whole(typed_policy(raw, f"{rules['id']}.xlsx").rules)
    except NoPhrase as wrong:
        raise UsageError(Problem("policy.no_fit", {"what": str(wrong)})) from None
    except CheckerError as wrong:
        raise UsageError(Problem("policy.no_fit", {"what": str(wrong.problems[0])})) from None
    except _SHAPELESS:
        raise UsageError(Problem("policy.no_fit", {"what": _without_cells(rules)})) from None
    other = [name for name in {**rules, **again} if _plain(rules.get(name)) != _plain(again.get(name))]
    if other:
        raise UsageError(Problem("policy.no_fit", {"what": _first_difference(rules, again, other[0])}))
    return raw


def _without_cells(rules: Mapping[str, Any]) -> Any:
    """The first item that has no cells by itself, or else the whole."""
    return next((item["id"] for item in rules["indicators"] if not _has_cells(rules, item)), rules["id"])


def _has_cells(rules: Mapping[str, Any], item: Mapping[str, Any]) -> bool:
    try:
        RestoredPolicy({**rules, "indicators": [item]})
    except (NoPhrase, *_SHAPELESS):
        return False
    return True


def _first_difference(one: Mapping[str, Any], other: Mapping[str, Any], name: str) -> str:
    """The first part that would be another one."""
    if isinstance(one.get(name), list) and isinstance(other.get(name), list):
        pairs = zip(one[name], other[name], strict=False)
        part = next((a for a, b in pairs if _plain(a) != _plain(b)), None)
        if isinstance(part, Mapping):
            return str(part.get("id") or part.get("place"))
    return name


def _whole(rules: Mapping[str, Any]) -> dict[str, Any]:
    """A ruleset's data without short forms."""
    whole: dict[str, Any] = composed(TextFile("", b"", rules)).data
    return whole


def _plain(data: Any) -> Any:
    """Data in one form, however its numbers and days are written."""
    if isinstance(data, Mapping):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [_plain(value) for value in data]
    if isinstance(data, (int, Decimal)) and not isinstance(data, bool):
        return Decimal(data)
    return data if data is None or isinstance(data, (str, bool)) else str(data)
