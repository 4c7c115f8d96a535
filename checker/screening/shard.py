"""Some rows of a screening that are judged together and kept together.

Owns what is kept of them: their verdicts and their lines of results, each packed into one part, and the mark
that says that both are there and whole.  It must not know of other shards.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from checker.errors import Problem, UsageError
from checker.files.canonical import canonical, digest
from checker.messages import speaking
from checker.screening.depot import Depot
from checker.screening.noticed import strange
from checker.screening.row import Frame
from checker.screening.row_notes import RowNote, in_order
from checker.screening.summary import Summary, lines
from checker.screening.tally import RowTally
from checker.screening.tasks import Task, Tasks
from checker.screening.worker import RowTerms, Worker

FORMAT = "shard/1"
_LEVEL = 6
_GZIP = 31  # as a member of a gzip file, without a time
_MARK, _VERDICTS, _LINES = ".json", ".verdicts.gz", ".lines.gz"
# A shard has so many rows, whoever judges them; of a short table less, so that all have work.
LARGEST, LEAST = 250, 4
LARGEST_OF_PAGES, LEAST_OF_PAGES = 10, 2
SHARES = 64


@dataclass(frozen=True)
class ShardPlace:
    """Which rows: from ``first``, the first of all being 0, up to but not including ``end``."""

    name: str
    first: int
    end: int


@dataclass(frozen=True)
class Shard:
    """The rows themselves, with what stands out in them among all rows, by their identity."""

    place: ShardPlace
    tasks: Sequence[Task]
    notes: Mapping[str, Sequence[RowNote]]


@dataclass(frozen=True)
class ShardDone:
    """A shard that was judged: the digests of what is kept of it."""

    place: ShardPlace
    verdicts: str
    lines: str


@dataclass(frozen=True)
class JudgedShards:
    """Shards that were judged, and what all their rows come to."""

    shards: tuple[ShardDone, ...] = ()
    tally: RowTally = field(default_factory=RowTally)

    def __add__(self, other: JudgedShards) -> JudgedShards:
        return JudgedShards((*self.shards, *other.shards), self.tally + other.tally)


def shard_places(tasks: Tasks, inputs: Mapping[str, Any], pages: str, language: str) -> list[ShardPlace]:
    """The shards of a screening, by the identity of everything that they are made from."""
    largest, least = (LARGEST, LEAST) if pages == "none" else (LARGEST_OF_PAGES, LEAST_OF_PAGES)
    size = min(largest, max(least, -(-len(tasks) // SHARES)))
    width = len(str(len(tasks)))
    found = []
    for first in range(0, len(tasks), size):
        end = min(first + size, len(tasks))
        own = digest(canonical({
            "format": FORMAT, "inputs": dict(inputs), "language": language,
            "rows": [tasks.identity(place) for place in range(first, end)]})).removeprefix("sha256:")
        found.append(ShardPlace(f"{first + 1:0{width}}-{end:0{width}}-{own[:16]}", first, end))
    return found


def shard(place: ShardPlace, tasks: Tasks, notes: Mapping[int, Sequence[RowNote]]) -> Shard:
    """A shard's rows."""
    mine = tasks[place.first:place.end]
    return Shard(place, mine, {task.identity: notes[at] for at, task in enumerate(mine, place.first)
                               if at in notes})


@dataclass(frozen=True)
class Bench:
    """What all shards are judged by, and where they are kept.

    ``rules`` is the digest of the ruleset; ``language`` is spoken of every row, whoever judges it.
    """

    frame: Frame
    terms: RowTerms
    depot: Depot
    rules: str
    language: str

    @cached_property
    def worker(self) -> Worker:
        """Who judges the rows, made where it is asked for.

        Raises :class:`UsageError` where the rules there are others.
        """
        worker = Worker(self.frame, self.terms)
        if worker.base.digest != self.rules:
            raise UsageError(Problem("screen.other_rules", {"ruleset": self.terms.ruleset}))
        return worker

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "worker"}


