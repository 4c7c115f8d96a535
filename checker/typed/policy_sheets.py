"""What a policy's workbook is made of: its sheets, their columns, and the words that its drop-downs offer.

Owns what the blank workbook and the reading of a filled one have to agree on.  It must not read a cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checker.forms.layout import FormTable
from checker.messages import text

DOCUMENT = "document"
ANSWERS = ("title", "number", "issuer", "since", "until", "superseded", "superseded_from", "seen", "lies",
           "id", "prefix", "caveat", "unseen", "total", "note")
DUE = ("title", "number", "issuer", "since", "seen", "id", "prefix")
# How points go up and down with the value: for each so much more or less, so many.
SLOPE = ("way", "each", "gives", "least", "most")
WAYS = ("up", "up_whole", "down", "down_whole")
PROVENANCE = ("clause", "words", "seen")
COLUMNS = {
    DOCUMENT: ("item", "answer", "hint"),
    "terms": ("label", "use", "kind", "unit", "values", "definition", "also"),
    "conditions": ("name", "joined", "term", "relation", "value"),
    "scores": ("label", "full", "weight", "over", "under", "unit", "relation", "bound", "when", "points",
               "tier", *SLOPE, *PROVENANCE),
    "metrics": ("label", "use", "reading", "over", "under", "unit", "compares", "effect", "then",
                "by", "times", "owed", "applies", "low", "high", "unlike", *PROVENANCE),
    "floors": ("case", *PROVENANCE),
    "bans": ("label", "term", "relation", "value", "applies", "except", "when", "effect", "asked", "remedy",
             "watch", *PROVENANCE),
    "questions": ("label", "question", "applies", "watch", *PROVENANCE),
    "clauses": ("clause", "words", "treatment", "why", "seen")}
NEEDED = {
    "terms": ("label", "use", "kind"), "conditions": ("name", "term", "relation"),
    "scores": ("label", "points"),
    "metrics": ("label", "use", "over", "effect"), "floors": (),
    "bans": ("label", "term", "relation", "effect"), "questions": ("label", "question"),
    "clauses": ("clause", "words", "treatment"), DOCUMENT: ("item", "answer")}
# Columns whose numbers count as they are stored, whatever is shown of them.
NUMBERS = frozenset({"value", "full", "weight", "bound", "points", *SLOPE[1:], "low", "high", "times",
                     "answer"})
# Each word of a drop-down with what it stands for.
KINDS = ("number", "yes_no", "declared", "word", "code", "year", "text")
RELATIONS = ("is", "is_not", "at_least", "above", "at_most", "below")
COMPARES = ("at_least", "at_most", "above", "below")
EFFECTS = ("refuse", "review", "charge", "road", "guided", "target", "reference")
BAN_EFFECTS = ("refuse", "review")
JOINED = ("and", "or")
TREATMENTS = ("manual", "out_of_scope", "encoded")
SEEN = ("official", "official_copy", "secondary", "source", "sister", "deduced", "recollected", "unknown")
# What may stand in a floor's cell instead of a number.
NO_NUMBER = ("free", "unread", "below", "unwritten")


def sheet_of(key: str) -> str:
    """The name of a sheet."""
    return text(f"policy.sheet.{key}")


def table_of(key: str, more: Iterable[str] = ()) -> FormTable:
    """The table of a sheet; ``more`` are headings of columns that the officer's own words make."""
    fixed = {name: text(f"policy.heading.{name}") for name in COLUMNS[key]}
    headings = fixed | {one: one for one in more}
    dates = frozenset({"answer"}) if key == DOCUMENT else frozenset[str]()
    return FormTable(sheet_of(key), headings, dates, frozenset(fixed) - NUMBERS,
                     frozenset(headings) - set(NEEDED[key]))


def words_of(group: str, names: Iterable[str]) -> Mapping[str, str]:
    """The words of a drop-down, each with what it stands for."""
    return {text(f"policy.{group}.{name}"): name for name in names}
