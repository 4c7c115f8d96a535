"""The capsule: the files attached to a page, in canonical JSON.

Owns what is attached and under which names.  It must not render and must not judge.
"""

from __future__ import annotations

from dataclasses import dataclass

from checker.canonical import canonical, canonical_model, digest
from checker.dossier.reading import Submission
from checker.judging.verdict import Verdict
from checker.ruleset.compiled import Ruleset

UNREGISTERED = "未登记"


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
    json_type = "application/json"
    kind = submission.file.name.rsplit(".", 1)[-1].lower()
    mime = json_type if kind == "json" else "application/yaml"
    name = "submitted.json" if kind == "json" else "submitted.yaml"
    return sorted([
        Attached(name, submission.file.raw, mime, "Source", "申报材料原文件"),
        Attached("dossier.json", canonical_model(submission.dossier), json_type, "Data", "申报材料"),
        Attached("ruleset.json", canonical_model(ruleset.model), json_type, "Data", "规则集"),
        Attached("verdict.json", canonical(verdict.plain()), json_type, "Data", "结论"),
        Attached("issue.json", canonical(issue(verdict)), json_type, "Supplement", "签发信息"),
        Attached("toolchain.json", canonical(toolchain), json_type, "Supplement", "生成环境"),
    ], key=lambda attached: attached.name)