def judged_shard(bench: Bench, given: Shard) -> JudgedShards:
    """Judge the rows of a shard, and keep what came of it; what was kept already isn't judged again."""
    worker, depot = bench.worker, bench.depot
    if before := found_again(given.place, depot):
        return before
    packer, packed, rows = _packer(), [], []
    with speaking(bench.language):
        for task in given.tasks:
            found, line = worker.judged(task)
            packed.append(packer.compress(line))
            rows.append(noted(worker.frame, task, found, given.notes))
    return kept(given.place, b"".join([*packed, packer.flush()]), rows, depot)


def noted(frame: Frame, task: Task, found: Summary, notes: Mapping[str, Sequence[RowNote]]) -> Summary:
    """A row's line with all that stands out in it, by itself and among the others."""
    return replace(found, notes=in_order(found.doubts, [*notes.get(task.identity, ()),
                                                        *strange(frame, task.line)]))


def kept(place: ShardPlace, verdicts: bytes, rows: Sequence[Summary], depot: Depot) -> JudgedShards:
    """Keep what a shard came to; the mark comes last, so that it is only there with the rest."""
    said = _packed(lines(rows))
    done = ShardDone(place, digest(verdicts), digest(said))
    depot.put(place.name + _VERDICTS, verdicts)
    depot.put(place.name + _LINES, said)
    depot.put(place.name + _MARK, _mark(done))
    return JudgedShards((done,), RowTally.of(rows, place.first))


def found_again(place: ShardPlace, depot: Depot) -> JudgedShards | None:
    """What an earlier run kept of a shard; None unless all of it is as it was left."""
    try:
        mark, verdicts, said = (depot.get(place.name + kind) for kind in (_MARK, _VERDICTS, _LINES))
        rows = [Summary(**entry) for entry in _unpacked(said)]
    except (OSError, ValueError, TypeError, zlib.error):
        return None
    done = ShardDone(place, digest(verdicts), digest(said))
    whole = _mark(done) == mark and len(rows) == place.end - place.first
    return JudgedShards((done,), RowTally.of(rows, place.first)) if whole else None


def forgotten(place: ShardPlace, depot: Depot) -> None:
    """Let a shard that an earlier run had done be judged again."""
    depot.remove(place.name + _MARK)


def rows_of(done: ShardDone, depot: Depot) -> list[Summary]:
    """The lines of results of a shard."""
    return [Summary(**entry) for entry in _unpacked(depot.get(done.place.name + _LINES))]


def again(done: ShardDone, rows: Sequence[Summary], depot: Depot) -> JudgedShards:
    """A shard whose lines say something else now, its verdicts being the same."""
    return kept(done.place, depot.get(done.place.name + _VERDICTS), rows, depot)


def all_verdicts(shards: Sequence[ShardDone], depot: Depot) -> Iterator[bytes]:
    """The verdicts of many shards, one file packed in parts."""
    return _parts(shards, depot, _VERDICTS)


def all_lines(shards: Sequence[ShardDone], depot: Depot) -> Iterator[bytes]:
    """The lines of results of many shards, one file packed in parts."""
    return _parts(shards, depot, _LINES)


def _parts(shards: Sequence[ShardDone], depot: Depot, kind: str) -> Iterator[bytes]:
    """One kind of part of each shard; of none an empty one, for a packed file is never without any."""
    if not shards:
        yield _packed(b"")
    for done in shards:
        yield depot.get(done.place.name + kind)


def marked(names: Iterable[str]) -> Iterator[str]:
    """The shards that are done, by the names of the parts that are there."""
    return (name.removesuffix(_MARK) for name in names if name.endswith(_MARK))


def rows_done(names: Iterable[str]) -> int:
    """How many rows have been judged, by the names of the parts that are there."""
    spans = [name.split("-")[:2] for name in marked(names)]
    return sum(int(end) - int(first) + 1 for first, end in spans)


def _mark(done: ShardDone) -> bytes:
    return canonical({"format": FORMAT, "shard": done.place.name, "verdicts": done.verdicts,
                      "lines": done.lines})


def _packer() -> Any:
    return zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)


def _packed(content: bytes) -> bytes:
    packer = _packer()
    return bytes(packer.compress(content)) + bytes(packer.flush())


def _unpacked(content: bytes) -> Iterator[dict[str, Any]]:
    return map(json.loads, zlib.decompress(content, _GZIP).splitlines())
