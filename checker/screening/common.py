"""What all projects of a table have in common and the table itself does not say.

Owns the shape of that file and its reading.  It must not judge.
"""

from __future__ import annotations

import pathlib
from typing import Literal

from pydantic import Field, StrictBool

from checker.dossier.dossier import Against, Declaration, Document, Source, StatedAttribute, fact_sources
from checker.dossier.sources import undeclared
from checker.errors import DossierError
from checker.files.textfile import TextFile, parse, read
from checker.places import Path
from checker.screening.plan_wording import PlanWordings
from checker.validation import Date, Id, Model, Text, build, empty_list

# What the dossier of a row calls its table among its documents.
TABLE = "table"


class Common(Model):
    """The whole file; what a row states itself goes before it."""

    schema_: Literal["common/1"] = Field(alias="schema")
    made_up: StrictBool = False
    assessed_on: Date | None = None
    against: list[Against] = Field(default_factory=empty_list)
    purpose: Literal["formal", "trial"] | None = None
    note: Text | None = None
    table: Document | None = None
    documents: dict[Id, Document] = Field(default_factory=dict)
    attributes: dict[Id, StatedAttribute] = Field(default_factory=dict)
    declarations: list[Declaration] = Field(default_factory=empty_list)
    prose: PlanWordings = Field(default_factory=empty_list)

    def sources(self) -> list[tuple[Path, Source]]:
        """Every source with the path of the statement it belongs to."""
        return [*fact_sources(self.attributes),
                *((("declarations", i), one.source) for i, one in enumerate(self.declarations))]


def read_common(path: pathlib.Path | None) -> tuple[Common, bytes]:
    """The file's content and bytes, or nothing at all; raises :class:`DossierError` in words."""
    if path is None:
        return parse_common(b"", ""), b""
    file = read(path)
    return _common(file), file.raw


def parse_common(raw: bytes, name: str) -> Common:
    """The same for bytes that are already in hand."""
    return _common(parse(raw, name)) if raw else Common(schema="common/1")


def _common(file: TextFile) -> Common:
    common, problems = build(Common, file.data)
    if common is None:
        raise DossierError(problems).at(file.name, file.lines)
    if missing := undeclared(common, (*common.documents, TABLE)):
        raise DossierError(missing).at(file.name, file.lines)
    return common
