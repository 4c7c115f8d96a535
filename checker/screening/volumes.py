"""The results of very many rows as several workbooks, each with so many that an office program opens it well.

Owns which rows stand in which.  It must not know how they are laid out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from checker.screening.depot import Depot
from checker.screening.hands import Hands
from checker.screening.results_book import RowColumns, Volume, volume_workbook
from checker.screening.shard import ShardDone, rows_of

MOST_ROWS = 10_000


@dataclass(frozen=True)
class VolumeShards:
    """A volume and the shards of its rows."""

    volume: Volume
    shards: tuple[ShardDone, ...]


def volumes_of(shards: Sequence[ShardDone]) -> list[VolumeShards]:
    """The volumes of a screening; none where all rows find room in one workbook."""
    total = shards[-1].place.end if shards else 0
    if total <= MOST_ROWS:
        return []
    parts: dict[int, list[ShardDone]] = {}
    for done in shards:
        parts.setdefault(done.place.first // MOST_ROWS, []).append(done)
    width = len(str(len(parts)))
    return [VolumeShards(Volume(f"results-{number:0{width}}.xlsx", part[0].place.first + 1,
                                part[-1].place.end), tuple(part))
            for number, part in enumerate(parts.values(), 1)]


def drawn(volumes: Sequence[VolumeShards], columns: RowColumns, depot: Depot,
          hands: Hands) -> Iterator[tuple[str, bytes]]:
    """Each volume's name and bytes, as it gets done."""
    return hands.each(_drawn, (columns, depot), volumes)


def _drawn(shared: tuple[RowColumns, Depot], given: VolumeShards) -> tuple[str, bytes]:
    columns, depot = shared
    rows = [row for done in given.shards for row in rows_of(done, depot)]
    return given.volume.name, volume_workbook(columns, rows)
