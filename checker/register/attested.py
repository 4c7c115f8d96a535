"""What the attachments of an entry say of it, to be held against what the register says.

Owns which words of an issue and of a verdict stand in an entry too.  A format that it doesn't know says
nothing; it must not read a database.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from checker.messages import word
from checker.register.entry import Entry, shown

ISSUE = "issue.json"
_ISSUE = b'"schema":"issue/2"'
_VERDICTS = (b'"schema":"verdict/2"', b'"schema":"verdict/1"')
_ATTACHED = re.compile(r"verdict(-.*)?\.json")
Attested = Mapping[str, str]


def stated(content: bytes) -> Attested | None:
    """What an issue or a verdict says that an entry says too; None of any other content."""
    if not any(schema in content for schema in (_ISSUE, *_VERDICTS)):
        return None
    try:
        data = json.loads(content)
        found = _of_issue(data) if data["schema"] == "issue/2" else _of_verdict(data)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None
    return {name: str(value) for name, value in found.items()}


def _of_issue(data: Any) -> dict[str, Any]:
    earlier = data["supersedes"] or {"number": None, "reason": None}
    return {"number": data["number"], "purpose": data["purpose"], "issued_on": data["date"],
            "supersedes": earlier["number"], "reason": earlier["reason"]}


def _of_verdict(data: Any) -> dict[str, Any]:
    return {"subject": data["subject"]["name"], "kind": data["subject"]["kind"], "period": data["period"],
            "assessed_on": data["assessed_on"], "ruleset": data["ruleset"]["id"],
            "outcome": data["outcome"]}


def contradictions(entry: Entry, known: Mapping[str, Attested]) -> Iterator[tuple[str, str, str, str]]:
    """File, field, what the entry says, what the file says; ``known`` is by the contents' digests."""
    names = {key: name for name, key in entry.files.items()}
    facts = entry.facts
    said = [(entry.files.get(ISSUE, ""), {
        "number": entry.number, "purpose": facts.purpose, "issued_on": entry.issued_on,
        "supersedes": entry.supersedes, "reason": entry.reason})]
    said += [(key, {"subject": facts.subject, "kind": facts.kind, "period": facts.period,
                    "assessed_on": facts.assessed_on, "ruleset": ruleset, "outcome": outcome})
             for key, ruleset, outcome in zip(facts.verdicts, facts.rulesets, facts.outcome, strict=False)]
    for key, fields in said:
        for field, kept in fields.items():
            other = known.get(key, {}).get(field)
            if other is not None and other.strip() != str(kept).strip():
                yield names.get(key, key), field, str(kept), other


def in_words(field: str, value: str, entry: Entry) -> str:
    """What an entry or a file says of a field, in words where it is a code of ours."""
    admission = entry.facts.kind == "project" and value in ("met", "unmet")
    codes = {"purpose": f"purpose.{value}", "kind": f"kind.{value}",
             "outcome": f"outcome.admission_{value}" if admission else f"outcome.{value}"}
    return word(codes.get(field, ""), "") or shown(value)


def incomplete(entry: Entry) -> bool:
    """Whether an entry's attachments aren't those of its verdicts: no issue, or other verdicts."""
    facts = entry.facts
    attached = sorted(key for name, key in entry.files.items() if _ATTACHED.fullmatch(name))
    return (ISSUE not in entry.files or attached != sorted(facts.verdicts)
            or not len(facts.verdicts) == len(facts.rulesets) == len(facts.outcome))
