"""What local provisions changed of a ruleset, told to whoever relies on a page.

Owns the words for it: what was loosened, corrected, confirmed or adopted, from what to what, by whom, on
what word, until when.  It must not decide whether an office had the power to.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.capsule.unpacking import CapsuleVerdict
from checker.messages import text
from checker.ruleset.overlay import ItemAmendment
from checker.sentence import Told
from checker.wording.naming import named

# What lets more through, or calls a limit seen in the original that nobody here has seen.
LOOSENING = ("waived", "corrected", "confirmed")
_ORDER = ("waived", "corrected", "confirmed", "adopted", "tightened", "added", "waiver_expired")
MOST = 20
_NONE = "—"


def provisions(parts: Sequence[CapsuleVerdict]) -> list[Told]:
    """Every overlay, whether it was in force, and under it every kind of change with its authority."""
    return [problem for part in parts if part.overlays for problem in _of(part)]


def loosened(parts: Sequence[CapsuleVerdict]) -> list[Told]:
    """The same in a few words for a list: which numbers, by which kind of change, by whom."""
    found: dict[tuple[str, str], list[str]] = {}
    for part in parts:
        for item, change in _changes(part):
            if change.kind in LOOSENING:
                found.setdefault((change.kind, change.authority), []).append(named(item, part.ruleset))
    return [Told(f"remark.{kind}", {"authority": authority, "items": _brief(items), "count": len(items)})
            for (kind, authority), items in found.items()]


def _of(part: CapsuleVerdict) -> Iterator[Told]:
    for applied in part.ruleset.overlays:
        model = applied.overlay.model
        yield Told("provision.overlay" if applied.in_force else "provision.unused", {
            "title": model.title, "issuer": model.issuer, "document": model.document})
    alike: dict[ItemAmendment, list[str]] = {}
    for item, change in _changes(part):
        alike.setdefault(change, []).append(named(item, part.ruleset))
    told = sorted(alike.items(), key=lambda entry: _ORDER.index(entry[0].kind))
    for change, items in told[:MOST]:
        yield _said(change, items)
    if len(told) > MOST:
        yield Told("provision.more", {"count": len(told) - MOST})


def _said(change: ItemAmendment, items: list[str]) -> Told:
    """One change, or the same one of several items, with everything that the overlay says of it."""
    more = [text("provision.until", day=change.until) if change.until else "",
            text("provision.on", day=change.on) if change.on else "",
            text("provision.reason", reason=change.reason) if change.reason else "",
            text("provision.copy", digest=change.digest) if change.digest else ""]
    # What had a limit and has none any more is not required; another change says nothing of one.
    nothing = text("provision.not_required") if change.before else _NONE
    return Told(f"provision.{change.kind}", {
        "items": _brief(items), "count": len(items), "authority": change.authority, "more": "".join(more),
        "document": change.document or text("provision.no_document"),
        "before": change.before or _NONE, "after": change.after or nothing})


def _changes(part: CapsuleVerdict) -> Iterator[tuple[str, ItemAmendment]]:
    for item, changes in part.ruleset.changes.items():
        for change in changes:
            yield item, change


def _brief(items: list[str]) -> str:
    more = text("provision.and_more", count=len(items) - MOST) if len(items) > MOST else ""
    return text("join.names").join(items[:MOST]) + more
