"""The capsule: the files attached to a page, in canonical JSON.

Owns what is attached and under which names.  It must not render and must not judge.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from checker.capsule.issue import Issue
from checker.capsule.record import Record
from checker.files.canonical import canonical, canonical_model, digest
from checker.messages import text

_MIMES = {"json": "application/json", "yaml": "application/yaml", "csv": "text/csv",
          "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
_RELATIONSHIPS = {"submitted": "Source", "common": "Source", "answers": "Source",
                  "dossier": "Data", "ruleset": "Data", "overlay": "Data", "verdict": "Data",
                  "previous": "Data", "issue": "Supplement", "toolchain": "Supplement"}

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


def capsule(records: Sequence[Record], issue: Issue, toolchain: Mapping[str, object]) -> list[Attached]:
    """The attachments of a page, sorted by name; of several rulesets each file names its own."""
    submission = records[0].submission
    suffix = submission.file.name.lower().rpartition(".")[2]
    kind = suffix if suffix in _MIMES else "yaml"
    files = {
        f"submitted.{kind}": submission.file.raw, **submission.beside,
        "dossier.json": canonical_model(submission.dossier),
        "issue.json": issue.content(),
        "toolchain.json": canonical(toolchain),
    }
    for record in records:
        files.update(_of(record, "" if len(records) == 1 else f"-{record.base.id}"))
    return [_attached(name, files[name]) for name in sorted(files)]


def remains(verdicts: Mapping[str, Mapping[str, object]], issue: Issue,
            toolchain: Mapping[str, object]) -> list[Attached]:
    """What can be attached where nothing is left but the verdicts, as plain data by their rulesets."""
    named = {f"verdict{'' if len(verdicts) == 1 else f'-{ruleset}'}.json": verdict
             for ruleset, verdict in verdicts.items()}
    files = {"issue.json": issue.content(), "toolchain.json": canonical(toolchain),
             **{name: canonical(verdict) for name, verdict in named.items()}}
    return [_attached(name, files[name]) for name in sorted(files)]


def _of(record: Record, suffix: str) -> dict[str, bytes]:
    """What one verdict was made from, beside the dossier."""
    files = {f"ruleset{suffix}.json": canonical_model(record.base.model),
             f"verdict{suffix}.json": canonical(record.verdict.plain())}
    for number, applied in enumerate(record.ruleset.overlays, 1):
        several = f"-{number}" if len(record.ruleset.overlays) > 1 else ""
        files[f"overlay{suffix}{several}.json"] = canonical_model(applied.overlay.model)
    if record.previous is not None:
        files[f"previous{suffix}.json"] = canonical(record.previous)
    return files


def _attached(name: str, content: bytes) -> Attached:
    stem, kind = name.split(".")
    part = stem.partition("-")[0]
    return Attached(name, content, _MIMES[kind], _RELATIONSHIPS[part],
                    text(f"attached.{part}"))
