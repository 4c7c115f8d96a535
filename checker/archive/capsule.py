"""The capsule: the files attached to a page, in canonical JSON.

Owns what is attached and under which names.  It must not render and must not judge.
"""

from __future__ import annotations

from dataclasses import dataclass

from checker.canonical import canonical, canonical_model, digest
from checker.dossier.reading import Submission
from checker.judging.verdict import Verdict
from checker.messages import CATALOGUE
from checker.ruleset.compiled import Ruleset

_RELATIONSHIPS = {"submitted": "Source", "dossier": "Data", "ruleset": "Data", "verdict": "Data",
                  "issue": "Supplement", "toolchain": "Supplement"}
UNREGISTERED = CATALOGUE["issue.unregistered"]


@dataclass(frozen=True)
class Attached:
    """One attached file."""

    name: str
    content: bytes
    mime: str
    relationship: str
    description: str

    @property
    def digest(self) -> str:
        """The digest that the page prints."""
        return digest(self.content)


def issue(verdict: Verdict) -> dict[str, object]:
    """What is known of the issue; without a register it has no number and no date."""
    return {"schema": "issue/1", "number": None, "number_text": UNREGISTERED, "date": None,
            "language": "zh-CN", "purpose": verdict.purpose}


def capsule(submission: Submission, ruleset: Ruleset, verdict: Verdict,
            toolchain: dict[str, object]) -> list[Attached]:
    """The attachments of a verdict's page, sorted by name."""
    kind = "json" if submission.file.name.lower().endswith(".json") else "yaml"
    files = {
        f"submitted.{kind}": submission.file.raw,
        "dossier.json": canonical_model(submission.dossier),
        "ruleset.json": canonical_model(ruleset.model),
        "verdict.json": canonical(verdict.plain()),
        "issue.json": canonical(issue(verdict)),
        "toolchain.json": canonical(toolchain),
    }
    return [_attached(name, files[name]) for name in sorted(files)]


def _attached(name: str, content: bytes) -> Attached:
    stem, kind = name.split(".")
    return Attached(name, content, f"application/{kind}", _RELATIONSHIPS[stem], CATALOGUE[f"attached.{stem}"])
