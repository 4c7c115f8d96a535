"""What an address asks of a dossier: by which rules, with which answers, on which day.

Owns the way from a query to terms and back.  It must not read a file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlencode

from checker.errors import Problem, UsageError

if TYPE_CHECKING:
    from checker.services.judging_files import JudgingTerms
    from checker.services.supposing_files import SupposingTerms

SHOWN_AS = {"pdf": "pdf", "xlsx": "xlsx", "json": "json", "txt": "text"}
_PURPOSES: dict[str, Literal["formal", "trial"]] = {"formal": "formal", "trial": "trial"}


@dataclass(frozen=True)
class AskedDossier:
    """A dossier's place below the folder and what else the address says."""

    place: str
    rulesets: tuple[str, ...] = ()
    overlays: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    previous: str | None = None
    as_of: str | None = None
    purpose: str | None = None

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The same as an address has it, for forms."""
        several = [("ruleset", self.rulesets), ("overlay", self.overlays), ("answers", self.answers)]
        single = [("previous", self.previous), ("as_of", self.as_of), ("purpose", self.purpose)]
        return [*((name, value) for name, values in several for value in values),
                *((name, value) for name, value in single if value)]

    @property
    def query(self) -> str:
        """The same as the query of an address."""
        return f"?{urlencode(self.pairs)}" if self.pairs else ""

    def only(self, ruleset: str) -> str:
        """The query for one of the rulesets alone, with all else that was asked."""
        return replace(self, rulesets=(ruleset,)).query

    def terms(self, today: dt.date) -> JudgingTerms:
        """What judging takes; raises :class:`UsageError` for a purpose that is none."""
        from checker.services.judging_files import JudgingTerms

        if self.purpose and self.purpose not in _PURPOSES:
            raise UsageError(Problem("browser.purpose", {"given": self.purpose}))
        return JudgingTerms(
            Path(self.place), today, self.rulesets, self.as_of, _PURPOSES.get(self.purpose or ""),
            _paths(self.overlays), Path(self.previous) if self.previous else None, _paths(self.answers))

    def supposing(self, today: dt.date, statement: str | None, gone: str | None) -> SupposingTerms:
        """What supposing one statement takes, or that one is ``gone``."""
        from checker.services.supposing_files import SupposingTerms

        return SupposingTerms(
            Path(self.place), today, self.rulesets[0] if self.rulesets else None, self.as_of,
            (statement,) if statement else (), (gone,) if gone else (), unders=_paths(self.overlays),
            answers=_paths(self.answers))


def _paths(names: Sequence[str]) -> tuple[Path, ...]:
    return tuple(Path(name) for name in names)
