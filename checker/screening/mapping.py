"""A kept mapping from a table's own headings to what they hold, for tables that are called otherwise.

Owns the shape of that file and its reading.  It must not read tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import Field

from checker.errors import DossierError, Problem
from checker.files.canonical import digest
from checker.files.textfile import read
from checker.messages import text
from checker.screening.columns import Known
from checker.screening.headings import TableTerms
from checker.validation import Model, Text, build


class Columns(Model):
    """The whole file: the table's heading, and what it is read as, with the unit in brackets."""

    schema_: Literal["columns/1"] = Field(alias="schema")
    columns: dict[Text, Text]


@dataclass(frozen=True)
class KeptHeadings:
    """Headings with what they stand for, and the digest of the file that says so."""

    columns: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""

    def asked(self, sheet: str | None, header_row: int | None) -> TableTerms:
        """What the caller says of the table."""
        return TableTerms(sheet, header_row, self.columns)


def read_mapping(path: Path | None, known: Known) -> KeptHeadings:
    """The mapping of a file, or none; raises :class:`DossierError` where a target is no datum."""
    if path is None:
        return KeptHeadings()
    file = read(path)
    model, problems = build(Columns, file.data)
    if model is None:
        raise DossierError(problems).at(file.name, file.lines)
    bad = [Problem("columns.unknown", {"heading": heading, "given": target, "hint": _hint(target, known)},
                   ("columns", heading))
           for heading, target in model.columns.items() if known.column(target).kind == "unknown"]
    if bad:
        raise DossierError(bad).at(file.name, file.lines)
    return KeptHeadings(model.columns, digest(file.raw))


def _hint(target: str, known: Known) -> str:
    label = known.suggested(target)
    return text("hint.near", name=label) if label else ""
