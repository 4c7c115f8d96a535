"""Whether the documents that a dossier's sources name are among those that it lists.

Owns that check alone.  It must not read files.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from checker.dossier.dossier import Source
from checker.errors import Problem
from checker.places import Path


class SourcesStated(Protocol):
    """Whatever states things with their sources: a dossier, or what many rows share."""

    def sources(self) -> list[tuple[Path, Source]]:
        """Every source with the path of the statement it belongs to."""


def undeclared(dossier: SourcesStated, documents: Collection[str]) -> list[Problem]:
    """Every document that a source names has to be among ``documents``."""
    problems = []
    known = "、".join(documents) or "（无）"
    for path, source in dossier.sources():
        if source.document is not None and source.document not in documents:
            where: Path = (*path, "source", "document")
            problems.append(
                Problem("dossier.unknown_document", {"name": source.document, "known": known}, where))
    return problems
