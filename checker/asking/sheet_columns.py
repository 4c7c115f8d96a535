"""What a question sheet is made of: its sheets, their columns, and the hidden marks by which it is read back.

Owns what the blank sheet and the reading of a filled one have to agree on.  It must not know workbooks.
"""

from __future__ import annotations

from collections.abc import Iterable

from checker.files.canonical import digest
from checker.forms.layout import TEXTS, FormTable
from checker.messages import text
from checker.ruleset.compiled import Ruleset
from checker.text.normal import folded

# The layout of the question sheets that this version writes.
LAYOUT = 1
# The hidden columns: what a row is, and a digest of what is printed in it; and the mark before the keys in
# the hidden row that tells the columns.
ROW_ID = "id"
SEAL = "seal"
# Where one sheet asks about several projects: which a row is about, in print and by its dossier's digest.
PROJECT = "project"
OF = "of"
HIDDEN = (SEAL, OF, ROW_ID)
# What a sheet says in the place of a dossier's digest: its rows name theirs, or it is about all of a table.
EACH, ALL = "each", "all"
MARK = "#"
HEAD = "head"
# What is printed of the dossier that is asked about, and what whoever answers fills in.
IDENTITY = ("subject", "standard", "ruleset", "digest", "dossier", "as_of", "layout")
ANSWERER = {"by": True, "on": True, "made_up": False}
_HEAD_COLUMNS = ("item", "answer", "hint", ROW_ID)
_SCOPES = ("scope", "price_basis")
_QUESTION = ("number", "asked", "year", "unit_due", "definition", "clauses", "value", "unit", *_SCOPES,
             "document", "place", "remark", SEAL, ROW_ID)
_FACT = ("fact", "year", "stated", "origin", "clauses", "confirm", "value", "unit", *_SCOPES, "document",
         "place", "by", "on", "why", SEAL, ROW_ID)
# The cells of a row in which somebody writes.
ANSWER_CELLS = ("value", "unit", *_SCOPES, "document", "place", "remark")
WITHDRAWAL_CELLS = ("by", "on", "why")
WIDTHS = {"number": 6, "asked": 24, "year": 8, "unit_due": 10, "definition": 36, "clauses": 28, "value": 22,
          "unit": 10, "scope": 10, "price_basis": 12, "document": 20, "place": 12, "remark": 18, "fact": 22,
          "stated": 24, "origin": 34, "confirm": 9, "by": 16, "on": 12, "why": 20, "item": 24, "answer": 60,
          "hint": 60, PROJECT: 26, OF: 60, ROW_ID: 60, SEAL: 20, "": 14}
_SEAL_LENGTH = 16
_TEXTS = TEXTS | {"remark"}


def sheet_title(name: str) -> str:
    """A sheet by its key."""
    return text(f"ask.sheet.{name}")


def head() -> FormTable:
    """What the sheet is about, and who answers; one thing a row."""
    return _table("head", _HEAD_COLUMNS, frozenset({"answer"}))


def question_table(ruleset: Ruleset, *, several: bool = False) -> FormTable:
    """The questions, one a row; of ``several`` projects each row names its own."""
    return _table("questions", _kept(_QUESTION, ruleset, several))


def fact_table(ruleset: Ruleset, *, several: bool = False) -> FormTable:
    """What is stated already, one statement a row, likewise."""
    return _table("facts", _kept(_FACT, ruleset, several), frozenset({"on"}))


def _kept(keys: tuple[str, ...], ruleset: Ruleset, several: bool) -> tuple[str, ...]:
    """The columns that a ruleset has a use for."""
    if several:
        keys = (PROJECT, *keys[:-1], OF, ROW_ID)
    idle = {*(() if ruleset.scoped else ("scope",)), *(() if ruleset.priced else ("price_basis",))}
    return tuple(key for key in keys if key not in idle)


def _table(name: str, keys: tuple[str, ...], dates: frozenset[str] = frozenset()) -> FormTable:
    headings = {key: text(f"ask.heading.{name}.{key}") for key in keys}
    return FormTable(sheet_title(name), headings, dates, _TEXTS)


def printed_seal(printed: Iterable[str]) -> str:
    """A digest of what a row is and what is printed in it, however an office program keeps its blanks."""
    return digest("\0".join(map(folded, printed)).encode()).rpartition(":")[2][:_SEAL_LENGTH]
