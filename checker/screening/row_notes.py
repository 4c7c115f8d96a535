"""A note on something odd in one row of a table: its kind, its code, what it is said with.

Owns the kinds and their order: contradictions first, then questions, then near names.  It must not find
anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from checker.doubting.doubt_found import DoubtKind
from checker.messages import text
from checker.reporting.doubt_lines import KINDS, headed


@dataclass(frozen=True)
class RowNote:
    """What doesn't fit together in a row; nearly all are questions, which name their condition."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    kind: DoubtKind = "question"

    def said(self) -> str:
        """The note in words, with its kind at its head."""
        return headed(self.kind, text(self.code, **self.params))


def in_order(doubts: Mapping[str, Sequence[str]], notes: Iterable[RowNote]) -> list[str]:
    """A row's own ``doubts`` by kind and its notes, as one list."""
    found = list(notes)
    return [said for kind in KINDS
            for said in (*doubts.get(kind, ()), *(note.said() for note in found if note.kind == kind))]
