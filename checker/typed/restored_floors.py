"""The table of floors of a ruleset that fits the form.

Owns which limits of which metrics stand in one row, and the order of the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from checker.messages import text
from checker.quantity.display import plain
from checker.typed.policy_floors import NOTHING_SET
from checker.typed.policy_notes import told_rows
from checker.typed.policy_phrases import NoPhrase, Phrase, Phrases
from checker.typed.policy_sheets import COMPARES

FloorKey = tuple[str, str]


class RestoredFloors:
    """The rows of the table by condition and case, with the columns that their conditions need."""

    def __init__(self, metrics: Sequence[Mapping[str, Any]], phrases: Phrases) -> None:
        self.metrics, self.phrases = metrics, phrases
        self.compares = {item["label"]: self._how(item) for item in metrics}
        self._limits = {item["label"]: {
            (row.get("when", ""), row.get("case", "")): row for row in item["limit"]} for item in metrics}
        self.order = self._merged()
        self._phrases = {key: self._asked(key[0]) for key in self.order}
        self.columns = list(dict.fromkeys(one.term for said in self._phrases.values() for one in said))

    def _how(self, item: Mapping[str, Any]) -> str:
        used = {name for row in item["limit"] for name in COMPARES if name in row}
        if len(used) > 1:
            raise NoPhrase(item["id"])
        return next(iter(used), "at_least")

    def _asked(self, when: str) -> list[Phrase]:
        if not when:
            return []
        phrases, sign = self.phrases.joined(when)
        if sign != "and" or any(one.relation != "is" for one in phrases):
            raise NoPhrase(when)
        return phrases

    def _merged(self) -> list[FloorKey]:
        """The rows of all metrics in an order that is every one's own."""
        left = [list(rows) for rows in self._limits.values()]
        found: list[FloorKey] = []
        while any(left):
            heads = [rows[0] for rows in left if rows]
            free = next((key for key in heads if not any(key in rows[1:] for rows in left)), None)
            if free is None:
                raise NoPhrase(heads[0][1])
            found.append(free)
            left = [[key for key in rows if key != free] for rows in left]
        return found

    def rows(self) -> list[dict[str, str]]:
        """Each row with its cells."""
        return [dict(self._row(place, key)) for place, key in enumerate(self.order)]

    def _row(self, place: int, key: FloorKey) -> Iterator[tuple[str, str]]:
        case = key[1]
        yield "case", case
        for phrase in self._phrases[key]:
            yield phrase.term, phrase.value
        for item in self.metrics:
            yield item["label"], self._cell(item, place, key)
            told = told_rows(item["source"].get("note", "")).get(case or text("policy.any_case"), {})
            # A row that names no clause of its own is told by the metric's.
            yield from ((key, said) for key, said in told.items() if said != item["source"]["place"])

    def _cell(self, item: Mapping[str, Any], place: int, key: FloorKey) -> str:
        row = self._limits[item["label"]].get(key)
        if row is None:
            none = str(item.get("readings", {}).get(NOTHING_SET, {}).get("applies_when", ""))
            unwritten = none.startswith(f"({key[0]})") or f"(({key[0]})" in none
            return text("policy.none.unwritten" if unwritten else "policy.none.below")
        for kind in ("free", "unread"):
            if kind in row:
                return text(f"policy.none.{kind}")
        return plain(row[self.compares[item["label"]]])
