"""A verdict beside the ruleset that it names: what the wording of every part looks things up in.

Owns the looking up.  It makes no words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from checker.ruleset.compiled import PLAIN, CompiledRow, Interpretation, Item, Ruleset
from checker.ruleset.spoken import spoken
from checker.verdict.stated import DatumPart, EntriesPart
from checker.verdict.verdict import Verdict
from checker.wording import restated_words
from checker.wording.restated import Operand


@dataclass(frozen=True)
class Context:
    """A verdict and its ruleset, under the overlays by which it was judged."""

    verdict: Verdict
    ruleset: Ruleset

    def __post_init__(self) -> None:
        object.__setattr__(self, "ruleset", spoken(self.ruleset))

    @cached_property
    def operands(self) -> list[Operand]:
        """The data as they are shown, each once."""
        return [restated_words.operand(datum, self.ruleset) for datum in self.verdict.data]

    @cached_property
    def places(self) -> dict[tuple[str, int | None], list[int]]:
        """The places of the data by quantity and year."""
        found: dict[tuple[str, int | None], list[int]] = {}
        for place, datum in enumerate(self.verdict.data):
            found.setdefault((datum.quantity, datum.year), []).append(place)
        return found

    def data(self, places: Sequence[int]) -> list[DatumPart]:
        """The data at some places."""
        return [self.verdict.data[place] for place in places]

    def everywhere(self, places: Iterable[int]) -> list[Operand]:
        """Data as they are shown, with the other places that state the very same."""
        return [self.operands[one] for place in places
                for one in (place, *self.verdict.data[place].also)]

    def lists(self, places: Iterable[int]) -> list[EntriesPart]:
        """Lists at some places, with the other places that state the very same."""
        return [self.verdict.lists[one] for place in places
                for one in (place, *self.verdict.lists[place].also)]

    def item(self, name: str) -> Item:
        """An item of the ruleset."""
        return self.ruleset.items[name]

    def reading(self, item: str, name: str | None) -> Interpretation:
        """A reading of an item; None is the only one there is."""
        return next(r for r in self.ruleset.items[item].interpretations if r.id == (name or PLAIN))

    def rows(self, reading: Interpretation, places: Iterable[int]) -> list[CompiledRow]:
        """The rows of a limit at some places."""
        return [reading.rows[place] for place in places]
