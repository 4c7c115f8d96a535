"""Each provision of an overlay, carried out on a ruleset's data.

Owns what a provision may change and what it leaves behind: the change, its authority, and how the
limit was seen.  It must not compile and must not judge.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from checker.errors import Problem
from checker.messages import text
from checker.places import Path
from checker.ruleset.compiled import Ruleset
from checker.ruleset.indicator import LimitRow
from checker.ruleset.overlay import Confirmation, ItemAmendment, Overlay
from checker.ruleset.tightness import said, tighter
from checker.validation import suggestion

NEVER = "0 == 1"
_SECTIONS = ("attributes", "quantities", "factors", "lists")
_SETTLED = ("corrected", "tightened", "waived", "confirmed")
Data = dict[str, Any]


@dataclass
class Amendment:
    """A copy of a ruleset's data, what becomes of it, and everything that is wrong with the overlay."""

    ruleset: Ruleset
    overlay: Overlay
    day: dt.date
    problems: list[Problem] = field(default_factory=list)
    changes: dict[str, list[ItemAmendment]] = field(default_factory=dict)
    origins: dict[str, Path] = field(default_factory=dict)
    corrected: dict[str, list[str | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.data: Data = self.ruleset.model.model_dump(mode="json", by_alias=True, exclude_unset=True)
        self.items: dict[str, Data] = {entry["id"]: entry for entry in self.data["indicators"]}
        self.recorded = set(self.items)

    def known(self, item: str, path: Path) -> bool:
        """Whether there is such an item."""
        if item in self.items:
            return True
        self._wrong("ruleset.unknown_item", path, id=item, hint=suggestion(item, list(self.items)))
        return False

    def once(self, entry: Any, earlier: Sequence[Any], path: Path) -> bool:
        """Whether no earlier provision of the same section says something of the same limit."""
        def subject(one: Any) -> tuple[str, str | None]:
            return one.item, None if path[0] == "adopt" else one.reading

        if subject(entry) not in map(subject, earlier):
            return True
        self._wrong("overlay.twice", path, id=entry.item, section=path[0])
        return False

    def _wrong(self, code: str, path: Path, **params: object) -> None:
        self.problems.append(Problem(code, params, path))

    def _note(self, item: str, change: ItemAmendment) -> None:
        self.changes.setdefault(item, []).append(change)

    def _reading(self, entry: Any, path: Path) -> Data | None:
        readings: Data = self.items[entry.item].get("readings", {})
        if entry.reading not in readings:
            known = "、".join(readings) or "（无）"
            self._wrong("reported.unknown_reading", (*path, "reading"), given=entry.reading, known=known)
            return None
        found: Data = readings[entry.reading]
        return found

    def _rows(self, entry: Any, path: Path) -> tuple[Data, list[LimitRow]] | None:
        """Where the limit is to stand that is changed, and the rows that held until now."""
        item = self.items[entry.item]
        place = item if entry.reading is None else self._reading(entry, path)
        if place is None:
            return None
        own = [reading for reading in item.get("readings", {}).values() if "limit" in reading]
        if entry.reading is None and own:
            self._wrong("overlay.which_reading", path, id=entry.item, readings="、".join(item["readings"]))
            return None
        rows = place.get("limit") or item.get("limit", [])
        return place, [LimitRow.model_validate(row) for row in rows]

    def _replace(self, entry: Any, place: Data, path: Path) -> None:
        place["limit"] = [
            row.model_dump(mode="json", by_alias=True, exclude_unset=True) for row in entry.limit]
        self.origins[entry.item] = path

    def tighten(self, entry: Any, path: Path) -> None:
        """A stricter limit, if it is one."""
        found = self._rows(entry, path)
        if found is None:
            return
        place, before = found
        if not tighter(before, entry.limit):
            self._wrong("overlay.relaxes", (*path, "limit"), id=entry.item, before=said(before),
                        after=said(entry.limit))
            return
        self._replace(entry, place, path)
        model = self.overlay.model
        self._note(entry.item, ItemAmendment(
            "tightened", model.issuer, model.document + (entry.place or ""), entry.reason,
            before=said(before), after=said(entry.limit)))

    def waive(self, entry: Any, path: Path) -> None:
        """A looser limit, or none, in its time."""
        change = ItemAmendment("waived", entry.authority, entry.document, entry.reason,
                               entry.until.isoformat())
        item = self.items[entry.item]
        if entry.not_required:
            rows = [row for place in (item, *item.get("readings", {}).values())
                    for row in place.get("limit", [])]
            place, before = item, [LimitRow.model_validate(row) for row in rows]
        else:
            found = self._rows(entry, path)
            if found is None:
                return
            place, before = found
        if entry.until < self.day:
            self._note(entry.item, replace(change, kind="waiver_expired"))
            return
        if entry.not_required:
            item["applies_when"] = NEVER
        else:
            self._replace(entry, place, path)
        asked = item.get("prohibited_when") or item.get("ask")
        self._note(entry.item, replace(
            change, before=asked or said(before), after=None if entry.not_required else said(entry.limit)))

    def _later(self, entry: Any, path: Path) -> bool:
        """Whether the provision says that it was made after the day on which it is to count."""
        if entry.on is None or entry.on <= self.day:
            return False
        self._wrong("overlay.later", (*path, "on"), on=entry.on.isoformat(), day=self.day.isoformat())
        return True

    def adopt(self, entry: Any, path: Path) -> None:
        """One reading for good."""
        if self._later(entry, path):
            return
        reading = self._reading(entry, path)
        if reading is None:
            return
        if not reading.get("decides", True):
            self._wrong("overlay.adopts_aside", path, id=entry.item, reading=reading["label"])
            return
        taken = self.items[entry.item].get("adopted")
        if taken and taken["reading"] != entry.reading:
            self._wrong("overlay.adopted_already", path, id=entry.item, authority=taken["authority"],
                        given=taken["reading"])
            return
        self.items[entry.item]["adopted"] = entry.model_dump(
            mode="json", exclude={"item"}, exclude_none=True)
        self._note(entry.item, ItemAmendment("adopted", entry.authority, entry.document,
                                             after=reading["label"]))

    def correct(self, entry: Any, path: Path) -> None:
        """The limit that the official text states."""
        if self._later(entry, path):
            return
        found = self._rows(entry, path)
        if found is None:
            return
        if any(change.kind in _SETTLED for change in self.ruleset.changes.get(entry.item, ())):
            self._wrong("overlay.changed_before", path, id=entry.item)
            return
        place, before = found
        self._replace(entry, place, path)
        self.corrected.setdefault(entry.item, []).append(entry.reading)
        source = self.items[entry.item]["source"]
        self.items[entry.item]["source"] = {**source, "place": entry.place}
        self._note(entry.item, ItemAmendment(
            "corrected", entry.by, f"{entry.document}（{entry.edition}）", before=said(before),
            after=said(entry.limit), on=entry.on.isoformat(), digest=entry.digest))

    def mark_corrected(self) -> None:
        """A limit that was corrected throughout was seen in the official text."""
        for item in self.corrected:
            if self._all_corrected(item):
                self.items[item]["source"]["limit"] = "official"

    def _all_corrected(self, item: str) -> bool:
        """Whether no limit that decides is left as it was recorded."""
        done = self.corrected.get(item, [])
        readings = {name for name, reading in self.items[item].get("readings", {}).items()
                    if reading.get("decides", True)}
        recorded = self.ruleset.items.get(item)
        if recorded and recorded.model.adopted:
            readings = {recorded.model.adopted.reading}
        return None in done or (bool(readings) and readings <= set(done))

    def confirm(self, entry: Any, path: Path) -> None:
        """How the texts were seen that somebody compared."""
        if self._later(entry, path):
            return
        for place, item in enumerate(entry.items):
            here = (*path, "items", place)
            if self.known(item, here) and self._confirmable(item, entry.parts, here):
                self.items[item]["source"] = {
                    **self.items[item]["source"], **dict.fromkeys(entry.parts, "official")}
                self._note(item, _confirmation(entry, entry.parts))
        groups = {requirement["id"]: requirement for requirement in self.data.get("requirements", [])}
        for section, named, part, key in (("requirements", groups, "group", "group"),
                                          ("factors", self.data.get("factors", {}), "factor", "seen")):
            for place, name in enumerate(getattr(entry, section)):
                if name in named:
                    named[name]["source"] = {**named[name]["source"], key: "official"}
                    self._note(name, _confirmation(entry, [part]))
                else:
                    self._wrong(f"overlay.unknown_{part}", (*path, section, place), id=name,
                                hint=suggestion(name, list(named)))

    def _confirmable(self, item: str, parts: Sequence[str], path: Path) -> bool:
        """Whether there is something to confirm that nobody found to be otherwise."""
        places = (self.items[item], *self.items[item].get("readings", {}).values())
        for part, keys in (("limit", ("limit", "prohibited_when", "ask")),
                           ("formula", ("value", "prohibited_when", "ask"))):
            if part in parts and not any(key in place for place in places for key in keys):
                self._wrong("overlay.nothing_to_confirm", path, id=item, part=text(f"confirmed.{part}"))
                return False
        before = any(change.kind == "corrected" for change in self.ruleset.changes.get(item, ()))
        if "limit" in parts and (before or self._all_corrected(item)):
            self._wrong("overlay.confirmed_and_corrected", path, id=item)
            return False
        return True

    def add(self) -> None:
        """Local terms, indicators and requirements."""
        if self.overlay.model.add is None:
            return
        added = self.overlay.model.add.model_dump(mode="json", by_alias=True, exclude_unset=True)
        for section in _SECTIONS:
            mine = self.data.setdefault(section, {})
            for name, term in added.get(section, {}).items():
                if name in mine and mine[name] != term:
                    self._wrong("ruleset.name_taken", ("add", section, name), name=name)
                mine[name] = term
        for position, indicator in enumerate(added.get("indicators", [])):
            path = ("add", "indicators", position)
            if indicator["id"] in self.items:
                self._wrong("ruleset.id_reused", (*path, "id"), id=indicator["id"])
                continue
            self.items[indicator["id"]] = indicator
            self.origins[indicator["id"]] = path
            self.data["indicators"].append(indicator)
            self._note(indicator["id"], ItemAmendment(
                "added", self.overlay.model.issuer, self.overlay.model.document))
        taken = {requirement["label"] for requirement in self.data.get("requirements", [])}
        for position, requirement in enumerate(added.get("requirements", [])):
            if requirement["label"] in taken:
                self._wrong("overlay.label_taken", ("add", "requirements", position, "label"),
                            label=requirement["label"])
            self._note(requirement["id"], ItemAmendment(
                "added", self.overlay.model.issuer, self.overlay.model.document))
        self.data.setdefault("requirements", []).extend(added.get("requirements", []))

    def origin(self, path: Path) -> Path:
        """Where in the overlay that stands which is wrong at ``path`` of the amended ruleset."""
        if path[:1] == ("indicators",) and len(path) > 1:
            item = self.data["indicators"][path[1]]["id"]
            rest = path[path.index("limit"):] if "limit" in path else ()
            whole = item not in self.recorded
            return (*self.origins.get(item, ("add",)), *(path[2:] if whole else rest))
        if path[:1] == ("requirements",) and len(path) > 1:
            return ("add", "requirements", int(path[1]) - len(self.ruleset.model.requirements), *path[2:])
        return ("add", *path)


def _confirmation(entry: Confirmation, parts: Sequence[str]) -> ItemAmendment:
    return ItemAmendment("confirmed", entry.by, f"{entry.document}（{entry.edition}）", parts=tuple(parts),
                  on=entry.on.isoformat(), digest=entry.digest)
