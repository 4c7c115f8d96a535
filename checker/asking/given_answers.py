"""A filled question sheet as it was handed in: its file, its cells, what it says that it is about.

Owns the reading of that once, however many projects it is about.  It must not read an answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from checker.asking.keyed_grid import keyed_lines, named_in
from checker.asking.sheet_columns import (
    ALL,
    ANSWERER,
    EACH,
    IDENTITY,
    LAYOUT,
    ROW_ID,
    fact_table,
    head,
    question_table,
    sheet_title,
)
from checker.errors import DossierError, Problem
from checker.messages import in_source_language, text
from checker.ruleset.compiled import Ruleset
from checker.sheets.spreadsheet import Cell, Sheet, sheets_of


@dataclass(frozen=True)
class GivenAnswers:
    """The name of its file, and its bytes; what can't be read raises :class:`DossierError`."""

    name: str
    raw: bytes

    @cached_property
    def book(self) -> Mapping[str, Sheet]:
        """Its sheets."""
        return sheets_of(self.raw, self.name, DossierError, computed=True)

    @cached_property
    def identity(self) -> Mapping[str, Cell]:
        """What it says of itself and of whoever answers, by its keys."""
        try:
            found = _identity(self.book)
        except DossierError as error:
            raise error.at(self.name, {}) from None
        if found["layout"].plain != str(LAYOUT):
            problem = found["layout"].problem("answers.other_layout", given=found["layout"].text)
            raise DossierError(problem.at(self.name, {}))
        return found

    @property
    def about(self) -> Literal["one", "each", "all"]:
        """Whether it is about one dossier, those that its rows name, or all of a table."""
        said = self.identity["dossier"].text
        return "each" if said == EACH else "all" if said == ALL else "one"

    @cached_property
    def dossiers(self) -> Mapping[str, Cell]:
        """The digests of the dossiers that it names, each with the first cell that names it."""
        if self.about == "one":
            return {self.identity["dossier"].text: self.identity["dossier"]}
        found: dict[str, Cell] = {}
        for name in ("questions", "facts"):
            sheet = self.book.get(sheet_title(name))
            for digest, cell in (named_in(sheet) if sheet else {}).items():
                found.setdefault(digest, cell)
        return found

    def unplaced(self, ruleset: Ruleset) -> list[Problem]:
        """What nobody can place in a sheet on several projects: pages, columns, rows without their marks."""
        problems: list[Problem] = []
        for name, table in (("questions", question_table), ("facts", fact_table)):
            sheet = self.book.get(sheet_title(name))
            if sheet is None:
                problems.append(Problem("form.sheet_missing", {"sheet": sheet_title(name)}))
            else:
                keyed_lines(sheet, table(ruleset, several=True), problems)
        return [problem.at(self.name, {}) for problem in problems]


@in_source_language
def _identity(book: Mapping[str, Sheet]) -> dict[str, Cell]:
    sheet = book.get(sheet_title("head"))
    if sheet is None:
        raise DossierError(Problem("answers.not_ours", {"sheet": sheet_title("head")}))
    problems: list[Problem] = []
    found = {line[ROW_ID].text: line["answer"] for line in keyed_lines(sheet, head(), problems)}
    missing = [text(f"ask.head.{name}") for name in (*IDENTITY, *ANSWERER) if name not in found]
    if missing and not problems:
        problems.append(Problem("answers.rows_missing", {"rows": "、".join(missing)}, (sheet.place,)))
    if problems:
        raise DossierError(problems)
    return found
