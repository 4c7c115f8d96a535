"""What a policy's workbook is made of: its sheets, their columns, and the words that its drop-downs offer.

Owns what the blank workbook and the reading of a filled one have to agree on.  It must not read a cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checker.forms.layout import FormTable
from checker.messages import text

DOCUMENT = "document"
ANSWERS = ("title", "number", "issuer", "since", "until", "seen", "lies", "id", "prefix", "caveat", "note")
DUE = ("title", "number", "issuer", "since", "seen", "id", "prefix")
PROVENANCE = ("clause", "words", "seen")
COLUMNS = {
    DOCUMENT: ("item", "answer", "hint"),
    "terms": ("label", "use", "kind", "unit", "values", "definition", "also"),
    "conditions": ("name", "joined", "term", "relation", "value"),
    "metrics": ("label", "use", "reading", "over", "under", "unit", "compares", "effect", "applies",
                *PROVENANCE),
    "floors": ("case", *PROVENANCE),
    "bans": ("label", "term", "relation", "value", "applies", "except", "effect", "remedy", "watch",
             *PROVENANCE),
    "questions": ("label", "question", "applies", *PROVENANCE),
    "clauses": ("clause", "words", "treatment", "why", "seen")}
NEEDED = {
    "terms": ("label", "use", "kind"), "conditions": ("name", "term", "relation"),
    "metrics": ("label", "over"), "floors": (), "bans": ("label", "term", "relation", "effect"),
    "questions": ("label", "question"),
    "clauses": ("clause", "words", "treatment"), DOCUMENT: ("item", "answer")}
# Each word of a drop-down with what it stands for.
KINDS = ("number", "yes_no", "word", "code", "year", "text")
RELATIONS = ("is", "is_not", "at_least", "above", "at_most", "below")
COMPARES = ("at_least", "at_most", "above", "below")
EFFECTS = ("refuse", "review", "reference")
JOINED = ("and", "or")
TREATMENTS = ("manual", "out_of_scope")
SEEN = ("official", "official_copy", "secondary", "source", "deduced", "recollected", "unknown")
NO_NUMBER = ("free", "unread")


def sheet_of(key: str) -> str:
    """The name of a sheet."""
    return text(f"policy.sheet.{key}")


def table_of(key: str, more: Iterable[str] = ()) -> FormTable:
    """The table of a sheet; ``more`` are headings of columns that the officer's own words make."""
    headings = {name: text(f"policy.heading.{name}") for name in COLUMNS[key]} | {one: one for one in more}
    texts = frozenset(headings) - {"since", "until", "answer"}
    dates = frozenset({"answer"}) if key == DOCUMENT else frozenset[str]()
    return FormTable(sheet_of(key), headings, dates, texts, frozenset(headings) - set(NEEDED[key]))


def words_of(group: str, names: Iterable[str]) -> Mapping[str, str]:
    """The words of a drop-down, each with what it stands for."""
    return {text(f"policy.{group}.{name}"): name for name in names}
