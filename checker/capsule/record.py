"""A verdict with everything that it was made from.

Owns the bundle that reports and capsules take.  It must not compute.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from checker.dossier.submission import Submission
from checker.judging.judged_case import JudgedCase
from checker.messages import spoken_language
from checker.ruleset.compiled import Ruleset
from checker.verdict.verdict import Verdict

if TYPE_CHECKING:
    from checker.wording.worded import WordedVerdict


@dataclass(frozen=True)
class Record:
    """What was judged, the dossier as submitted, and the rules; what is told of it are its ``words``.

    ``base`` is the ruleset as it stands, ``ruleset`` the same under its overlays; ``previous`` the
    earlier verdict as it was given; ``asked`` the purpose that the caller asked for; ``period`` the year of a
    series, where that is not the one that the dossier was handed in for.
    """

    submission: Submission
    base: Ruleset
    ruleset: Ruleset
    case: JudgedCase
    previous: Any = None
    asked: Literal["formal", "trial"] | None = None
    period: int | None = None

    @property
    def verdict(self) -> Verdict:
        """The verdict alone."""
        return self.case.verdict

    @property
    def words(self) -> WordedVerdict:
        """The verdict in words of the language that is spoken, made when they are first asked for."""
        from checker.wording.speaking import worded

        language = spoken_language()
        if language not in self._said:
            self._said[language] = worded(self.verdict, self.ruleset)
        return self._said[language]

    @cached_property
    def _said(self) -> dict[str, WordedVerdict]:
        return {}
