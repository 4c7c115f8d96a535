"""What would be, for a terminal: both sides beside each other, then what flips.

Owns the layout of that text.  It must not judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from checker.assessment.supposing import WhatIf
from checker.messages import text
from checker.reporting import hypothesis_words, words
from checker.reporting.hypothesis_words import ABSENT, ItemLine
from checker.reporting.verdict_kind import kind_of
from checker.text.width import width_of

_MARGIN = 2


def what_if_report(found: WhatIf) -> str:
    """Everything that would be otherwise, and that the rest would not."""
    return "\n".join(_report(found)) + "\n"


def _report(found: WhatIf) -> Iterator[str]:
    after = found.after.words
    yield text("what_if.title")
    yield text("what_if.subject", subject=after.subject.name, title=after.ruleset.title,
               document=after.ruleset.document, day=after.assessed_on.isoformat())
    yield ""
    supposed = list(hypothesis_words.supposed(found))
    yield text("what_if.supposed") if supposed else text("what_if.nothing")
    yield from (f"  · {line}" for line in supposed)
    yield ""
    yield from table(sides(found))
    yield ""
    yield verdict_line(found)
    yield from (f"  {said}" for said in conclusions(found))
    yield ""
    yield from _items(found)
    for said in hypothesis_words.idle(found):
        yield f"{text('warning.prefix')}：{said}"
    yield ""
    yield text("what_if.end")


def verdict_line(found: WhatIf) -> str:
    """Whether the verdict would be another."""
    before, after = words.outcome(found.before.words), words.outcome(found.after.words)
    turned = found.found.before.outcome != found.found.after.outcome
    return text("what_if.verdict_turned" if turned else "what_if.verdict_same", before=before, after=after)


def conclusions(found: WhatIf) -> list[str]:
    """Both conclusions with their grounds; one where they are the same."""
    now, would_be = (kind_of(record.words.ruleset.concludes).conclusion(record.words)
                     for record in (found.before, found.after))
    if now == would_be:
        return [now]
    return [text("what_if.said", side=text("what_if.now"), said=now),
            text("what_if.said", side=text("what_if.would_be"), said=would_be)]


def sides(found: WhatIf) -> list[tuple[str, str, str, str]]:
    """Both sides in a few lines: what it is of, now, as it would be, and whether that is another."""
    before, after = found.before.words, found.after.words
    rows = [(text("what_if.verdict"), words.outcome(before), words.outcome(after))]
    was = {part.id: part.outcome for part in before.requirements}
    rows += [(part.label, text(f"outcome.{was[part.id]}") if part.id in was else ABSENT,
              text(f"outcome.{part.outcome}")) for part in after.requirements]
    rows += _tiers(found)
    lacking = (text("what_if.count", count=len(side.missing))
               for side in (found.found.before, found.found.after))
    rows.append((text("what_if.missing"), next(lacking), next(lacking)))
    head = ("", text("what_if.now"), text("what_if.would_be"), "")
    return [head, *((*row, text("what_if.turned") if row[1] != row[2] else "") for row in rows)]


def _tiers(found: WhatIf) -> Iterator[tuple[str, str, str]]:
    """The tier on both sides, where one of them has any."""
    before, after = found.before.words.tier, found.after.words.tier
    if some := after or before:
        was, would_be = (words.tiers(one.possible if one else ()) for one in (before, after))
        yield some.label, was if found.found.tier else would_be, would_be


def table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns as wide as what stands in them, where a Chinese letter takes two places."""
    widths = [max(map(width_of, column)) + _MARGIN for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell + " " * (width - width_of(cell)) for cell, width in zip(row, widths, strict=True))
        yield "".join(cells).rstrip()


def _items(found: WhatIf) -> Iterator[str]:
    lines = hypothesis_words.items(found)
    compares = kind_of(found.after.words.ruleset.concludes).compares
    by_change = {change: [line for line in lines if line.change == change] for change in ("flipped", "moved")}
    if not any(by_change.values()) and found.found.tier is None:
        yield text("what_if.all_same")
        return
    for change, mine in by_change.items():
        if mine:
            yield text(f"what_if.{change}", count=len(mine))
            yield from (_item(line, compares) for line in mine)
        elif change == "flipped":
            yield text("what_if.none_flipped")
    if found.found.unchanged:
        yield text("what_if.unchanged", count=found.found.unchanged)


def _item(line: ItemLine, compares: bool) -> str:
    return text("what_if.item" if compares else "what_if.line", number=line.number.rjust(2), label=line.label,
                outcome=_both(line.before, line.after), value=_both(line.value_before, line.value_after),
                limit=_both(line.limit_before, line.limit_after))


def _both(before: str, after: str) -> str:
    return after if before == after else text("what_if.from_to", before=before, after=after)
